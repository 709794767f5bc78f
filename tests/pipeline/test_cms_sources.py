"""WordPress and Ghost read over real HTTP: everything, every edit and deletion, cheaply."""

from datetime import UTC, datetime

import feedparser
import httpx
import pytest
from ghost import Ghost
from servers import Server
from wordpress import WordPress
from world import World

from syndicator.fetch import Fetchers
from syndicator.model import Selection, Source

LOCAL = {"allow_networks": ("127.0.0.0/8",), "images": "link"}


@pytest.fixture
def world(world: World):
    """The small service, looking at what is really there."""
    world.fetcher = Fetchers(version="1", contact="https://lab.example/")
    return world


class Site:
    """A publisher and a service that reads it."""

    def __init__(self, world: World, double, server: Server, **said) -> None:
        self.world, self.double, self.server = world, double, server
        source = Source(name="site", url=f"{server.url}{double.path}/", **LOCAL, **said)
        world.change(sources=(source,))
        world.now = double.clock.now

    def look(self):
        """A look an hour after whatever was last, here or there."""
        self.world.now = max(self.world.now, self.double.clock.now)
        self.server.requests.clear()
        report = self.world.look("site")
        self.double.clock.now = self.world.now
        return report

    def news(self) -> list[tuple[str, str]]:
        report = self.look()
        assert not report.error
        assert report.problems == ()
        return sorted((n.kind, n.article.key) for n in report.news)

    def state(self):
        return self.world.store.state("site")

    def articles(self):
        return self.world.store.select(Selection(), 1000)

    def article(self, key: str):
        return next(a for a in self.articles() if a.key == key)

    def asked(self) -> int:
        return len(self.server.requests)

    def tomorrow(self) -> None:
        self.world.later(days=1)


def wordpress(world, *, count: int, **said):
    double = WordPress(**{"zone": "America/New_York", **said})
    double.fill(count)
    return Server(double.answers), double


@pytest.fixture
def press(world):
    server, double = wordpress(world, count=250)
    with server:
        yield Site(world, double, server, kind="wordpress")


def keys(first: int, last: int) -> list[str]:
    return [str(n) for n in range(first, last + 1)]


@pytest.mark.slow
def test_wordpress_is_read_and_followed_for_days(press):
    site = press.double
    assert press.news() == [("new", key) for key in keys(161, 260)]
    assert press.asked() == 1
    assert press.news() == []
    assert press.asked() == 3  # the daily listing, of the hundred that are known
    assert press.news() == []
    assert press.asked() == 2

    site.edit(200, title="Another title")
    before = press.article("210")
    site.rename(210, "new")
    site.edit(20, title="An old one that was never taken")
    fresh = site.add("Fresh")
    assert press.news() == [
        ("changed", "200"),
        ("new", "20"),
        ("new", str(fresh)),
        ("refreshed", "210"),
    ]
    moved = press.article("210")
    assert (moved.id, moved.url) == (before.id, before.url.replace("sample-200", "new"))

    site.trash(201)
    site.unpublish(202)
    site.edit(203, password="sesame")
    site.delete(204)
    assert press.news() == [("withdrawn", "203")]
    press.tomorrow()
    assert press.news() == [("withdrawn", str(n)) for n in (201, 202, 204)]
    assert press.asked() == 4
    site.publish(202)
    site.edit(203, password="")
    assert press.news() == [("restored", "202"), ("restored", "203")]


@pytest.mark.slow
def test_many_changes_of_wordpress_come_page_by_page_though_it_throttles(press):
    site = press.double
    press.news()
    for number in range(101, 231):
        site.edit(number, title=f"Edited {number}")
    site.refusals.throttle(seconds=7200, after=2)
    report = press.look()
    assert [p.reason for p in report.problems] == [
        "429 Too Many Requests: it asks for fewer requests"
    ]
    assert press.state().cursor < "2026-06"
    assert (press.state().next_at - press.world.now).total_seconds() >= 7200
    press.world.later(hours=2)
    press.look()
    assert press.asked() == 2 + 1 + 2  # changes, newest, listing of 160 that are known
    titles = {a.key: a.title for a in press.articles()}
    assert all(titles[str(n)] == f"Edited {n}" for n in range(101, 231))


@pytest.mark.parametrize(
    "said",
    [
        {"version": (5, 2)},
        {"version": (5, 2), "zone": "Asia/Tokyo"},
        {"permalinks": False, "path": "/blog"},
    ],
    ids=str,
)
def test_other_wordpresses(world, said):
    server, double = wordpress(world, count=12, **said)
    with server:
        press = Site(world, double, server, kind="wordpress")
        assert press.news() == [("new", key) for key in keys(11, 22)]
        press.news()
        double.edit(11, title="Edited")
        later = double.schedule("Scheduled", hours=5)
        assert press.news() == [("changed", "11")]
        press.world.later(hours=6)
        double.clock.now = press.world.now
        double.cron()
        assert press.news() == [("new", str(later))]
        assert press.asked() <= 4
        assert press.news() == []
        assert press.asked() <= 3


