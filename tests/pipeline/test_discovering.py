"""Ways to read a site are tried by asking little, and judged by what they give."""

import re
from dataclasses import replace

import pytest
from fakes import InProcess, MemoryFetcher
from world import PLAN, SENTENCE, feed, item, page

from syndicator.errors import FetchError
from syndicator.model import Source
from syndicator.pipeline import discovering

HOME = "https://news.example/"
LIKE = Source(kind="feed", name="news", url=HOME)
WHOLE = feed(*(item(f"story-{n}", day=n, text=SENTENCE * 20) for n in range(1, 9)))
CUT = feed(*(item(f"story-{n}", day=n, body=False) for n in range(1, 9)))


@pytest.fixture
def site():
    """A site's answers, and what was asked of it."""
    return MemoryFetcher()


def discover(site, world, like=LIKE):
    return discovering.discovered(like, PLAN, site, world.store, world.now, InProcess())


def home(*links, body="<p>Words.</p>") -> bytes:
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{url}" title="{title}">'
        for url, title in links
    )
    return f"<!doctype html><title>News</title>{head}<body>{body}</body>".encode()


def told(found):
    return [
        (t.candidate.source.url.removeprefix(HOME), t.told, t.error)
        for t in found.trials
    ]


def test_a_feed_that_is_named_is_tried_and_its_newest_articles_come_out(site, world):
    site.pages[HOME] = home(("feed.xml", "News"))
    site.feeds[f"{HOME}feed.xml"] = WHOLE
    found = discover(site, world)
    assert told(found) == [("feed.xml", 3, "")]
    (trial,) = found.trials
    assert [a.title for a in trial.articles] == ["Story-8", "Story-7", "Story-6"]
    assert (trial.entries, trial.oldest.day, trial.requests) == (8, 1, 1)
    assert trial.edits
    assert not trial.deletions
    assert found.requests == 3  # robots.txt, the page, the feed
    assert world.store.find("https://news.example/story-8") == []


def test_without_dates_the_first_are_the_newest(site, world):
    site.pages[HOME] = home(("feed.xml", "News"))
    undated = re.sub(rb"<pubDate>[^<]*</pubDate>", b"", WHOLE)
    site.feeds[f"{HOME}feed.xml"] = undated
    (trial,) = discover(site, world).trials
    assert [a.title for a in trial.articles] == ["Story-1", "Story-2", "Story-3"]
    assert trial.oldest is None


def test_a_whole_feed_goes_before_one_that_is_cut_off(site, world):
    site.pages[HOME] = home(("short.xml", "News"), ("whole.xml", "News, whole"))
    site.feeds[f"{HOME}short.xml"], site.feeds[f"{HOME}whole.xml"] = CUT, WHOLE
    for n in range(1, 9):
        text = f"A teaser for story-{n}. {SENTENCE * 20}"
        site.pages[f"{HOME}story-{n}"] = page(f"Story-{n}", text=text)
    found = discover(site, world)
    assert told(found) == [("whole.xml", 3, ""), ("short.xml", 0, "")]
    assert all(a.words > 150 for t in found.trials for a in t.articles)


def test_comments_are_not_asked_for_where_there_are_articles(site, world):
    site.pages[HOME] = home(("comments/feed", "Comments"), ("feed.xml", "News"))
    site.feeds[f"{HOME}feed.xml"] = site.feeds[f"{HOME}comments/feed"] = WHOLE
    assert told(discover(site, world)) == [
        ("feed.xml", 3, ""),
        ("comments/feed", 0, "not tried: only comments"),
    ]
    del site.feeds[f"{HOME}feed.xml"]
    found = discover(site, world)
    assert [t.candidate.lesser for t in found.trials if not t.error] == [
        "only comments"
    ]


def test_usual_addresses_are_asked_where_nothing_is_named(site, world):
    site.pages[HOME] = home()
    site.feeds[f"{HOME}rss.xml"] = WHOLE
    found = discover(site, world)
    assert told(found)[0] == ("rss.xml", 3, "")
    asked = [t.candidate.source.url for t in found.trials]
    assert f"{HOME}atom.xml" not in asked  # one was found before


def test_a_site_with_nothing_says_all_that_was_tried(site, world):
    site.pages[HOME] = home()
    found = discover(site, world)
    assert all(t.error for t in found.trials)
    feeds = [t for t in found.trials if t.candidate.source.kind == "feed"]
    assert len(feeds) == 5
    assert found.requests <= discovering.REQUESTS


def test_a_site_that_promises_much_is_not_asked_for_all_of_it(site, world):
    links = [(f"{n}.xml", "News") for n in range(40)]
    site.pages[HOME] = home(*links)
    for n in range(40):
        site.feeds[f"{HOME}{n}.xml"] = CUT.replace(b"/story-", b"/%d-" % n)
    found = discover(site, world)
    assert len(site.asked) == found.requests <= discovering.REQUESTS
    assert 1 < len(found.trials) <= 10


def test_the_same_page_is_asked_for_once(site, world):
    site.pages[HOME] = home(("a.xml", "News"), ("b.xml", "News"))
    site.feeds[f"{HOME}a.xml"] = site.feeds[f"{HOME}b.xml"] = CUT
    found = discover(site, world)
    assert found.requests == 4 + 3
    assert len(set(site.asked)) < len(site.asked) == 7


def test_a_home_page_that_is_refused_is_not_the_end(site, world):
    site.pages[HOME] = FetchError(HOME, "403 Forbidden: a challenge", status=403)
    site.feeds[f"{HOME}feed.xml"] = WHOLE
    found = discover(site, world)
    assert found.error == f"{HOME}: 403 Forbidden: a challenge"
    assert told(found)[0] == ("feed.xml", 3, "")


def test_nobody_there_is_told_at_once(site, world):
    site.pages[HOME] = site.feeds[f"{HOME}robots.txt"] = FetchError(
        HOME, "no such host"
    )
    with pytest.raises(FetchError, match="no such host"):
        discover(site, world)
    assert len(site.asked) == 2


def test_a_login_wall_is_named(site, world):
    form = "<form><input type='password' name='p'></form>"
    site.pages[HOME] = home(body=form)
    assert discover(site, world).error == ""  # a page may have a form to log in by

    class Led(MemoryFetcher):
        def page(self, source, url):
            return replace(super().page(source, url), url=f"{HOME}account/login?next=/")

    led = Led()
    led.pages = site.pages
    found = discover(led, world)
    assert found.error == f"{HOME}account/login?next=/: it is behind a login wall"


def test_an_address_that_is_a_feed_is_asked_for_once(site, world):
    site.pages[HOME] = WHOLE
    found = discover(site, world)
    assert told(found) == [("", 3, "")]
    assert found.requests == 2


def test_a_folder_is_read_without_asking_anybody(site, world):
    site.folders["lab"] = {f"{n}.html": page(f"Note {n}") for n in range(4)}
    folder = replace(LIKE, kind="folder", name="lab")
    (trial,) = discover(site, world, folder).trials
    assert (trial.entries, trial.told, trial.error) == (4, 3, "")
    assert trial.deletions
    assert site.asked == ["lab"]
