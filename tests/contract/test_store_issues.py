"""What every Store does with letters and their issues, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from stored import NOON, article, settle

from syndicator.errors import StoreError
from syndicator.model import (
    Article,
    Channel,
    Disclaimer,
    Issue,
    IssueFile,
    IssueItem,
    IssueRecord,
    Item,
    Letter,
    Revision,
    Selection,
    Site,
)
from syndicator.ports import LetterState, Store

DAY = timedelta(days=1)
ALL = Selection()
STATE = LetterState(name="weekly", began=NOON, first=3, kept=NOON, pinned=("a",))


def issue(number: int, articles: Sequence[Article], **more: Any) -> Issue:
    return Issue(
        **{
            "id": f"urn:{number}",
            "letter": "weekly",
            "number": number,
            "name": f"2024-05-{number:02}",
            "made": NOON,
            "seen": 1,
            "subject": "News \ud800",
            "preheader": "…",
            "articles": tuple(
                IssueItem(id=a.id, title=a.title, link=a.url) for a in articles
            ),
            "files": (IssueFile(suffix=".html", digest="d", size=3),),
        }
        | more
    )


def record(articles: Sequence[Article]) -> IssueRecord:
    channel = Channel(medium="email", name="weekly", issue="2024-05-01")
    return IssueRecord(
        items=tuple(Item(article=a, channel=channel) for a in articles),
        letter=Letter(name="weekly", tags=("x",)),
        site=Site(title="Lab", url="https://lab.example/"),
        disclaimers=(
            Disclaimer(kind="research", text="No advice.", since=NOON.date()),
        ),
    )


def save(store: Store, number: int, *articles: Article, **more: Any) -> None:
    files = {".html": b"<p>", ".txt": str(number).encode()}
    store.save_issue(issue(number, articles, **more), record(articles), files, STATE)


def waiting(
    store: Store, since: int = 0, oldest: datetime = NOON + 9 * DAY, **more: Any
) -> list[str]:
    found = store.waiting("weekly", Selection(**more), since, oldest, 100)
    return [each.id for each in found]


# ---------------------------------------------------------------- what is new


def test_a_letter_never_seen_has_an_empty_state(store: Store) -> None:
    assert store.letter_state("weekly") == LetterState(name="weekly")
    store.save_letter_state(STATE)
    store.save_letter_state(replace(STATE, refused="x"))
    assert store.letter_state("weekly") == replace(STATE, refused="x")
    assert store.letter_state("other") == LetterState(name="other")


def test_what_waits_went_live_later_or_is_young_enough(store: Store) -> None:
    first = settle(store, article("old", published=NOON - 9 * DAY), article("young"))
    assert waiting(store, first) == []
    assert waiting(store, first, NOON - DAY) == ["young"]
    settle(store, article("late", published=NOON - 99 * DAY, tags=("x",)))
    assert waiting(store, first) == ["late"]
    assert waiting(store, first, NOON - DAY) == ["young", "late"]
    assert waiting(store, first, NOON - DAY, tags=("x",)) == ["late"]


def test_the_past_of_a_new_source_is_not_new(store: Store) -> None:
    first = settle(store, article("a"))
    settle(store, article("b", source="other"), article("c", source="other"))
    assert waiting(store, first) == []
    assert waiting(store, first, NOON) == ["a", "b", "c"]
    settle(store, article("d", source="other"))
    assert waiting(store, first) == ["d"]


def test_a_change_makes_nothing_new(store: Store) -> None:
    settle(store, article("past"))
    first = settle(store, article("a"))
    settle(store, article("a", title="Other"), kind="changed")
    settle(store, article("a", status="withdrawn"), kind="withdrawn")
    assert waiting(store) == []
    settle(store, article("a"), kind="restored")
    assert waiting(store, first) == []
    assert waiting(store, first - 1) == ["a"]


def test_a_scheduled_article_is_new_when_its_time_comes(store: Store) -> None:
    settle(store, article("a", status="scheduled", published=NOON + DAY))
    other = settle(store, article("b"))
    assert waiting(store, other) == []
    assert store.release(NOON + DAY) == 1
    assert waiting(store, other) == ["a"]


# ---------------------------------------------------------------- issues


def test_an_issue_comes_back_whole(store: Store) -> None:
    a, b = article("a"), article("b", statements=())
    settle(store, a, b)
    save(store, 1, a, b)
    assert store.issues("weekly") == [issue(1, (a, b))]
    assert store.issue_record("weekly", 1) == record((a, b))
    assert store.issue_file("weekly", 1, ".txt") == b"1"
    assert store.letter_state("weekly") == STATE
    assert store.issues("other") == []


def test_issues_come_newest_first(store: Store) -> None:
    for number in (1, 2, 3):
        save(store, number, article(str(number)))
    assert [each.number for each in store.issues("weekly")] == [3, 2, 1]


def test_an_article_waits_no_more_once_an_issue_holds_it(store: Store) -> None:
    a, b = article("a"), article("b")
    settle(store, a, b)
    save(store, 1, a)
    assert waiting(store, oldest=NOON) == ["b"]
    assert store.issued("weekly", ["a", "b"]) == {"a": 1}
    found = store.waiting("other", ALL, 0, NOON, 100)
    assert [each.id for each in found] == ["a", "b"]


@pytest.mark.parametrize("number", [2, 3])
def test_no_article_is_in_two_issues_and_no_number_is_left_out(
    store: Store, number: int
) -> None:
    a, b = article("a"), article("b")
    settle(store, a, b)
    save(store, 1, a)
    shown = (a, b) if number == 2 else (b,)
    with pytest.raises(StoreError, match=f"number {number}"):
        save(store, number, *shown)
    assert len(store.issues("weekly")) == 1
    assert waiting(store, oldest=NOON) == ["b"]


def test_a_revised_issue_replaces_itself_and_keeps_what_it_held(store: Store) -> None:
    a, b = article("a"), article("b")
    settle(store, a, b)
    save(store, 1, a, b)
    told = (Revision(at=NOON, reason="wrong", out=("About b",)),)
    save(store, 1, a, revisions=told)
    assert [each.revisions for each in store.issues("weekly")] == [told]
    assert store.issued("weekly", ["a", "b"]) == {"a": 1, "b": 1}
    assert waiting(store, oldest=NOON) == []


def test_withdrawn_articles_that_are_still_shown_are_told(store: Store) -> None:
    a, b = article("a"), article("b")
    settle(store, a, b)
    save(store, 1, a, b)
    assert store.withdrawn("weekly") == []
    gone = replace(b, status="withdrawn")
    settle(store, gone, kind="withdrawn")
    assert store.withdrawn("weekly") == [(1, gone)]
    assert store.withdrawn("other") == []
    save(store, 1, a)
    assert store.withdrawn("weekly") == []


def test_an_issue_that_is_not_there_is_an_error_that_names_it(store: Store) -> None:
    with pytest.raises(StoreError, match="no issue weekly 7"):
        store.issue_record("weekly", 7)
    with pytest.raises(StoreError, match=r"no issue weekly 7\.html"):
        store.issue_file("weekly", 7, ".html")


# ---------------------------------------------------------------- pages


def test_a_page_keeps_the_name_it_was_given_first(store: Store) -> None:
    assert store.page_names("mail", {"a": "sleep", "b": "light"}) == {
        "a": "sleep",
        "b": "light",
    }
    assert store.page_names("mail", {"a": "moved"}) == {"a": "sleep"}
    assert store.page_names("other", {"b": "sleep"}) == {"b": "sleep"}


def test_no_two_articles_have_one_name(store: Store) -> None:
    named = store.page_names("mail", {"c": "sleep", "b": "sleep", "a": "sleep"})
    assert named == {"a": "sleep", "b": "sleep-2", "c": "sleep-3"}
    assert store.page_names("mail", {"d": "sleep"}) == {"d": "sleep-4"}
