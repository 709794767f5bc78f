"""RSS, RDF, Atom and JSON Feed, told apart by their bytes, to entries."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat
from typing import Any

from syndicator.errors import ParseError
from syndicator.model import Found, Podcast, RawEntry, Source
from syndicator.parse import jsonfeed, markup, media, podcasts, tolerant, values
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.parse.entry import Entry
from syndicator.parse.fields import Fields
from syndicator.parse.pace import pace_seconds
from syndicator.ports import Document

_HISTORY = "http://purl.org/syndication/history/1.0"
# A first byte of UTF-8 and a further one, as letters of windows-1252.
_SCRAMBLED = re.compile(
    r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a€™]{1,20}"
)
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)


def read(document: Document) -> list[RawEntry]:
    """The entries of any feed, in its order; ParseError where it is none."""
    return list(found(document).entries)


def found(document: Document, source: Source | None = None, part: str = "") -> Found:
    """What a feed holds; it goes on where its archive or its next page is."""
    text = decode(document, "a feed")
    kind = looks_like(text)
    if kind == "a JSON document":
        return jsonfeed.found(document, text)
    if kind == "an HTML page":
        raise expected(document, "a feed", kind)
    parsed = _parsed(document, text)
    if not parsed.entries and not parsed.get("version"):
        raise expected(document, "a feed", kind)
    entries = tuple(_entries(document, text, parsed))
    keys = tuple(entry.key for entry in entries)
    complete = _is_complete(parsed)
    return Found(
        entries=entries,
        listed=keys if complete and all(keys) and not parsed.bozo else None,
        next="" if complete else _next(document, parsed),
        pace_seconds=pace_seconds(document),
        remarks=tuple(_remarks(text)),
    )


def _remarks(text: str) -> Iterator[str]:
    """Words whose UTF-8 was taken for windows-1252 before they came here."""
    for found in _SCRAMBLED.finditer(text):
        meant = markup.unscrambled(found[0])
        if meant != found[0]:
            yield (
                "text in it was saved in a wrong encoding by its publisher;"
                f" {found[0]} is read as {meant}"
            )
            return


def _parsed(document: Document, text: str) -> Any:
    try:
        return tolerant.parse(text)
    except tolerant.SLIPS as error:
        reason = f"a feed broken beyond reading: {error}"
        raise ParseError(document.name, reason) from error


def _is_complete(parsed: Any) -> bool:
    """Say whether the feed is all there is: what it lacks is no more (RFC 5005 §2)."""
    prefixes = (p for p, uri in parsed.namespaces.items() if uri == _HISTORY)
    return any(f"{p}_complete".lstrip("_") in parsed.feed for p in prefixes)


def _next(document: Document, parsed: Any) -> str:
    """Where older entries are: an archive (RFC 5005 §4) before a mere next page (§3)."""
    links = list(values.tables(parsed.feed.get("links")))
    for rel in ("prev-archive", "next"):
        for link in links:
            if link.get("rel") == rel:
                return markup.resolve(values.first(link, "href"), document.url)
    return ""


def _entries(document: Document, text: str, parsed: Any) -> list[RawEntry]:
    atom = parsed.version.startswith("atom")
    feed = Fields(parsed.feed, atom=atom)
    origin = feed.origin(document.url, document.url)
    people = feed.people() if atom else ()  # RFC 4287 §4.2.1
    media_of = media.read(text, len(parsed.entries)) or repeat(None)
    podcast_of = podcasts.read(text, len(parsed.entries)) or repeat(Podcast())
    closed = _closed(text, parsed)
    return [
        replace(Entry(found, own, atom=atom).read(origin, people), podcast=podcast)
        for found, own, podcast in zip(closed, media_of, podcast_of, strict=False)
    ]


def _closed(text: str, parsed: Any) -> list[Any]:
    """The entries without one that a cut-off document broke in the middle of."""
    entries = list(parsed.entries)
    if parsed.bozo and len(_ENTRY_END.findall(text)) == len(entries) - 1:
        entries.pop()
    return entries
