"""A whole page to the article on it: the words trafilatura decides for, as the page
itself marks them up.

text → tree → pictures settled → decision → cleaned → weighed → projected → pruned
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import html as lx

from syndicator.model import PageRules
from syndicator.parse import markup
from syndicator.parse.decode import decode
from syndicator.parse.extract import (
    clean,
    decision,
    follow,
    hero,
    leads,
    paragraphs,
    photos,
    projection,
    runs,
    tree,
)
from syndicator.parse.extract.pruning import Pruning
from syndicator.parse.extract.weights import Weights
from syndicator.parse.tree import drop
from syndicator.ports import Document

_UNRULED = PageRules()
_TITLES = ("og:title", "twitter:title")
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»:-]|::)\s+")
_LONG_TITLE = 8  # letters; a shorter part of a title may be a word of the text


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article, "" and "" where the page holds none.

    `html` is the page's own markup of it, pictures with absolute addresses, not yet
    sanitized. `text` is its running text, a line for each paragraph, without captions.
    """

    html: str = ""
    text: str = ""
    pages: Mapping[int, str] = field(default_factory=dict)  # further ones, by number
    whole: str = ""  # the address of all of them on one page


def article(
    html: bytes, url: str = "", rules: PageRules = _UNRULED, first: str = ""
) -> Extracted:
    """The article on a page; ParseError where the bytes are no text at all.

    `url` is where the page came from, `first` the address of the article's first page.

    Not for use on a stranger's page without a sandbox: time and memory are not bounded.
    """
    text = decode(Document(name=url, url=url, body=html), "a page")
    return extract(text, url, rules, first)


def extract(
    text: str, url: str, rules: PageRules = _UNRULED, first: str = ""
) -> Extracted:
    """The article on a page that has been decoded."""
    root = tree.parse(text)
    for selector in rules.strip:
        for tag in root.cssselect(selector):
            drop(tag)
    base = markup.base(_first(root, "base", "href"), url)
    pages = follow.pages(root, base, first or url)
    whole = follow.whole(root, base, first or url) if pages else ""
    holder = _joined(_asked_for(root, base, rules.body) or _parts(root, base, url))
    paragraphs.wrap(holder)
    return Extracted(tree.inner(holder), runs.text(holder), pages, whole)


def _asked_for(root: Any, base: str, selector: str) -> list[Any]:
    """What the settings say is the article; [] where they or the page do not say."""
    found = root.cssselect(selector) if selector else []
    if found:
        photos.settle(root, base)
        clean.clean(root)
    return [tag for tag in found if not set(found).intersection(tag.iterancestors())]


def _parts(root: Any, base: str, url: str) -> list[Any]:
    """The elements that are the article, and nothing but that in them."""
    titles = _titles(root)
    shared = hero.stated(root, base)
    photos.settle(root, base)
    decided = decision.decide(root, url)
    clean.clean(root)
    leads.clear(root, base, url)
    weights = Weights(tree.body_of(root), decided, titles)
    parts = projection.parts(weights)
    above = hero.find(parts, shared, weights.order)
    for part in parts:
        Pruning(weights, titles).prune(part)
    return [*above, *parts]


def _joined(parts: list[Any]) -> Any:
    holder = lx.Element("div")
    for part in parts:
        part.tail = None
        if part.tag in ("body", "html"):
            part.tag = "div"
        holder.append(part)
    return holder


def _first(root: Any, name: str, attribute: str) -> str:
    return next((t.get(attribute) for t in root.iter(name) if t.get(attribute)), "")


def _titles(root: Any) -> frozenset[str]:
    """The title, and each part of it between separators, as keys."""
    said = ["".join(t.itertext()) for t in root.iter("title")]
    said += [
        meta.get("content", "")
        for meta in root.iter("meta")
        if (meta.get("property") or meta.get("name")) in _TITLES
    ]
    parts = [part for title in said for part in (title, *_SEPARATOR.split(title))]
    return frozenset(k for k in map(decision.key, parts) if len(k) > _LONG_TITLE)
