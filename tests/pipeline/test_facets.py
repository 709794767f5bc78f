"""A feed for each tag, author, section …: which there are, and what they are called."""

import json
from dataclasses import replace

import pytest
from world import NEWS, World, feed, item, page

from syndicator.model import Feed, Letter

pytestmark = pytest.mark.slow  # a plain run stays short

TAGGED = Feed(name="all", facets=("tag",), facet_minimum=2)
SUFFIXES = ("rss", "atom", "json", "html")


@pytest.fixture
def tagged(world: World) -> World:
    world.change(feeds=(TAGGED,), letters=())
    world.fetcher.folders["lab"] = {
        "a.html": page("Alpha", tags=("Sleep", "Crème brûlée")),
        "b.html": page("Beta", date="2026-05-05", tags=("sleep",)),
        "c.html": page("Gamma", date="2026-05-06", tags=("Sleep", "once")),
    }
    world.run()
    return world


def facets(world: World, feed: str = "all") -> set[str]:
    """The paths below the feed, without their suffixes."""
    start = f"feeds/{feed}/"
    return {
        p.removeprefix(start)[:-4]
        for p in world.files()
        if p.startswith(start) and p.endswith(".rss")
    }


def titles(world: World, path: str) -> list[str]:
    return [each["title"] for each in json.loads(world.read(path))["items"]]


def add(world: World, file: str, *tags: str) -> tuple[str, ...]:
    world.fetcher.folders["lab"][file] = page(file, date="2026-05-07", tags=tags)
    world.look("lab")
    return world.emit().written


def test_a_value_with_enough_articles_has_a_feed(tagged):
    assert facets(tagged) == {"tag/sleep"}
    assert titles(tagged, "feeds/all/tag/sleep.json") == ["Gamma", "Beta", "Alpha"]
    assert (
        json.loads(tagged.read("feeds/all/tag/sleep.json"))["title"]
        == "Lab Notes: Sleep"
    )
    for suffix in SUFFIXES:
        assert f"feeds/all/tag/sleep.{suffix}" in tagged.files()


def test_it_gets_one_as_soon_as_it_has_enough(tagged):
    written = add(tagged, "d.html", "ONCE")
    assert facets(tagged) == {"tag/sleep", "tag/once"}
    assert "feeds/all/tag/once.rss" in written
    assert not [path for path in written if "sleep" in path]


def test_a_change_touches_only_the_facets_that_hold_the_article(tagged):
    add(tagged, "d.html", "once")
    tagged.fetcher.folders["lab"]["d.html"] = page("New", tags=("once",))
    tagged.look("lab")
    written = tagged.emit().written
    assert "feeds/all/tag/once.rss" in written
    assert not [path for path in written if "sleep" in path]


def test_nothing_changed_renders_nothing(tagged):
    before = tagged.files()
    assert tagged.run().written == ()
    assert tagged.files() == before


def test_every_kind(world):
    author = '<meta name="author" content="Ada Lovelace">'
    section = '<meta property="article:section" content="Field Notes">'
    kinds = ("tag", "author", "section", "source", "language")
    world.change(feeds=(replace(TAGGED, facets=kinds, facet_minimum=1),))
    world.fetcher.folders["lab"] = {
        "a.html": page("A", head=author + section, tags=("x",))
    }
    world.run()
    assert facets(world) == {
        "tag/x",
        "author/ada-lovelace",
        "section/field-notes",
        "source/lab",
        "language/en",
    }


@pytest.mark.parametrize(
    ("tag", "path"),
    [
        ("Sleep Apnea", "sleep-apnea"),
        ("Crème brûlée", "creme-brulee"),
        ("../../etc/passwd", "etc-passwd"),
        ("Q&amp;A / FAQ", "q-a-faq"),
        ("Größe", "grosse"),
        ("AUX.", "aux"),
    ],
)
def test_names_are_safe_in_paths(world, tag, path):
    world.change(feeds=(replace(TAGGED, facet_minimum=1),))
    world.fetcher.folders["lab"] = {"a.html": page("A", tags=(tag,))}
    world.run()
    assert facets(world) == {f"tag/{path}"}


def test_names_never_collide(world):
    tags = ("C", "C++", "C#", "睡眠", "نوم", "c d", "c-d", "c_d", "x" * 300, "y" * 300)
    world.change(feeds=(replace(TAGGED, facet_minimum=1),))
    world.fetcher.folders["lab"] = {
        f"{n}.html": page(f"Of {n}", tags=(tag,)) for n, tag in enumerate(tags)
    }
    world.run()
    found = facets(world)
    assert len(found) == len(tags)
    assert all(name.isascii() and len(name) < 100 for name in found)
    shown = [titles(world, f"feeds/all/{name}.json") for name in found]
    assert sorted(map(tuple, shown)) == [(f"Of {n}",) for n in range(len(tags))]


