"""Instants: read leniently, written strictly. The clock is never asked.

Contains no business logic.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from syndicator.model import Precision

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_ISO = re.compile(
    r"(\d{4})(?:([-/.])(\d\d?)\2(\d\d?)|(\d\d)(\d\d))(?!\d)"
    r"(?:[T\s]+(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(\d{10})(?:\.\d+|\d{3})?$")  # seconds, or thousandths of them
_NUMBERS = re.compile(r"(\d\d?)([./])(\d\d?)\2(\d{4})(?!\d)")
# Names the standard parser does not know, as European feeds write them.
_ZONES = {
    "CET": "+0100",
    "CEST": "+0200",
    "EET": "+0200",
    "EEST": "+0300",
    "BST": "+0100",
}
_ZONE_NAME = re.compile(rf"\b(?:{'|'.join(_ZONES)})$", re.IGNORECASE)
_ENDS_IN_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|[a-z]{1,5})\W*$", re.IGNORECASE)
_SECONDS = re.compile(r"\d:\d\d:\d\d")
_HALF_DAY = re.compile(
    r"\b(\d\d?):(\d\d(?::\d\d)?)\s*([ap])\.?\s?m\b\.?", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?<!\d)(\d\d?):(\d\d)(?::(\d\d))?(?:\s*\(?(Z|[+-]\d\d:?\d\d|[A-Z]{2,4})\b)?"
)
# Zones as they stand behind a clock in words. What means several (IST) is none.
_ZONES_IN_WORDS: dict[str, tzinfo] = {
    "Z": UTC,
    "UTC": UTC,
    "GMT": UTC,
    **{n: timezone(timedelta(hours=int(o[:3]))) for n, o in _ZONES.items()},
    **{
        f"{letter}{kind}T": timezone(timedelta(hours=hours + (kind == "D")))
        for letter, hours in (("E", -5), ("C", -6), ("M", -7), ("P", -8))
        for kind in "SD"
    },
}
_AMERICAN = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
# What the names of months begin with, by language; English comes first.
_MONTH_WORDS = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jän|januar februar märz|maerz april mai juni juli august sept oktober nov dez",
    "janv|jan févr|fév|fevr mars avr|avril mai juin juil|juillet août|aout sept oct nov déc",
    "ene feb mar abr may jun jul ago sep|set oct nov dic",
    "gen|gennaio feb marzo apr mag giu lug ago set ott nov dic",
    "janeiro fev março|marco abr maio junho julho agosto setembro outubro novembro dez",
    "januari februari maart april mei juni juli augustus sept okt nov dec",
    "stycz luteg|luty mar kwie maj|maja czerw lip|lipca sierp wrz paź|paz list grud",
)
_MONTH_NUMBER = {
    name: number
    for words in reversed(_MONTH_WORDS)
    for number, names in enumerate(words.split(), 1)
    for name in names.split("|")
}
_ENGLISH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"\b({_ENGLISH})\b\.?"
_WORDS = (  # "May 30, 2026", "30 May 2026", "30. Mai 2026", "30 de mayo de 2026"
    (
        re.compile(_MONTH + r"\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE),
        (3, 1, 2),
    ),
    (
        re.compile(
            r"(?<!\d)(\d\d?)(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+"
            r"(?:de\s+|del\s+)?(\d{4})",
            re.IGNORECASE,
        ),
        (3, 2, 1),
    ),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it was said: `local` has a zone only where one was said."""

    local: datetime
    precision: Precision

    @property
    def zoned(self) -> bool:
        return self.local.tzinfo is not None

    def at(self, default: tzinfo) -> datetime:
        """The instant in UTC, in `default` where no zone was said.

        Raises ValueError for one that no calendar holds in UTC.
        """
        aware = self.local if self.zoned else self.local.replace(tzinfo=default)
        try:
            return aware.astimezone(UTC)
        except OverflowError as error:
            raise ValueError("is outside the years 1 to 9999") from error


def zone(name: str) -> tzinfo:
    """The zone of that name; ValueError where the name is none.

    >>> zone("UTC")
    datetime.timezone.utc
    """
    if name.upper() in ("UTC", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"{name!r} is not a time zone such as Europe/Berlin"
        ) from error


def parse(text: str, default: tzinfo) -> tuple[datetime, Precision] | None:
    """An instant in UTC and how exactly it was said, or None where `read` raises.

    A day without a time is its midnight in `default`; a time without a zone is taken
    to be there.
    """
    try:
        moment = read(text)
        return moment.at(default), moment.precision
    except ValueError:
        return None


def read(text: str) -> Moment:
    """The date that a text says; ValueError, with the reason, where it says none.

    Reads RFC 3339, ISO 8601 dates, seconds since 1970, RFC 822, 30.5.2026, and dates in
    the words of some languages. 5/6/2026 is refused: it may be in May or in June.
    """
    text = _HALF_DAY.sub(_whole_day, text.strip())
    for reader in (_iso, _epoch, _words, _rfc822, _numbers):
        found = reader(text)
        if found is not None:
            return found
    raise ValueError("is no date that can be read")


