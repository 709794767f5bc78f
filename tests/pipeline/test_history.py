"""A feed's archive: every article once, and pages that stay as they are."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from walkers import READERS, read_atom, walk, walked
from world import World, page

from syndicator.model import Disclaimer, Feed, Selection

pytestmark = pytest.mark.slow  # a plain run stays short

SMALL = Feed(name="all", limit=4)


def name(number: int) -> str:
    return f"{number:03}.html"


def article(number: int, **more) -> bytes:
    """One article a day, the first on the first of January."""
    month, day = divmod(number, 28)
    date = f"2026-{month + 1:02}-{day + 1:02}"
    return page(f"Title {number}", **{"date": date} | more)


@pytest.fixture
def small(world: World) -> World:
    """A feed of four items that has had eleven articles, all at once."""
    world.change(feeds=(SMALL,), letters=())
    world.fetcher.folders["lab"] = {name(n): article(n) for n in range(11)}
    world.run()
    return world


def add(world: World, number: int, **more) -> tuple[str, ...]:
    world.fetcher.folders["lab"][name(number)] = article(number, **more)
    world.look("lab")
    return world.emit().written


def live(world: World) -> list[str]:
    return sorted(a.id for a in world.store.select(Selection(), 9999))


def archive(world: World) -> dict[str, str]:
    return {p: world.read(p) for p in world.files() if "/archive/" in p}


def titles(world: World, path: str) -> list[str]:
    return [each["title"] for each in json.loads(world.read(path))["items"]]


@pytest.mark.parametrize("suffix", READERS)
def test_walking_yields_every_article_once(small, suffix):
    assert sorted(walked(small, "all", suffix)) == live(small)
    lengths = [len(d.ids) for d in walk(small, "all", suffix)]
    assert lengths == [4, 3, 4]


@pytest.mark.parametrize("suffix", ["rss", "atom"])
def test_documents_say_where_they_stand(small, suffix):
    own, second, first = walk(small, "all", suffix)
    place = f"feeds/all/archive/{{}}.{suffix}"
    assert own.links == {
        "self": f"feeds/all.{suffix}",
        "prev-archive": place.format(2),
    }
    assert second.links == {
        "self": place.format(2),
        "current": f"feeds/all.{suffix}",
        "prev-archive": place.format(1),
    }
    assert first.links == {
        "self": place.format(1),
        "current": f"feeds/all.{suffix}",
        "next-archive": place.format(2),
    }
    assert [d.archive for d in (own, second, first)] == [False, True, True]


def test_all_documents_of_a_feed_have_its_id(small):
    ids = {
        small.read(d.path).partition("<id>")[2].partition("</id>")[0]
        for d in walk(small, "all", "atom")
    }
    assert ids == {"https://feeds.example/feeds/all.atom"}


def test_a_new_article_rewrites_the_feed_and_the_newest_page(small):
    written = set(add(small, 11))
    pages = {p for p in written if "/archive/" in p}
    assert pages == {f"feeds/all/archive/2.{s}" for s in READERS}
    assert titles(small, "feeds/all.json")[0] == "Title 11"
    assert titles(small, "feeds/all/archive/2.json")[0] == "Title 7"


def test_full_pages_stay_as_they_are(small):
    kept: dict[str, str] = {}
    for number in range(11, 22):
        add(small, number)
        now = archive(small)
        last = max(int(p.split("/")[3].split(".")[0]) for p in now)
        assert {p: now[p] for p in kept} == kept
        kept = {
            p: b
            for p, b in now.items()
            if not p.startswith(f"feeds/all/archive/{last}.")
        }
        for suffix in READERS:
            assert sorted(walked(small, "all", suffix)) == live(small)
    assert len(kept) >= 3 * len(READERS)


def test_nothing_new_writes_nothing(small):
    before = small.files()
    assert small.run().written == ()
    assert small.files() == before


def test_an_old_article_that_comes_late_is_seen_like_a_new_one(small):
    first = small.read("feeds/all/archive/1.atom")
    small.fetcher.folders["lab"]["old.html"] = page("Old", date="2020-01-01")
    small.run()
    assert titles(small, "feeds/all.json")[-1] == "Old"
    for number in range(11, 14):
        add(small, number)
    assert titles(small, "feeds/all.json")[-1] == "Old"
    add(small, 14)
    assert "Old" not in titles(small, "feeds/all.json")
    assert "Old" in titles(small, "feeds/all/archive/3.json")
    assert small.read("feeds/all/archive/1.atom") == first
    assert sorted(walked(small, "all", "atom")) == live(small)


def test_many_old_ones_at_once_push_nothing_out(small):
    before = titles(small, "feeds/all.json")
    for number in range(5):
        old = page(f"Old {number}", date=f"2020-01-0{number + 1}")
        small.fetcher.folders["lab"][f"old{number}.html"] = old
    small.run()
    assert titles(small, "feeds/all.json") == before
    assert sorted(walked(small, "all", "atom")) == live(small)


def test_an_edit_changes_only_the_page_that_holds_it(small):
    written = set(add(small, 1, text="Other words, and more of them. " * 9))
    assert {p for p in written if p.startswith("feeds/all")} == {
        f"feeds/all/archive/1.{s}" for s in READERS
    }
    assert "Other words" in small.read("feeds/all/archive/1.rss")


def test_an_archived_article_withdrawn_leaves_its_page_and_is_told(small):
    gone = small.article("001.html").id
    del small.fetcher.folders["lab"]["001.html"]
    small.run()
    page_one = read_atom(small, "feeds/all/archive/1.atom")
    assert page_one.gone == (gone,)
    assert gone not in page_one.ids
    assert gone in read_atom(small, "feeds/all.atom").gone
    assert sorted(walked(small, "all", "json")) == live(small)


def test_a_withdrawn_article_comes_back_where_it_was(small):
    before = archive(small)
    kept = small.fetcher.folders["lab"].pop("001.html")
    small.run()
    small.fetcher.folders["lab"]["001.html"] = kept
    small.run()
    assert archive(small) == before


def test_the_feed_stays_full_when_its_own_articles_go(small):
    for number in (10, 9):
        del small.fetcher.folders["lab"][name(number)]
        small.run()
    assert titles(small, "feeds/all.json") == [f"Title {n}" for n in (8, 7, 6, 5)]
    for suffix in READERS:
        assert sorted(walked(small, "all", suffix)) == live(small)


def test_pages_whose_articles_went_back_are_removed(small):
    for number in range(7, 11):
        del small.fetcher.folders["lab"][name(number)]
    small.run()
    assert set(archive(small)) == {f"feeds/all/archive/1.{s}" for s in READERS}
    assert titles(small, "feeds/all.json")[0] == "Title 6"
    assert sorted(walked(small, "all", "atom")) == live(small)


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
def test_another_limit_moves_only_what_it_must(small, limit):
    small.change(feeds=(replace(SMALL, limit=limit),))
    small.emit()
    assert len(titles(small, "feeds/all.json")) == min(limit, 11)
    for suffix in READERS:
        assert sorted(walked(small, "all", suffix)) == live(small)


def test_another_selection_takes_out_what_it_no_longer_asks_for(small):
    add(small, 11, tags=("sleep",))
    small.change(feeds=(replace(SMALL, exclude_tags=("sleep",)),))
    small.emit()
    wanted = {a.id for a in small.store.select(Selection(), 99)}
    wanted.remove(small.article("011.html").id)
    for suffix in READERS:
        assert sorted(walked(small, "all", suffix)) == sorted(wanted)


def test_a_wording_reaches_the_archive(small):
    wording = Disclaimer(kind="research", text="Words for thought only.", always=True)
    small.change(disclaimers=(wording,))
    small.run()
    for text in archive(small).values():
        assert "Words for thought only." in text
        assert "For research only." not in text


def test_a_removed_feed_takes_its_archive_along(small):
    small.change(feeds=(Feed(name="other"),))
    small.emit()
    assert archive(small) == {}


def test_an_archive_shows_long_articles_whole(world):
    world.change(feeds=(replace(SMALL, max_kilobytes=12),), letters=())
    world.fetcher.folders["lab"] = {
        name(n): article(n, text="Many words make long reading. " * 250)
        for n in range(8)
    }
    world.run()
    lengths = [
        len(each["content_html"])
        for each in json.loads(world.read("feeds/all/archive/1.json"))["items"]
    ]
    assert len(lengths) == 4
    assert min(lengths) > 7000


def test_a_kill_between_the_pages_loses_nothing(small, monkeypatch):
    class Stop(Exception):
        pass

    put = small.publisher.put
    for after in range(0, 14, 3):
        left = [after]

        def until(path, body, left=left):
            if not left[0]:
                raise Stop
            left[0] -= 1
            return put(path, body)

        small.fetcher.folders["lab"][name(20 + after)] = article(20 + after)
        small.look("lab")
        monkeypatch.setattr(small.publisher, "put", until)
        with suppress(Stop):
            small.emit()
        monkeypatch.undo()
        small.emit()
        for suffix in READERS:
            assert sorted(walked(small, "all", suffix)) == live(small)
