"""A JSON API is asked page by page, for the newest, for what has changed, or for all.

What a request is for stands in its part, which the reader knows, too: "new" or "all" of
which page, with the newest cursor so far; "whole" for articles that are looked up.
"""

from datetime import UTC, timedelta

from syndicator import dates, urls
from syndicator.model import Found, JsonRules, Request, Source, Walk
from syndicator.walk.walker import Walker

_SLACK = timedelta(days=1)  # that a publisher's clock may be ahead


def first(walk: Walk) -> tuple[Request, ...]:
    rules, here = walk.source.json, walk.source.url
    everything = walk.deep or (walk.sweep and rules.complete)
    cursor = "" if everything else walk.cursor
    resumed = urls.is_web(cursor)
    if cursor and rules.since and not resumed:
        here = urls.with_query(here, urls.filled(rules.since, {"cursor": cursor}))
    same = here == walk.source.url and not (everything or resumed or rules.cursor)
    return (
        Request(
            url=cursor if resumed else _first_page(here, rules),
            part=f"{'all' if everything else 'new'} {rules.first_page} ",
            conditional=same,
        ),
    )


def _first_page(url: str, rules: JsonRules) -> str:
    """The address with what paging asks for, but for the word to go on from."""
    if not rules.paging:
        return url
    fields = (f for f in rules.paging.split("&") if "{next}" not in f)
    place = urls.place(rules.first_page, rules.first_page, rules.page_size)
    return urls.with_query(url, urls.filled("&".join(fields), place))


def then(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    what, number, _ = request.part.split(" ", 2)
    whole = tuple(Request(url=d.url, part="whole 0 ") for d in found.documents)
    if not found.next or not _goes_on(walk, what, found):
        return whole
    part = f"{what} {int(number) + 1} {found.cursor}"
    return (*whole, Request(url=found.next, part=part))


def _goes_on(walk: Walk, what: str, found: Found) -> bool:
    """The newest are on the first page, but of what leads to a cursor all is read."""
    if walk.deep and walk.since and found.entries:
        said = (e.updated or e.published for e in found.entries)
        return any(_reaches(word, walk) for word in said)
    return what == "all" or bool(walk.cursor or walk.source.json.cursor)


def _reaches(word: str, walk: Walk) -> bool:
    """Say whether an instant, in a source's words, is not before what is asked for."""
    parsed = dates.parse(word, UTC)
    return parsed is None or walk.since is None or parsed[0] >= walk.since


def cursor(walk: Walk, request: Request, found: Found) -> str:
    """What the answer tells; but none that lies ahead: it would hide what changes now."""
    parsed = None if urls.is_web(found.cursor) else dates.parse(found.cursor, UTC)
    ahead = parsed and walk.now and parsed[0] > walk.now + _SLACK
    return "" if ahead else found.cursor


def tells(source: Source) -> bool:
    return bool(source.json.complete or source.json.deleted)


WALKER = Walker(first=first, then=then, cursor=cursor, listing=True, tells=tells)
