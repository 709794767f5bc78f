"""What is new, changed, moved or gone, and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicator.codec import digest
from syndicator.decide import (
    Candidate,
    Scene,
    Settling,
    in_order,
    mint,
    native_key,
    recognise,
)
from syndicator.model import Article, Draft, Precision, RawEntry, Site
from syndicator.ports import Known, News

SITE = Site(title="Lab", url="https://lab.example/")
NOW = datetime(2026, 5, 30, 9, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
YEAR = timedelta(days=365)
DRAFT = Draft(
    source="blog",
    key="k",
    url="https://lab.example/a",
    title="Sleep",
    body="<p>Words.</p>",
    summary="Words.",
    published=NOW - 24 * HOUR,
    digest="d1",
)


def candidate(draft: Draft = DRAFT, body: str = "") -> Candidate:
    raw = RawEntry(key=draft.key, body=body or draft.body)
    return Candidate(draft=draft, raw=raw, mark="m", recipe="r")


def known(*news: News) -> dict[str, Known]:
    """As a store has it: by key and by address."""
    found: dict[str, Known] = {}
    for n in news:
        each = Known(article=n.article, mark=n.mark, said=n.said, recipe=n.recipe)
        found |= {f"key:{n.article.key}": each, f"url:{n.article.url}": each}
    return found


def settle(
    draft: Draft,
    before: dict[str, Known] | None = None,
    *,
    body: str = "",
    present: Iterable[str] = (),
    now: datetime = NOW,
) -> News:
    scene = Scene(before or {}, present=set(present))
    (verdict,) = recognise([candidate(draft, body)], scene)
    settling = Settling(SITE, now, names=scene.known)
    settling.take(verdict)
    (news,) = settling.news
    return news


def withdraw(gone: Iterable[Known], reason: str) -> list[News]:
    settling = Settling(SITE, NOW)
    settling.withdraw(gone, reason)
    return settling.news


FIRST = settle(DRAFT)


def test_first_seen() -> None:
    assert FIRST.kind == "new"
    assert FIRST.article.id == mint(SITE, "blog", "k")
    assert FIRST.article.published == FIRST.article.updated == NOW - 24 * HOUR
    assert FIRST.article.status == "live"
    assert FIRST.said == digest(RawEntry(key="k", body=DRAFT.body))


@pytest.mark.parametrize(
    ("published", "updated", "expected", "changed", "status"),
    [
        (None, None, NOW, NOW, "live"),
        (None, NOW - HOUR, NOW - HOUR, NOW - HOUR, "live"),
        (NOW - 2 * HOUR, NOW - HOUR, NOW - 2 * HOUR, NOW - HOUR, "live"),
        (NOW - HOUR, NOW - 2 * HOUR, NOW - HOUR, NOW - HOUR, "live"),
        (NOW + HOUR, None, NOW + HOUR, NOW + HOUR, "scheduled"),
        (NOW + 9 * YEAR, None, NOW + 9 * YEAR, NOW + 9 * YEAR, "scheduled"),
        (NOW + 90 * YEAR, None, NOW, NOW, "live"),  # a typing error
        (NOW + 90 * YEAR, NOW - HOUR, NOW - HOUR, NOW - HOUR, "live"),
    ],
)
def test_dates_of_a_new_article(
    published: datetime | None,
    updated: datetime | None,
    expected: datetime,
    changed: datetime,
    status: str,
) -> None:
    article = settle(replace(DRAFT, published=published, updated=updated)).article
    assert (article.published, article.updated) == (expected, changed)
    assert article.status == status


def test_instants_are_to_the_second() -> None:
    at = NOW.replace(microsecond=7)
    article = settle(replace(DRAFT, published=at), now=at).article
    assert article.published == article.updated == NOW


def test_the_same_again_is_no_news() -> None:
    again = settle(DRAFT, known(FIRST), now=NOW + HOUR)
    assert again.kind == "same"
    assert again.article == FIRST.article
    assert again.reason == ""


@pytest.mark.parametrize(
    ("change", "body", "kind", "reason"),
    [
        ({"body": "<p>More.</p>", "digest": "d2"}, "x", "changed", "body changed"),
        ({"title": "Sleep!", "digest": "d2"}, "x", "changed", "title changed"),
        ({"tags": ("sleep",)}, "x", "refreshed", "only its particulars changed"),
        ({"digest": "d2", "body": "y"}, "", "refreshed", "settings changed"),
        ({"published": NOW}, "x", "same", ""),
    ],
)
def test_changes(change: dict, body: str, kind: str, reason: str) -> None:  # type: ignore[type-arg]
    draft = replace(DRAFT, **change)
    again = settle(draft, known(FIRST), body=body or DRAFT.body, now=NOW + HOUR)
    assert (again.kind, again.reason) == (kind, reason)
    assert again.article.id == FIRST.article.id
    assert again.article.published == FIRST.article.published
    moved = again.article.updated != FIRST.article.updated
    assert moved == (kind == "changed")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, NOW + HOUR),
        (NOW, NOW),  # the source's own word
        (NOW + 9 * HOUR, NOW + HOUR),  # from the future: not believed
        (NOW - 48 * HOUR, NOW + HOUR),  # before the last change: not believed
    ],
)
def test_when_it_changed(said: datetime | None, expected: datetime) -> None:
    draft = replace(DRAFT, updated=said, digest="d2", body="<p>x</p>")
    again = settle(draft, known(FIRST), now=NOW + HOUR)
    assert again.article.updated == expected


# ---------------------------------------------------------------- moves


def test_a_new_key_at_the_same_address_is_the_same_article() -> None:
    again = settle(replace(DRAFT, key="https://lab.example/a"), known(FIRST), body="x")
    assert again.kind == "refreshed"
    assert again.article.id == FIRST.article.id
    assert again.article.key == "https://lab.example/a"


def test_a_new_address_under_the_same_key_is_the_same_article() -> None:
    again = settle(replace(DRAFT, url="https://lab.example/b"), known(FIRST), body="x")
    assert again.article.id == FIRST.article.id
    assert again.article.url == "https://lab.example/b"


def test_an_article_still_there_under_its_own_key_has_not_moved() -> None:
    other = replace(DRAFT, key="k2", digest="d2")
    news = settle(other, known(FIRST), present={"k", "k2"})
    assert news.kind == "new"
    assert news.article.id != FIRST.article.id


@pytest.mark.parametrize("home", ["https://lab.example/", "https://lab.example"])
def test_a_home_page_is_nobody_s_own(home: str) -> None:
    first = settle(replace(DRAFT, url=home))
    assert settle(replace(DRAFT, key="k2", url=home), known(first)).kind == "new"


# ---------------------------------------------------------------- going and coming


def test_withdrawn_and_restored() -> None:
    (gone,) = withdraw([known(FIRST)["key:k"]], "gone")
    assert (gone.kind, gone.article.status, gone.reason) == (
        "withdrawn",
        "withdrawn",
        "gone",
    )
    assert gone.raw is None
    assert gone.mark == ""  # so that it counts as new when it comes back
    again = settle(DRAFT, known(gone), now=NOW + HOUR)
    assert (again.kind, again.article.status) == ("restored", "live")
    assert again.article.id == FIRST.article.id
    assert again.article.published == FIRST.article.published
    assert withdraw(known(gone).values(), "gone") == []


def test_a_scheduled_article_comes_alive_at_its_time() -> None:
    first = settle(replace(DRAFT, published=NOW + HOUR))
    again = settle(
        replace(DRAFT, published=NOW + HOUR), known(first), now=NOW + 2 * HOUR
    )
    assert again.article.status == "live"
    assert again.article.published == NOW + HOUR


@pytest.mark.parametrize(
    ("said", "status", "published"),
    [
        (NOW + 3 * HOUR, "scheduled", NOW + 3 * HOUR),
        (NOW, "live", NOW),
        (None, "scheduled", NOW + HOUR),
    ],
)
def test_what_still_waits_may_get_another_date(
    said: datetime | None, status: str, published: datetime
) -> None:
    first = settle(replace(DRAFT, published=NOW + HOUR))
    again = settle(replace(DRAFT, published=said), known(first)).article
    assert (again.status, again.published) == (status, published)


def test_entries_of_a_mere_day_keep_the_order_of_their_feed() -> None:
    def draft(key: str, published: datetime, precision: Precision) -> Draft:
        return replace(DRAFT, key=key, published=published, precision=precision)

    day = NOW.replace(hour=0)
    listed = [
        draft("newest", day, "day"),
        draft("noon", NOW, "second"),
        draft("newer", day, "day"),
        draft("old", day - 24 * HOUR, "day"),
        draft("oldest", day - 24 * HOUR, "day"),
    ]
    found = {d.key: d.published for d in in_order(listed)}
    assert found == {
        "newest": day + SECOND,
        "noon": NOW,
        "newer": day,
        "old": day - 24 * HOUR + SECOND,
        "oldest": day - 24 * HOUR,
    }


# ---------------------------------------------------------------- names

MINTED = "530b263c-a5a8-599a-a905-ba387dc6b7e3"


def test_an_id_is_the_same_in_every_store_and_for_one_source_only() -> None:
    assert mint(SITE, "blog", "k") == "urn:uuid:" + MINTED
    assert mint(replace(SITE, url="http://www.LAB.example/x"), "blog", "k").endswith(
        MINTED
    )
    others = {mint(SITE, "blog", "k2"), mint(SITE, "notes", "k")}
    assert mint(SITE, "blog", "k") not in others


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (RawEntry(key="guid", url="/a"), "guid"),
        (RawEntry(url="/a/?utm_source=x"), "lab.example/a"),
        (RawEntry(url="http://www.lab.example/a"), "lab.example/a"),
    ],
)
def test_native_key(raw: RawEntry, expected: str) -> None:
    assert native_key(raw, "https://lab.example/feed") == expected


def test_an_entry_without_key_and_address_goes_by_its_words() -> None:
    one, other = RawEntry(title="A"), RawEntry(title="B")
    assert native_key(one, "") == native_key(replace(one, tags=("x",)), "")
    assert native_key(one, "") != native_key(other, "")


def test_every_field_of_the_content_is_settled() -> None:
    assert isinstance(FIRST.article, Article)
    assert FIRST.article.title == DRAFT.title
    assert FIRST.article.body == DRAFT.body
