"""Title, people, tags, language and dates of an entry, in our terms."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from syndicator import consensus, dates, names, text, urls
from syndicator.model import (
    Author,
    Enclosure,
    Precision,
    RawEntry,
    Site,
    Source,
    ZoneOrigin,
)

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


Synonyms = Mapping[str, tuple[str, ...]]


def tags(raw: RawEntry, extra: tuple[str, ...], synonyms: Synonyms) -> tuple[str, ...]:
    """Each tag once, whatever its case; the source's own spelling, then the added."""
    seen: dict[str, str] = {}
    for tag in (*raw.tags, *extra):
        name = term(tag, synonyms)
        if name:
            seen.setdefault(name.casefold(), name)
    return tuple(seen.values())


def term(written: str, synonyms: Synonyms) -> str:
    """A tag or section as the operator spells it, else as its source does."""
    name = text.collapse(written).lstrip("#")
    folded = name.casefold()
    for known, others in synonyms.items():
        if folded in (known.casefold(), *(o.casefold() for o in others)):
            return known
    return name


def language(*candidates: str) -> str:
    """The first that is a language tag, in BCP 47 spelling ("en_us" is "en-US"), or ""."""
    for candidate in candidates:
        match = _LANGUAGE.match(candidate.strip())
        if match and match[1].lower() not in ("und", "mul", "zxx"):
            primary, script, region = match.groups()
            parts = (primary.lower(), (script or "").title(), (region or "").upper())
            return "-".join(p for p in parts if p)
    return ""


def enclosures(raw: RawEntry, base: str) -> tuple[Enclosure, ...]:
    """Each file once, by its absolute address."""
    found = (replace(e, url=urls.absolute(e.url, base)) for e in raw.enclosures)
    return tuple({e.url: e for e in found if urls.is_web(e.url)}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Instants:
    """When an article came out and was changed, as far as its source says."""

    published: datetime | None = None
    updated: datetime | None = None
    precision: Precision = "second"
    zone: ZoneOrigin = "said"
    problems: tuple[str, ...] = ()


def instants(raw: RawEntry, source: Source, site: Site) -> Instants:
    """What is said of dates, in UTC.

    A date of change never becomes the date of publication, and one before the
    publication says nothing (both are common mistakes of publishers).
    """
    origin: ZoneOrigin = "source" if source.timezone else "site"
    zone = dates.zone(source.timezone or site.timezone)
    problems: list[str] = []
    published = _said("published", raw.published, problems)
    changed = _said("updated", raw.updated, problems)
    first = published or changed
    if first is None:
        return Instants(problems=tuple(problems))
    at, updated = first.at(zone), changed.at(zone) if changed else None
    return Instants(
        published=at if published else None,
        updated=updated if updated and updated >= at else None,
        precision=first.precision,
        zone="said" if first.zoned else origin,
        problems=tuple(problems),
    )


def _said(field: str, written: str, problems: list[str]) -> dates.Moment | None:
    if not written:
        return None
    try:
        return consensus.moment(written)
    except ValueError as reason:
        problems.append(f"{field}: {written[:80]!r} {reason}; left out")
        return None
