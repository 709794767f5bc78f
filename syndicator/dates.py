"""Instants: read leniently, written strictly. The clock is never asked.

Contains no business logic.
"""

import re
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
_MONTH_NUMBER = {name.lower(): n for n, name in enumerate(_MONTHS, 1)}

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[T\s]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
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
_HALF_DAY = re.compile(r"\b(\d\d?):(\d\d(?::\d\d)?)\s*([ap])\.?m\b\.?", re.IGNORECASE)
_MONTH = (
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WORDS = (  # "May 30, 2026", "30 May 2026", "30. May 2026"
    (
        re.compile(_MONTH + r"\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE),
        (3, 1, 2),
    ),
    (
        re.compile(
            r"(\d\d?)(?:st|nd|rd|th|\.)?\s+" + _MONTH + r",?\s+(\d{4})", re.IGNORECASE
        ),
        (3, 2, 1),
    ),
)


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
    """An instant in UTC and how exactly it was said, or None.

    Reads RFC 3339, ISO 8601 dates, RFC 822 and English dates in words. A day without
    a time is its midnight in `default`; a time without a zone is taken to be there.
    """
    text = _HALF_DAY.sub(_whole_day, text.strip())
    for reader in (_iso, _rfc822, _words):
        found = reader(text, default)
        if found is not None:
            return found
    return None


def _whole_day(match: re.Match[str]) -> str:
    """9:05 pm → 21:05."""
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return f"{hour:02}:{match[2]}"


def _iso(text: str, default: tzinfo) -> tuple[datetime, Precision] | None:
    match = _ISO.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    at = _instant(
        (year, month, day, hour or 0, minute or 0, second or 0), default, offset
    )
    if at is None:
        return None
    return at, "second" if second else "minute" if hour else "day"


def _rfc822(text: str, default: tzinfo) -> tuple[datetime, Precision] | None:
    text = _ZONE_NAME.sub(lambda m: _ZONES[m[0].upper()], text)
    try:
        fields = parsedate_tz(text) if ":" in text else None
    except (ValueError, IndexError, TypeError):
        return None  # the standard parser trips over some malformed input
    if not fields or fields[0] < 1000:
        return None
    offset = fields[9] if _ENDS_IN_ZONE.search(text) else None  # the parser says 0
    at = _instant(fields[:6], default if offset is None else UTC, None)
    try:
        return (at - timedelta(seconds=offset or 0), "second") if at else None
    except OverflowError:
        return None


def _words(text: str, default: tzinfo) -> tuple[datetime, Precision] | None:
    for pattern, (year, month, day) in _WORDS:
        match = pattern.search(text)
        if match:
            number = _MONTH_NUMBER[match[month][:3].lower()]
            at = _instant((match[year], number, match[day], 0, 0, 0), default, None)
            return (at, "day") if at else None
    return None


def _instant(
    fields: tuple[str | int, ...], default: tzinfo, offset: str | None
) -> datetime | None:
    year, month, day, hour, minute, second = (int(f) for f in fields)
    try:
        local = datetime.combine(
            date(year, month, day),
            time(hour if hour != 24 else 0, minute, second if second != 60 else 59),
        )
        if hour == 24:  # ISO 8601 midnight at the end of a day
            local += timedelta(days=1)
        return local.replace(tzinfo=_offset(offset) or default).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


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
