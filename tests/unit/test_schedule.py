"""When a source is due next."""

from datetime import UTC, datetime, timedelta

import pytest

from syndicator.model import Source
from syndicator.ports import SourceState
from syndicator.schedule import is_due, is_left_alone, next_poll

NOW = datetime(2026, 5, 30, 9, tzinfo=UTC)
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
