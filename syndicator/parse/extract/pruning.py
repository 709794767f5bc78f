"""Inside the article's elements: what the decision is silent about has to earn its place."""

import re
from collections.abc import Callable
from typing import Any

from syndicator import pictures
from syndicator.parse import media
from syndicator.parse.extract import photos
from syndicator.parse.extract.decision import key
from syndicator.parse.extract.runs import BREAKS
from syndicator.parse.extract.tree import names
from syndicator.parse.extract.weights import Weights
from syndicator.parse.tree import drop

_ASIDE_TAGS = frozenset(("aside", "footer", "form"))
_ASIDE = re.compile(
    r"(?:^|[-_ ])(?:related|recommend\w*|promo\w*|sidebar|share|sharing|social|comments?"
    r"|author|avatar|teasers?|newsletter|advert\w*|ads?|popular|most|trending"
    r"|breadcrumbs?|footer|menu|nav|byline|tags?|signup|subscribe|popup|cookie|widget"
    r"|toolbar|print|outbrain|taboola|disqus)(?:$|[-_ ])",
    re.IGNORECASE,
)
_STRUCTURE_NAMES = (
    "blockquote caption code dd dl dt figcaption figure "
    "h2 h3 h4 h5 h6 li ol pre table ul"
)
_STRUCTURE = frozenset(_STRUCTURE_NAMES.split())
_SOLID = frozenset(("table", "pre", "figure"))  # of these, all or nothing
_ICON = 48  # pixels
_HEADLINE = 25  # bytes: a title of another page has more
_LINKED = 0.5  # of an element's text: more is a list of other pages


class Pruning:
    """Drops what is not the article from the elements that hold it."""

    def __init__(self, weights: Weights, titles: frozenset[str]) -> None:
        self.weights = weights
        self.titles = titles

    def prune(self, tag: Any) -> None:
        """Drop from an element what the decision is silent about and does not belong."""
        for child in [*tag]:
            if self.weights.article[child]:
                self.prune(child)
            elif self._is(child, _ASIDES) or self._is(child, _SILENCES):
                drop(child)
            else:
                self._clear(child)

    def _clear(self, tag: Any) -> None:
        """The same inside what is kept, where words need no other reason to stay."""
        for child in [*tag]:
            if self._is(child, _ASIDES):
                drop(child)
            else:
                self._clear(child)

    def _is(self, tag: Any, rules: "tuple[Rule, ...]") -> bool:
        return any(rule(self, tag) for rule in rules)

    def _repeats(self, tag: Any) -> bool:
        return tag in self.weights.repeated

    def _is_title(self, tag: Any) -> bool:
        return tag.tag in ("h1", "h2") and key("".join(tag.itertext())) in self.titles

    def _is_aside(self, tag: Any) -> bool:
        """By its name, unless it shows a picture that leads nowhere else."""
        if tag.tag in _ASIDE_TAGS:
            return True
        named = tag.tag in BREAKS and _ASIDE.search(names(tag)) is not None
        return named and not any(_is_figure(img) for img in tag.iter("img"))

    def _is_links(self, tag: Any) -> bool:
        return (
            tag.tag in BREAKS
            and self.weights.linked[tag] > _LINKED * self.weights.all[tag]
            and not _holds_picture(tag)
        )

    def _is_teaser(self, tag: Any) -> bool:
        """A picture with the title of another page, both linked to it."""
        if self.weights.linked[tag] < _HEADLINE or not _holds_picture(tag):
            return False
        return self.weights.linked[tag] > _LINKED * self.weights.all[tag]

    def _is_icon(self, tag: Any) -> bool:
        if tag.tag != "img" or next(tag.iterancestors("table"), None) is not None:
            return False
        return photos.is_small(tag, _ICON) or pictures.is_junk_address(
            tag.get("src", "")
        )

    def _is_loose(self, tag: Any) -> bool:
        """Words that are no heading, list, quotation, table, code or caption."""
        if not self.weights.all[tag] or tag.tag not in BREAKS or _holds_picture(tag):
            return False
        if self.weights.order[tag] < self.weights.first:
            return True
        return not (
            any(t.tag in _STRUCTURE for t in tag.iter())
            or any(t.tag in _SOLID for t in tag.iterancestors())
        )


Rule = Callable[[Pruning, Any], bool]

_ASIDES: tuple[Rule, ...] = (
    Pruning._repeats,
    Pruning._is_title,
    Pruning._is_aside,
    Pruning._is_icon,
    Pruning._is_teaser,
)
_SILENCES: tuple[Rule, ...] = (Pruning._is_links, Pruning._is_loose)


def _holds_picture(tag: Any) -> bool:
    return tag.tag == "img" or tag.find(".//img") is not None


def _is_figure(img: Any) -> bool:
    """Say whether a picture stands in a figure of its own, linked to nothing but itself."""
    around = [*img.iterancestors("a", "figure")]
    links = [
        a
        for a in around
        if a.tag == "a" and not media.is_picture("", a.get("href", ""))
    ]
    return len(around) > len(links) and not links
