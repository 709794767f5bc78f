"""What an operator orders of one article, and what readers are then shown."""

import json
from datetime import datetime, timedelta

import pytest
from lxml import etree
from walkers import TOMBSTONES, read_atom, read_json
from world import NEWS, World, feed, item, page

from syndicator.errors import ConfigError
from syndicator.pipeline import orders

URL = "https://lab.example/a.html"
CHANNELS = (
    "feeds/all.rss",
    "feeds/all.atom",
    "feeds/all.json",
    "feeds/all.html",
    "letters/weekly/latest.html",
    "letters/weekly/latest.txt",
)
NOTE = "An earlier version gave the dose as 4 mg; it is 40 mg."


@pytest.fixture
def full(world: World) -> World:
    world.fetcher.folders["lab"] = {
        "a.html": page("Alpha", tags=("sleep",)),
        "b.html": page("Beta", date="2026-05-05"),
    }
    world.fetcher.feeds[NEWS.url] = feed(item("one"), item("two", day=5))
    world.run()
    return world


def facts(world: World, id: str) -> dict[str, str]:
    items = json.loads(world.read("feeds/all.json"))["items"]
    return next(each for each in items if each["id"] == id)


# ---------------------------------------------------------------- withdrawn


def withdraw(world: World, url: str = URL, reason: str = "The data were wrong.") -> str:
    world.later(minutes=5)
    news = orders.withdraw(world.store, url, reason, world.now)
    world.emit()
    return news.article.id


def test_withdrawn_article_is_nowhere_and_readers_are_told(full):
    gone = withdraw(full)
    for path in (*CHANNELS, "index.html", "feeds/sleep.rss"):
        assert "Alpha" not in full.read(path), path
    for name in ("all", "sleep"):
        assert read_atom(full, f"feeds/{name}.atom").gone == (gone,)
        assert read_json(full, f"feeds/{name}.json").gone == (gone,)


def test_deleted_entry_says_when_and_why(full):
    gone = withdraw(full)
    root = etree.fromstring(full.read("feeds/all.atom").encode())
    (entry,) = root.findall(f"{TOMBSTONES}deleted-entry")
    when = full.article(URL).withdrawn
    assert (entry.get("ref"), entry.get("when")) == (gone, f"{when:%Y-%m-%dT%H:%M:%SZ}")
    assert entry.findtext(f"{TOMBSTONES}comment") == "The data were wrong."
    updated = root.findtext("{http://www.w3.org/2005/Atom}updated")
    assert datetime.fromisoformat(updated) == when


def test_no_feed_without_withdrawals_speaks_of_them(full):
    assert TOMBSTONES[1:-1] not in full.read("feeds/all.atom")
    assert "withdrawn" not in json.loads(full.read("feeds/all.json"))["_syndicator"]


def test_it_stays_withdrawn_whatever_its_source_has(full):
    gone = withdraw(full)
    before = {path: full.read(path) for path in CHANNELS}
    full.run()
    full.fetcher.folders["lab"]["a.html"] = page("Alpha", text="All new words. " * 20)
    full.run()
    kept = full.fetcher.folders["lab"].pop("a.html")
    full.run()
    full.fetcher.folders["lab"]["a.html"] = kept
    full.run()
    assert {path: full.read(path) for path in CHANNELS} == before
    assert full.article(URL).status == "withdrawn"
    assert full.article(URL).id == gone


def test_of_a_feed_it_stays_withdrawn_too(full):
    withdraw(full, "https://news.example/one")
    full.fetcher.feeds[NEWS.url] = feed(item("one", title="One again"), item("two"))
    full.run()
    assert "One" not in full.read("feeds/all.rss")


def test_another_source_s_copy_does_not_bring_it_back(full):
    gone = withdraw(full)
    full.fetcher.feeds[NEWS.url] = feed(item("alpha", title="Alpha"), item("one"))
    full.run()
    assert full.article("https://news.example/alpha").twin_of == gone
    assert "Alpha" not in full.read("feeds/all.rss")


def test_settings_that_change_do_not_bring_it_back(full):
    withdraw(full)
    full.change(disclaimers=())
    full.run()
    assert "Alpha" not in full.read("feeds/all.rss")


