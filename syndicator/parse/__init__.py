"""Bytes as fetched to RawEntry: what the source said, with only its format undone.

bytes → text (decode.py) → the format's own reader → RawEntry
"""

from collections.abc import Callable
from pathlib import PurePosixPath

from syndicator.errors import ParseError
from syndicator.model import PageRules, RawEntry
from syndicator.parse import feed, markdown, page, textcopy
from syndicator.parse.pace import pace_seconds
from syndicator.ports import Document

__all__ = ["PARSERS", "kind_of", "pace_seconds", "parse", "parse_page"]

PARSERS: dict[str, Callable[[Document], list[RawEntry]]] = {
    "feed": feed.read,
    "html": page.read,
    "markdown": markdown.read,
    "text": textcopy.read,
}
_UNRULED = PageRules()
_BY_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/plain": "text",
}
_BY_SUFFIX = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}


def parse(kind: str, document: Document) -> list[RawEntry]:
    """The entries of a document of that kind, a key of PARSERS, in its order.

    Raises ParseError where the bytes are something else, and nothing but that.
    """
    return PARSERS[kind](document)


def parse_page(
    document: Document, rules: PageRules = _UNRULED, first: str = ""
) -> page.Fetched:
    """The article on a page an entry links to; ParseError where it is no page.

    `first` is the address of its first page, where this is a further one.
    """
    return page.fetched(document, rules, first)


def kind_of(source_kind: str, document: Document) -> str:
    """Which parser reads a document: a feed is one, a folder's file goes by its type."""
    if source_kind == "feed":
        return "feed"
    suffix = PurePosixPath(document.name).suffix.lower()
    media_type = document.media_type.partition(";")[0].strip().lower()
    kind = _BY_TYPE.get(media_type) or _BY_SUFFIX.get(suffix)
    if kind is None:
        found = media_type or f"a {suffix or 'nameless'} file"
        reason = f"{found} where HTML, Markdown or plain text was expected"
        raise ParseError(document.name, reason)
    return kind
