"""What walks through an API have in common that lists posts by when they changed.

Such a list is read by the times of its posts, not by its pages: what is published or
deleted in between moves no post from one page to another unseen.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, quote, urlencode

from syndicator import dates, urls
from syndicator.model import Request, Walk

PAGE = 100  # posts: the most that WordPress and Ghost give at a time


def instant(said: str, by: timedelta = timedelta()) -> datetime | None:
    """A time that an API told, moved; without a zone where it told none. None: no time."""
    try:
        return dates.read(said).local + by
    except (ValueError, OverflowError):
        return None


def latest(walk: Walk, said: str) -> str:
    """From where to ask the next time: the later of cursors, but none in the future.

    A post dated ahead, or a clock that was wrong once, would hide all that comes after.
    """
    at = instant(said)
    if at is None or said < walk.cursor:
        return walk.cursor
    if walk.now is not None and at.tzinfo is not None and at > walk.now:
        return dates.rfc3339(walk.now)
    return said


def address(url: str, **parameters: str) -> str:
    """The URL with these parameters."""
    return urls.with_query(url, urlencode(parameters, quote_via=quote))


def parameter(url: str, name: str) -> str:
    """A query parameter, "" where there is none."""
    return parse_qs(url.partition("?")[2]).get(name, [""])[0]


def next_page(request: Request) -> Request:
    """The same request for its next page."""
    page = int(parameter(request.url, "page") or "1") + 1
    return replace(request, url=address(request.url, page=str(page)), conditional=False)


def batches(keys: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Keys in order, as many at a time as one answer can tell of."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), PAGE):
        yield tuple(ordered[start : start + PAGE])
