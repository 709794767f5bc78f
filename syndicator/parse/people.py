"""Whom a page names as the authors of its article: in data, in marks, in its byline."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from syndicator import names, urls
from syndicator import text as plain
from syndicator.model import Author, Claim
from syndicator.parse import byline, markup, values
from syndicator.parse.jsonld import address_of, is_organization, name_of
from syndicator.parse.seen import Page, is_elsewhere, is_line
from syndicator.parse.tree import attr, drop, text_of

_METAS = [
    "author",
    "article:author",
    "article.author",
    "byl",
    "byline",
    "dc.creator",
    "dc.author",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "citation_author",
    "authors",
    "article:author_name",
    "creator",
]
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|p-author|contributors?|posted-?by|written-?by)"
    r"(?:[_-]+(?:names?|link|text|info|meta|wrapper))?(?:$|[\s_-])",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?:author|writer)[-_]*(?:box|bio|card|info|about|profile|details)"
    r"|about[-_]*(?:the[-_]*)?author",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"/(?:authors?|staff|people|persons?|profiles?|writers?|contributors?|columnists?"
    r"|reporters?|journalists?|team|bios?|by)/[^/?#]",
    re.IGNORECASE,
)
_LONGEST = 200  # characters of a byline, and of a role
_MOST = 24  # people in one place


def claims(page: Page) -> Iterator[Claim]:
    """Everyone named as an author, with the role an author box gives."""
    boxes = list(_boxes(page))
    for place, found in (
        ("jsonld", _stated(page)),
        ("meta", _named_in_metas(page)),
        ("microdata", map(_person, page.marked("author"))),
        ("rel", map(_person, page.seen.get("a author", ()))),
        ("byline", _bylines(page)),
        ("twitter", map(markup.person, _labelled(page))),
    ):
        for one in markup.distinct_people(found)[:_MOST]:
            role = one.role or _role(boxes, one)
            author = replace(one, role=role)
            yield Claim(field="authors", place=place, author=author)


def _stated(page: Page) -> Iterator[Author | None]:
    said = page.node.get("author") or page.node.get("creator")
    for value in page.graph.linked(said):
        name = markup.to_line(name_of(value))
        if urls.is_web(name):
            continue
        if not isinstance(value, dict):
            yield markup.person(name)
            continue
        same = next(iter(values.items(value.get("sameAs"))), "")
        role = next(iter(page.graph.names(value.get("jobTitle"))), "")
        avatar = next(page.graph.linked(value.get("image")), "")
        found = markup.person(name, address_of(value) or values.word(same), role)
        yield found and replace(
            found, avatar=address_of(avatar), organization=is_organization(value)
        )


def _named_in_metas(page: Page) -> Iterator[Author | None]:
    """From the first name under which any meta tag names somebody."""
    for name in _METAS:
        found = [n for n in page.all_metas(name) if not urls.is_web(n)]
        yield from map(markup.person, found)


def _labelled(page: Page) -> Iterator[str]:
    """Twitter's labelled data: "Written by", and by whom."""
    for number in "12":
        if page.meta(f"twitter:label{number}").lower() == "written by":
            yield page.meta(f"twitter:data{number}")


def _person(element: HtmlElement) -> Author | None:
    name = element.find(".//*[@itemprop='name']")
    role = element.find(".//*[@itemprop='jobTitle']")
    link = element if element.tag == "a" else element.find(".//a[@href]")
    said = "" if name is None else attr(name, "content") or text_of(name)
    words = said or attr(element, "content") or text_of(element)
    if len(words) > _LONGEST or urls.is_web(words):
        return None
    return markup.person(
        words,
        "" if link is None else attr(link, "href"),
        "" if role is None else text_of(role),
    )


# ---------------------------------------------------------------- what readers see


def _bylines(page: Page) -> Iterator[Author | None]:
    """The people named below the title: by lines, by links to them, by marks."""
    for element in page.opening:
        marked = _BYLINE.search(
            f"{attr(element, 'class')} {attr(element, 'data-testid')}"
        )
        linked = element.tag == "a" and _PROFILE.search(attr(element, "href"))
        if (marked or linked) and is_line(element) and not is_elsewhere(element):
            yield from _read(element)
    yield from (a for line in page.lines for a in line.authors)


def _read(element: HtmlElement) -> Iterator[Author | None]:
    """Who a marked line names; what else stands in such lines is no name."""
    links = [a for a in element.iter("a") if byline.is_name(text_of(a))]
    if links:
        yield from map(_person, links)
        return
    line = text_of(element)
    if len(line) < _LONGEST and any(map(byline.is_name, names.split(line))):
        yield markup.person(line)


def _boxes(page: Page) -> Iterator[tuple[HtmlElement, list[str]]]:
    """The boxes that present an author, with their lines."""
    for box in page.personal:
        if _BOX.search(attr(box, "class")):
            yield box, [w for w in map(plain.collapse, box.itertext()) if w]


def _role(boxes: list[tuple[HtmlElement, list[str]]], author: Author) -> str:
    """The line below an author's name in a box that presents him."""
    wanted = plain.fold(author.name)
    for _, lines in boxes:
        folded = [plain.fold(line) for line in lines]
        if wanted in folded:
            rest = lines[folded.index(wanted) + 1 :]
            return rest[0] if rest and len(rest[0]) <= _LONGEST else ""
    return ""


def drop_boxes(page: Page, authors: tuple[Author, ...]) -> None:
    """Take out the boxes that present these authors: they are no part of the text."""
    wanted = {plain.fold(a.name) for a in authors}
    for box, lines in list(_boxes(page)):
        if not wanted.isdisjoint(map(plain.fold, lines)):
            drop(box)
