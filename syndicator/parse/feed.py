"""RSS, RDF, Atom and JSON Feed, told apart by their bytes, to entries."""

import re
from dataclasses import replace
from itertools import repeat
from typing import Any

from syndicator.errors import ParseError
from syndicator.model import Podcast, RawEntry
from syndicator.parse import jsonfeed, media, podcasts, tolerant
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.parse.entry import Entry
from syndicator.parse.fields import Fields
from syndicator.ports import Document

_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)


def read(document: Document) -> list[RawEntry]:
    """The entries of any feed, in its order; ParseError where it is none."""
    text = decode(document, "a feed")
    found = looks_like(text)
    if found == "a JSON document":
        return jsonfeed.read(document, text)
    if found == "an HTML page":
        raise expected(document, "a feed", found)
    try:
        parsed = tolerant.parse(text)
    except tolerant.SLIPS as error:
        reason = f"a feed broken beyond reading: {error}"
        raise ParseError(document.name, reason) from error
    if not parsed.entries and not parsed.get("version"):
        raise expected(document, "a feed", found)
    return _entries(document, text, parsed)


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
