"""Title, people, tags, language and dates of an entry, in our terms."""

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo

from syndicator import dates, text
from syndicator.model import Author, Precision, RawEntry

_SEPARATOR = re.compile(r"\s+(?:[|·•–—»:]|-)\s+")
_BYLINE = re.compile(
    r"^(?:written\s+)?(?:by|von|par|por|di|door|av)[:\s]\s*", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:;|\s&\s|\s(?:and|und|et|y|e|en|och)\s)\s*", re.IGNORECASE)
_COMMA_SUFFIX = re.compile(
    r",\s*(?:jr|sr|i{1,3}|iv|m\.?d|ph\.?d|msc|mph|rn|rd|esq|dds|dvm|facp)\b\.?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_HANDLE = re.compile(r"\(?@\w+\)?")
_LANGUAGE = re.compile(
    r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?\b", re.IGNORECASE
)


def title(raw: RawEntry) -> str:
    """The title on one line, without the site's name at either end."""
    whole = text.collapse(raw.title)
    site = text.fold(raw.site)
    parts = _SEPARATOR.split(whole)
    if not site or len(parts) < 2:
        return whole
    if text.fold(parts[-1]) == site:
        return whole[: _last_start(whole)]
    if text.fold(parts[0]) == site:
        match = _SEPARATOR.search(whole)
        return whole[match.end() :] if match else whole
    return whole


def _last_start(whole: str) -> int:
    return [m.start() for m in _SEPARATOR.finditer(whole)][-1]


def authors(raw: Iterable[Author]) -> tuple[Author, ...]:
    """People, one value each: "By A and B" are two, addresses and handles are none."""
    people: dict[str, Author] = {}
    for author in raw:
        names = _names(author.name)
        for name in names:
            alone = len(names) == 1
            url, role = (author.url, author.role) if alone else ("", "")
            kept = people.get(text.fold(name))
            if kept is None or (url and not kept.url):
                people[text.fold(name)] = Author(
                    name=name, url=url, role=role or (kept.role if kept else "")
                )
    return tuple(people.values())


def _names(written: str) -> list[str]:
    line = text.collapse(written)
    line = _HANDLE.sub("", _EMAIL.sub("", _BYLINE.sub("", line)))
    degrees = _COMMA_SUFFIX.sub(lambda m: m[0].replace(",", "\0"), line)
    parts = [p for part in _AND.split(degrees) for p in _commas(part)]
    names = (p.replace("\0", ",").strip(" ,;|()<>") for p in parts)
    return [n for n in names if n and not n.startswith(("http:", "https:"))]


def _commas(part: str) -> list[str]:
    """Split "A B, C D" but leave "Last, First" whole."""
    pieces = [p.strip() for p in part.split(",") if p.strip()]
    several = len(pieces) > 1 and all(" " in p for p in pieces)
    return pieces if several else [part]


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
        if match:
            primary, script, region = match.groups()
            parts = (primary.lower(), (script or "").title(), (region or "").upper())
            return "-".join(p for p in parts if p)
    return "en"


def instants(
    raw: RawEntry, zone: tzinfo
) -> tuple[datetime | None, datetime | None, Precision]:
    """Published, updated, and how exactly the first was said.

    A date of change never becomes the date of publication, and one before the
    publication says nothing (both are common mistakes of publishers).
    """
    published = dates.parse(raw.published, zone)
    updated = dates.parse(raw.updated, zone)
    changed = updated[0] if updated else None
    if published is None:
        return None, changed, "second"
    if changed and changed < published[0]:
        changed = None
    return published[0], changed, published[1]
