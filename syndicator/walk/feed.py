"""A feed is one document; its past is in the archives it names (RFC 5005 §3, §4)."""

from datetime import UTC

from syndicator import dates
from syndicator.model import Found, Request, Walk
from syndicator.walk.walker import Walker


def first(walk: Walk) -> tuple[Request, ...]:
    return (Request(url=walk.source.url, conditional=not walk.deep),)


def then(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    """Where older entries are; but not where all of them here are too old already."""
    if not walk.deep or not found.next or _is_before(walk, found):
        return ()
    return (Request(url=found.next),)


def _is_before(walk: Walk, found: Found) -> bool:
    said = (dates.parse(e.published, UTC) for e in found.entries if e.published)
    instants = [instant for instant, _ in filter(None, said)]
    since = walk.since
    return since is not None and bool(instants) and max(instants) < since


WALKER = Walker(first=first, then=then)
