"""The walk over a source of several answers: order, cursors, listings, failures."""

from dataclasses import replace
from datetime import timedelta

import pytest
from world import NEWS, feed, item

from syndicator.errors import ConfigError, FetchError
from syndicator.model import Found, RawEntry, Request
from syndicator.parse import READERS
from syndicator.pipeline import kinds, walking
from syndicator.walk import WALKERS, Walker

PAGES = "https://api.example/"


def first(walk):
    asked = Request(url=f"{PAGES}changes?since={walk.cursor or 'ever'}", part="changes")
    return (asked, Request(url=f"{PAGES}ids", part="ids")) if walk.sweep else (asked,)


def then(walk, request, found):
    return (replace(request, url=found.next),) if found.next else ()


def read(document, source, part):
    """Lines of a small format: "next URL", "cursor WORD", "gone KEY", "key title"."""
    said = dict(line.split(" ", 1) for line in document.body.decode().splitlines())
    words = {name: said.pop(name, "") for name in ("next", "cursor")}
    if part == "ids":
        return Found(listed=tuple(said), **words)
    gone = tuple(said.pop("gone", "").split())
    entries = (RawEntry(key=k, title=t, body=f"<p>{t}</p>") for k, t in said.items())
    return Found(entries=tuple(entries), gone=gone, **words)


@pytest.fixture
def api(world, monkeypatch):
    """A source of a kind that is read page by page; its pages, to be changed."""
    monkeypatch.setitem(WALKERS, "paged", Walker(first=first, then=then, listing=True))
    monkeypatch.setitem(READERS, "paged", read)
    source = replace(NEWS, kind="paged", name="api", url=PAGES)
    world.change(sources=(source,))
    pages = world.fetcher.feeds
    pages[f"{PAGES}changes?since=ever"] = (
        f"one First\nnext {PAGES}changes?page=2\ncursor c1".encode()
    )
    pages[f"{PAGES}changes?page=2"] = b"two Second\ncursor c2"
    pages[f"{PAGES}changes?since=c2"] = b""
    pages[f"{PAGES}ids"] = b"one x\ntwo x"
    return pages


def state(world):
    return world.store.state("api")


def test_pages_are_followed_and_the_next_look_goes_on_from_there(world, api):
    assert [n.article.title for n in world.look("api").news] == ["First", "Second"]
    assert state(world).cursor == "c2"
    api[f"{PAGES}changes?since=c2"] = b"one First, edited\ncursor c3"
    assert world.kinds("api") == ["changed"]
    assert state(world).cursor == "c3"


def test_what_is_not_listed_any_more_is_withdrawn_once_a_day(world, api):
    world.look("api")
    api[f"{PAGES}ids"] = b"two x"
    assert world.kinds("api") == []  # not asked for again so soon
    world.later(days=1)
    (news,) = world.look("api").news
    assert (news.kind, news.article.key) == ("withdrawn", "one")
    world.later(days=1)
    api[f"{PAGES}ids"] = b"one x\ntwo x"
    api[f"{PAGES}changes?since=c2"] = b"one First"
    (news,) = world.look("api").news
    assert (news.kind, news.article.key) == ("restored", "one")


def test_a_listing_of_nothing_is_not_believed(world, api):
    world.look("api")
    api[f"{PAGES}ids"] = b""
    world.later(days=1)
    report = world.look("api")
    assert report.news == ()
    assert [p.reason for p in report.problems] == [
        "lists no articles any more, and had 2: they are kept"
    ]


def test_what_the_source_says_is_gone_is_withdrawn(world, api):
    world.look("api")
    api[f"{PAGES}changes?since=c2"] = b"gone one\ncursor c3"
    (news,) = world.look("api").news
    assert (news.kind, news.article.key) == ("withdrawn", "one")
    assert news.reason == "deleted at its source"


def test_a_page_that_fails_is_asked_for_again(world, api):
    second = api[f"{PAGES}changes?page=2"]
    api[f"{PAGES}changes?page=2"] = FetchError("page 2", "503", 7200, status=503)
    report = world.look("api")
    assert [n.article.title for n in report.news] == ["First"]
    assert [p.subject for p in report.problems] == ["page 2"]
    assert state(world).cursor == ""
    assert (state(world).next_at - world.now).total_seconds() >= 7200
    assert state(world).listed_at is None
    api[f"{PAGES}changes?page=2"] = second
    assert world.kinds("api") == ["new"]
    assert state(world).cursor == "c2"


