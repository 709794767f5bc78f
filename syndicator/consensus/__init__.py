"""Which of several claims about one field is believed, and why.

A page says the same thing in five places, and not always the same. Each field has an
order of trust among the places (trust.py), and some have a rule of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from syndicator.consensus import addresses, instants, leads, people, titles
from syndicator.consensus.instants import moment
from syndicator.consensus.titles import houses, without_site
from syndicator.consensus.trust import (
    PLACES,
    TRUST,
    Trust,
    Verdict,
    asked,
    first,
    ranked,
)
from syndicator.model import Claim, Image, RawEntry

__all__ = [
    "PLACES",
    "TRUST",
    "Trust",
    "Verdict",
    "houses",
    "moment",
    "own",
    "ranked",
    "settled",
    "verdicts",
    "without_site",
]

_RULES: dict[str, Callable[[Sequence[Claim], RawEntry], Verdict]] = {
    "url": addresses.verdict,
    "title": titles.verdict,
    "published": instants.verdict,
    "updated": instants.verdict,
    "authors": people.verdict,
    "image": leads.verdict,
}


def settled(raw: RawEntry, trust: Trust | None = None) -> RawEntry:
    """The entry with each field as it is believed; `trust` is the operator's own.

    Settling what is settled changes nothing.
    """
    found = verdicts(raw, trust or {})
    fields = {field: _value(field, verdict) for field, verdict in found.items()}
    if "image" in found:
        del fields["image"]
        fields["images"] = _lead(raw, found["image"].claims)
    return replace(raw, **fields)


def _lead(raw: RawEntry, claims: tuple[Claim, ...]) -> tuple[Image, ...]:
    """The lead picture before those behind it; what is known of it besides stays."""
    if not claims:
        return raw.images[1:]
    if raw.images and raw.images[0].url == claims[0].value:
        return raw.images
    return (Image(url=claims[0].value, alt=claims[0].note), *raw.images[1:])


def _value(field: str, verdict: Verdict) -> Any:
    if field == "authors":
        return tuple(c.author for c in verdict.claims if c.author)
    if field == "tags":
        return tuple(c.value for c in verdict.claims)
    return verdict.value or next((c.value for c in verdict.claims), "")


def verdicts(raw: RawEntry, trust: Trust) -> dict[str, Verdict]:
    """Each field that is claimed anything of, with what is believed."""
    claimed = {c.field for c in raw.claims}
    return {field: _verdict(raw, field, trust) for field in TRUST if field in claimed}


def _verdict(raw: RawEntry, field: str, trust: Trust) -> Verdict:
    claims = ranked(raw, field, trust)
    if not claims:
        return Verdict((), "the settings trust none of these places")
    rule = (
        asked if claims[0].place in trust.get(field, ()) else _RULES.get(field, first)
    )
    return rule(claims, raw)


def own(raw: RawEntry, place: str) -> tuple[Claim, ...]:
    """What an entry says itself, as claims, for joining it with its page's."""
    single = [
        (f, getattr(raw, f)) for f in TRUST if f not in ("authors", "tags", "image")
    ]
    return (
        *(Claim(field=f, place=place, value=v) for f, v in single if v),
        *(Claim(field="tags", place=place, value=t) for t in raw.tags),
        *(Claim(field="authors", place=place, author=a) for a in raw.authors),
    )
