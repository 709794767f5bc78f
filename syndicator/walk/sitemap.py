"""Sitemaps: an index, and of its children those that have changed since the last look.

The cursor remembers each child of the index: "=" or "?", then for each a digest of its
address, "+" or "-" for whether it was ever read, and a digest of when it last changed.
With "?" some child may change without the index telling.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from syndicator import dates
from syndicator.codec import digest
from syndicator.model import Found, Listed, Request, Walk
from syndicator.walk.walker import Walker

_FIRST = 10  # children read at the first look: the newest; the others are the past
_ADDRESS, _WHEN = 10, 8  # characters of the digests
_DAY = len("2026-01-31")
_NEVER = datetime.min.replace(tzinfo=UTC)


def first(walk: Walk) -> tuple[Request, ...]:
    vague = walk.cursor.startswith("?")
    return (Request(url=walk.source.url, conditional=not (walk.deep or vague)),)


def then(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    children = _newest_first(found.documents)
    if walk.deep:
        return tuple(
            Request(url=child.url, part="child")
            for child in children
            if not walk.since or not child.updated or _moment(child) >= walk.since
        )
    if request.part:  # an index below an index
        return tuple(Request(url=c.url, part=request.part) for c in children[:_FIRST])
    return tuple(_changed(walk, children))


def cursor(walk: Walk, request: Request, found: Found) -> str:
    if walk.deep or request.part or not found.documents:
        return ""
    children = _newest_first(found.documents)
    read = _read(walk, children)
    tokens = (f"{_name(c)}{'+' if read[_name(c)] else '-'}{_when(c)}" for c in children)
    vague = any(_is_vague(c, children) and read[_name(c)] for c in children)
    return " ".join(("?" if vague else "=", *tokens))


def _changed(walk: Walk, children: Sequence[Listed]) -> Iterator[Request]:
    """What of the past has changed is read for what is known of it only."""
    before, read = _remembered(walk.cursor), _read(walk, children)
    for child in children:
        name = _name(child)
        changed = before.get(name, ("", ""))[1] != _when(child)
        if read[name] and (changed or _is_vague(child, children)):
            yield Request(url=child.url, part="child")
        elif changed and walk.cursor:
            yield Request(url=child.url, part="past")


def _read(walk: Walk, children: Sequence[Listed]) -> dict[str, bool]:
    """Which children are read whole: of those seen for the first time the newest."""
    before = _remembered(walk.cursor)
    return {
        _name(child): before[_name(child)][0] == "+"
        if _name(child) in before
        else n < _FIRST
        for n, child in enumerate(children)
    }


def _remembered(words: str) -> Mapping[str, tuple[str, str]]:
    return {
        word[:_ADDRESS]: (word[_ADDRESS], word[_ADDRESS + 1 :])
        for word in words.split()[1:]
    }


def _is_vague(child: Listed, children: Sequence[Listed]) -> bool:
    """It may change again, and the index still say what it says now."""
    newest = max(c.updated[:_DAY] for c in children)
    return len(child.updated) <= _DAY and child.updated in ("", newest)


def _newest_first(children: Sequence[Listed]) -> list[Listed]:
    """Those without a date last, the last of them first: numbers count up."""
    return sorted(children, key=_moment)[::-1]


def _moment(child: Listed) -> datetime:
    found = dates.parse(child.updated, UTC) if child.updated else None
    return found[0] if found else _NEVER


def _name(child: Listed) -> str:
    return digest(child.url)[:_ADDRESS]


def _when(child: Listed) -> str:
    return digest(child.updated)[:_WHEN]


WALKER = Walker(first=first, then=then, cursor=cursor, links=True)
