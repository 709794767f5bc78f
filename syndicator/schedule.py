"""When a source, a page of an article, or a letter's issue is due next.

`now` comes in; chance comes from the source's name.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from cronsim import CronSim, CronSimError

from syndicator.model import Source
from syndicator.ports import SourceState

_LONGEST = timedelta(days=1)  # a failing source is still tried daily, for ever
_SOON = timedelta(minutes=5)  # where a source has more than one look may take
_PAGE_AGES = tuple(timedelta(hours=h) for h in (1, 6, 24, 7 * 24, 30 * 24))
_GONE_AGES = tuple(timedelta(days=d) for d in (7, 30))
_APART = timedelta(days=1)  # before a page that is missing is missed a second time
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


def left_alone(state: SourceState, wait_seconds: int, now: datetime) -> SourceState:
    """The state of a source whose server asks, besides a look, not to be asked."""
    until = now + min(timedelta(seconds=wait_seconds), _LONGEST)
    due = max(until, state.next_at or until)
    return replace(state, blocked_until=until, next_at=due)


def _fraction(name: str, turn: int) -> float:
    """0 ≤ x < 1, spread evenly over names, the same in every process."""
    return hashlib.blake2b(f"{name} {turn}".encode()).digest()[0] / 256


# ---------------------------------------------------------------- pages of articles


def next_reading(since: datetime, now: datetime) -> datetime | None:
    """When to ask again for a page that was brought in at `since`: 1 h, 6 h, 1 d, 7 d and
    30 d after. Then no more: what is edited is mostly edited soon.

    One of these that has passed without a look is not made up for.
    """
    return _next_age(_PAGE_AGES, since, now)


def last_reading(since: datetime) -> datetime:
    """The last of `next_reading`: the only one for what was old when it came."""
    return since + _PAGE_AGES[-1]


def second_question(now: datetime) -> datetime:
    """When to ask again for a page that is missing."""
    return now + _APART


def is_confirmed(missed_at: datetime | None, now: datetime) -> bool:
    """Say whether a page that is missing now was so a day ago."""
    return missed_at is not None and now - missed_at >= _APART


def next_question(since: datetime, now: datetime) -> datetime | None:
    """When to ask for a page whose article is withdrawn since `since`: it may be back."""
    return _next_age(_GONE_AGES, since, now)


def _next_age(
    ages: tuple[timedelta, ...], since: datetime, now: datetime
) -> datetime | None:
    return next((since + age for age in ages if since + age > now), None)


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
