"""What the doubles of content systems share: a clock, refusals on demand, conditions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from servers import Answer, Request

BEGINNING = datetime(2026, 5, 4, 8, tzinfo=UTC)

_WHO = (
    "The younger chemist", "Our technician", "A visitor from Lyon", "The night shift",
    "One of the referees", "The archivist", "A retired surveyor", "The whole panel",
    "Somebody upstairs", "The instrument maker", "An intern", "The second laboratory",
)  # fmt: skip
_DID = (
    "weighed", "mislabelled", "diluted", "photographed", "froze", "centrifuged",
    "ordered", "calibrated", "sketched", "dropped", "sealed", "compared", "returned",
)  # fmt: skip
_WHAT = (
    "nine vials of distilled water", "a balance with a bent pan", "the copper standard",
    "two lamps of unequal age", "every thermometer in the drawer", "a litre of ether",
    "the spectra of last spring", "an unlabelled crystal", "seven cores of lake mud",
    "the sieve nobody had cleaned", "a notebook without a cover", "three grey mosses",
    "some resin from the pier", "the spare pump",
)  # fmt: skip
_WHEN = (
    "before the heating failed", "on the longest day of the year", "during the audit",
    "while the road was closed", "after lunch on a Tuesday", "in front of the class",
    "under a hood that rattled", "without telling anyone", "for the fourth time",
    "once the fog had lifted", "at the lowest setting",
)  # fmt: skip


@dataclass(slots=True)
class Clock:
    """The publisher's own; nothing moves it but `later`."""

    now: datetime = BEGINNING

    def later(self, **time: int) -> datetime:
        self.now += timedelta(**time)
        return self.now


@dataclass(slots=True)
class Refusals:
    """Answers a server gives instead of its own, one for each request, in order.

    None among them lets a request through.
    """

    waiting: list[Answer | None] = field(default_factory=list)

    def throttle(self, times: int = 1, *, seconds: int = 120, after: int = 0) -> None:
        """429 to so many requests, once `after` more have been answered."""
        headers = {"Retry-After": str(seconds)}
        self.waiting += [None] * after + [(429, headers, b"slow down")] * times

    def fail(self, times: int = 1, *, status: int = 503, after: int = 0) -> None:
        self.waiting += [None] * after + [(status, {}, b"out of order")] * times

    def next(self) -> Answer | None:
        return self.waiting.pop(0) if self.waiting else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's address, taken apart."""

    base: str  # http://host, by the request's own Host
    path: str
    query: Mapping[str, str]

    @classmethod
    def of(cls, request: Request) -> "Asked":
        parts = urlsplit(request.path)
        said = dict(parse_qsl(parts.query, keep_blank_values=True))
        host = request.headers.get("host", "site.example")
        return cls(f"http://{host}", unquote(parts.path), said)


def as_json(
    status: int, value: Any, headers: Mapping[str, str] | None = None
) -> Answer:
    named = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    return status, named, json.dumps(value, ensure_ascii=False).encode()


def as_html(body: str, headers: Mapping[str, str] | None = None) -> Answer:
    named = {"Content-Type": "text/html; charset=UTF-8", **(headers or {})}
    return 200, named, f"<!DOCTYPE html>\n{body}".encode()


def conditional(request: Request, answer: Answer, changed: datetime) -> Answer:
    """The answer, or 304 where the client has these very bytes (RFC 9110 §13)."""
    status, headers, body = answer
    assert isinstance(body, bytes)
    tag = f'W/"{sha256(body).hexdigest()[:20]}"'
    marks = {"ETag": tag, "Last-Modified": format_datetime(changed, usegmt=True)}
    if request.headers.get("if-none-match") == tag:
        return 304, marks, b""
    return status, {**headers, **marks}, body


def words(number: int) -> str:
    """The body of a sample article, as HTML; each is another, in other words."""
    said = [f"{each(number * 13 + n)}." for n in range(6)]
    return (
        f"<p>{' '.join(said[:3])}</p>\n<ol><li>Weigh it.</li><li>Wait.</li></ol>\n"
        f"<p>{' '.join(said[3:])} That was sample {number}.</p>"
    )


def each(number: int) -> str:
    """A sentence of its own for every number."""
    picked = []
    for words in (_WHO, _DID, _WHAT, _WHEN):
        number, rest = divmod(number * 31 + 7, len(words))
        picked.append(words[rest])
        number += rest * 17
    return " ".join(picked)
