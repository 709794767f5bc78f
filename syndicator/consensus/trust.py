"""The places where claims are made, and in which order they are trusted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from syndicator.model import Claim, RawEntry

Trust = Mapping[str, Sequence[str]]

PLACES = {
    "selector": "the settings' selector",
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
    "list": "the list that links to it",
}
# The first place that says something is believed, but for what is told below.
TRUST: Trust = {
    "url": ("source", "link", "opengraph", "jsonld", "address"),
    "title": ("source", "jsonld", "opengraph", "microdata", "twitter", "title", "h1", "list"),
    "summary": ("source", "meta", "opengraph", "jsonld", "twitter", "microdata", "list"),
    "published": (
        "selector", "source", "jsonld", "opengraph", "meta", "microdata", "time", "byline",
        "list", "address", "text",
    ),
    "updated": ("source", "jsonld", "opengraph", "meta", "microdata", "time", "byline", "list"),
    "authors": (
        "selector", "source", "jsonld", "meta", "microdata", "rel", "byline", "twitter", "opengraph",
    ),
    "section": ("source", "jsonld", "opengraph", "meta"),
    "tags": ("source", "opengraph", "jsonld", "rel", "meta"),
    "language": ("source", "lang", "jsonld", "opengraph", "meta", "list"),
    "rights": ("source", "jsonld", "meta"),
    "license": ("source", "jsonld", "link"),
    "site": ("source", "opengraph", "jsonld", "meta"),
    "image": ("source", "opengraph", "jsonld", "twitter", "link", "microdata"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """The claims of one place that are believed, and why those.

    `value` is what they come to where it is not what the first of them says.
    """

    claims: tuple[Claim, ...]
    why: str
    value: str = ""


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


def of(place: str, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that one place makes."""
    return tuple(c for c in claims if c.place == place)


def first(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """What the most trusted of the places says."""
    place = claims[0].place
    return Verdict(of(place, claims), f"{PLACES[place]} comes first")


def asked(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """What the place says that the operator wants to be believed."""
    return replace(first(claims, raw), why="the settings ask for it")