def test_a_redirect_of_another_address_does_not_move_the_source(world, api):
    asked = f"{PAGES}changes?since=ever"
    world.fetcher.moved[asked] = "https://elsewhere.example/changes"
    world.fetcher.feeds["https://elsewhere.example/changes"] = api[asked]
    assert world.look("api").moved_to == ""


def test_a_first_page_that_fails_fails_the_look(world, api):
    api[f"{PAGES}changes?since=ever"] = FetchError("page 1", "500", status=500)
    assert world.look("api").error.startswith("page 1")


def test_another_way_of_reading_asks_from_the_beginning(world, api):
    world.look("api")
    (source,) = world.plan.sources
    world.change(sources=(replace(source, follow=True),))
    assert world.look("api").error == ""
    assert state(world).cursor == "c2"
    assert world.fetcher.asked.count("api") == 6


def test_text_in_a_wrong_encoding_is_put_right_and_told(world):
    world.fetcher.feeds[NEWS.url] = feed(item("a", title="CafÃ© at the quay"))
    report = world.look()
    assert [n.article.title for n in report.news] == ["Café at the quay"]
    (problem,) = report.problems
    assert (problem.subject, problem.source) == (NEWS.url, "news")
    assert problem.reason.endswith("; Ã© is read as é")


def test_text_in_its_own_encoding_is_not_remarked_upon(world):
    words = "Ã is a letter; NÃO, “Zoë” — été…"
    world.fetcher.feeds[NEWS.url] = feed(item("a", title=words))
    assert world.look().problems == ()


def test_a_feed_without_an_end_is_not_followed(world):
    endless = feed(item("a")).replace(
        b"<channel>",
        b'<channel><link xmlns="http://www.w3.org/2005/Atom" rel="next"'
        b' href="https://news.example/2"/>',
    )
    world.fetcher.feeds[NEWS.url] = endless
    assert world.kinds() == ["new"]


def test_a_kind_nobody_has_added():
    with pytest.raises(ConfigError, match="no package adds 'gopher'"):
        kinds.walker("gopher")
    assert {"feed", "folder"} <= set(kinds.names())


def test_where_more_was_left_than_one_look_asks_the_next_goes_on(
    world, api, monkeypatch
):
    walker = Walker(first=first, then=then, ordered=True)
    monkeypatch.setitem(WALKERS, "paged", walker)
    monkeypatch.setattr(walking, "_MOST", 1)
    assert world.kinds("api") == ["new"]
    assert state(world).cursor == "c1"
    assert state(world).next_at - world.now < timedelta(hours=1)
    api[f"{PAGES}changes?since=c1"] = b"two Second\ncursor c2"
    assert world.kinds("api") == ["new"]
    assert state(world).cursor == "c2"


@pytest.fixture
def asking(api, monkeypatch):
    """The same, but that once a day it is asked which of the known are still there."""

    def after(walk, request, found):
        listing = Request(url=f"{PAGES}ids", part="ids", asks=("one",))
        swept = walk.sweep and request.part == "changes" and walk.known
        return (*then(walk, request, found), *((listing,) if swept else ()))

    def begin(walk):
        return first(walk)[:1]

    monkeypatch.setitem(WALKERS, "paged", Walker(first=begin, then=after, listing=True))
    return api


def test_what_was_asked_about_and_is_not_listed_is_withdrawn_and_nothing_else(
    world, asking
):
    world.look("api")
    asking[f"{PAGES}ids"] = b"else x"
    (news,) = world.look("api").news
    assert (news.kind, news.article.key) == ("withdrawn", "one")
    assert state(world).listed_at == world.now


def test_a_listing_that_fails_holds_nothing_up(world, asking):
    world.look("api")
    asking[f"{PAGES}ids"] = FetchError("ids", "500", status=500)
    asking[f"{PAGES}changes?since=c2"] = b"one First, edited\ncursor c3"
    assert world.kinds("api") == ["changed"]
    assert state(world).cursor == "c3"
    assert state(world).listed_at is None


def test_that_nothing_asked_about_is_there_is_not_believed(world, asking):
    world.look("api")
    asking[f"{PAGES}ids"] = b""
    report = world.look("api")
    assert report.news == ()
    assert [p.reason for p in report.problems] == [
        "lists no articles any more, and had 1: they are kept"
    ]
