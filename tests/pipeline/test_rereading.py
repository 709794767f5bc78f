"""Pages that are asked again: what was edited, what is gone, and what is back."""

from dataclasses import replace

import pytest
from world import NEWS, SENTENCE, World, feed, item

from syndicator.errors import FetchError
from syndicator.walk import WALKERS

ONE, TWO = "https://news.example/one", "https://news.example/two"


def page(text: str, title: str = "One", extra: str = "") -> bytes:
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>
        </head><body>{extra}<main><article><h1>{title}</h1><p>{text}</p>
        </article></main></body></html>""".encode()


def teasing() -> bytes:
    said = feed(item("one", body=False)).decode()
    return said.replace("A teaser for one", SENTENCE[:40]).encode()


def status(url: str, code: int, wait: int = 0) -> FetchError:
    return FetchError(url, str(code), wait, status=code)


@pytest.fixture
def teased(world: World) -> World:
    """A source with an article that is read from its page."""
    world.fetcher.feeds[NEWS.url] = teasing()
    world.fetcher.pages[ONE] = page(SENTENCE * 3)
    assert world.kinds() == ["new"]
    return world


@pytest.fixture
def whole(world: World) -> World:
    """A source that gives its articles in full."""
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.fetcher.pages[ONE] = page(SENTENCE * 3)
    assert world.kinds() == ["new"]
    return world


def asked_at(world: World, hours: int) -> list[int]:
    """At which hours from now on the page is asked for, in passes of every hour."""
    found = []
    for hour in range(1, hours + 1):
        world.later(hours=1)
        world.fetcher.asked.clear()
        world.reread()
        if ONE in world.fetcher.asked:
            found.append(hour)
    return found


def test_a_page_is_asked_again_by_decay(teased: World) -> None:
    assert asked_at(teased, 24 * 32) == [1, 6, 24, 7 * 24, 30 * 24]


def test_so_is_the_page_of_an_article_that_came_whole(whole: World) -> None:
    assert asked_at(whole, 24 * 32) == [1, 6, 24, 7 * 24, 30 * 24]


def test_an_edit_is_found(teased: World) -> None:
    teased.fetcher.pages[ONE] = page(SENTENCE * 3 + "Nobody slept in jars.")
    assert teased.reread() == []
    teased.later(hours=1)
    assert teased.reread() == ["changed"]
    assert "Nobody slept in jars." in teased.article(ONE).body
    assert teased.kinds() == []  # the feed says what it said


@pytest.mark.parametrize("extra", ["", "<nav>17:05</nav>"])
def test_a_page_that_says_the_same_is_no_news(teased: World, extra: str) -> None:
    teased.fetcher.pages[ONE] = page(SENTENCE * 3, extra=extra)
    before = teased.store.generation(["*"])
    teased.later(hours=1)
    assert teased.reread() == []
    assert teased.store.generation(["*"]) == before


def test_an_article_that_came_whole_is_its_feed_s(whole: World) -> None:
    whole.fetcher.pages[ONE] = page("Another text altogether.")
    whole.later(hours=1)
    assert whole.reread() == []
    assert SENTENCE.strip() in whole.article(ONE).body


def test_pages_are_not_asked_again_where_the_settings_say_so(world: World) -> None:
    world.change(sources=(replace(NEWS, reread=False), *world.plan.sources[1:]))
    world.fetcher.feeds[NEWS.url] = teasing()
    world.fetcher.pages[ONE] = page(SENTENCE * 3)
    assert world.kinds() == ["new"]
    assert asked_at(world, 30) == []


def test_what_a_listing_tells_is_not_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = replace(WALKERS["feed"], listing=True)
    monkeypatch.setitem(WALKERS, "feed", told)
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    assert world.kinds() == ["new"]
    assert asked_at(world, 30) == []


# ---------------------------------------------------------------- deletions


@pytest.mark.parametrize("source", ["teased", "whole"])
@pytest.mark.parametrize("code", [404, 410])
def test_a_page_missing_twice_a_day_apart_withdraws_its_article(
    source: str, code: int, request: pytest.FixtureRequest
) -> None:
    world: World = request.getfixturevalue(source)
    id = world.article(ONE).id
    world.fetcher.pages[ONE] = status(ONE, code)
    kinds = {}
    for hour in range(1, 50):
        world.later(hours=1)
        if found := world.reread():
            kinds[hour] = found
    assert kinds == {25: ["withdrawn"]}
    assert world.article(ONE).status == "withdrawn"
    world.fetcher.pages[ONE] = page(SENTENCE * 3)
    assert asked_at(world, 24 * 8) == [
        144,
        145,
        150,
        168,
    ]  # 7 days after, and then by decay
    assert world.article(ONE).status == "live"
    assert world.article(ONE).id == id


def test_the_reason_is_told(teased: World) -> None:
    teased.fetcher.pages[ONE] = status(ONE, 404)
    teased.later(hours=1)
    teased.reread()
    teased.later(days=1)
    due = teased.store.rechecks(["news"], teased.now, 20)
    assert due["news"][0].missed_at
    assert teased.reread() == ["withdrawn"]
    (gone,) = teased.store.missing("news")
    assert gone.gone


@pytest.mark.parametrize("code", [0, 401, 403, 429, 451, 500, 503])
def test_nothing_else_counts_as_gone(teased: World, code: int) -> None:
    teased.fetcher.pages[ONE] = status(ONE, code)
    for _ in range(40):
        teased.later(days=1)
        assert teased.reread() == []
    assert teased.article(ONE).status == "live"


def test_a_page_that_was_missing_once_is_not_gone(teased: World) -> None:
    teased.fetcher.pages[ONE] = status(ONE, 404)
    teased.later(hours=1)
    teased.reread()
    teased.fetcher.pages[ONE] = page(SENTENCE * 3)
    teased.later(days=1)
    assert teased.reread() == []
    teased.fetcher.pages[ONE] = status(ONE, 404)
    teased.later(days=6)
    assert teased.reread() == []  # the first time again
    assert teased.article(ONE).status == "live"


def test_a_page_gone_for_good_is_asked_twice_more(teased: World) -> None:
    teased.fetcher.pages[ONE] = status(ONE, 404)
    assert asked_at(teased, 24 * 60) == [1, 25, 25 + 7 * 24, 25 + 30 * 24]
    assert teased.store.missing("news") == []


def withdrawn(world: World) -> None:
    world.fetcher.pages[ONE] = status(ONE, 404)
    world.later(hours=1)
    world.reread()
    world.later(days=1)
    assert world.reread() == ["withdrawn"]


def test_a_feed_that_still_has_it_does_not_bring_it_back(whole: World) -> None:
    withdrawn(whole)
    whole.fetcher.feeds[NEWS.url] = feed(item("two"), item("one"))
    assert whole.kinds() == ["new"]
    assert whole.article(ONE).status == "withdrawn"


def test_a_feed_that_says_more_of_it_brings_it_back(whole: World) -> None:
    withdrawn(whole)
    whole.fetcher.feeds[NEWS.url] = feed(item("one", text=SENTENCE * 4))
    assert whole.kinds() == ["restored"]
    assert whole.reread() == []


def test_a_feed_that_has_it_again_brings_it_back(whole: World) -> None:
    id = whole.article(ONE).id
    withdrawn(whole)
    whole.fetcher.feeds[NEWS.url] = feed(item("two"))
    assert whole.kinds() == ["new", "same"]
    whole.fetcher.feeds[NEWS.url] = feed(item("one"), item("two"))
    assert whole.kinds() == ["restored"]
    assert whole.article(ONE).id == id


def test_what_drops_out_of_a_feed_stays(whole: World) -> None:
    whole.fetcher.feeds[NEWS.url] = feed(item("two"))
    assert whole.kinds() == ["new"]
    assert whole.article(ONE).status == "live"


def test_what_the_operator_withdrew_stays_away(whole: World) -> None:
    from syndicator.pipeline import orders

    news = orders.withdraw(whole.store, ONE, "Ours", whole.now)
    assert news.kind == "withdrawn"
    whole.later(hours=1)
    assert whole.reread() == []
    assert whole.article(ONE).withdrawal == "Ours"


def complete(*items: str) -> bytes:
    said = feed(*items).decode()
    history = 'xmlns:h="http://purl.org/syndication/history/1.0"'
    said = said.replace("<channel>", "<channel><h:complete/>")
    return said.replace('<rss version="2.0"', f'<rss version="2.0" {history}').encode()


def test_what_a_complete_feed_lacks_is_no_more(world: World) -> None:
    world.fetcher.feeds[NEWS.url] = complete(item("one"), item("two"))
    assert world.kinds() == ["new", "new"]
    world.fetcher.feeds[NEWS.url] = complete(item("two"))
    assert world.kinds() == ["withdrawn"]
    world.fetcher.feeds[NEWS.url] = complete(item("one"), item("two"))
    assert world.kinds() == ["restored"]


def test_a_complete_feed_that_is_cut_off_has_lost_nothing(world: World) -> None:
    whole = complete(item("one"), item("two"))
    world.fetcher.feeds[NEWS.url] = whole
    assert world.kinds() == ["new", "new"]
    world.fetcher.feeds[NEWS.url] = whole[: whole.index(b"<guid", 700)]
    assert "withdrawn" not in world.kinds()


# ---------------------------------------------------------------- a whole site


def site(world: World, many: int) -> list[str]:
    names = [f"a{n}" for n in range(many)]
    world.fetcher.feeds[NEWS.url] = feed(*(item(name) for name in names))
    addresses = [f"https://news.example/{name}" for name in names]
    for address in addresses:
        world.fetcher.pages[address] = page(SENTENCE)
    assert world.kinds() == ["new"] * many
    return addresses


def lose(world: World, addresses: list[str]) -> list[str]:
    for address in addresses:
        world.fetcher.pages[address] = status(address, 404)
    kinds = []
    for _ in range(80):
        world.later(hours=1)
        kinds += world.reread()
    return kinds


@pytest.mark.parametrize(
    ("many", "lost", "gone"), [(10, 5, 5), (10, 6, 0), (4, 4, 0), (2, 2, 2), (9, 3, 3)]
)
def test_a_site_that_loses_most_of_its_pages_is_not_believed(
    world: World, many: int, lost: int, gone: int
) -> None:
    addresses = site(world, many)
    assert lose(world, addresses[:lost]) == ["withdrawn"] * gone
    said = [p for p in world.store.problems() if "not believed" in p.reason]
    assert bool(said) == (gone == 0)


def test_a_source_is_asked_for_so_many_pages_at_once(world: World) -> None:
    site(world, 30)
    world.later(hours=1)
    world.fetcher.asked.clear()
    world.reread()
    assert len(world.fetcher.asked) == 20
    world.reread()
    assert len(world.fetcher.asked) == 30


def test_a_server_that_asks_to_be_left_alone_is(world: World) -> None:
    addresses = site(world, 5)
    world.fetcher.pages[addresses[1]] = status(addresses[1], 429, wait=7200)
    world.later(hours=1)
    world.fetcher.asked.clear()
    world.reread()
    assert len(world.fetcher.asked) <= 5
    assert world.fetcher.asked[-1] == addresses[1]
    assert world.look().left_until is not None


# ---------------------------------------------------------------- redirects


def test_a_page_that_leads_home_is_not_its_article_s(teased: World) -> None:
    teased.fetcher.led[ONE] = "https://news.example/"
    teased.fetcher.pages[ONE] = page("The news of the day, in short.", "News")
    teased.later(hours=1)
    assert teased.reread() == []
    assert SENTENCE.strip() in teased.article(ONE).body
    (problem,) = teased.store.problems()
    assert problem.source == "news, pages"


def test_a_page_that_has_moved_is_still_read(teased: World) -> None:
    teased.fetcher.led[ONE] = "https://news.example/jars/one"
    teased.fetcher.pages[ONE] = page(SENTENCE * 3 + "Nobody slept in jars.")
    teased.later(hours=1)
    assert teased.reread() == ["changed"]
