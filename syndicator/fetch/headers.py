"""What response headers say: how long to wait, what the body is. Pure functions."""

import re
from collections.abc import Mapping
from datetime import UTC

from syndicator import dates, urls

_DAY = 86_400  # nobody makes us look less than once a day
_LONGEST = 33  # an HTTP date (RFC 9110 §5.6.7): "Wednesday, 06-Nov-94 08:49:37 GMT"
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.IGNORECASE)
_RESET = re.compile(r"rate-?limit-reset$", re.IGNORECASE)
_EPOCH = 10**9  # seconds: more of them are no wait but an instant
_RANGE = re.compile(r"bytes\s+0-\d+/(\d+|\*)\s*$", re.IGNORECASE)
# A target, and the relations it is named with (RFC 8288 §3).
_LINK = re.compile(
    r"""<([^<>]*)>[^<]*?;\s*rel\s*=\s*(?:"([^"<>]*)"|([^\s"<>;,]+))""", re.IGNORECASE
)

Headers = Mapping[str, str]


def retry_after(headers: Headers) -> int:
    """Seconds a refusal asks us to wait, at most a day; or 0.

    By Retry-After (RFC 9110 §10.2.3), else by when the number of requests that are
    allowed is set back: in so many seconds, or at a second since 1970.
    """
    wish = headers.get("retry-after", "").strip()
    return _bounded(_number(wish) or _until(wish, headers) or _reset(headers))


def _reset(headers: Headers) -> int:
    named = (value for name, value in headers.items() if _RESET.search(name))
    said = max((_number(value.partition(".")[0].strip()) for value in named), default=0)
    if said < _EPOCH:
        return said
    now = dates.parse(headers.get("date", "")[:_LONGEST], UTC)
    return int(said - now[0].timestamp()) if now else 0


def freshness(headers: Headers) -> int:
    """Seconds an answer stays fresh (RFC 9111 §4.2), at most a day; or 0."""
    control = _directives(headers.get("cache-control", ""))
    if control.keys() & {"no-cache", "no-store"}:
        return 0
    if "max-age" in control:
        lifetime = _number(control["max-age"])
    else:
        lifetime = _until(headers.get("expires", ""), headers)
    return _bounded(lifetime - _number(headers.get("age", "")))


def content_type(headers: Headers) -> tuple[str, str]:
    """Media type in lower case, and charset as written; "" for what is not said."""
    value = headers.get("content-type", "")
    charset = _CHARSET.search(value)
    return value.partition(";")[0].strip().lower(), charset[1] if charset else ""


def links(headers: Headers, base: str) -> dict[str, str]:
    """Relation in lower case → absolute address; the first of each (RFC 8288 §3)."""
    found: dict[str, str] = {}
    for target, quoted, plain in _LINK.findall(headers.get("link", "")):
        for relation in (quoted or plain).lower().split():
            found.setdefault(relation, urls.absolute(target, base))
    return found


def range_total(headers: Headers) -> int | None:
    """Length of the whole of which this is the beginning; 0 unknown, None no beginning."""
    found = _RANGE.match(headers.get("content-range", "").strip())
    return _number(found[1]) if found else None


def content_length(headers: Headers) -> int:
    """Bytes of a body sent as it is; 0 where unknown, or where it is compressed."""
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        return 0
    return _number(headers.get("content-length", ""))


def _until(moment: str, headers: Headers) -> int:
    """Seconds from the response's own Date to an HTTP date; 0 without the two."""
    end = dates.parse(moment[:_LONGEST], UTC)
    start = dates.parse(headers.get("date", "")[:_LONGEST], UTC)
    return int((end[0] - start[0]).total_seconds()) if end and start else 0


def _directives(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(","))
    return {name.strip().lower(): value.strip(' "') for name, _, value in pairs}


def _number(text: str) -> int:
    """Digits as a number, capped in length: `int` is slow on very long ones."""
    return int(text[:12]) if text.isascii() and text.isdecimal() else 0


def _bounded(seconds: int) -> int:
    return max(0, min(seconds, _DAY))
