"""Which of several claims about one field is believed, and why.

A page says the same thing in five places, and not always the same. Each field has an
order of trust among the places; titles also count agreement, dates take the claim with
a time and a zone where several mean one day, and people come before the house.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import Any

from syndicator import dates, names, text, urls
from syndicator.model import Author, Claim, Image, RawEntry

Trust = Mapping[str, Sequence[str]]

PLACES = {
    "source": "the source's own entry",
    "jsonld": "JSON-LD",
    "opengraph": "Open Graph",
    "twitter": "Twitter card",
    "meta": "meta tag",
    "microdata": "microdata",
    "time": "<time>",
    "h1": "heading",
    "title": "<title>",
    "link": "<link>",
    "rel": "rel attribute",
    "byline": "byline",
    "lang": "lang attribute",
    "address": "address",
    "text": "words of the page",
}
# The first place that says something is believed, but for what is told below.
TRUST: Trust = {
    "url": ("source", "link", "opengraph", "jsonld", "address"),
    "title": ("source", "jsonld", "opengraph", "microdata", "twitter", "title", "h1"),
    "summary": ("source", "meta", "opengraph", "jsonld", "twitter", "microdata"),
    "published": (
        "source", "jsonld", "opengraph", "meta", "microdata", "time", "byline",
        "address", "text",
    ),
    "updated": ("source", "jsonld", "opengraph", "meta", "microdata", "time", "byline"),
    "authors": (
        "source", "jsonld", "meta", "microdata", "rel", "byline", "twitter", "opengraph",
    ),
    "section": ("source", "jsonld", "opengraph", "meta"),
    "tags": ("source", "opengraph", "jsonld", "rel", "meta"),
    "language": ("source", "lang", "jsonld", "opengraph", "meta"),
    "rights": ("source", "jsonld", "meta"),
    "license": ("source", "jsonld", "link"),
    "site": ("source", "opengraph", "jsonld", "meta"),
    "image": ("source", "opengraph", "jsonld", "twitter"),
}  # fmt: skip
_HELPER = re.compile(
    r"(?:photo(?:graph(?:y|s|ed)?|s)?|pictures?|images?|styl(?:ed|ing)|illustrat(?:ed|ions?)"
    r"|video|graphics?|art|edited|translated|reviewed|(?:medically|fact)[\s-](?:reviewed|checked))"
    r"\s+by[:\s]\s*(.+)",
    re.IGNORECASE,
)
LISTS = ("authors", "tags")  # fields of which one place says several things
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»:/-]|::)\s+|(?<=\w)\s?\|\s?")
_A_DAY = timedelta(hours=26)  # how far apart one day's instants are, zones unknown
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The claims of one place that are believed, and why those."""

    claims: tuple[Claim, ...]
    why: str
    title: str = ""  # without the site's name


def settled(raw: RawEntry, trust: Trust | None = None) -> RawEntry:
    """The entry with each field as it is believed; `trust` is the operator's own.

    Settling what is settled changes nothing.
    """
    found = verdicts(raw, trust or {})
    fields: dict[str, Any] = {
        field: _value(field, verdict)
        for field, verdict in found.items()
        if field != "image"
    }
    if "image" in found:
        fields["images"] = _lead(raw, found["image"].claims[0])
    return replace(raw, **fields)


def _lead(raw: RawEntry, claim: Claim) -> tuple[Image, ...]:
    """The lead picture; what is known of it besides stays."""
    if raw.images and raw.images[0].url == claim.value:
        return raw.images
    return (Image(url=claim.value, alt=claim.note), *raw.images[1:])


def _value(field: str, verdict: Verdict) -> Any:
    if field == "authors":
        return tuple(c.author for c in verdict.claims if c.author)
    if field == "tags":
        return tuple(c.value for c in verdict.claims)
    return verdict.title or verdict.claims[0].value


def verdicts(raw: RawEntry, trust: Trust) -> dict[str, Verdict]:
    """Each field that something is said of, with what is believed."""
    found: dict[str, Verdict] = {}
    for field in TRUST:
        claims = ranked(raw, field, trust)
        if claims:
            rule = _RULES.get(field, _first)
            if any(p == claims[0].place for p in trust.get(field, ())):
                rule = _asked
            found[field] = rule(claims, raw)
    return found


