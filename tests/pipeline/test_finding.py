"""Publishers of every sort on the loopback: the best way to read each is found by itself."""

import pytest
from fakes import InProcess
from ghost import Ghost
from magazine import Magazine
from servers import Server
from wordpress import WordPress
from world import NEWS, PLAN, SENTENCE, feed, item

from syndicator.fetch import Fetchers
from syndicator.model import Source
from syndicator.pipeline import discovering

LOOPBACK = ("127.0.0.0/8",)


@pytest.fixture
def find(world):
    """What is found at a publisher's address, within the requests that are allowed."""
    fetchers = Fetchers(version="1", contact="https://lab.example/")

    def found(answers, path="/", token=""):
        with Server(answers) as server:
            like = Source(
                kind="feed",
                name="site",
                url=server.url + path,
                token=token,
                allow_networks=LOOPBACK,
            )
            edges = (fetchers, world.store, world.now, InProcess())
            discovery = discovering.discovered(like, PLAN, *edges)
            # What the fetcher asks robots.txt for itself comes on top.
            assert len(server.requests) <= discovering.REQUESTS + 1
            return discovery

    yield found
    fetchers.close()


def best(discovery):
    trial = discovery.trials[0]
    assert trial.error == ""
    assert len(trial.articles) == 3
    assert all(a.words > 20 and a.published for a in trial.articles)
    return trial


def without(answers, *paths):
    """The same publisher, with what is below these paths switched off."""

    def answer(request):
        off = any(path in request.path for path in paths)
        return (404, {}, b"") if off else answers(request)

    return answer


def test_wordpress_is_read_by_its_api(find):
    site = WordPress()
    site.fill(8)
    found = find(site.answers)
    trial = best(found)
    assert trial.candidate.source.kind == "wordpress"
    assert (trial.told, trial.edits, trial.deletions) == (3, True, True)
    assert "feed" in {t.candidate.source.kind for t in found.trials if not t.error}


def test_wordpress_that_has_switched_its_api_off_is_read_by_its_feed(find):
    site = WordPress()
    site.fill(8)
    found = find(without(site.answers, "wp-json", "rest_route"))
    assert best(found).candidate.source.kind == "feed"
    (failed,) = [t for t in found.trials if t.candidate.source.kind == "wordpress"]
    assert "404" in failed.error


def test_ghost_is_read_by_its_api_where_there_is_a_key(find):
    site = Ghost()
    site.fill(8)
    trial = best(find(site.answers, token=site.key))
    assert trial.candidate.source.kind == "ghost"
    assert trial.candidate.source.token == site.key


def test_ghost_says_its_key_itself(find):
    site = Ghost()
    site.fill(8)

    def answers(request):
        status, headers, body = site.answers(request)
        host = request.headers["host"]
        portal = (
            f'<script src="/portal.js" data-ghost="http://{host}/"'
            f' data-key="{site.key}"></script></head>'
        )
        head = (
            body.replace(b"</head>", portal.encode()) if request.path == "/" else body
        )
        return status, headers, head

    assert best(find(answers)).candidate.source.kind == "ghost"


def test_ghost_without_a_key_is_read_by_its_feed(find):
    site = Ghost()
    site.fill(8)
    found = find(site.answers)
    assert best(found).candidate.source.kind == "feed"
    (lacking,) = [t for t in found.trials if t.candidate.source.kind == "ghost"]
    assert "needs a content key" in lacking.error


def test_a_magazine_is_read_by_its_sitemap(find):
    site = Magazine()
    for n in range(25):
        site.add(f"Story {n}")
    trial = best(find(site.answers))
    assert trial.candidate.source.kind == "sitemap"
    assert all("/articles/" in a.url for a in trial.articles)
    assert len({a.url for a in trial.articles}) == 3  # its news are listed twice
    assert trial.entries == 25


def test_a_magazine_without_sitemaps_is_read_by_its_list(find):
    site = Magazine()
    for n in range(25):
        site.add(f"Story {n}")
    trial = best(find(without(site.answers, "sitemap", "robots")))
    assert trial.candidate.source.kind == "listing"
    assert trial.candidate.source.url.endswith("/articles/")


def test_what_we_publish_ourselves_is_read_by_its_feed(find, world):
    items = (item(f"story-{n}", text=SENTENCE * 20, day=n) for n in range(1, 8))
    world.fetcher.feeds[NEWS.url] = feed(*items)
    world.fetcher.folders["lab"] = {}
    world.run()

    def answers(request):
        file = world.public / (request.path.strip("/") or "index.html")
        return (200, {}, file.read_bytes()) if file.is_file() else (404, {}, b"")

    found = find(answers)
    assert "/feeds/all." in best(found).candidate.source.url
    assert len([t for t in found.trials if not t.error]) > 2  # it comes in formats


def test_a_page_that_programs_may_not_read_is_not_read(find):
    site = Magazine()
    site.add("Story")
    rules = (200, {}, b"User-agent: *\nDisallow: /")

    def answers(request):
        assert (
            request.path == "/robots.txt"
            or "feed" in request.path
            or (
                request.path.endswith(".xml")  # feeds and sitemaps are for programs
            )
        )
        return rules if request.path == "/robots.txt" else site.answers(request)

    found = find(answers)
    assert "does not let programs read it" in found.error
    assert all(t.error for t in found.trials)


def test_a_throttled_site_is_told_as_such(find):
    site = Magazine()
    site.add("Story")
    site.throttle(99)
    found = find(site.answers)
    assert "429" in found.error
    assert all(t.error for t in found.trials)
