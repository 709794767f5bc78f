"""One row of a list of articles: its link, and what stands there of title and date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import islice

from lxml.html import HtmlElement

from syndicator import dates, urls
from syndicator import text as plain
from syndicator.model import PathRules
from syndicator.parse import tree

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARTS = ("strong", "b", "p", "span", "div", "time")  # of a card
MORE = re.compile(  # what a link says that leads on, and is no title
    r"^(?:(?:read|see|learn|show|view|find out) (?:the )?(?:more|full|all|on|post|article|story)\b.*"
    r"|continue(?: reading)?.*|more|mehr|weiterlesen|mehr lesen|lire (?:la suite|plus)"
    r"|leer más|leggi(?: tutto)?|\d* ?comments?|leave a (?:comment|reply)|permalink"
    r"|share|details|#|[\W_]*)[\s.…»›→>]*$",
    re.IGNORECASE,
)
_LONGEST = 40  # words of a title
_TOLD = 40  # characters that tell more than a title
_PIECES = re.compile(r"[^\W_]+")
_DATE_WORDS = 40  # characters of a text that is a date
_TITLED = re.compile(
    r"(?:^|[\s_-])(?:title|headline|heading)(?:$|[\s_-])", re.IGNORECASE
)
_DATED = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(?:ago|yesterday|today|gestern|heute)\b"
    r"|\bvor \d|\bil y a \d|\bhace \d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{3,}$|(?:\w+=\w+&)*\w*(?:id|nr|no|p)=\w", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:published|posted|updated|date|on|vom|am|le)\b[:\s]*", re.IGNORECASE
)
_CUTS = re.compile(r"\s*[|·•/–—]\s*|\s+-\s+|\n")


@dataclass(frozen=True, slots=True)
class Site:
    """The page's address, what relative ones mean, and which are articles'."""

    url: str
    base: str
    rules: PathRules

    def address(self, link: HtmlElement) -> str:
        href = tree.attr(link, "href").partition("#")[0]
        return urls.absolute(href, self.base) if href else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a list: its link, and the elements that tell of it."""

    url: str
    link: HtmlElement
    elements: tuple[HtmlElement, ...]


def title_of(row: Row) -> str:
    """A heading, else the words of the link; "" where neither is there."""
    words = tree.text_of(row.link)
    inside = next(row.link.iter(*HEADINGS), None)
    if inside is not None:
        return tree.text_of(inside)
    whole_card = len([*islice(row.link.iter(*_PARTS), 2)]) > 1
    if own_heading(row.link) is None and (MORE.match(words) or whole_card):
        heads = (h for e in row.elements for h in e.iter(*HEADINGS))
        said = next(filter(None, map(tree.text_of, heads)), "")
        return said or _first_words(row.link) or tree.attr(row.link, "title")
    return words


def _first_words(link: HtmlElement) -> str:
    """The first line of a link that holds a whole card, or the longest of short ones."""
    for element in link.iter(*_PARTS):
        if _TITLED.search(tree.attr(element, "class")):
            return tree.text_of(element)
    said = [plain.collapse(e.text or "") for e in (link, *link.iter(*_PARTS))]
    lines = [line for line in said if line and not is_date(line)]
    titles = (line for line in lines if plain.count_words(line) > 2)
    return next(titles, "") or max(lines, key=len, default="")


def date_of(row: Row) -> str:
    """When it came out, in the list's own words, to machines if they are told."""
    for element in row.elements:
        for tag in element.iter("time"):
            if said := tree.moment_of(tag):
                return said
    for element in row.elements:
        for words in element.itertext():
            for piece in _CUTS.split(words):
                said = _LABEL.sub("", plain.collapse(piece))
                if is_date(said):
                    return said
    beside = (plain.collapse(words).strip(" :|·–-") for words in _beside(row))
    return next(filter(is_date, beside), "")


def _beside(row: Row) -> Iterator[str]:
    """The words right before a link that is a row by itself, and those behind."""
    block = row.elements[0]
    if block is row.link:
        before, up = block.getprevious(), block.getparent()
        yield (before.tail if before is not None else up.text) or ""
        yield block.tail or ""


def is_date(words: str) -> bool:
    """Say whether words are a date, and nothing else."""
    if not 6 <= len(words) <= _DATE_WORDS or not any(map(str.isdigit, words)):
        return False
    return not words.isdigit() and dates.parse(words, UTC) is not None


def worth(row: Row, site: Site) -> float:
    """How much a row looks like an article: by title, date, teaser, picture, address."""
    title = title_of(row)
    words = plain.count_words(title)
    heads = (h for e in row.elements for h in e.iter(*HEADINGS))
    told = sum(len(tree.text_of(e)) for e in row.elements)
    last = urls.path(row.url).rstrip("/").rpartition("/")[2]
    query = row.url.partition("?")[2]
    pieces = _PIECES.findall(last)
    return (
        (0.0, 0.2, 0.6, 1.0)[min(words, 3)] * (words <= _LONGEST)
        + 0.6 * (next(heads, None) is not None)
        + 0.6 * (bool(date_of(row)) or _looks_dated(row))
        + 0.3 * (told - len(title) >= _TOLD)
        + 0.2
        * any(next(e.iter("img", "picture"), None) is not None for e in row.elements)
        + 0.4 * (len(pieces) > 2 or any(map(_NUMBERED.match, (*pieces, query))))
        + 0.3 * urls.path(row.url).startswith(urls.path(site.url).rstrip("/") + "/")
    )


def _looks_dated(row: Row) -> bool:
    """Say whether there is a date of which only people can tell what it means."""
    return any(_DATED.search(words) for e in row.elements for words in e.itertext())


def own_heading(link: HtmlElement) -> HtmlElement | None:
    """The heading inside a link, or around it."""
    inside = next(link.iter(*HEADINGS), None)
    return inside if inside is not None else next(link.iterancestors(*HEADINGS), None)
