"""Which addresses of a source to ask, and which next: pure, an answer in, requests out.

A kind of source is a row of WALKERS here and one of READERS in parse/, which says what
an answer held.
"""

from syndicator.walk import (
    feed,
    ghost,
    jsonapi,
    listing,
    push,
    sitemap,
    wordpress,
)
from syndicator.walk.walker import Walker

__all__ = ["WALKERS", "Walker"]

WALKERS: dict[str, Walker] = {
    "feed": feed.WALKER,
    "folder": Walker(first=feed.first, many=True),
    "ghost": ghost.WALKER,
    "json": jsonapi.WALKER,
    "listing": listing.WALKER,
    "push": push.WALKER,
    "sitemap": sitemap.WALKER,
    "wordpress": wordpress.WALKER,
}