def test_the_feed_of_the_same_wordpress_says_the_same(world):
    server, double = wordpress(world, count=10)
    double.edit(12, title="Tom &amp; Jerry&#8217;s <em>lab</em>")
    with server:
        press = Site(world, double, server, kind="wordpress")
        press.news()
        parsed = feedparser.parse(httpx.get(f"{server.url}/feed/").content)
    theirs = [
        (e.link, datetime(*e.published_parsed[:6], tzinfo=UTC), e.title)
        for e in parsed.entries
    ]
    assert [(a.url, a.published, a.title) for a in press.articles()] == theirs
    assert len(theirs) == 10


def test_a_wall_before_the_api_of_wordpress_is_named(world):
    server, double = wordpress(world, count=3)
    with server:
        press = Site(world, double, server, kind="wordpress")
        double.closed = True
        assert press.look().error.endswith(
            "401 Unauthorized: it is behind a login wall:"
            " “You are not currently logged in.”"
        )


# ---------------------------------------------------------------- Ghost


@pytest.fixture
def ghost(world):
    double = Ghost(path="/journal")
    double.fill(120)
    with Server(double.answers) as server:
        yield Site(world, double, server, kind="ghost", token=double.key)


@pytest.mark.slow
def test_ghost_is_read_and_followed_for_days(ghost):
    site = ghost.double
    ids = list(site.posts)
    assert ghost.news() == [("new", id) for id in ids[20:]]
    assert ghost.asked() == 1
    assert ghost.news() == []
    assert ghost.asked() == 2  # the daily listing, of the hundred that are known
    ghost.news()  # has seen what the one before had; the next is told: nothing new
    report = ghost.look()
    assert (report.unchanged, ghost.asked()) == (True, 1)

    site.edit(ids[50], title="Another title")
    fresh = site.add("Fresh")
    assert ghost.news() == [("changed", ids[50]), ("new", fresh)]

    site.edit(ids[60], visibility="paid")
    site.delete(ids[61])
    site.unpublish(ids[62])
    assert ghost.news() == [("withdrawn", ids[60])]
    ghost.tomorrow()
    assert ghost.news() == [("withdrawn", ids[61]), ("withdrawn", ids[62])]
    site.publish(ids[62])
    site.edit(ids[60], visibility="public")
    assert ghost.news() == [("restored", ids[60]), ("restored", ids[62])]

    for id in ids:
        if site.posts[id].status == "published":
            site.edit(id, title=f"Edited {id}")
    site.refusals.fail(after=1)
    ghost.look()
    ghost.look()
    assert ghost.asked() == 2
    titles = {a.key: a.title for a in ghost.articles()}
    assert titles == {id: f"Edited {id}" for id in ids if id != ids[61]} | {
        fresh: "Fresh"
    }


def test_nobody_is_told_the_key_of_a_ghost(world, tmp_path, caplog):
    double = Ghost(key="5ecre7" * 4)
    double.fill(3)
    with Server(double.answers) as server:
        ghost = Site(world, double, server, kind="ghost", token=double.key)
        said = [ghost.look()]
        assert f"key={double.key}" in server.requests[0].path
        said.append(ghost.state())
        bare = b'{"posts": [{"id": "b1", "html": "<p>It has no address at all.</p>"}]}'
        double.refusals.waiting.append((200, {}, bare))
        assert ghost.news() == [("new", "b1")]
        for refusal in (
            (302, {"Location": f"/elsewhere?key={double.key}"}, b""),
            (503, {}, b"out of order"),
            (200, {}, b"<!DOCTYPE html>a page"),
            (200, {"Content-Type": "application/json"}, b'{"errors": ['),
        ):
            double.refusals.waiting.append(refusal)
            said += [ghost.look(), ghost.state()]
        for key in ("wrong-key-wrong-key", ""):
            double.key, asked = key, double.key
            said += [ghost.look(), ghost.state()]
            double.key = asked
    assert "Unknown Content API Key" in said[-1].error
    assert all(report.error for report in said[2::2])
    told = "".join(map(repr, said)) + caplog.text
    assert double.key not in told
    stored = b"".join(f.read_bytes() for f in tmp_path.glob("state.db*"))
    assert b"It has no address at all" in stored
    assert double.key.encode() not in stored
