"""What a way of reading a site is worth, by what it gave when it was tried.

The text counts for most, and more where the publisher hands it over than where it is
made out of a page; then what tells an article's dates, people and pictures; then what
the service will notice later: the past, edits, deletions.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from statistics import median

from syndicator.model import Draft, Trial

_ALMOST = 0.8  # of the words that another way gives: what is missing is furniture
_LONG = 100  # entries of a past that is long

# Points, 65 in all, and the part of them that a trial has earned, from 0 to 1.
_MERITS: tuple[tuple[int, Callable[[Trial], float]], ...] = (
    (28, lambda t: _ratio(t.told, len(t.articles))),
    (6, lambda t: _share(t, lambda a: a.published is not None)),
    (4, lambda t: _share(t, lambda a: a.zone == "said" and a.precision != "day")),
    (4, lambda t: _share(t, lambda a: bool(a.images))),
    (3, lambda t: _share(t, lambda a: bool(a.authors))),
    (3, lambda t: _share(t, lambda a: bool(a.tags or a.section))),
    (7, lambda t: min(1.0, math.log(1 + t.entries) / math.log(1 + _LONG))),
    (4, lambda t: float(t.edits)),
    (6, lambda t: float(t.deletions)),
)
_TEXT = 35


def ranked(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """Trials with their score, the best first; those that failed come last.

    Of two that are worth the same, the one that was named first.
    """
    tried = list(trials)
    most = max((words(t) for t in tried), default=0)
    scored = [replace(t, score=_score(t, most)) for t in tried]
    return tuple(sorted(scored, key=lambda t: (bool(t.error), -t.score)))


def words(trial: Trial) -> int:
    """How long its articles are, of those that were tried the one in the middle."""
    return round(median(a.words for a in trial.articles)) if trial.articles else 0


def _score(trial: Trial, most: int) -> int:
    if trial.error or not trial.articles:
        return 0
    text = min(1.0, _ratio(words(trial), _ALMOST * most))
    return round(_TEXT * text + sum(points * part(trial) for points, part in _MERITS))


def _share(trial: Trial, has: Callable[[Draft], bool]) -> float:
    return _ratio(sum(map(has, trial.articles)), len(trial.articles))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
