"""A source that has nothing but links: which pages are asked for, when, and how often."""

from dataclasses import replace

import pytest
from world import NEWS, SENTENCE, page

from syndicator.errors import FetchError
from syndicator.model import Found, RawEntry, Request
from syndicator.parse import READERS
from syndicator.pipeline import links
from syndicator.walk import WALKERS, Walker

SITE = "https://site.example/"


def first(walk):
    return (Request(url=SITE, conditional=True),)


def then(walk, request, found):
    return (Request(url=found.next, part="past"),) if found.next else ()


def read(document, source, part):
    """Lines of a small format: "name when title", or "next URL"."""
    entries, following = [], ""
    for line in document.body.decode().splitlines():
        name, when, title = (*line.split(" ", 2), "", "")[:3]
        if name == "next":
            following = when
        else:
            link = RawEntry(url=SITE + name, title=title, full=False)
            entries.append(replace(link, updated=when.strip("-")))
    return Found(entries=tuple(entries), next=following, past=part == "past")


@pytest.fixture
def site(world, monkeypatch):
    """Its list, to be changed, as lines; every page is there until it is taken away."""
    walker = Walker(first=first, then=then, links=True)
    monkeypatch.setitem(WALKERS, "links", walker)
    monkeypatch.setitem(READERS, "links", read)
    world.change(sources=(replace(NEWS, kind="links", name="site", url=SITE),))

    def lists(*lines):
        world.fetcher.feeds[SITE] = "\n".join(lines).encode()
        for line in lines:
            name = line.split(" ")[0]
            text = "".join(f"{SENTENCE} {name}{n} " for n in range(9))
            world.fetcher.pages.setdefault(SITE + name, page(name, text=text))

    return lists


def asked(world):
    """The pages asked for since the last time."""
    found = [url.removeprefix(SITE) for url in world.fetcher.asked if url != "site"]
    world.fetcher.asked.clear()
    return found


def state(world):
    return world.store.state("site")


def test_the_page_is_the_article(world, site):
    site("one 2026-05-01 A_title", "two 2026-05-02")
    assert world.kinds("site") == ["new", "new"]
    assert "one3" in world.article(f"{SITE}one").body
    assert world.article(f"{SITE}one").title == "one"  # its page knows better
    assert asked(world) == ["two", "one"]  # the newest first


def test_only_what_says_that_it_has_changed_is_asked_for_again(world, site):
    site("one 2026-05-01", "two 2026-05-02", "three", "four - Title", "five 2026-05-05")
    world.look("site")
    asked(world)
    site("one 2026-05-01", "two 2026-06-01", "three - Named", "four - Other", "five")
    world.look("site")
    assert asked(world) == ["two", "four"]
    world.fetcher.feeds[SITE] += b"\n"
    assert world.kinds("site") == []
    assert asked(world) == []


def test_a_page_that_cannot_be_had_leaves_no_article_and_is_asked_for_again(
    world, site
):
    site("one 2026-05-01")
    there = world.fetcher.pages[f"{SITE}one"]
    world.fetcher.pages[f"{SITE}one"] = FetchError("one", "500", status=500)
    assert world.kinds("site") == []
    world.fetcher.pages[f"{SITE}one"] = there
    assert world.kinds("site") == ["new"]


@pytest.mark.parametrize(
    "fault",
    [FetchError("one", "404", status=404), b"<html><title>Words</title></html>"],
)
def test_a_link_to_no_article_is_asked_for_once_a_day_or_when_it_changes(
    world, site, fault
):
    site("one 2026-05-01", "two 2026-05-01")
    there = world.fetcher.pages[f"{SITE}one"]
    world.fetcher.pages[f"{SITE}one"] = fault
    assert world.kinds("site") == ["new"]
    asked(world)
    site("one 2026-05-01", "two 2026-05-01", "three 2026-05-01")
    assert world.kinds("site") == ["new"]
    assert asked(world) == ["three"]
    site("one 2026-05-02", "two 2026-05-01", "three 2026-05-01")
    assert world.kinds("site") == []
    assert asked(world) == ["one"]
    world.fetcher.pages[f"{SITE}one"] = there
    world.later(days=1)
    world.fetcher.feeds[SITE] += b"\n"
    assert world.kinds("site") == ["new"]


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(links, "MOST", 3)


def lines(*numbers):
    return [f"p{n} 2026-05-{n:02}" for n in numbers]


def test_the_first_look_takes_the_newest_and_leaves_the_past(world, site, few):
    site(*lines(*range(1, 10)))
    assert len(world.look("site").news) == 3
    assert asked(world) == ["p9", "p8", "p7"]
    assert (state(world).next_at - world.now).total_seconds() >= 3600
    site(*lines(*range(1, 11)))
    world.look("site")
    assert asked(world) == ["p10"]
    site("p1 2026-05-30", *lines(*range(2, 11)))  # it has changed: it is news
    world.look("site")
    assert asked(world) == ["p1"]


def test_what_one_look_cannot_bring_the_next_one_does_and_soon(world, site, few):
    site(*lines(1))
    world.look("site")
    site(*lines(*range(1, 9)))
    world.look("site")
    assert asked(world) == ["p1", "p8", "p7", "p6"]
    assert (state(world).next_at - world.now).total_seconds() <= 330
    world.look("site")
    world.look("site")
    assert asked(world) == ["p5", "p4", "p3", "p2"]
    assert (state(world).next_at - world.now).total_seconds() >= 3600
    assert world.look("site").unchanged


def test_another_way_of_reading_takes_what_there_is_anew_and_no_more(world, site, few):
    site(*lines(*range(1, 10)))
    world.look("site")
    (source,) = world.plan.sources
    world.change(sources=(replace(source, url=SITE, follow=True),))
    asked(world)
    world.look("site")
    world.look("site")
    assert asked(world) == ["p9", "p8", "p7"]


def test_a_server_that_asks_for_a_rest_gets_it(world, site):
    site(*lines(1, 2, 3))
    busy = FetchError("p2", "429", 1800, status=429)
    there = world.fetcher.pages[f"{SITE}p2"]
    world.fetcher.pages[f"{SITE}p2"] = busy
    assert world.kinds("site") == ["new"]
    assert asked(world) == ["p3", "p2"]
    assert 1800 <= (state(world).next_at - world.now).total_seconds() < 2000
    world.fetcher.pages[f"{SITE}p2"] = there
    assert world.kinds("site") == ["new", "new"]


def test_a_server_that_fails_is_not_asked_for_everything(world, site):
    site(*lines(*range(1, 10)))
    there = dict(world.fetcher.pages)
    for url in there:
        world.fetcher.pages[url] = FetchError(url, "500", status=500)
    assert world.kinds("site") == []
    assert asked(world) == [f"p{n}" for n in range(9, 4, -1)]
    assert (state(world).next_at - world.now).total_seconds() >= 3600
    world.fetcher.pages.update(there)
    assert len(world.kinds("site")) == 9


def test_of_the_past_only_what_is_known_counts(world, site):
    site("one 2026-05-01", f"next {SITE}old")
    world.fetcher.feeds[f"{SITE}old"] = b"one 2026-05-03\ntwo 2026-05-02"
    assert world.kinds("site") == ["new"]
    assert asked(world) == ["one"]
    site("three 2026-05-01", f"next {SITE}old")
    world.look("site")
    assert asked(world) == ["one", "three"]


def test_two_lists_may_tell_of_one_link(world, site):
    site("one 2026-05-01 Title", "one 2026-05-03")
    assert world.kinds("site") == ["new"]
    assert world.look("site").problems == ()
    site("one 2026-05-03")
    assert world.kinds("site") == []
