"""A feed is one document; its past is in the archives it names (RFC 5005 §3, §4)."""

from syndicator.model import Found, Request, Walk
from syndicator.walk.walker import Walker


def first(walk: Walk) -> tuple[Request, ...]:
    return (Request(url=walk.source.url, conditional=not walk.deep),)


def then(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    return (Request(url=found.next),) if walk.deep and found.next else ()


WALKER = Walker(first=first, then=then)
