"""Pages to be asked again and backfills, as every Store keeps them, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from syndicator.errors import StoreError
from syndicator.model import Article, Feed, RawEntry, Request, Selection
from syndicator.ports import Backfill, News, Recheck, Store, Validators

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FEED = Feed(name="all", limit=3)


def recheck(key: str, due: datetime | None = NOON, **more: Any) -> Recheck:
    usual = {"source": "lab", "url": f"https://lab.example/{key}", "since": NOON}
    return Recheck(key=key, due_at=due, **{**usual, **more})


def news(name: str, published: datetime) -> News:
    article = Article(
        id=name,
        source="lab",
        key=f"key-{name}",
        url=f"https://lab.example/{name}",
        title=name,
        body="",
        summary="",
        published=published,
        updated=published,
    )
    return News(
        kind="new", article=article, raw=RawEntry(), mark="m", said="s", recipe="r"
    )


def keys(found: list[Recheck]) -> list[str]:
    return [each.key for each in found]


# ---------------------------------------------------------------- pages


def test_what_is_due_comes_the_longest_due_first_so_many_a_source(store: Store) -> None:
    ours = [recheck(str(n), NOON - n * HOUR) for n in range(-1, 4)]
    store.settle([], [*ours, recheck("x", source="other"), recheck("y", source="no")])
    found = store.rechecks(["lab", "other", "none"], NOON, 3)
    assert {name: keys(rows) for name, rows in found.items()} == {
        "lab": ["3", "2", "1"],
        "other": ["x"],
    }
    assert store.rechecks(["lab"], NOON - 9 * HOUR, 3) == {}


def test_a_recheck_comes_back_whole_and_is_replaced(store: Store) -> None:
    odd = "k\0" + "long " * 1000
    first = recheck(odd)
    last = recheck(
        odd,
        NOON + HOUR,
        validators=Validators(etag='"1"', fingerprint="f"),
        entry=RawEntry(key=odd, url="/a", title="A"),
        missed_at=NOON,
        gone=True,
    )
    store.settle([], [first])
    store.settle([], [last])
    assert store.rechecks(["lab"], NOON + HOUR, 9) == {"lab": [last]}


def test_one_without_an_instant_is_not_asked_any_more(store: Store) -> None:
    store.settle([], [recheck("a"), recheck("b")])
    store.settle([], [recheck("a", None), recheck("never", None)])
    assert keys(store.rechecks(["lab"], NOON, 9)["lab"]) == ["b"]


def test_missing_ones_and_sound_ones_are_told_apart(store: Store) -> None:
    store.settle(
        [],
        [
            recheck("due"),
            recheck("soon", NOON + HOUR),
            recheck("later", NOON + DAY),
            recheck("missed", NOON + HOUR, missed_at=NOON),
            recheck("gone", NOON + DAY, gone=True),
            recheck("other", NOON + HOUR, source="other"),
        ],
    )
    assert keys(store.missing("lab")) == ["missed", "gone"]
    assert keys(store.sound("lab", NOON, 9)) == ["soon", "later"]
    assert keys(store.sound("lab", NOON, 1)) == ["soon"]


def test_articles_and_their_pages_are_kept_together_or_not_at_all(store: Store) -> None:
    broken = recheck("b", due=datetime(2024, 5, 1))  # noqa: DTZ001
    with pytest.raises(StoreError):
        store.settle([news("a", NOON)], [recheck("a"), broken])
    assert store.find("a") == []
    assert store.rechecks(["lab"], NOON, 9) == {}


# ---------------------------------------------------------------- backfills


def test_a_backfill_comes_back_whole(store: Store) -> None:
    assert store.backfill("lab") is None
    state = Backfill(
        source="lab",
        reading="r",
        since=NOON,
        taken=7,
        pending=(Request(url="https://lab.example/2", part="p", conditional=True),),
        seen=("a", "b"),
    )
    store.settle([], backfill=Backfill(source="lab", taken=3))
    store.settle([], backfill=state)
    store.settle([], backfill=Backfill(source="other"))
    assert store.backfill("lab") == state


def test_what_a_backfill_brought_is_no_news_to_letters(store: Store) -> None:
    past = Backfill(source="lab")
    store.settle([news("early", NOON - 90 * DAY)], backfill=past)
    store.settle([news("first", NOON - 80 * DAY)])  # the source's first reading
    since = store.generation(["*"])
    store.settle([news("old", NOON - 60 * DAY), news("young", NOON)], backfill=past)
    store.settle([news("late", NOON - 50 * DAY)])
    found = store.waiting("weekly", Selection(), since, NOON, 9)
    assert [a.id for a in found] == ["young", "late"]
    assert [a.id for a in store.waiting("weekly", Selection(), 0, NOON, 9)] == [
        "young",
        "late",
    ]


def test_what_a_backfill_brought_goes_where_its_date_puts_it(store: Store) -> None:
    store.settle([news(str(n), NOON + n * DAY) for n in range(3)])
    store.catch_up(FEED)
    store.settle([news("past", NOON - 90 * DAY)], backfill=Backfill(source="lab"))
    store.catch_up(FEED)
    assert [a.id for a in store.window(FEED)] == ["2", "1", "0"]
    assert [a.id for a in store.page(FEED, 1)] == ["past"]
    store.settle([news("late", NOON - 90 * DAY)])
    store.catch_up(FEED)
    assert [a.id for a in store.window(FEED)] == ["2", "1", "late"]


def test_what_a_backfill_brought_stays_of_the_past_when_it_changes(
    store: Store,
) -> None:
    store.settle([news("past", NOON - 90 * DAY)], backfill=Backfill(source="lab"))
    store.settle([news("past", NOON - 90 * DAY)])
    store.settle([news("new", NOON - 90 * DAY)])
    store.settle([news("late", NOON - 90 * DAY)])
    found = store.waiting("weekly", Selection(), 0, NOON, 9)
    assert [a.id for a in found] == ["late"]
