"""What is remembered of a source between looks, and what it means for the next."""

from dataclasses import replace
from datetime import datetime, timedelta

from syndicator import dates, schedule
from syndicator.errors import FetchError, ParseError
from syndicator.model import Source, Walk
from syndicator.pipeline import kinds
from syndicator.pipeline.visit import Visit, recipe
from syndicator.pipeline.walking import Walked
from syndicator.ports import Fetched, Move, SourceState, Validators

_DAY = timedelta(days=1)
_HELD = 3  # times, each a day or more after the other, that a redirect led there
_GONE = 410
_PARKED = (
    "{}; it is not looked at any more: change its url, take it out of the settings,"
    " or look once more with `syndicator once {}`"
)


def remembered(visit: Visit, state: SourceState) -> SourceState:
    """The source's state; what one address answered says nothing of another."""
    made_by = recipe(visit.source, visit.plan)
    if state.recipe.partition("/")[0] not in ("", made_by.partition("/")[0]):
        state = replace(
            state,
            validators=Validators(),
            blocked_until=None,
            gone_at=None,
            move=Move(),
            pace_seconds=0,
            cursor="",
            listed_at=None,
        )
    return replace(state, recipe=made_by)


def as_asked(source: Source, state: SourceState) -> Source:
    """The source at the address to ask: where a permanent redirect has held, there."""
    held = state.move.times >= _HELD
    return replace(source, url=state.move.to) if held else source


def walk(visit: Visit, state: SourceState) -> Walk:
    """What to ask for: what has changed and, once a day, a list of all there is."""
    listed, walker = state.listed_at, kinds.walker(visit.source.kind)
    due = listed is None or visit.now - listed >= _DAY
    return Walk(
        source=as_asked(visit.source, state),
        cursor=state.cursor,
        sweep=walker.listing and due,
        now=visit.now,
        unfinished=state.validators == Validators(),  # kept by a look that left nothing
    )


def succeeded(
    visit: Visit, state: SourceState, fetched: Fetched, walked: Walked | None
) -> SourceState:
    """`walked` is None where there was nothing to be read."""
    if walked is not None:
        told = "" if visit.retry else walked.cursor
        state = replace(
            state,
            pace_seconds=walked.pace_seconds,
            cursor=fetched.cursor or told or state.cursor,
            listed_at=visit.now if walked.listed is not None else state.listed_at,
        )
    done = replace(
        state,
        validators=Validators() if visit.retry else fetched.validators,
        polled_at=visit.now,
        succeeded_at=visit.now,
        blocked_until=None,
        failures=0,
        error="",
        move=_moved(visit.source, state, fetched.moved_to, visit.now),
    )
    pace = 0 if visit.more else max(fetched.wait_seconds, done.pace_seconds)
    asked = max(pace, visit.wait_seconds)
    due = schedule.next_poll(visit.source, done, asked, visit.now, more=visit.more)
    return replace(done, next_at=due)


def failed(
    source: Source, state: SourceState, error: FetchError | ParseError, now: datetime
) -> SourceState:
    """Due again later, and until when the server asked, not even on demand.

    Where the publisher says that the source is gone for good, it is not due at all;
    where there is nothing at the address it had moved to, its own is asked again.
    """
    missing = isinstance(error, FetchError) and error.missing
    if missing and as_asked(source, state) != source:
        state = replace(state, move=Move())
    elif isinstance(error, FetchError) and error.status == _GONE:
        words = _PARKED.format(error, source.name)
        return replace(state, polled_at=now, next_at=None, gone_at=now, error=words)
    wait = error.wait_seconds if isinstance(error, FetchError) else 0
    state = replace(state, polled_at=now, failures=state.failures + 1, error=str(error))
    return replace(
        state,
        next_at=schedule.next_poll(source, state, wait, now),
        blocked_until=now + timedelta(seconds=wait) if wait else None,
    )


def leave_alone(visit: Visit, seconds: int) -> None:
    """Remember that the source's server asked, besides a look, not to be asked."""
    state = visit.store.state(visit.source.name)
    visit.store.save_states([schedule.left_alone(state, seconds, visit.now)])


def is_to_be_left(visit: Visit) -> str:
    """Why the source is not to be asked now; "" where it may be."""
    state = visit.store.state(visit.source.name)
    if state.gone_at is not None:
        return state.error
    if schedule.is_left_alone(state, visit.now) and state.blocked_until:
        until = dates.rfc3339(state.blocked_until)
        return f"its server asks to be left alone until {until}"
    return ""


def _moved(source: Source, state: SourceState, to: str, now: datetime) -> Move:
    """What permanent redirects have said so far; one that stops is forgotten."""
    move = state.move
    if not to:
        return move if as_asked(source, state) != source else Move()
    if to != move.to or move.counted_at is None:
        return Move(to=to, times=1, counted_at=now)
    if now - move.counted_at < _DAY:
        return move
    return replace(move, times=move.times + 1, counted_at=now)
