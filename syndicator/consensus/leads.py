"""Lead pictures: a logo or an icon is one only where there is no other."""

from collections.abc import Sequence

from syndicator import pictures
from syndicator.consensus.trust import PLACES, Verdict
from syndicator.model import Claim, RawEntry


def verdict(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """The first picture whose name is not that of an icon, a logo or an avatar."""
    shown = [c for c in claims if not pictures.is_junk_address(c.value)]
    best = (shown or claims)[0]
    passed = "; what comes before is a logo by its name" if best != claims[0] else ""
    return Verdict((best,), f"{PLACES[best.place]} comes first{passed}")
