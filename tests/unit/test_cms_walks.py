"""The ways through WordPress and Ghost: addresses, times, and a past read to its end."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cms import BEGINNING
from ghost import Ghost
from hypothesis import given
from hypothesis import strategies as st
from servers import Server
from wordpress import WordPress

from syndicator.fetch import headers
from syndicator.model import Found, Listed, RawEntry, Request, Source, Walk
from syndicator.parse import READERS
from syndicator.ports import Document
from syndicator.walk import WALKERS, ghost, wordpress
from syndicator.walk.changes import batches, instant, latest, parameter

CURSOR = "2026-05-04T08:00:00Z"
SITE = "https://clay.example/"


def walk(kind: str, **said) -> Walk:
    return Walk(
        source=Source(kind=kind, name="clay", url=said.pop("url", SITE)), **said
    )


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://a.example", "https://a.example/?rest_route=/wp/v2/posts"),
        ("https://a.example/", "https://a.example/?rest_route=/wp/v2/posts"),
        ("https://a.example/blog", "https://a.example/blog/?rest_route=/wp/v2/posts"),
        (
            "https://a.example/?lang=de",
            "https://a.example/?rest_route=/wp/v2/posts&lang=de",
        ),
        ("https://a.example/wp-json", "https://a.example/wp-json/wp/v2/posts"),
        ("https://a.example/b/wp-json/", "https://a.example/b/wp-json/wp/v2/posts"),
        ("https://a.example/wp-json/wp/v2/", "https://a.example/wp-json/wp/v2/posts"),
        (
            "https://a.example/wp-json/wp/v2/posts/",
            "https://a.example/wp-json/wp/v2/posts",
        ),
        (
            "https://a.example/wp-json/wp/v2/news",
            "https://a.example/wp-json/wp/v2/news",
        ),
        (
            "https://a.example/wp-json/wp/v2/posts?categories=7",
            "https://a.example/wp-json/wp/v2/posts?categories=7",
        ),
        (
            "https://a.example/index.php?rest_route=/",
            "https://a.example/index.php?rest_route=/wp/v2/posts",
        ),
        (
            "https://a.example/?rest_route=%2Fwp%2Fv2%2Fposts",
            "https://a.example/?rest_route=/wp/v2/posts",
        ),
        (
            "https://public-api.example/wp/v2/sites/a.example",
            "https://public-api.example/wp/v2/sites/a.example/posts",
        ),
        (
            "https://public-api.example/wp/v2/sites/a.example/posts",
            "https://public-api.example/wp/v2/sites/a.example/posts",
        ),
    ],
)
def test_where_the_posts_of_wordpress_are(given: str, wanted: str) -> None:
    assert wordpress.posts(given) == wanted
    assert wordpress.posts(wanted) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://a.example", "https://a.example/ghost/api/content/posts/"),
        ("https://a.example/blog/", "https://a.example/blog/ghost/api/content/posts/"),
        ("https://a.example/ghost/", "https://a.example/ghost/api/content/posts/"),
        (
            "https://a.example/ghost/api/content",
            "https://a.example/ghost/api/content/posts/",
        ),
        (
            "https://a.example/ghost/api/v3/content/",
            "https://a.example/ghost/api/v3/content/posts/",
        ),
        (
            "https://a.example/ghost-tales",
            "https://a.example/ghost-tales/ghost/api/content/posts/",
        ),
    ],
)
def test_where_the_posts_of_ghost_are(given: str, wanted: str) -> None:
    assert ghost.posts(given) == wanted
    assert ghost.posts(wanted) == wanted


def test_a_quiet_look_asks_wordpress_for_changes_and_the_newest_ids() -> None:
    changed, newest = wordpress.first(walk("wordpress", cursor=CURSOR))
    assert parameter(changed.url, "modified_after") == "2026-05-04T06:55:00Z"
    assert parameter(changed.url, "order") == "asc"
    assert newest.part == "newest"
    assert not wordpress.then(walk("wordpress", cursor=CURSOR), newest, Found())


def test_times_without_a_zone_stay_without() -> None:
    changed, _ = wordpress.first(walk("wordpress", cursor="2026-05-04T08:00:00"))
    assert parameter(changed.url, "modified_after") == "2026-05-04T06:55:00"


def test_a_cursor_that_is_no_time_begins_anew() -> None:
    assert [r.part for r in wordpress.first(walk("wordpress", cursor="soon"))] == [
        "posts"
    ]
    assert [r.part for r in ghost.first(walk("ghost", cursor="soon"))] == ["posts"]


def test_a_post_dated_ahead_hides_nothing() -> None:
    now = datetime(2026, 5, 4, 9, tzinfo=UTC)
    there = walk("wordpress", cursor=CURSOR, now=now)
    assert latest(there, "2035-01-01T00:00:00Z") == "2026-05-04T09:00:00Z"
    assert latest(there, "2026-05-04T08:30:00Z") == "2026-05-04T08:30:00Z"
    assert latest(there, "2020-01-01T00:00:00Z") == CURSOR
    assert latest(there, "") == CURSOR


@pytest.mark.parametrize("kind", ["wordpress", "ghost"])
def test_posts_of_one_second_are_gone_through_by_pages(kind: str) -> None:
    there = walk(kind, cursor=CURSOR)
    request = WALKERS[kind].first(there)[0]
    said = {
        "wordpress": "2026-05-04T09:00:00Z",
        "ghost": "2026-05-04T09:00:00.000+00:00",
    }
    found = Found(next=said[kind])
    (onward,) = WALKERS[kind].then(there, request, found)
    (second,) = WALKERS[kind].then(there, onward, found)
    (third,) = WALKERS[kind].then(there, second, found)
    pages = [parameter(r.url, "page") for r in (onward, second, third)]
    assert pages == ["", "2", "3"]


def test_an_old_wordpress_is_asked_by_the_latest_changes() -> None:
    there = walk("wordpress", cursor=CURSOR)
    changed, _ = wordpress.first(there)
    old = Found(
        entries=(RawEntry(updated="2019-01-01T00:00:00Z"),),
        next="2020-01-01T00:00:00Z",
        cursor="2020-01-01T00:00:00Z",
    )
    assert wordpress.cursor(there, changed, old) == CURSOR
    (request,) = wordpress.then(there, changed, old)
    assert (request.part, parameter(request.url, "orderby")) == ("latest", "modified")
    (onward,) = wordpress.then(there, request, Found(next="2026-05-04T09:00:00Z"))
    assert (onward.part, parameter(onward.url, "page")) == ("earlier", "2")
    assert wordpress.then(there, onward, Found(next="2026-05-04T06:00:00Z")) == ()


def test_once_a_day_what_is_known_is_asked_for_by_hundreds() -> None:
    known = frozenset(map(str, range(1, 251))) | {"https://clay.example/?p=7"}
    there = walk("wordpress", cursor=CURSOR, sweep=True, known=known)
    newest = wordpress.first(there)[1]
    named = Found(documents=(Listed(url="250"), Listed(url="251")))
    missing, *listings = wordpress.then(there, newest, named)
    assert (missing.part, parameter(missing.url, "include")) == ("missing", "251")
    assert [len(r.asks) for r in listings] == [100, 100, 50]
    assert all(parameter(r.url, "include") == ",".join(r.asks) for r in listings)


def test_ghost_is_asked_unconditionally_where_a_listing_is_due() -> None:
    assert ghost.first(walk("ghost", cursor=CURSOR))[0].conditional
    there = walk("ghost", cursor=CURSOR, sweep=True, known=frozenset({"a1", "b2"}))
    (changed,) = ghost.first(there)
    assert not changed.conditional
    (listing,) = ghost.then(there, changed, Found())
    assert parameter(listing.url, "filter") == "id:['a1','b2']+visibility:public"
    assert listing.asks == ("a1", "b2")
    assert ghost.then(there, listing, Found(listed=("a1",))) == ()


@given(st.text(max_size=30))
def test_no_word_of_a_source_breaks_a_walk(said: str) -> None:
    instant(said, timedelta(minutes=-5))
    for kind in ("wordpress", "ghost"):
        there, found = walk(kind, cursor=said), Found(next=said, cursor=said)
        for request in WALKERS[kind].first(there):
            WALKERS[kind].then(there, request, found)
            WALKERS[kind].cursor(there, request, found)


@given(st.frozensets(st.text(min_size=1, max_size=3), max_size=300))
def test_every_key_is_in_one_batch(keys: frozenset[str]) -> None:
    found = [*batches(keys)]
    assert sorted(key for batch in found for key in batch) == sorted(keys)
    assert all(0 < len(batch) <= 100 for batch in found)


# ---------------------------------------------------------------- the past, to its end


def deep(kind: str, server: Server, double, since=None, between=lambda n: None):
    """What each answer of a deep walk held, by a client that only follows."""
    url = f"{server.url}{double.path}/"
    there = Walk(source=Source(kind=kind, name="clay", url=url), deep=True, since=since)
    waiting: list[Request] = [*WALKERS[kind].first(there)]
    for _ in range(20):
        if not waiting:
            return
        request = waiting.pop(0)
        key = f"&key={double.key}" if kind == "ghost" else ""
        answer = httpx.get(request.url + key, trust_env=False)
        document = Document(
            name=request.url,
            url=request.url,
            body=answer.content,
            links=headers.links(answer.headers, request.url),
        )
        found = READERS[kind](document, there.source, request.part)
        yield [entry.key for entry in found.entries]
        between(double)
        waiting += WALKERS[kind].then(there, request, found)
    raise AssertionError("this comes to no end")


PRESSES = {
    "wordpress": lambda: WordPress(zone="Asia/Tokyo"),
    "old wordpress": lambda: WordPress(
        zone="America/New_York", version=(4, 9), permalinks=False
    ),
    "ghost": lambda: Ghost(path="/journal"),
}


@pytest.mark.parametrize("name", PRESSES)
def test_the_past_is_read_to_its_end_while_the_site_goes_on(name: str) -> None:
    double, kind = PRESSES[name](), name.split()[-1]
    keys = [str(id) for id in double.fill(250)]

    def meanwhile(double) -> None:
        double.add("News")
        last = [*double.posts][-3]
        double.unpublish(last)

    with Server(double.answers) as server:
        pages = [*deep(kind, server, double, between=meanwhile)]
        assert len(server.requests) <= 4
    read = [key for page in pages for key in page]
    assert set(keys) <= set(read)
    assert len(read) <= len(keys) + 2  # the last of a page may be the first of the next


@pytest.mark.parametrize("name", PRESSES)
def test_the_past_ends_where_it_is_said_to(name: str) -> None:
    double, kind = PRESSES[name](), name.split()[-1]
    keys = [str(id) for id in double.fill(30)]
    double.version = (6, 8)  # before 5.3 what has a zone is taken for local
    since = BEGINNING + timedelta(hours=20, minutes=30)
    with Server(double.answers) as server:
        (page,) = deep(kind, server, double, since=since)
    assert page == keys[:19:-1]


def test_a_whole_page_of_one_second_is_passed() -> None:
    double = WordPress()
    for number in range(230):
        double.add(f"Import {number}", date=BEGINNING, modified=BEGINNING)
    with Server(double.answers) as server:
        read = [key for page in deep("wordpress", server, double) for key in page]
    assert len(set(read)) == 230