def ranked(raw: RawEntry, field: str, trust: Trust) -> list[Claim]:
    """The claims about a field, the most trusted place first.

    An operator's list puts its places first; "-place" is one never to be believed.
    """
    asked = trust.get(field, ())
    never = {p[1:] for p in asked if p.startswith("-")}
    order = [p for p in dict.fromkeys((*asked, *TRUST[field])) if p not in never]
    rank = {place: n for n, place in enumerate(order)}
    claims = (c for c in raw.claims if c.field == field and c.place in rank)
    return sorted(claims, key=lambda c: rank[c.place])


def own(raw: RawEntry) -> tuple[Claim, ...]:
    """What an entry says itself, as claims, for joining it with its page's."""
    single = ((f, getattr(raw, f)) for f in TRUST if f not in (*LISTS, "image"))
    return (
        *(Claim(field=f, place="source", value=v) for f, v in single if v),
        *(Claim(field="tags", place="source", value=t) for t in raw.tags),
        *(Claim(field="authors", place="source", author=a) for a in raw.authors),
    )


# ---------------------------------------------------------------- rules


def _of(place: str, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(c for c in claims if c.place == place)


def _first(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    place = claims[0].place
    return Verdict(_of(place, claims), f"{PLACES[place]} is trusted first")


def _asked(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    return replace(_first(claims, raw), why="the settings say so")


def _title(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """A heading that another statement agrees with; else the best statement."""
    sites = houses(raw)
    if claims[0].place == "source":
        return replace(_first(claims, raw), title=without_site(claims[0].value, sites))
    bare = [(c, without_site(c.value, sites)) for c in claims if c.place != "h1"]
    heads = [c for c in claims if c.place == "h1" and not _is_house(c.value, sites)]
    agreed = [(h, those) for h in heads if (those := _backing(h.value, bare))]
    if agreed:
        head, those = max(agreed, key=lambda pair: (len(pair[1]), len(pair[0].value)))
        said = " and ".join(PLACES[p] for p in those)
        return Verdict((head,), f"the heading, as {said} agree", head.value)
    if len(heads) == 1 and any(_share_words(heads[0].value, t) for _, t in bare):
        return Verdict((heads[0],), "the only heading", heads[0].value)
    rest = (*bare, *((h, h.value) for h in heads))
    if not rest:
        return Verdict(tuple(claims[:1]), "nothing else is said", claims[0].value)
    first, title = rest[0]
    return Verdict((first,), f"no heading agrees; {PLACES[first.place]} is next", title)


def _backing(head: str, bare: Sequence[tuple[Claim, str]]) -> tuple[str, ...]:
    """The places that say the same as a heading."""
    return tuple(dict.fromkeys(c.place for c, title in bare if _agree(head, title)))


def _share_words(head: str, other: str) -> bool:
    """Say whether two titles may be of one article: a heading of some length, one word."""
    words = set(text.fold(head).split())
    telling = {w for w in words if len(w) > 3}
    return len(words) > 3 and not telling.isdisjoint(text.fold(other).split())


def _agree(head: str, other: str) -> bool:
    head, other = text.fold(head), text.fold(other)
    if not head or not other:
        return False
    return head.startswith(other) or other.startswith(head) or other.endswith(head)


def houses(raw: RawEntry) -> frozenset[str]:
    """What the publisher calls itself, for comparing."""
    hosts = (urls.host(raw.base), urls.host(raw.origin.url))
    said = (c.value for c in raw.claims if c.field == "site")
    spelt = (raw.site, raw.origin.title, *said, *hosts, *(_label(h) for h in hosts))
    return frozenset(filter(None, map(_joined, spelt)))


def _label(host: str) -> str:
    """The part of a host that is a name: "news.site.example" is "site"."""
    labels = host.split(".")
    return labels[-2] if len(labels) > 1 else ""


def _joined(words: str) -> str:
    return text.fold(words).replace(" ", "")


def _is_house(words: str, sites: Collection[str]) -> bool:
    return _joined(words) in sites


def without_site(title: str, names: Collection[str]) -> str:
    """Drop a first or last segment that is the site's name or host."""
    sites = frozenset(map(_joined, names))
    marks = list(_SEPARATOR.finditer(title))
    for mark in reversed(marks):
        if _is_house(title[mark.end() :], sites):
            return without_site(title[: mark.start()], names)
    if marks and _is_house(title[: marks[0].start()], sites):
        return title[marks[0].end() :]
    return title


def _instant(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """The first that can be read, or the same day said better elsewhere."""
    read = [(c, moment) for c in claims if (moment := _moment(c.value))]
    if not read:
        return Verdict(tuple(claims[:1]), "no other date can be read")
    first, moment = read[0]
    day = [
        (c, m) for c, m in read if abs(m.at(UTC) - moment.at(UTC)) <= _A_DAY and m.zoned
    ]
    if not day:
        return Verdict((first,), f"{PLACES[first.place]} is trusted first")
    best, why = _most_said(day)
    if best is first:
        why = f"{PLACES[first.place]} is trusted first"
    return Verdict((best,), why)


def _most_said(day: Sequence[tuple[Claim, dates.Moment]]) -> tuple[Claim, str]:
    """Of instants on one day the one most places mean, told with its own offset."""

    def witnesses(moment: dates.Moment) -> int:
        near = (c.place for c, m in day if abs(m.at(UTC) - moment.at(UTC)) < _A_MINUTE)
        return len(set(near))

    most = max(witnesses(m) for _, m in day)
    said = [(c, m) for c, m in day if witnesses(m) == most]
    instant = said[0][1].at(UTC)
    same = [(c, m) for c, m in said if abs(m.at(UTC) - instant) < _A_MINUTE]
    best = next((c for c, m in same if m.local.utcoffset()), same[0][0])
    return best, "it says the same day with its time and zone"


def _moment(written: str) -> dates.Moment | None:
    try:
        found = dates.read(written)
        found.at(UTC)
    except ValueError:
        return None
    return found


def _authors(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """The first place that names people; a house speaks only where nobody else does.

    Where two more places name further people besides, those are believed.
    """
    sites = houses(raw)
    helpers = {text.fold(n) for c in claims for n in _helpers(c)}
    found: list[tuple[str, tuple[Author, ...]]] = []
    for place in dict.fromkeys(c.place for c in claims):
        named = names.people(c.author for c in _of(place, claims) if c.author)
        found.append((place, tuple(a for a in named if not _is_house(a.name, sites))))
    folks = [(p, tuple(a for a in who if not a.organization)) for p, who in found]
    folks = [(p, _without(who, helpers)) for p, who in folks if who]
    if folks:
        return _fullest(folks)
    place, who = next(((p, w) for p, w in found if w), (claims[0].place, ()))
    if not who:
        return replace(_first(claims, raw), why="only the house is named")
    return Verdict(_as_claims(place, who), "only organizations are named")


def _fullest(folks: Sequence[tuple[str, tuple[Author, ...]]]) -> Verdict:
    place, who = folks[0]
    first = {text.fold(a.name) for a in who}
    sets = [(p, w, {text.fold(a.name) for a in w}) for p, w in folks]
    for p, w, all_of_them in sets:
        if first < all_of_them and sum(all_of_them == s for _, _, s in sets) > 1:
            return Verdict(
                _as_claims(p, w), f"{PLACES[p]} and another name more people"
            )
    return Verdict(
        _as_claims(place, who), f"{PLACES[place]} is the first to name people"
    )


def _helpers(claim: Claim) -> list[str]:
    """Whom a claim names as the maker of something else than the words."""
    found = _HELPER.match(claim.author.name) if claim.author else None
    return names.split(found[1]) if found else []


def _without(who: tuple[Author, ...], helpers: Collection[str]) -> tuple[Author, ...]:
    kept = tuple(
        a for a in who if text.fold(a.name) not in helpers and not _HELPER.match(a.name)
    )
    return kept or who


def _as_claims(place: str, who: Iterable[Author]) -> tuple[Claim, ...]:
    return tuple(Claim(field="authors", place=place, author=a) for a in who)


_RULES: dict[str, Callable[[Sequence[Claim], RawEntry], Verdict]] = {
    "title": _title,
    "published": _instant,
    "updated": _instant,
    "authors": _authors,
}
