"""When a source, and the pages of what it brought, are due next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model import Source
from syndicator.ports import SourceState
from syndicator.schedule import (
    is_confirmed,
    is_due,
    is_left_alone,
    last_reading,
    left_alone,
    next_poll,
    next_question,
    next_reading,
)

NOW = datetime(2026, 5, 30, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(kind="feed", name="lab", poll_minutes=60)


def wait(
    failures: int = 0, asked: int = 0, minutes: int = 60, name: str = "lab"
) -> float:
    """Minutes until the next look."""
    source = Source(kind="feed", name=name, poll_minutes=minutes)
    state = SourceState(name=name, failures=failures)
    return (next_poll(source, state, asked, NOW) - NOW) / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("failures", "asked", "minutes", "expected"),
    [
        (0, 0, 60, 60),
        (0, 7200, 60, 120),  # the server asks for more
        (0, 60, 60, 60),  # or for less, which is ours to refuse
        (0, 10**9, 60, 1440),  # never longer than a day at its word
        (1, 0, 60, 120),
        (2, 0, 60, 240),
        (9, 0, 60, 1440),  # tried daily, for ever
        (99, 0, 60, 1440),
        (3, 0, 4320, 4320),  # one that is looked at rarely is not looked at more
        (1, 36_000, 60, 600),
    ],
)
def test_interval(failures: int, asked: int, minutes: int, expected: int) -> None:
    found = wait(failures, asked, minutes)
    assert expected <= found <= expected * 1.1


def test_source_that_its_publisher_ended_is_left_alone_for_good() -> None:
    ended = SourceState(name="lab", gone_at=NOW - timedelta(days=99))
    assert is_left_alone(ended, NOW)
    assert not is_due(ended, NOW)


def test_sources_do_not_come_due_at_once_and_each_always_alike() -> None:
    waits = {name: wait(name=name) for name in map(str, range(50))}
    assert len(set(waits.values())) > 25
    assert waits == {name: wait(name=name) for name in waits}


@pytest.mark.parametrize(
    ("next_at", "blocked_until", "due", "blocked"),
    [
        (None, None, True, False),
        (NOW, None, True, False),
        (NOW + timedelta(seconds=1), None, False, False),
        (None, NOW + timedelta(seconds=1), False, True),
        (NOW - timedelta(days=1), NOW, True, False),
        (NOW - timedelta(days=1), NOW + timedelta(days=1), False, True),
    ],
)
def test_due(
    next_at: datetime | None, blocked_until: datetime | None, due: bool, blocked: bool
) -> None:
    state = SourceState(name="lab", next_at=next_at, blocked_until=blocked_until)
    assert is_due(state, NOW) is due
    assert is_left_alone(state, NOW) is blocked


# ---------------------------------------------------------------- pages of articles


@given(st.lists(st.integers(1, 60 * 24 * 40), min_size=1, max_size=60))
def test_a_page_is_asked_at_its_ages_and_no_more(minutes: list[int]) -> None:
    """At whatever instants there are looks: at most five times, later and later."""
    asked, due = [], next_reading(NOW, NOW)
    for instant in sorted({NOW + timedelta(minutes=m) for m in minutes}):
        if due is not None and due <= instant:
            asked.append(instant)
            due = next_reading(NOW, instant)
    assert len(asked) <= 5
    assert due is None or due > asked[-1] if asked else due == NOW + HOUR
    if due is None:
        assert asked[-1] >= last_reading(NOW)


def test_looks_at_every_hour_ask_as_promised() -> None:
    ages, due = [], next_reading(NOW, NOW)
    while due is not None:
        ages.append((due - NOW) / HOUR)
        due = next_reading(NOW, due)
    assert ages == [1, 6, 24, 7 * 24, 30 * 24]


@pytest.mark.parametrize(
    ("missed", "confirmed"), [(None, False), (0, False), (23.9, False), (24, True)]
)
def test_a_page_is_gone_when_missed_a_day_apart(
    missed: float | None, confirmed: bool
) -> None:
    at = None if missed is None else NOW - missed * HOUR
    assert is_confirmed(at, NOW) == confirmed


def test_a_page_that_is_gone_is_asked_for_twice_more() -> None:
    first = next_question(NOW, NOW)
    assert first == NOW + timedelta(days=7)
    second = next_question(NOW, first)
    assert second == NOW + timedelta(days=30)
    assert next_question(NOW, second) is None


def test_a_source_left_alone_besides_a_look_is_due_no_sooner() -> None:
    later = NOW + timedelta(days=3)
    state = left_alone(SourceState(name="lab", next_at=later), 60, NOW)
    assert state.blocked_until == NOW + timedelta(minutes=1)
    assert state.next_at == later
    endless = left_alone(SourceState(name="lab"), 10**9, NOW)
    assert endless.blocked_until == endless.next_at == NOW + timedelta(days=1)
