"""Drafts and what is known → news: what is new, changed, moved or gone, and why.

No I/O, no clock: `now` comes in, the reason goes out as data.
"""

from syndicator.decide.article import (
    again,
    born,
    far_ahead,
    in_order,
    mint,
    native_key,
    restated,
)
from syndicator.decide.identity import Candidate, Scene, Verdict, looked_for, recognise
from syndicator.decide.orders import correct, reinstate, retract
from syndicator.decide.settling import Held, Settling

__all__ = [
    "Candidate",
    "Held",
    "Scene",
    "Settling",
    "Verdict",
    "again",
    "born",
    "correct",
    "far_ahead",
    "in_order",
    "looked_for",
    "mint",
    "native_key",
    "recognise",
    "reinstate",
    "restated",
    "retract",
]
