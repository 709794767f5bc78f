"""Title, people, tags, language and dates of an entry, in our terms."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from syndicator import dates, text, urls
from syndicator.model import Author, Enclosure, Precision, RawEntry

_SEPARATOR = re.compile(r"\s+(?:[|·•–—»:]|-)\s+")
_BYLINE = re.compile(
    r"^(?:(?:written|posted|story|words|text)\s+)?by[:\s]\s*"
    r"|^(?:von|par|por|di|door|av)[:\s]\s*(?=\S+\s+\S)(?-i:(?=[^\Wa-z]))",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:&|and|und|och)\s+", re.IGNORECASE)
_SHORT_AND = re.compile(r"\s+(?:et|y|e|en)\s+")
_ET_AL = re.compile(r",?\s+et\s+al\b\.?", re.IGNORECASE)
_DEGREE = re.compile(
    r",\s*(?:jr|sr|i{1,3}|iv|m\.?d|ph\.?\s?d|pharm\.?d|psy\.?d|d\.?o|d\.?phil|[bm]\.?sc?"
    r"|[bm]\.?a|[bm]s|mph|mba|mbbs|rdn?|rn|np|ldn?|cscs|dpt|esq|dds|dvm|facp|frcp|frs)"
    r"(?:\.|\b)(?=\s|,|\0|$)",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:editor|writer|reporter|correspondent|columnist|contributor|author|professor"
    r"|researcher|scientist|director|founder|dieti[ct]ian|physician|staff|redakteurin?"
    r"|autorin?)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:administration|agency|association|centers?|centres?|college|committee|council"
    r"|department|foundation|institutes?|ministry|organi[sz]ation|press|society|team"
    r"|university)\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_HANDLE = re.compile(r"\(?@\w+\)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LANGUAGE = re.compile(
    r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?\b", re.IGNORECASE
)


def title(written: str, sites: Iterable[str]) -> str:
    """The title on one line, without the site's name at either end."""
    whole = text.collapse(written)
    own = {text.fold(s) for s in sites}
    parts = list(_SEPARATOR.finditer(whole))
    if parts and text.fold(whole[parts[-1].end() :]) in own:
        return whole[: parts[-1].start()]
    if parts and text.fold(whole[: parts[0].start()]) in own:
        return whole[parts[0].end() :]
    return whole


def authors(raw: Iterable[Author], base: str) -> tuple[Author, ...]:
    """People, one value each: "By A and B" are two, addresses and handles are none."""
    people: dict[str, Author] = {}
    for author in raw:
        names, role = _names(author.name)
        role = text.collapse(author.role) or role
        address = urls.absolute(author.url, base) if author.url else ""
        alone = len(names) == 1
        for name in names:
            kept = people.get(text.fold(name), Author(name=name))
            people[text.fold(name)] = Author(
                name=kept.name,
                url=kept.url or (address if alone and urls.is_web(address) else ""),
                role=kept.role or (role if alone else ""),
            )
    return tuple(people.values())


def _names(written: str) -> tuple[list[str], str]:
    """The names of a byline, and what it says its only author is."""
    line = _HANDLE.sub("", _EMAIL.sub("", text.collapse(written)))
    line = _ET_AL.sub("", _BYLINE.sub("", line.strip(" ()<>")))
    degrees = _DEGREE.sub(lambda m: m[0].replace(",", "\0"), line)
    parts = [p for part in _people(degrees) for p in _commas(part)]
    parts = [p.replace("\0", ",").strip(" ,;|()<>") for p in parts]
    parts = [p for p in parts if text.fold(p) and not p.startswith(("http:", "https:"))]
    names = [p for n, p in enumerate(parts) if n == 0 or not _JOB.search(p)]
    jobs = [p for p in parts if p not in names]
    return names, jobs[0] if len(names) == len(jobs) == 1 else ""


def _people(line: str) -> list[str]:
    """Split at "and"; organisations and two-part surnames have one inside."""
    if _ORGANISATION.search(line):
        return line.split(";")
    parts = [p for part in re.split(r"[;|]", line) for p in _AND.split(part)]
    several = all(" " in p.strip() for p in _SHORT_AND.split(line))
    return [
        p for part in parts for p in (_SHORT_AND.split(part) if several else [part])
    ]


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
