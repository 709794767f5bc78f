"""A page as one pass over its tree sees it, before anything is made of it."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from syndicator import html, urls
from syndicator.parse import byline
from syndicator.parse.jsonld import Graph
from syndicator.parse.tree import attr, text_of

# What statements are made with. One expression: most elements are never touched.
_TELLING = etree.XPath(
    "//meta | //link[@rel and @href] | //a[@rel and @href] | //script[@type] | //title"
    " | //h1 | //time | //base | //*[@itemprop]"
    " | //*[contains(@class, 'uthor') or contains(@class, 'riter')]"
)
_BEHIND_IT = etree.XPath("following::*[position() <= $most]")
_BEFORE_IT = etree.XPath("preceding::*[position() <= $most]")
_PERSONAL = ("uthor", "riter")
_BEFORE, _BEHIND = 40, 600  # elements around the title that its byline is among
_PARAGRAPH = 200  # characters of one that is text
_OPENING = 3  # such paragraphs, and the text has begun
_NOT_THE_ARTICLE = frozenset(("aside", "footer", "nav"))
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|sidebar|recommend\w*|recirc\w*|teasers?|promo\w*"
    r"|popular|trending|most-read|footer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_A_BYLINE = re.compile(r"\d|\bby\s", re.IGNORECASE)  # what one cannot do without
_MOST = 12  # elements in one line


class Page:
    """One page's statements about its article."""

    def __init__(self, root: HtmlElement, address: str) -> None:
        self.root = root
        self.address = address
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.seen: dict[str, list[HtmlElement]] = {}
        self.properties: list[HtmlElement] = []
        self.personal: list[HtmlElement] = []  # of a class named for who wrote
        for element in _TELLING(root):
            self._see(element)
        scripts = (s.text or "" for s in self.seen.get("script", ()))
        self.graph = Graph(scripts)
        self.heads = [h for h in map(text_of, self.seen.get("h1", ())) if h]
        said = self.links.get("canonical", [""])[0] or self.meta("og:url")
        addresses = (urls.absolute(said, address), address)
        self.node = self.graph.article(addresses, (self.meta("og:title"), *self.heads))

    def _see(self, element: HtmlElement) -> None:
        tag = element.tag
        if "itemprop" in element.attrib:
            self.properties.append(element)
        if any(part in element.get("class", "") for part in _PERSONAL):
            self.personal.append(element)
        if tag == "meta":
            _note_meta(self.metas, element)
        elif tag == "script":
            if "ld+json" in attr(element, "type").lower():
                self.seen.setdefault(tag, []).append(element)
        elif tag in ("link", "a"):
            for rel in (
                attr(element, "rel").lower().split() if "href" in element.attrib else ()
            ):
                self.links.setdefault(rel, []).append(attr(element, "href"))
                self.seen.setdefault(f"{tag} {rel}", []).append(element)
        elif tag in ("title", "h1", "time", "base"):
            self.seen.setdefault(tag, []).append(element)

    @cached_property
    def opening(self) -> list[HtmlElement]:
        """The elements around the title, until the text has begun."""
        heads = self.seen.get("h1", ())
        around = (
            [*_BEFORE_IT(heads[0], most=_BEFORE), *_BEHIND_IT(heads[0], most=_BEHIND)]
            if heads
            else islice(self.root.iter("*"), _BEHIND)
        )
        found: list[HtmlElement] = []
        paragraphs = 0
        for element in around:
            found.append(element)
            paragraphs += element.tag == "p" and len(text_of(element)) > _PARAGRAPH
            if paragraphs == _OPENING:
                break
        return found

    @cached_property
    def lines(self) -> list[byline.Byline]:
        """The lines there that say by whom and when, and nothing else."""
        lines = (text_of(e) for e in self.opening if is_line(e))
        telling = (line for line in lines if _A_BYLINE.search(line))
        return [said for line in telling if (said := byline.read(line))]

    def meta(self, *names: str) -> str:
        """The first of these meta tags that says something."""
        return next(self.all_metas(*names), "")

    def all_metas(self, *names: str) -> Iterator[str]:
        return (value for name in names for value in self.metas.get(name, ()))

    def marked(self, name: str) -> Iterator[HtmlElement]:
        """The elements with that microdata property."""
        return (
            element
            for element in self.properties
            if name in attr(element, "itemprop").split()
        )

    def base(self) -> str:
        """What the page says its references are relative to, "" where it does not."""
        said = (attr(b, "href") for b in self.seen.get("base", ()))
        return next(filter(None, said), "")


def _note_meta(metas: dict[str, list[str]], element: HtmlElement) -> None:
    content = attr(element, "content")
    for attribute in ("property", "name", "http-equiv"):
        name = attr(element, attribute).lower()
        if name and content:
            metas.setdefault(name, []).append(content)


def is_elsewhere(element: HtmlElement) -> bool:
    """Say whether an element belongs to something beside the article."""
    return any(
        up.tag in _NOT_THE_ARTICLE or _ELSEWHERE.search(attr(up, "class"))
        for up in element.iterancestors()
        if up.tag not in ("body", "html", "main", "article")
    )


def is_line(element: HtmlElement) -> bool:
    """Say whether an element is one short line: only inline elements in it."""
    return len(element) < _MOST and all(
        below.tag in html.INLINE or not isinstance(below.tag, str)
        for below in element.iterdescendants()
    )
