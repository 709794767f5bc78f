"""Dates: of those that mean one day the one with a time and a zone, by most places."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from syndicator import dates
from syndicator.consensus.trust import PLACES, Verdict
from syndicator.model import Claim, RawEntry

_A_DAY = timedelta(days=1)
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)  # of UTC, where zones end
_WIDEST = _EAST + _WEST
_A_MINUTE = timedelta(minutes=1)
_QUARTER = timedelta(minutes=15)  # what all zones are multiples of
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Read = tuple[Claim, dates.Moment]


def moment(written: str) -> dates.Moment:
    """The date that a source gives; ValueError, with the reason, where it is none.

    The year 1 and the first second of 1970 are what programs write where they know no
    date.
    """
    found = dates.read(written)
    at = found.at(UTC)
    if at.year < 1000 or at == _EPOCH:
        raise ValueError("is what programs write where they know no date")
    return found


def verdict(claims: Sequence[Claim], raw: RawEntry) -> Verdict:
    """The first that can be read, or the same day said better elsewhere."""
    read = [(c, found) for c in claims if (found := _readable(c.value))]
    if not read:
        return Verdict(tuple(claims[:1]), "no date here can be read")
    first, said = read[0]
    day = [(c, m) for c, m in read if _may_be_one(said, m)]
    zoned = [(c, m) for c, m in day if m.zoned]
    best = _most_said(zoned) if zoned else _most_exact(day)
    if best is first:
        return Verdict((first,), f"{PLACES[first.place]} comes first")
    why = "with its zone" if zoned else "more exactly"
    return Verdict((best,), f"{PLACES[best.place]} says the same day {why}")


def _readable(written: str) -> dates.Moment | None:
    try:
        return moment(written)
    except ValueError:
        return None


def _may_be_one(said: dates.Moment, other: dates.Moment) -> bool:
    """Say whether two dates may mean one instant, as far as each tells."""
    later = other.at(UTC) - said.at(UTC)
    if said.zoned:
        return abs(later) <= _WIDEST
    if "day" in (said.precision, other.precision):
        if other.local.utcoffset() or not other.zoned:
            return said.local.date() == other.local.date()
        return -_EAST <= later <= _A_DAY + _WEST
    return -_EAST <= later <= _WEST and _off(later) <= _A_MINUTE


def _off(apart: timedelta) -> timedelta:
    """How far a span is from what two zones can be apart."""
    return min(apart % _QUARTER, -apart % _QUARTER)


def _most_said(day: Sequence[Read]) -> Claim:
    """Of several instants the one that most places mean, told with its own offset."""

    def same(one: dates.Moment) -> list[Read]:
        return [(c, m) for c, m in day if abs(m.at(UTC) - one.at(UTC)) < _A_MINUTE]

    def witnesses(read: Read) -> int:
        return len({c.place for c, _ in same(read[1])})

    _, most = max(day, key=witnesses)  # the first of those with most
    told = same(most)
    return next((c for c, m in told if m.local.utcoffset()), told[0][0])


def _most_exact(day: Sequence[Read]) -> Claim:
    order = ("day", "minute", "second")
    return max(day, key=lambda read: order.index(read[1].precision))[0]
