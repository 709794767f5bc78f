"""A list of articles on the web, page by page: as far as there is news on them."""

from datetime import UTC, datetime

from syndicator import dates, urls
from syndicator.model import Found, RawEntry, Request, Walk
from syndicator.walk.walker import Walker

_MOST = 5  # pages of one look


def first(walk: Walk) -> tuple[Request, ...]:
    return (Request(url=walk.source.url, conditional=not walk.deep),)


def then(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    number = int(request.part or 1) + 1
    if not found.next or not found.entries:
        return ()
    if walk.deep:
        on = walk.since is None or any(_is_since(e, walk.since) for e in found.entries)
    else:
        news = walk.unfinished or all(_is_new(e, walk) for e in found.entries)
        on = number <= _MOST and news
    return (Request(url=found.next, part=str(number)),) if on else ()


def _is_new(entry: RawEntry, walk: Walk) -> bool:
    return urls.key(entry.url) not in walk.known


def _is_since(entry: RawEntry, since: datetime) -> bool:
    said = dates.parse(entry.published, UTC) if entry.published else None
    return said is None or said[0] >= since


WALKER = Walker(first=first, then=then, links=True)
