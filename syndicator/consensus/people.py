"""Authors: people come before the house, and who took the pictures is none of them."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from syndicator import names, text
from syndicator.consensus.titles import houses, is_house
from syndicator.consensus.trust import PLACES, Verdict, first, of
from syndicator.model import Author, Claim, RawEntry

_HELPER = re.compile(
    r"(?:photo(?:graph(?:y|s|ed)?|s)?|pictures?|images?|styl(?:ed|ing)|illustrat(?:ed|ions?)"
    r"|video|graphics?|art|edited|translated|reviewed|(?:medically|fact)[\s-](?:reviewed|checked))"
    r"\s+by[:\s]\s*(.+)",
    re.IGNORECASE,
)


def verdict(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """The first place that names people; a house speaks only where nobody else does.

    Where two more places name further people besides, those are believed.
    """
    sites = houses(raw)
    helpers = {text.fold(n) for c in claims for n in _helpers(c)}
    found: list[tuple[str, tuple[Author, ...]]] = []
    for place in dict.fromkeys(c.place for c in claims):
        named = names.people(c.author for c in of(place, claims) if c.author)
        found.append((place, tuple(a for a in named if not is_house(a.name, sites))))
    folks = [(p, tuple(a for a in who if not a.organization)) for p, who in found]
    folks = [(p, _without(who, helpers)) for p, who in folks if who]
    if folks:
        return _fullest(folks)
    place, who = next(((p, w) for p, w in found if w), (claims[0].place, ()))
    if not who:
        return replace(first(claims, raw), why="only the house is named")
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