def _whole_day(match: re.Match[str]) -> str:
    """9:05 pm → 21:05."""
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return f"{hour:02}:{match[2]}"


def _iso(text: str) -> Moment | None:
    match = _ISO.match(text)
    if not match:
        return None
    year, _, month, day, *close, hour, minute, second, offset = match.groups()
    fields = (
        year,
        month or close[0],
        day or close[1],
        hour or 0,
        minute or 0,
        second or 0,
    )
    precision: Precision = "second" if second else "minute" if hour else "day"
    return Moment(_instant(fields, _offset(offset)), precision)


def _epoch(text: str) -> Moment | None:
    match = _EPOCH.match(text)
    if not match:
        return None
    return Moment(datetime.fromtimestamp(int(match[1]), UTC), "second")


def _rfc822(text: str) -> Moment | None:
    text = _ZONE_NAME.sub(lambda m: _ZONES[m[0].upper()], text)
    try:
        fields = parsedate_tz(text) if ":" in text else None
    except (ValueError, IndexError, TypeError):
        return None  # the standard parser trips over some malformed input
    if not fields or fields[0] < 1000:
        return None
    said = fields[9] if _ENDS_IN_ZONE.search(text) else None  # the parser says 0
    offset = None if said is None else _east(timedelta(seconds=said))
    precision: Precision = "second" if _SECONDS.search(text) else "minute"
    return Moment(_instant(fields[:6], offset), precision)


def _words(text: str) -> Moment | None:
    for pattern, (year, month, day) in _WORDS:
        for match in pattern.finditer(text):
            number = _month(match[month])
            if number:
                rest = f"{text[match.end() :]} {text[: match.start()]}"
                return _on_the_day((match[year], number, match[day]), rest)
    return None


def _month(word: str) -> int:
    """The number of the month a word names, 0 where it names none."""
    word = word.lower()
    starts = (word[:length] for length in range(len(word), 2, -1))
    return next((_MONTH_NUMBER[s] for s in starts if s in _MONTH_NUMBER), 0)


def _numbers(text: str) -> Moment | None:
    """30.5.2026 and 30/5/2026; with slashes only where one number is no month."""
    match = _NUMBERS.search(text)
    if not match:
        return None
    first, mark, second, year = int(match[1]), match[2], int(match[3]), match[4]
    if mark == "/" and first <= 12 and second <= 12 and first != second:
        raise ValueError("may be one of two days")
    day, month = (second, first) if mark == "/" and second > 12 else (first, second)
    return _on_the_day((year, month, day), text[match.end() :])


def _on_the_day(day: tuple[str | int, str | int, str | int], rest: str) -> Moment:
    """A day with the time that stands beside it, if any does."""
    clock = _CLOCK.search(rest)
    if not clock:
        return Moment(_instant((*day, 0, 0, 0), None), "day")
    hour, minute, second, name = clock.groups()
    at = _instant((*day, hour, minute, second or 0), None)
    zone_said = _zone_in_words(name or "")
    return Moment(at.replace(tzinfo=zone_said), "second" if second else "minute")


def _zone_in_words(name: str) -> tzinfo | None:
    if name[:1] in ("+", "-"):
        return _offset(name)
    return zone(_AMERICAN[name]) if name in _AMERICAN else _ZONES_IN_WORDS.get(name)


def _instant(fields: tuple[str | int, ...], offset: tzinfo | None) -> datetime:
    year, month, day, hour, minute, second = (int(f) for f in fields)
    try:
        on = date(year, month, day)
        local = datetime.combine(
            on,
            time(hour if hour != 24 else 0, minute, second if second != 60 else 59),
        )
        if hour == 24:  # ISO 8601 midnight at the end of a day
            local += timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise ValueError("names a day or an hour that does not exist") from error
    return local.replace(tzinfo=offset)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return _east(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _east(offset: timedelta) -> tzinfo:
    try:
        return timezone(offset) if offset else UTC
    except ValueError as error:
        raise ValueError("names a zone that does not exist") from error


def rfc3339(at: datetime) -> str:
    """2026-05-30T09:00:00Z, to the second (RFC 3339; Atom and JSON Feed)."""
    return at.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(at: datetime) -> str:
    """Sat, 30 May 2026 09:00:00 +0000 (RFC 822 with four-digit year; RSS).

    Spelt out here: strftime speaks the language of the process.
    """
    u = at.astimezone(UTC)
    clock = f"{u.hour:02}:{u.minute:02}:{u.second:02}"
    return f"{_DAYS[u.weekday()]}, {u.day:02} {_MONTHS[u.month - 1]} {u.year} {clock} +0000"
