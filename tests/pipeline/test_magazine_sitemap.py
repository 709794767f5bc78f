"""A magazine read by its sitemaps, over real HTTP: everything, and no more than needed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from magazine import Magazine
from magazines import look, paths, read_by
from world import World

from syndicator.pipeline import links

STORIES = 15


@pytest.fixture
def magazine(world: World) -> Iterator[Magazine]:
    """Some stories, an hour apart, and a source that reads them."""
    made = Magazine(now=world.now, per_sitemap=5)
    with read_by(world, made, "sitemap", "/sitemap_index.xml", STORIES):
        yield made


def stored(world: World, magazine: Magazine) -> set[str]:
    found = (
        world.store.find(magazine.server.url + a.path)
        for a in magazine.articles.values()
    )
    return {
        a.url.rpartition("/")[2] for (a,) in filter(None, found) if a.status == "live"
    }


def test_everything_is_read_and_a_quiet_look_costs_one_request(world, magazine):
    assert len(look(world, magazine)) == STORIES
    asked = paths(magazine)
    # the index, its children, the host's rules, and each story once
    assert len(asked) == 1 + 4 + 1 + STORIES == len(set(asked))
    assert not any("/tag/" in p or p in ("/", "/about", "/articles/") for p in asked)
    for article in magazine.articles.values():
        (there,) = world.store.find(magazine.server.url + article.path)
        assert all(p in there.body for p in article.paragraphs())
        assert (there.title, there.published) == (article.title, article.published)
        assert "Nothing here" not in there.body
        assert [i.caption for i in there.images] == ["Drawing: Ada Brook"]
    assert look(world, magazine) == []
    assert paths(magazine) == ["/sitemap_index.xml"]


def test_what_is_new_or_edited_is_asked_for_and_nothing_else(world, magazine):
    look(world, magazine)
    paths(magazine)
    magazine.add("Fresh bread", age_hours=0)
    magazine.edit("story-10")
    assert look(world, magazine) == ["changed story-10", "new fresh-bread"]
    asked = paths(magazine)
    assert {"/articles/fresh-bread", "/articles/story-10"} <= set(asked)
    assert len(asked) == 1 + 3 + 2  # index, two children and the news, two pages
    magazine.retouch("story-11")  # the furniture only
    assert look(world, magazine) == []
    assert paths(magazine).count("/articles/story-11") == 1
    assert look(world, magazine) == []


def test_a_sitemap_that_is_cut_off_withdraws_nothing(world, magazine):
    look(world, magazine)
    magazine.longest = 10
    magazine.add("Fresh bread", age_hours=0)
    assert look(world, magazine) == ["new fresh-bread"]
    assert len(stored(world, magazine)) == STORIES + 1


def test_throttling_is_survived(world, magazine):
    magazine.throttle(1, retry_after=600)
    assert world.look("magazine").error.startswith(magazine.server.url)
    state = world.store.state("magazine")
    assert (state.next_at - world.now).total_seconds() >= 600
    look(world, magazine)
    for n in range(5):
        magazine.add(f"More {n}", age_hours=0)
        magazine.edit(f"story-{5 + n}")  # three do not say so: one, not to the hour
    paths(magazine)
    world.later(hours=1)
    answers, asked = magazine.server.answers, []

    def busy_after_six(request):
        asked.append(request.path)
        if len(asked) == 7:
            magazine.throttle(1, retry_after=900)
        return answers(request)

    magazine.server.answers = busy_after_six
    first = look(world, magazine)
    assert len(first) < 7
    assert len(asked) == 7  # it is left alone at once
    state = world.store.state("magazine")
    assert 300 <= (state.next_at - world.now).total_seconds() <= 1000
    assert len(first) + len(look(world, magazine)) == 7


def test_a_large_sitemap_is_read_from_its_newest_on(world, magazine, monkeypatch):
    monkeypatch.setattr(links, "MOST", 10)
    for n in range(40):
        magazine.add(f"Old {n}", age_hours=500 + n)
    assert len(look(world, magazine)) == 10
    assert len(paths(magazine)) == 1 + 10 + 1 + 10
    newest = {a.slug for a in magazine.shown()[:10]}
    dated = {
        s for s in newest if magazine.articles[s].lastmod in ("zone", "utc", "day")
    }
    assert dated <= stored(world, magazine)
    assert look(world, magazine) == []
    for n in range(12):
        magazine.add(f"New {n}", age_hours=0)
    got = look(world, magazine) + look(world, magazine)
    assert sorted(got) == sorted(f"new new-{n}" for n in range(12))
    paths(magazine)
    assert look(world, magazine) == []
    assert len(paths(magazine)) == 1


def test_an_index_that_does_not_tell_is_looked_behind(world, magazine):
    magazine.dated_index = False
    look(world, magazine)
    paths(magazine)
    magazine.add("Fresh bread", age_hours=0)
    assert look(world, magazine) == ["new fresh-bread"]
    assert len(paths(magazine)) == 1 + 5 + 1


def test_a_single_sitemap_is_asked_whether_it_has_changed(world, magazine):
    (source,) = world.plan.sources
    url = source.url.replace("_index.xml", "s/news.xml")
    world.change(sources=(replace(source, url=url),))
    assert len(look(world, magazine)) == STORIES
    paths(magazine)
    assert look(world, magazine) == []
    assert paths(magazine) == ["/sitemaps/news.xml"]
    magazine.add("Fresh bread", age_hours=0)
    assert look(world, magazine) == ["new fresh-bread"]
    assert len(paths(magazine)) == 2
