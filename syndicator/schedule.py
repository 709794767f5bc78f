"""When a source, or a letter's issue, is due next.

`now` comes in; chance comes from the source's name.
"""

import hashlib
from datetime import UTC, datetime, timedelta, tzinfo

from cronsim import CronSim, CronSimError

from syndicator.model import Source
from syndicator.ports import SourceState

_LONGEST = timedelta(days=1)  # a failing source is still tried daily, for ever
_SOON = timedelta(minutes=5)  # where a source has more than one look may take
_JITTER = 0.1  # of the interval, so that sources do not all come due at once


def next_poll(
    source: Source,
    state: SourceState,
    wait_seconds: int,
    now: datetime,
    *,
    more: bool = False,
) -> datetime:
    """The interval, or longer where the server asks or failures pile up.

    Minutes only where there is `more` than one look could bring.
    """
    interval = timedelta(minutes=source.poll_minutes)
    interval = min(interval, _SOON) if more else interval
    backed_off = min(interval * 2 ** min(state.failures, 10), max(_LONGEST, interval))
    asked = timedelta(seconds=min(wait_seconds, _LONGEST.total_seconds()))
    wait = max(backed_off if state.failures else interval, asked)
    return now + wait * (1 + _JITTER * _fraction(source.name, state.failures))


def is_due(state: SourceState, now: datetime) -> bool:
    """Say whether the daemon should look at the source now."""
    return not is_left_alone(state, now) and (
        state.next_at is None or state.next_at <= now
    )


def is_left_alone(state: SourceState, now: datetime) -> bool:
    """Say whether the server asked for that: until later (Retry-After) or for good."""
    until = state.blocked_until
    return state.gone_at is not None or (until is not None and until > now)


def _fraction(name: str, turn: int) -> float:
    """0 ≤ x < 1, spread evenly over names, the same in every process."""
    return hashlib.blake2b(f"{name} {turn}".encode()).digest()[0] / 256


# ---------------------------------------------------------------- issues of letters

_FIELDS = 5  # minute, hour, day of month, month, day of week: crontab(5)


def next_issue(schedule: str, zone: tzinfo, last: datetime) -> datetime:
    """The first time after `last` that the schedule names, in UTC.

    Where the clock is put forward over a time, its turn comes right after the gap;
    where it is put back, a time that is there twice has its turn the first time. A
    schedule of every hour or every few minutes goes on through both. Raises
    ValueError where the schedule is none, or names no time there will ever be.
    """
    if len(schedule.split()) != _FIELDS:
        raise ValueError(
            f'{schedule!r} is no schedule: five fields, as in "0 9 * * mon"'
        )
    try:
        for turn in CronSim(schedule, last.astimezone(zone)):
            if turn.astimezone(UTC) > last:
                return turn.astimezone(UTC)
    except CronSimError as error:
        reason = str(error).removeprefix("Bad ")
        raise ValueError(
            f"{schedule!r} is no schedule: look at its {reason}"
        ) from error
    raise ValueError(f"{schedule!r} names no time there will ever be")
