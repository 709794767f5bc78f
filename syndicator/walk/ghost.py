"""Ghost's Content API: what has changed, and whether all posts are still there.

https://docs.ghost.org/content-api; how: walk/README.md.
"""

import re
from datetime import datetime, timedelta

from syndicator.model import Found, Request, Walk
from syndicator.walk.changes import (
    PAGE,
    address,
    batches,
    instant,
    latest,
    next_page,
)
from syndicator.walk.walker import Walker

_OVERLAP = timedelta(minutes=5)  # for what was being saved while we looked
_PUBLIC = "visibility:public"
_STORED = "%Y-%m-%d %H:%M:%S"  # as its databases have it, in UTC: some compare letters
_API = re.compile(r"/ghost(/api(/(?:v\d+|canary))?(/content(/posts)?)?)?/?$")


def first(walk: Walk) -> tuple[Request, ...]:
    since = instant(walk.cursor, -_OVERLAP)
    if walk.deep:
        return (_past(walk),)
    if since is None:
        return (_request(walk, "posts", _PUBLIC, "published_at desc"),)
    return (_changed(walk, since, conditional=not walk.sweep),)


def then(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    if request.part == "past":
        return _after_past(walk, request, found)
    further = _after_changed(walk, request, found)
    swept = walk.sweep and request == first(walk)[0]
    return (*further, *(_listings(walk) if swept else ()))


def cursor(walk: Walk, request: Request, found: Found) -> str:
    whole = request.part in ("posts", "changed")
    return latest(walk, found.cursor) if whole else ""


def _after_changed(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    last = instant(found.next) if request.part == "changed" else None
    if last is None:
        return ()
    onward = _changed(walk, last)
    return (next_page(request) if _asks_same(onward, request) else onward,)


def _after_past(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    last = instant(found.next)
    if last is None:
        return ()
    onward = _past(walk, last)
    return (next_page(request) if _asks_same(onward, request) else onward,)


def _asks_same(one: Request, other: Request) -> bool:
    """Whether a whole page of posts was of one second."""
    return other.url.startswith(one.url)


def _changed(walk: Walk, since: datetime, *, conditional: bool = False) -> Request:
    """All of them, the members' too: one that was public is to be taken back."""
    asked = f"updated_at:>='{since:{_STORED}}'"
    return _request(walk, "changed", asked, "updated_at asc", conditional=conditional)


def _past(walk: Walk, before: datetime | None = None) -> Request:
    asked = [_PUBLIC]
    if before is not None:
        asked.append(f"published_at:<='{before:{_STORED}}'")
    if walk.since is not None:
        asked.append(f"published_at:>='{walk.since:{_STORED}}'")
    return _request(walk, "past", "+".join(asked), "published_at desc")


def _listings(walk: Walk) -> tuple[Request, ...]:
    return tuple(
        Request(
            url=address(
                posts(walk.source.url),
                limit=str(PAGE),
                fields="id",
                filter=f"id:[{_quoted(keys)}]+{_PUBLIC}",
            ),
            part="ids",
            asks=keys,
        )
        for keys in batches(frozenset(filter(str.isalnum, walk.known)))
    )


def _quoted(keys: tuple[str, ...]) -> str:
    return ",".join(f"'{key}'" for key in keys)


def _request(
    walk: Walk, part: str, wanted: str, order: str, *, conditional: bool = False
) -> Request:
    url = address(
        posts(walk.source.url),
        limit=str(PAGE),
        include="authors,tags",
        filter=wanted,
        order=order,
    )
    return Request(url=url, part=part, conditional=conditional)


def posts(url: str) -> str:
    """Where the posts are, by the address of the site or of its API."""
    path = url.partition("#")[0].partition("?")[0]
    version = ""
    if named := _API.search(path):
        version, path = named[2] or "", path[: named.start()]
    return f"{path.rstrip('/')}/ghost/api{version}/content/posts/"


WALKER = Walker(
    first=first, then=then, cursor=cursor, listing=True, ordered=True, token="key"
)
