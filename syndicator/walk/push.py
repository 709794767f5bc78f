"""Nothing is asked of who pushes: what has been taken in waits in the inbox."""

from syndicator.model import Request, Walk
from syndicator.walk.walker import Walker


def first(walk: Walk) -> tuple[Request, ...]:
    return (Request(url=walk.source.url),)


WALKER = Walker(first=first, many=True)
