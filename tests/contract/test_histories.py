"""Histories of feeds, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from stored import NOON, article, emptied, ids, settle

from syndicator.model import Article, Feed
from syndicator.ports import Facet, Store
from syndicator.subjects import matches

FEED = Feed(name="all", limit=3, facets=("tag",), facet_minimum=2)


def numbered(*numbers: int, **more: Any) -> list[Article]:
    return [
        article(f"{n:02}", published=NOON + timedelta(days=n), **more) for n in numbers
    ]


def pages(store: Store, feed: Feed = FEED) -> list[list[str]]:
    return [ids(store.page(feed, number)) for number in store.pages(feed.name)]


def test_before_it_is_looked_at_a_feed_shows_the_newest(store: Store) -> None:
    settle(store, *numbered(*range(5)))
    assert ids(store.window(FEED)) == ["04", "03", "02"]
    assert pages(store) == []


def test_what_the_window_has_no_room_for_goes_to_pages(store: Store) -> None:
    settle(store, *numbered(*range(11)))
    store.catch_up(FEED)
    assert ids(store.window(FEED)) == ["10", "09", "08"]
    assert pages(store) == [["02", "01", "00"], ["05", "04", "03"], ["07", "06"]]


def test_pages_have_the_generation_of_their_last_change(store: Store) -> None:
    settle(store, *numbered(*range(8)))
    store.catch_up(FEED)
    before = store.pages("all")
    settle(store, *numbered(8))
    store.catch_up(FEED)
    after = store.pages("all")
    assert [n for n in after if after[n] != before.get(n)] == [2]
    settle(store, article("00", published=NOON, title="Another"))
    store.catch_up(FEED)
    assert [n for n, g in store.pages("all").items() if g != after[n]] == [1]


def test_a_late_one_stays_among_those_of_one_instant(store: Store) -> None:
    settle(store, *(article(name) for name in "abc"))
    store.catch_up(FEED)
    settle(store, article("z", published=NOON - timedelta(days=9)))
    store.catch_up(FEED)
    assert "z" in ids(store.window(FEED))


def test_of_many_that_come_late_only_the_newest_stay(store: Store) -> None:
    settle(store, *numbered(5, 6, 7))
    store.catch_up(FEED)
    settle(store, *numbered(1, 2, 8))
    store.catch_up(FEED)
    assert ids(store.window(FEED)) == ["08", "07", "06"]
    assert pages(store) == [["05", "02", "01"]]


def test_a_name_goes_to_the_first_and_stays(store: Store) -> None:
    settle(store, *numbered(1, 2, tags=("C d",)))
    store.catch_up(FEED)
    settle(store, *numbered(3, 4, 5, tags=("c-d",)))
    store.catch_up(FEED)
    first, second = store.facets(FEED)
    assert first == Facet(subject="tag:c d", name="tag/c-d", label="C d")
    assert second.subject == "tag:c-d"
    assert second.name.startswith("tag/c-d-")
    assert store.facets(replace(FEED, facets=())) == []


def test_a_feed_s_history_is_handed_on(store: Store) -> None:
    settle(store, *numbered(*range(7), tags=("x",)))
    store.catch_up(FEED)
    new = replace(FEED, name="new")
    before = pages(store), store.facets(FEED), store.window(FEED)
    store.rename_feed("all", "new")
    assert (pages(store, new), store.facets(new), store.window(new)) == before
    assert store.pages("all") == {}
    store.rename_feed("all", "new")
    settle(store, *numbered(8))
    store.catch_up(FEED)
    store.rename_feed("all", "new")
    assert (pages(store, new), store.facets(new)) == before[:2]


def test_withdrawn_ones_come_the_last_first(store: Store) -> None:
    gone = [
        replace(a, status="withdrawn", withdrawn=NOON + timedelta(hours=n))
        for n, a in enumerate(numbered(3, 1, 2))
    ]
    settle(store, *gone, *numbered(4))
    assert ids(store.gone(FEED, 9)) == ["02", "01", "03"]
    assert ids(store.gone(FEED, 1)) == ["02"]
    assert store.gone(replace(FEED, tags=("x",)), 9) == []


def test_catching_up_with_nothing_writes_nothing(store: Store) -> None:
    settle(store, *numbered(*range(8)))
    store.catch_up(FEED)
    written = []

    def note(*arguments: Any) -> None:
        statement = arguments[2].split(None, 1)[0].upper()
        written.extend(
            [statement] if statement in ("INSERT", "UPDATE", "DELETE") else []
        )

    event.listen(store._database.engine, "before_cursor_execute", note)  # type: ignore[attr-defined]
    store.catch_up(FEED)
    assert written == []


changes = st.lists(
    st.lists(
        st.builds(
            article,
            st.sampled_from("abcdefghijkl"),
            published=st.integers(0, 6).map(lambda n: NOON + timedelta(days=n)),
            status=st.sampled_from(["live", "live", "live", "withdrawn", "scheduled"]),
            tags=st.sampled_from([(), ("x",), ("y",)]),
        ),
        max_size=6,
    ),
    max_size=6,
)
feeds = st.builds(
    Feed,
    name=st.just("all"),
    limit=st.sampled_from([1, 2, 2, 5]),
    tags=st.sampled_from([(), (), ("x",)]),
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    changes=changes, feeds=st.lists(feeds, min_size=6, max_size=6), same=st.booleans()
)
def test_every_live_article_is_in_one_place(
    store: Store, url: str, changes: Any, feeds: list[Feed], same: bool
) -> None:
    emptied(url)
    known: dict[str, Article] = {}
    for batch, other in zip(changes, feeds, strict=False):
        feed = feeds[0] if same else other
        settle(store, *batch)
        known |= {each.id: each for each in batch}
        before = full_pages(store, feed)
        store.catch_up(feed)
        live = [a for a in known.values() if a.status == "live" and matches(feed, a)]
        window = ids(store.window(feed))
        held = [
            a.id
            for n in store.pages("all")
            for a in store.page(feed, n)
            if a.status == "live"
        ]
        assert sorted(window + held) == sorted(ids(live))
        assert len(window) == min(feed.limit, len(live))
        if same:
            now = full_pages(store, feed)
            assert all(now[n] <= before[n] for n in before.keys() & now.keys())


def full_pages(store: Store, feed: Feed) -> dict[int, set[str]]:
    """The articles of the pages that have a newer one."""
    numbers = list(store.pages("all"))[:-1]
    return {n: set(ids(store.page(feed, n))) for n in numbers}
