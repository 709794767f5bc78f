"""WordPress's REST API: what has changed, the newest posts, and whether all are there.

https://developer.wordpress.org/rest-api/reference/posts/; how: walk/README.md.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import unquote

from syndicator import dates
from syndicator.model import Found, Request, Walk
from syndicator.walk.changes import (
    PAGE,
    address,
    batches,
    instant,
    latest,
    next_page,
    parameter,
)
from syndicator.walk.walker import Walker

# The API compares its columns of local time; what has a zone is brought to that clock
# first (developer.wordpress.org/reference/classes/wp_date_query/build_mysql_datetime).
# So what changed in the hour that autumn says twice may seem to be an hour older.
_OVERLAP = timedelta(minutes=65)
_SECOND = timedelta(seconds=1)
_NEWEST = 50  # ids; a first look takes more, so that deleting one brings no old one up
_FIELDS = (
    "id,status,date,date_gmt,modified,modified_gmt,guid,link,title,content,excerpt,lang"
    ",_links,_embedded"
)
_WHOLE = {"_embed": "author,wp:featuredmedia,wp:term", "_fields": _FIELDS}
_SHORT = {"_fields": "id,status,content.protected"}
_LOCAL = "%Y-%m-%dT%H:%M:%S"
_ROUTE = "rest_route="


def first(walk: Walk) -> tuple[Request, ...]:
    since = instant(walk.cursor, -_OVERLAP)
    if walk.deep:
        return (_past(walk),)
    if since is None:
        return (_request(walk, "posts", orderby="date", **_WHOLE),)
    # A post that was scheduled appears without having changed: wp_publish_post() moves
    # nothing but its status. It is found among the newest.
    newest = {**_SHORT, "orderby": "date", "per_page": str(_NEWEST)}
    return _changed(walk, since), _request(walk, "newest", **newest)


def then(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    further = _THEN.get(request.part)
    return further(walk, request, found) if further else ()


def cursor(walk: Walk, request: Request, found: Found) -> str:
    whole = request.part in ("posts", "changed", "latest")
    return latest(walk, found.cursor) if whole else ""


def _after_changed(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    """On from the last one; before 5.7 all posts came, the oldest changes first."""
    since = parameter(request.url, "modified_after")
    if any(entry.updated < since for entry in found.entries):
        return (_request(walk, "latest", orderby="modified", **_WHOLE),)
    last = instant(found.next, -_SECOND)
    if last is None:
        return ()
    onward = _changed(walk, last)
    moved = parameter(onward.url, "modified_after") > since
    return (onward if moved else next_page(request),)


def _after_latest(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    """On to older changes, until they are those of the last look."""
    last, since = instant(found.next), instant(walk.cursor, -_OVERLAP)
    if last is None or since is None or _word(last) < _word(since):
        return ()
    onward = next_page(request)
    return (Request(url=onward.url, part="earlier"),)


def _after_newest(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    """Those of the newest that are not known; and once a day whether the known are."""
    missing = [post.url for post in found.documents if post.url not in walk.known]
    asked = [_request(walk, "missing", include=",".join(missing), **_WHOLE)]
    return (*(asked if missing else ()), *(_listings(walk) if walk.sweep else ()))


def _after_past(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    last = instant(found.next, _SECOND)
    if last is None:
        return ()
    onward = _past(walk, last)
    stays = parameter(onward.url, "before") == parameter(request.url, "before")
    return (next_page(request) if stays else onward,)


_THEN: dict[str, Callable[[Walk, Request, Found], tuple[Request, ...]]] = {
    "changed": _after_changed,
    "latest": _after_latest,
    "earlier": _after_latest,
    "newest": _after_newest,
    "past": _after_past,
}


def _changed(walk: Walk, since: datetime) -> Request:
    asked = {"modified_after": _word(since), "orderby": "modified", "order": "asc"}
    return _request(walk, "changed", **asked, **_WHOLE)


def _past(walk: Walk, before: datetime | None = None) -> Request:
    """The next older ones: by their own local dates, which every version takes alike."""
    asked = {"orderby": "date"}
    if before is not None:
        asked["before"] = _word(before)
    if walk.since is not None:
        asked["after"] = dates.rfc3339(walk.since)
    return _request(walk, "past", **asked, **_WHOLE)


def _listings(walk: Walk) -> tuple[Request, ...]:
    known = frozenset(key for key in walk.known if key.isdecimal())
    return tuple(
        Request(
            url=_request(walk, "ids", include=",".join(keys), **_SHORT).url,
            part="ids",
            asks=keys,
        )
        for keys in batches(known)
    )


def _request(walk: Walk, part: str, **asked: str) -> Request:
    asked = {"per_page": str(PAGE), **asked}
    return Request(url=address(posts(walk.source.url), **asked), part=part)


def _word(at: datetime) -> str:
    return at.strftime(_LOCAL) + ("Z" if at.tzinfo else "")


def posts(url: str) -> str:
    """Where the posts are, by the address of the site, of its API or of one route.

    The API of a site is below /wp-json only where it has pretty permalinks; by
    rest_route it is found at every one.
    """
    path, _, query = url.partition("#")[0].partition("?")
    fields = [field for field in query.split("&") if field]
    named = next((f for f in fields if f.startswith(_ROUTE)), "")
    if not named and "/wp-json" in path:
        head, mark, route = path.partition("/wp-json")
        path = head + mark + _route(route)
    elif not named and "/wp/v2" in path:
        path = _route(path)
    else:
        route = _route(unquote(named.removeprefix(_ROUTE)))
        fields = [_ROUTE + route, *(field for field in fields if field != named)]
        path = path if path.endswith((".php", "/")) else f"{path}/"
    return f"{path}?{'&'.join(fields)}" if fields else path


def _route(said: str) -> str:
    """The route to posts, from that of the API, of its second version or of anything."""
    route = said.rstrip("/")
    if not route or route.endswith("/wp/v2"):
        return f"{route or '/wp/v2'}/posts"
    # wordpress.com has the sites of others below its own: /wp/v2/sites/SITE
    is_site = route.partition("/wp/v2/sites/")[2].count("/") == 0 and "/sites/" in route
    return f"{route}/posts" if is_site else route


WALKER = Walker(first=first, then=then, cursor=cursor, listing=True, ordered=True)