def test_a_name_once_published_stays(world):
    world.change(feeds=(replace(TAGGED, facet_minimum=1),))
    world.fetcher.folders["lab"] = {"a.html": page("First", tags=("c d",))}
    world.run()
    world.fetcher.folders["lab"]["b.html"] = page("Second", tags=("c-d",))
    world.run()
    assert titles(world, "feeds/all/tag/c-d.json") == ["First"]
    (other,) = facets(world) - {"tag/c-d"}
    assert titles(world, f"feeds/all/{other}.json") == ["Second"]
    del world.fetcher.folders["lab"]["a.html"]
    world.run()
    assert titles(world, "feeds/all/tag/c-d.json") == []
    assert titles(world, f"feeds/all/{other}.json") == ["Second"]
    world.change(feeds=(replace(TAGGED, facets=()),))
    world.run()
    assert facets(world) == set()
    world.change(feeds=(replace(TAGGED, facet_minimum=1),))
    world.fetcher.folders["lab"]["a.html"] = page("First", tags=("c d",))
    world.run()
    assert titles(world, "feeds/all/tag/c-d.json") == ["First"]


def test_one_that_becomes_empty_is_served_and_not_listed(tagged):
    for name in ("a.html", "b.html", "c.html"):
        tagged.fetcher.folders["lab"][name] = page("No more")
    tagged.run()
    assert titles(tagged, "feeds/all/tag/sleep.json") == []
    assert "tag/sleep" not in tagged.read("feeds.opml")
    assert "tag/sleep" not in tagged.read("index.html")


def test_they_are_listed(tagged):
    assert 'xmlUrl="https://feeds.example/feeds/all/tag/sleep.rss"' in tagged.read(
        "feeds.opml"
    )
    assert 'href="feeds/all/tag/sleep.html"' in tagged.read("index.html")


def test_pages_link_to_what_is_there(tagged):
    text = tagged.read("feeds/all/tag/sleep.html")
    assert 'href="sleep.rss"' in text
    assert 'href="../../../index.html"' in text


def test_the_most_used_come_first_and_the_rest_is_told(world):
    world.change(feeds=(replace(TAGGED, facet_minimum=1, facet_limit=2),))
    world.fetcher.folders["lab"] = {
        "a.html": page("A", tags=("rare", "often", "more")),
        "b.html": page("B", tags=("often", "more")),
        "c.html": page("C", tags=("often",)),
    }
    report = world.run()
    assert facets(world) == {"tag/often", "tag/more"}
    assert "feed all: no feed for 1 values: facet_limit is 2" in report.notes


def test_facets_are_of_their_feed(world):
    narrow = replace(TAGGED, name="news", sources=("news",), facet_minimum=1)
    world.change(feeds=(TAGGED, narrow))
    world.fetcher.folders["lab"] = {
        "a.html": page("A", tags=("sleep",)),
        "b.html": page("B", tags=("sleep",)),
    }
    tagged = item("one").replace("<pubDate>", "<category>Sleep</category><pubDate>")
    world.fetcher.feeds[NEWS.url] = feed(tagged)
    world.run()
    assert titles(world, "feeds/news/tag/sleep.json") == ["One"]
    assert len(titles(world, "feeds/all/tag/sleep.json")) == 3


# ---------------------------------------------------------------- what is selected


def test_keywords_and_days_select(world):
    picky = Feed(
        name="all",
        keywords=("melatonin",),
        exclude_keywords=("mice",),
        exclude_authors=("Bo",),
    )
    letter = Letter(
        name="weekly", unsubscribe="https://x.example/", keywords=("MELATONIN",)
    )
    world.change(feeds=(picky,), letters=(letter,))
    bo = '<meta name="author" content="Bo">'
    world.fetcher.folders["lab"] = {
        "a.html": page("Alpha", text="More Melatonin, more sleep. " * 5),
        "b.html": page("Beta", text="Melatonin in mice, and in men. " * 5),
        "c.html": page("Gamma", text="Melatoninlike things are other things. " * 5),
        "d.html": page(
            "Delta", text="Melatonin, told by Bo and by others. " * 5, head=bo
        ),
    }
    world.run()
    assert titles(world, "feeds/all.json") == ["Alpha"]
    letter_text = world.read("letters/weekly/latest.txt")
    assert "Beta" in letter_text
    assert "Gamma" not in letter_text
    world.fetcher.folders["lab"]["c.html"] = page("Gamma", text="Melatonin now. " * 9)
    world.run()
    assert titles(world, "feeds/all.json") == ["Gamma", "Alpha"]


def test_a_keyword_asked_for_later_finds_what_is_stored(tagged):
    tagged.change(feeds=(Feed(name="all", keywords=("Beta",)),))
    tagged.emit()
    assert titles(tagged, "feeds/all.json") == ["Beta"]
