"""What the operator decides of an article, whatever its source says."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from syndicator.decide.article import restated
from syndicator.ports import Known, News, NewsKind


def retract(known: Known, reason: str, now: datetime) -> News:
    """Withdraw an article whatever its source says, until it is reinstated."""
    when = known.article.withdrawn or now.replace(microsecond=0)
    return _order(
        "withdrawn",
        known,
        f"withdrawn by command: {reason}",
        status="withdrawn",
        withdrawn=when,
        withdrawal=reason,
    )


def reinstate(known: Known, now: datetime) -> News:
    """Undo `retract`: the article is what it was, its dates included."""
    waiting = "scheduled" if known.article.published > now else "live"
    return _order(
        "restored",
        known,
        "restored by command",
        status="twin" if known.article.twin_of else waiting,
        withdrawn=None,
        withdrawal="",
    )


def correct(known: Known, note: str, now: datetime) -> News:
    """Give an article a correction, or take it away: either is a change of it."""
    updated = max(now.replace(microsecond=0), known.article.updated)
    reason = f"corrected: {note}" if note else "correction taken away"
    return _order("changed", known, reason, correction=note, updated=updated)


def _order(kind: NewsKind, known: Known, reason: str, **changes: Any) -> News:
    return restated(kind, replace(known.article, **changes), known, reason)