def test_looking_again_at_what_is_withdrawn_is_no_work(full):
    withdraw(full)
    before = full.files()
    assert full.kinds("lab") == []
    assert full.run().written == ()
    assert full.files() == before


def test_restored_article_is_what_it_was(full):
    before = {path: full.read(path) for path in CHANNELS}
    withdraw(full)
    full.later(hours=1)
    orders.restore(full.store, URL, full.now)
    full.emit()
    assert {path: full.read(path) for path in CHANNELS} == before


def test_what_its_source_withdrew_is_its_source_s_to_restore(full):
    del full.fetcher.folders["lab"]["a.html"]
    full.run()
    with pytest.raises(ConfigError, match="withdrawn by its source"):
        orders.restore(full.store, URL, full.now)
    with pytest.raises(ConfigError, match="is live"):
        orders.restore(full.store, "https://lab.example/b.html", full.now)


def test_what_its_source_withdrew_can_be_kept_out(full):
    kept = full.fetcher.folders["lab"].pop("a.html")
    full.run()
    withdraw(full)
    full.fetcher.folders["lab"]["a.html"] = kept
    full.run()
    assert "Alpha" not in full.read("feeds/all.rss")


def test_an_order_names_one_article_and_a_reason(full):
    with pytest.raises(ConfigError, match="no article has"):
        withdraw(full, "https://lab.example/nothing.html")
    with pytest.raises(ConfigError, match="--reason"):
        withdraw(full, reason="  ")
    full.fetcher.feeds[NEWS.url] = feed(
        item("one"), item("x").replace("https://news.example/x", URL)
    )
    full.run()
    with pytest.raises(ConfigError, match="several articles"):
        withdraw(full)


def test_withdrawals_of_the_last_weeks_are_told_and_no_older(full):
    first = withdraw(full)
    full.later(days=20)
    second = withdraw(full, "https://lab.example/b.html")
    assert read_atom(full, "feeds/all.atom").gone == (second, first)
    full.later(days=20)
    third = withdraw(full, "https://news.example/one")
    assert read_atom(full, "feeds/all.atom").gone == (third, second)


# ---------------------------------------------------------------- corrected


def correct(world: World, note: str = NOTE) -> None:
    world.later(minutes=5)
    orders.correct(world.store, URL, note, world.now)
    world.emit()


def test_correction_is_shown_once_in_every_channel(full):
    correct(full)
    for path in CHANNELS:
        if path.endswith(".json"):
            shown = facts(full, full.article(URL).id)
            assert shown["content_html"].count(NOTE) == 1
            notice = {"kind": "correction", "text": NOTE}
            assert notice in shown["_syndicator"]["notices"]
        else:
            text = " ".join(full.read(path).split())
            assert text.count(NOTE) == 1, path
    assert full.store.problems() == []


def test_correction_moves_updated_alone(full):
    before = facts(full, full.article(URL).id)
    correct(full)
    after = facts(full, before["id"])
    assert after["date_published"] == before["date_published"]
    assert after["date_modified"] == f"{full.now:%Y-%m-%dT%H:%M:%SZ}"


def test_correction_stays_through_edits_and_settings(full):
    correct(full)
    full.fetcher.folders["lab"]["a.html"] = page("Alpha", text="Right words. " * 20)
    full.run()
    assert NOTE in full.read("feeds/all.rss")
    full.change(disclaimers=())
    full.run()
    assert NOTE in full.read("feeds/all.rss")


def test_correction_can_be_taken_away(full):
    correct(full)
    correct(full, "")
    assert NOTE not in full.read("feeds/all.rss")
    with pytest.raises(ConfigError, match="already"):
        correct(full, "")


def test_corrections_of_two_articles_stand_with_each(full):
    correct(full)
    other = "https://lab.example/b.html"
    orders.correct(full.store, other, "Its author is Bea.", full.now)
    full.emit()
    text = full.read("letters/weekly/latest.txt")
    assert text.index("Beta") < text.index("Its author is Bea.")
    assert text.index("Alpha") < text.index("An earlier version")
    assert full.store.problems() == []


def test_correction_counts_from_the_moment_it_is_given(full):
    correct(full)
    assert full.article(URL).updated == full.now
    assert full.article(URL).published < full.now - timedelta(days=1)
