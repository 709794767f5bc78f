"""Titles: told by several places, with and without the name of the house."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from syndicator import text, urls
from syndicator.consensus.trust import PLACES, Verdict, first
from syndicator.model import Claim, RawEntry

_SEPARATOR = re.compile(r"\s+(?:[|–—·•»:/-]|::)\s+|(?<=\w)\s?\|\s?")


def verdict(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """A heading that another statement agrees with; else the best statement."""
    sites = houses(raw)
    labels = sites | {_joined(c.value) for c in raw.claims if c.field == "section"}
    if claims[0].place == "source":
        return replace(first(claims, raw), value=without_site(claims[0].value, sites))
    said = [(c, without_site(c.value, labels)) for c in claims]
    bare = [(c, title) for c, title in said if c.place != "h1"]
    heads = [
        (c, title)
        for c, title in said
        if c.place == "h1" and not is_house(title, sites)
    ]
    agreed = [(h, t, those) for h, t in heads if (those := _backing(t, bare))]
    if agreed:
        head, title, those = max(agreed, key=lambda each: (len(each[2]), len(each[1])))
        places = " and ".join(PLACES[p] for p in those)
        return Verdict((head,), f"the heading, as {places} agree", title)
    if len(heads) == 1 and any(_share_words(heads[0][1], t) for _, t in bare):
        return Verdict((heads[0][0],), "the only heading", heads[0][1])
    rest = (*bare, *heads)
    if not rest:
        return Verdict(tuple(claims[:1]), "nothing else is said", claims[0].value)
    best, title = rest[0]
    return Verdict((best,), f"no heading agrees; {PLACES[best.place]} is next", title)


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
    labels = (part for h in hosts for part in h.split(".")[:-1] if len(part) > 2)
    spelt = (raw.site, raw.origin.title, *said, *hosts, *labels)
    return frozenset(filter(None, map(_joined, spelt)))


def _joined(words: str) -> str:
    return text.fold(words).replace(" ", "")


def is_house(words: str, sites: Collection[str]) -> bool:
    """Say whether the words are one of a publisher's names, as `houses` spells them."""
    return _joined(words) in sites


def without_site(title: str, names: Collection[str]) -> str:
    """Drop a first or last segment that is the site's name or host."""
    sites = frozenset(map(_joined, names))
    marks = list(_SEPARATOR.finditer(title))
    for mark in reversed(marks):
        if is_house(title[mark.end() :], sites):
            return without_site(title[: mark.start()], names)
    if marks and is_house(title[: marks[0].start()], sites):
        return title[marks[0].end() :]
    return title
