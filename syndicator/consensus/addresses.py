"""Addresses: an article's own, another site's where it first stood, or a mistake."""

from collections.abc import Sequence

from syndicator import urls
from syndicator.consensus.trust import PLACES, Verdict, first
from syndicator.model import Claim, RawEntry


def verdict(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """The address the page gives itself, if it can be meant.

    A canonical address that is the page's own is believed; one on another site, or
    elsewhere on this one, only where no other place contradicts it; a home page never.
    """
    own = next((c.value for c in claims if c.place == "address"), "")
    if claims[0].place == "source" or not own:
        return first(claims, raw)
    for claim in claims:
        why = _believable(claim, claims, own)
        if why:
            return Verdict((claim,), why)
    return first(claims[-1:], raw)


def _believable(claim: Claim, claims: Sequence[Claim], own: str) -> str:
    """Why a claim is believed, "" where it is not."""
    place, said = PLACES[claim.place], urls.absolute(claim.value, own)
    if claim.place == "address":
        return "nothing better is said"
    if urls.key(said) == urls.key(own):
        return f"{place} names the page itself"
    if not _is_public(said) or (_is_home(said) and not _is_home(own)):
        return ""
    others = [
        urls.key(urls.absolute(c.value, own))
        for c in claims
        if c.place not in (claim.place, "address")
    ]
    where = "another site" if urls.host(said) != urls.host(own) else "another page"
    if urls.key(said) in others:
        return f"{place} names {where}, and another place too"
    return "" if urls.key(own) in others else f"{place} names {where}"


def _is_public(url: str) -> bool:
    """Say whether a host may be known to the world: "localhost" and numbers are not."""
    name = urls.host(url)
    return urls.is_web(url) and "." in name and not name.replace(".", "").isdigit()


def _is_home(url: str) -> bool:
    return urls.path(url) in ("", "/")
