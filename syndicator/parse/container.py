"""Which element of a page holds the article, and what in it certainly is not article."""

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, Tag

from syndicator import html

_CLASS_NAMES = (
    "entry-content post-content article-body article-content article__body"
    " article__content article-text post-body post__content post__body story-body"
    " story-content content-body e-content single-content td-post-content"
    " blog-post-content page-content prose markdown-body articlebody"
)
_BODY_CLASSES = frozenset(_CLASS_NAMES.split())
_BODY_IDS = frozenset(("content", "main-content", "article-body", "content-main"))
_ASIDE = re.compile(
    r"(?:^|[-_ ])(?:comments?|related|sidebar|share|sharing|promo|newsletter|cookies?"
    r"|consent|recommended|recirculation|advert|popup|modal)(?:$|[-_ ])",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset(
    ("nav", "header", "footer", "aside", "script", "style", "template", "noscript")
)
_PARAGRAPHS = frozenset(("p", "pre", "blockquote", "li"))
_BARE = 0.2  # what a word outside a paragraph counts: most are labels
_SHARE = 0.4  # of the text around it that a container must hold to be believed
_DROPPED = ("script", "style", "template", "nav")
_FORM_PARAGRAPHS = 2  # a form with more is the page itself (ASP.NET wraps it so)


def _ranks(tag: Tag) -> Iterator[int]:
    """The places of an element in the order in which containers are believed."""
    if "articlebody" in html.attr(tag, "itemprop").lower().split():
        yield 0
    if not _BODY_CLASSES.isdisjoint(html.attr(tag, "class").lower().split()):
        yield 1
    if tag.name == "article":
        yield 2
    if tag.name == "main" or html.attr(tag, "role").lower() == "main":
        yield 3
    if html.attr(tag, "id").lower() in _BODY_IDS:
        yield 4
    if tag.name == "body":
        yield 5


def find(soup: BeautifulSoup) -> Tag:
    """The element that holds the article: the most telling one with enough text."""
    ranked = [(rank, tag) for tag in soup.find_all(True) for rank in _ranks(tag)]
    weights = _weights(soup, {id(tag) for _, tag in ranked})
    for rank in range(6):
        rivals = [tag for own, tag in ranked if own == rank]
        best = max(rivals, key=lambda tag: weights[id(tag)], default=None)
        if best is not None and _believable(best, weights):
            return best
    return soup


def _believable(tag: Tag, weights: dict[int, float]) -> bool:
    around = [weights[id(p)] for p in tag.parents if id(p) in weights]
    own = weights[id(tag)]
    return own > 0 and own >= _SHARE * max(around, default=0)


def _weights(soup: BeautifulSoup, wanted: set[int]) -> dict[int, float]:
    """How much text each of the elements holds, asides not counted."""
    weights = dict.fromkeys(wanted, 0.0)
    asides: dict[int, bool] = {}
    for string in soup.find_all(string=True):
        length = len(string.strip())
        if not length or type(string) is not NavigableString:
            continue
        above = list(string.parents)
        if any(_aside(p, asides) for p in above):
            continue
        weight = length if any(p.name in _PARAGRAPHS for p in above) else length * _BARE
        for parent in above:
            if id(parent) in weights:
                weights[id(parent)] += weight
    return weights


def _aside(tag: Tag, known: dict[int, bool]) -> bool:
    found = known.get(id(tag))
    if found is None:
        names = f"{html.attr(tag, 'class')} {html.attr(tag, 'id')}"
        found = tag.name in _ASIDE_TAGS or (
            tag.name not in ("body", "html", "main", "article")
            and bool(_ASIDE.search(names))
        )
        known[id(tag)] = found
    return found


def prune(tag: Tag) -> None:
    """Take out what no article is made of; everything in doubt stays."""
    whole_page = tag.name in ("body", "[document]")
    for form in tag.find_all("form"):
        if len(form.find_all("p", limit=_FORM_PARAGRAPHS + 1)) > _FORM_PARAGRAPHS:
            form.unwrap()
        else:
            form.extract()
    for name in _DROPPED:
        _extract(tag.find_all(name))
    _extract(tag.find_all(string=lambda s: isinstance(s, Comment)))
    # A <noscript> with a picture is the twin of one that is loaded lazily.
    _extract(n for n in tag.find_all("noscript") if not _holds_picture(n))
    if whole_page:
        _extract(t for t in tag.find_all(("header", "footer", "aside")) if _outer(t))


def _extract(found: Iterable[PageElement]) -> None:
    for one in list(found):
        one.extract()


def _holds_picture(tag: Tag) -> bool:
    return tag.find("img") is not None or "<img" in tag.get_text()


def _outer(tag: Tag) -> bool:
    return tag.find_parent(("article", "main")) is None
