"""When a letter's next issue is due: crontab(5) in a zone whose clock is put on and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.schedule import next_issue

BERLIN = ZoneInfo("Europe/Berlin")


def turns(schedule, start, number, zone=BERLIN):
    """The next so many turns, as the clock on the wall shows them."""
    at, found = start, []
    for _ in range(number):
        at = next_issue(schedule, zone, at)
        found.append(at.astimezone(zone).strftime("%a %d %H:%M %z"))
    return found


@pytest.mark.parametrize(
    ("schedule", "start", "expected"),
    [
        (
            "0 9 * * mon",
            datetime(2026, 10, 20, tzinfo=UTC),
            ["Mon 26 09:00 +0100", "Mon 02 09:00 +0100"],
        ),
        (  # 1 is Monday, as in crontab(5); 0 and 7 are Sunday
            "0 9 * * 1",
            datetime(2026, 11, 17, tzinfo=UTC),
            ["Mon 23 09:00 +0100", "Mon 30 09:00 +0100"],
        ),
        (
            "30 7 1,15 * *",
            datetime(2026, 11, 2, tzinfo=UTC),
            ["Sun 15 07:30 +0100", "Tue 01 07:30 +0100"],
        ),
        (  # a day of the month or of the week, as in crontab(5)
            "0 9 13 * fri",
            datetime(2026, 11, 7, tzinfo=UTC),
            ["Fri 13 09:00 +0100", "Fri 20 09:00 +0100"],
        ),
        (  # 02:30 is never on March 29th: its turn comes right after the gap
            "30 2 * * *",
            datetime(2026, 3, 28, tzinfo=UTC),
            ["Sat 28 02:30 +0100", "Sun 29 03:00 +0200", "Mon 30 02:30 +0200"],
        ),
        (  # 02:30 is twice on October 25th: once, the first time
            "30 2 * * *",
            datetime(2026, 10, 24, tzinfo=UTC),
            ["Sat 24 02:30 +0200", "Sun 25 02:30 +0200", "Mon 26 02:30 +0100"],
        ),
        (  # every hour goes on through both
            "30 * * * *",
            datetime(2026, 10, 24, 23, 40, tzinfo=UTC),
            ["Sun 25 02:30 +0200", "Sun 25 02:30 +0100", "Sun 25 03:30 +0100"],
        ),
        (
            "30 * * * *",
            datetime(2026, 3, 29, 0, tzinfo=UTC),
            ["Sun 29 01:30 +0100", "Sun 29 03:30 +0200"],
        ),
    ],
)
def test_turns_by_the_clock_on_the_wall(schedule, start, expected):
    assert turns(schedule, start, len(expected)) == expected


def test_a_turn_that_is_past_does_not_come_back_in_the_hour_that_is_twice():
    second_time = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10, the second time
    assert turns("30 2 * * *", second_time, 1) == ["Mon 26 02:30 +0100"]


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        ("", "five fields"),
        ("weekly", "five fields"),
        ("@weekly", "five fields"),
        ("0 0 9 * * mon", "five fields"),
        ("61 9 * * mon", "minute"),
        ("0 9 * * someday", "day-of-week"),
        ("0 9 31 2 *", "day-of-month"),
    ],
)
def test_what_is_no_schedule_is_told(schedule, told):
    with pytest.raises(ValueError, match=told):
        next_issue(schedule, BERLIN, datetime(2026, 1, 1, tzinfo=UTC))


@given(
    start=st.integers(1_577_836_800, 2_051_222_400),  # 2020 to 2035
    schedule=st.sampled_from(("0 9 * * mon", "30 2 * * *", "*/7 * * * *", "0 0 1 * *")),
    zone=st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")),
)
def test_a_turn_is_later_and_the_same_wherever_it_is_looked_for(start, schedule, zone):
    """Looking again a moment before the turn finds the turn."""
    last = datetime.fromtimestamp(start, UTC)
    turn = next_issue(schedule, ZoneInfo(zone), last)
    assert turn > last
    before = max(last, turn - timedelta(microseconds=1))
    assert next_issue(schedule, ZoneInfo(zone), before) == turn
