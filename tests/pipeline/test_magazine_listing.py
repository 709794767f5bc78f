"""A magazine read by its list of articles, over real HTTP: everything, at a small price."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from magazine import Magazine
from magazines import look, paths, read_by
from world import World

from syndicator.model import ListingRules

STORIES = 14


@pytest.fixture
def magazine(world: World) -> Iterator[Magazine]:
    """Some stories on pages of five, and a source that reads the list."""
    made = Magazine(now=world.now, per_page=5)
    with read_by(world, made, "listing", "/articles/", STORIES):
        yield made


def test_everything_is_read_and_a_quiet_look_costs_one_request(world, magazine):
    assert len(look(world, magazine)) == STORIES
    asked = paths(magazine)
    assert asked[:4] == [
        "/robots.txt",
        "/articles/",
        "/articles/?page=2",
        "/articles/?page=3",
    ]
    assert len(asked) == 4 + STORIES == len(set(asked))
    for article in magazine.articles.values():
        (there,) = world.store.find(magazine.server.url + article.path)
        assert all(p in there.body for p in article.paragraphs())
        assert (there.title, there.published) == (article.title, article.published)
    assert look(world, magazine) == []
    assert paths(magazine) == ["/articles/"]


def test_new_ones_are_seen_and_new_titles_and_nothing_is_withdrawn(world, magazine):
    look(world, magazine)
    paths(magazine)
    for n in range(7):
        magazine.add(f"Fresh bread {n}", age_hours=0)
    assert look(world, magazine) == [f"new fresh-bread-{n}" for n in range(7)]
    assert len(paths(magazine)) == 2 + 7  # the second page has old ones, too
    article = magazine.articles["fresh-bread-3"]
    article.title = "Fresh bread, corrected"
    magazine.edit("fresh-bread-3")
    assert look(world, magazine) == ["changed fresh-bread-3"]
    assert paths(magazine) == ["/articles/", article.path]
    magazine.delete("fresh-bread-4")
    assert look(world, magazine) == []


def test_a_long_list_is_not_read_to_its_end(world, magazine):
    for n in range(30):
        magazine.add(f"Old {n}", age_hours=500 + n)
    assert len(look(world, magazine)) == 25
    assert [p for p in paths(magazine) if "page=" in p][-1] == "/articles/?page=5"


def test_throttling_is_survived(world, magazine):
    answers, asked = magazine.server.answers, []

    def busy_after_six(request):
        asked.append(request.path)
        if len(asked) == 7:
            magazine.throttle(1, retry_after=900)
        return answers(request)

    magazine.server.answers = busy_after_six
    first = look(world, magazine)
    assert len(asked) == 7  # it is left alone at once
    state = world.store.state("magazine")
    assert 900 <= (state.next_at - world.now).total_seconds() <= 1000
    assert len(first) + len(look(world, magazine)) == STORIES


def test_selectors_say_what_the_list_is(world, magazine):
    (source,) = world.plan.sources
    rules = ListingRules(item=".card", link="h2 a", next=".pager [rel=next]")
    world.change(sources=(replace(source, listing=rules),))
    assert len(look(world, magazine)) == STORIES


def test_robots_are_obeyed_for_the_list(world, magazine):
    answers = magazine.server.answers
    rules = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /articles")
    magazine.server.answers = lambda r: rules if r.path == "/robots.txt" else answers(r)
    assert "does not let programs read it" in world.look("magazine").error
    (source,) = world.plan.sources
    world.change(sources=(replace(source, robots=False),))
    assert len(look(world, magazine)) == STORIES
