"""Bytes as fetched to RawEntry: what the source said, with only its format undone.

bytes → text (decode.py) → the format's own reader → RawEntry
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from syndicator.errors import ParseError
from syndicator.model import Found, PageRules, RawEntry, Source
from syndicator.parse import (
    feed,
    ghost,
    jsonapi,
    listing,
    markdown,
    page,
    pushed,
    sitemap,
    textcopy,
    wordpress,
)
from syndicator.parse.home import read_home
from syndicator.ports import Document

__all__ = ["PARSERS", "READERS", "parse", "parse_page", "read_file", "read_home"]

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


def read_file(document: Document, source: Source, part: str) -> Found:
    """The articles of a folder's file, which is its own name, whatever it says inside."""
    entries = parse(_kind_of(document), document)
    return Found(entries=tuple(replace(e, key=document.name) for e in entries))


def _kind_of(document: Document) -> str:
    """Which parser reads a file: by its type, or by how its name ends."""
    suffix = PurePosixPath(document.name).suffix.lower()
    media_type = document.media_type.partition(";")[0].strip().lower()
    kind = _BY_TYPE.get(media_type) or _BY_SUFFIX.get(suffix)
    if kind is None:
        found = media_type or f"a {suffix or 'nameless'} file"
        reason = f"{found} where HTML, Markdown or plain text was expected"
        raise ParseError(document.name, reason)
    return kind


Reader = Callable[[Document, Source, str], Found]

# What an answer of a source holds: by the source's kind. A reader gets the document,
# the source's settings and the part the walker asked for.
READERS: dict[str, Reader] = {
    "feed": feed.found,
    "folder": read_file,
    "ghost": ghost.found,
    "json": jsonapi.found,
    "listing": listing.found,
    "push": pushed.found,
    "sitemap": sitemap.found,
    "wordpress": wordpress.found,
}
