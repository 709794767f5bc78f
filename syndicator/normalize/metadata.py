"""Title, people, tags, language and dates of an entry, in our terms."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from syndicator import dates, names, text, urls
from syndicator.model import Author, Enclosure, Precision, RawEntry

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LANGUAGE = re.compile(
    r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?\b", re.IGNORECASE
)


def authors(raw: Iterable[Author], base: str) -> tuple[Author, ...]:
    """Each person or organization once, addresses absolute or none."""
    return tuple(
        replace(a, url=address(a.url, base), avatar=address(a.avatar, base))
        for a in names.people(raw)
    )


def address(url: str, base: str) -> str:
    """A web address made absolute, "" where it is none."""
    found = urls.absolute(url, base) if url else ""
    return found if urls.is_web(found) else ""


def tags(raw: RawEntry, extra: tuple[str, ...]) -> tuple[str, ...]:
    """Each tag once, whatever its case; the source's own spelling, then the added."""
    seen: dict[str, str] = {}
    for tag in (*raw.tags, *extra):
        name = text.collapse(tag).lstrip("#")
        if name:
            seen.setdefault(name.casefold(), name)
    return tuple(seen.values())


def language(*candidates: str) -> str:
    """The first that is a language tag, in BCP 47 spelling: "en_us" is "en-US"."""
    for candidate in candidates:
        match = _LANGUAGE.match(candidate.strip())
        if match and match[1].lower() not in ("und", "mul", "zxx"):
            primary, script, region = match.groups()
            parts = (primary.lower(), (script or "").title(), (region or "").upper())
            return "-".join(p for p in parts if p)
    return "en"


def enclosures(raw: RawEntry, base: str) -> tuple[Enclosure, ...]:
    """Each file once, by its absolute address."""
    found = (replace(e, url=urls.absolute(e.url, base)) for e in raw.enclosures)
    return tuple({e.url: e for e in found if urls.is_web(e.url)}.values())


def instants(
    raw: RawEntry, zone: tzinfo
) -> tuple[datetime | None, datetime | None, Precision]:
    """Published, updated, and how exactly the first of them was said.

    A date of change never becomes the date of publication, and one before the
    publication says nothing (both are common mistakes of publishers).
    """
    published, updated = _said(raw.published, zone), _said(raw.updated, zone)
    if published is None:
        return (None, updated[0], updated[1]) if updated else (None, None, "second")
    changed = updated[0] if updated and updated[0] >= published[0] else None
    return published[0], changed, published[1]


def _said(written: str, zone: tzinfo) -> tuple[datetime, Precision] | None:
    """A date, unless it is what a program writes where it knows none."""
    found = dates.parse(written, zone)
    return found if found and found[0].year >= 1000 and found[0] != _EPOCH else None
