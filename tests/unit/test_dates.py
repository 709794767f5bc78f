"""Instants: read leniently, written strictly."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator import dates

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("said", "expected", "precision"),
    [
        ("2026-05-30T09:00:00Z", "2026-05-30T09:00:00Z", "second"),
        ("2026-05-30T09:00:00.123456-0530", "2026-05-30T14:30:00Z", "second"),
        ("2026-05-30 09:00:00 +0000 UTC", "2026-05-30T09:00:00Z", "second"),
        ("2026-05-30T09:00:00+02", "2026-05-30T07:00:00Z", "second"),
        ("2026-05-30T09:00", "2026-05-30T07:00:00Z", "minute"),
        ("2026-01-30T09:00", "2026-01-30T08:00:00Z", "minute"),
        ("2026-05-30", "2026-05-29T22:00:00Z", "day"),
        ("2026-05-30T24:00", "2026-05-30T22:00:00Z", "minute"),
        ("2026-05-30T23:59:60Z", "2026-05-30T23:59:59Z", "second"),
        ("2026-05-30 9:05 PM", "2026-05-30T19:05:00Z", "minute"),
        ("2026-05-30 12:05 a.m.", "2026-05-29T22:05:00Z", "minute"),
        ("Sat, 30 May 2026 09:00:00 GMT", "2026-05-30T09:00:00Z", "second"),
        ("Sat, 30 May 2026 09:00:00 +0200", "2026-05-30T07:00:00Z", "second"),
        ("Sat, 30 May 2026 09:00:00 EST", "2026-05-30T14:00:00Z", "second"),
        ("Sat, 30 May 2026 09:00:00 CEST", "2026-05-30T07:00:00Z", "second"),
        ("Sat, 30 May 26 09:00 GMT", "2026-05-30T09:00:00Z", "minute"),
        ("30 May 2026 09:00:00", "2026-05-30T07:00:00Z", "second"),
        ("May 30, 2026", "2026-05-29T22:00:00Z", "day"),
        ("Published 30th May 2026", "2026-05-29T22:00:00Z", "day"),
        ("Sept. 3rd, 2026", "2026-09-02T22:00:00Z", "day"),
        ("May 30, 2026 9:05 pm", "2026-05-30T19:05:00Z", "minute"),
        ("May 30, 2026 at 9:05 p.m. ET", "2026-05-31T01:05:00Z", "minute"),
        ("30 May 2026, 09:05 (EDT)", "2026-05-30T13:05:00Z", "minute"),
        ("30 May 2026, 09:05 IST", "2026-05-30T07:05:00Z", "minute"),
        ("30. Mai 2026, 9:05 Uhr", "2026-05-30T07:05:00Z", "minute"),
        ("3. März 2026", "2026-03-02T23:00:00Z", "day"),
        ("1er août 2026", "2026-07-31T22:00:00Z", "day"),
        ("30 de mayo de 2026", "2026-05-29T22:00:00Z", "day"),
        ("30 maja 2026", "2026-05-29T22:00:00Z", "day"),
        ("9 lipca 2026", "2026-07-08T22:00:00Z", "day"),
        ("30.05.2026 09:05", "2026-05-30T07:05:00Z", "minute"),
        ("30/05/2026", "2026-05-29T22:00:00Z", "day"),
        ("5/30/2026", "2026-05-29T22:00:00Z", "day"),
        ("2026/05/30", "2026-05-29T22:00:00Z", "day"),
        ("20260530", "2026-05-29T22:00:00Z", "day"),
        ("20260530T090000Z", "2026-05-30T09:00:00Z", "second"),
        ("1780131600", "2026-05-30T09:00:00Z", "second"),
        ("1780131600123", "2026-05-30T09:00:00Z", "second"),
    ],
)
def test_parse(said: str, expected: str, precision: str) -> None:
    found = dates.parse(said, BERLIN)
    assert found is not None
    assert dates.rfc3339(found[0]) == expected
    assert found[1] == precision


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "2026",
        "2026-02-30",
        "2026-13-01",
        "2026-05-30T25:00",
        "2026-05-30T09:61",
        "2026-05-30T09:00:00+99:00",
        "mayor 30, 2026",
        "05/06/2026",
        "202605",
        "-001-11-30",
        "0000-00-00",
        ":",
        "a:b:c",
    ],
)
def test_what_is_no_date(said: str) -> None:
    assert dates.parse(said, UTC) is None


INSTANTS = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@given(INSTANTS, OFFSETS)
def test_what_is_written_is_read_again(at: datetime, offset: timezone) -> None:
    local = at.astimezone(offset)
    for write in (dates.rfc3339, dates.rfc822):
        assert dates.parse(write(local), BERLIN) == (at, "second")


@given(st.text(alphabet="0123456789-:+TZ ,./MayJunSt", max_size=40))
def test_any_text_is_a_date_or_none(said: str) -> None:
    found = dates.parse(said, BERLIN)
    assert found is None or found[0].tzinfo is UTC


def test_written_without_the_language_of_the_process() -> None:
    at = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert dates.rfc822(at) == "Wed, 04 Mar 2026 05:06:07 +0000"
    assert dates.rfc3339(at) == "2026-03-04T05:06:07Z"


@pytest.mark.parametrize("name", ["UTC", "z", "Europe/Berlin"])
def test_zone(name: str) -> None:
    assert datetime(2026, 1, 1, tzinfo=dates.zone(name)).utcoffset() is not None


@pytest.mark.parametrize("name", ["", "Berlin", "../etc/passwd", "Europe", "a\0b"])
def test_what_is_no_zone(name: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        dates.zone(name)
