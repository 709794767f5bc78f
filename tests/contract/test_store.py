"""What every Store does, on both databases."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, text
from stored import NOON, article, emptied, ids, news

from syndicator.errors import Busy, StoreError
from syndicator.model import Article, Author, Claim, RawEntry, Selection
from syndicator.ports import (
    Artifact,
    Known,
    Problem,
    SourceState,
    Store,
    Validators,
)
from syndicator.store import open_store
from syndicator.store.engine import open_database
from syndicator.subjects import selection_subjects, subjects

HOUR = timedelta(hours=1)
ODD = "nul \0, lone \udcff surrogate, sub \x1a, back\\slash"


# ---------------------------------------------------------------- sources


def test_a_source_never_polled_has_an_empty_state(store: Store) -> None:
    assert store.state("lab") == SourceState(name="lab")


def test_state_comes_back(store: Store) -> None:
    state = SourceState(
        name="lab", validators=Validators(etag="1"), polled_at=NOON, error=ODD
    )
    store.save_states([replace(state, failures=3)])
    other = replace(state, name="other", failures=1)
    store.save_states([state, other])
    assert store.state("lab") == state
    new = SourceState(name="new")
    assert store.states(["lab", "new", "other"]) == {
        "lab": state,
        "new": new,
        "other": other,
    }
    assert store.states([]) == {}


def test_problems_are_replaced_and_keep_since(store: Store) -> None:
    old = Problem(source="lab", subject="a", reason="no title", since=NOON)
    other = replace(old, source="other")
    store.save_problems("lab", [old, replace(old, subject="gone")])
    store.save_problems("other", [other])
    new = replace(old, subject="b", reason=ODD, since=NOON + HOUR)
    store.save_problems("lab", [replace(old, since=NOON + HOUR), new])
    assert store.problems() == [old, new, other]
    store.save_problems("lab", [])
    assert store.problems() == [other]


# ---------------------------------------------------------------- found again


def test_skipped_links_are_a_source_s_own_and_their_last_mark_counts(
    store: Store,
) -> None:
    store.skip("lab", {f"{n}{ODD}": "old" for n in range(1200)})
    store.skip("lab", {f"1{ODD}": "new", "more": "new"})
    store.skip("other", {"more": "theirs"})
    found = store.skipped("lab")
    assert len(found) == 1201
    assert (found[f"0{ODD}"], found[f"1{ODD}"], found["more"]) == ("old", "new", "new")
    assert store.skipped("other") == {"more": "theirs"}


def test_marks_are_of_what_the_source_has_as_far_as_we_know(store: Store) -> None:
    store.settle(
        [
            news(article("a"), mark="1"),
            news(article("b", status="scheduled"), mark="2"),
            news(article("c", status="withdrawn"), mark=""),
            news(article("d", source="other"), mark="4"),
            news(article("e", status="withdrawn", withdrawal="Ours"), mark="5"),
        ]
    )
    assert store.marks("lab") == {"key-a": "1", "key-b": "2", "key-e": "5"}


def test_known_by_key_and_url(store: Store) -> None:
    both = article("a", authors=(Author(name="Ann"),), tags=("x",), words=7)
    gone = article("b", key="", status="withdrawn")
    foreign = article("c", source="other", key="key-a")
    store.settle([news(each) for each in (both, gone, foreign)])
    found = store.known("lab", ["key-a", "nobody"], [both.url, gone.url, foreign.url])
    known = Known(article=both, mark="m", said="s", recipe="r")
    assert found == {
        "key:key-a": known,
        f"url:{both.url}": known,
        f"url:{gone.url}": replace(known, article=gone),
    }


def test_known_by_past_keys_and_urls(store: Store) -> None:
    before = article("a")
    after = replace(before, key="new", url="https://lab.example/new")
    store.settle([news(before)])
    store.settle([news(after, "changed")])
    found = store.known("lab", ["key-a", "new"], [before.url, after.url])
    assert len(found) == 4
    assert {each.article for each in found.values()} == {after}


def test_a_name_is_its_present_owner_s(store: Store) -> None:
    """A page moves away, another takes its URL; neither order nor dates mislead."""
    first, second = article("a"), article("b", updated=NOON - HOUR)
    url = first.url
    store.settle([news(first), news(second)])
    moved = replace(first, url="https://lab.example/moved", updated=NOON + HOUR)
    store.settle([news(moved, "changed"), news(replace(second, url=url), "changed")])
    assert store.known("lab", [], [url])[f"url:{url}"].article.id == "b"
    assert ids(store.find(url)) == ["a", "b"]


def test_near_are_articles_of_any_source_by_address_or_words(store: Store) -> None:
    shared = ("aa", "bb")
    first = article("a", sketch=shared, also=("https://lab.example/old",))
    second = article("b", source="wire", sketch=("bb", "cc"), status="withdrawn")
    store.settle([news(first), news(second)])
    names = ["like:aa", "like:bb", "url:http://lab.example/old/", "like:zz"]
    found = {n: ids([k.article for k in ks]) for n, ks in store.near(names).items()}
    assert found == {
        "like:aa": ["a"],
        "like:bb": ["a", "b"],
        "url:http://lab.example/old/": ["a"],
    }
    assert store.near([]) == {}


def test_an_article_without_key_and_address_has_given_up_its_names(
    store: Store,
) -> None:
    one = article("a", sketch=("aa",))
    store.settle([news(one)])
    store.settle([news(replace(one, key="", url=""), "withdrawn")])
    assert store.known("lab", [one.key], [one.url]) == {}
    assert store.near([f"url:{one.url}"]) == {}


def test_held_come_with_what_was_said(store: Store) -> None:
    store.settle([news(article("a")), news(article("b"))])
    held = store.held(["b", "nobody"])
    assert held["b"][0] == RawEntry(title="About b")
    assert held["b"][1].article == article("b")
    assert list(held) == ["b"]


def test_many_and_long_and_odd_names(store: Store) -> None:
    many = [article(f"{number:04}") for number in range(1200)]
    odd = [article("odd", key=ODD, title=ODD), article("long", url="u" * 9000)]
    store.settle([news(each) for each in many + odd])
    keys = [each.key for each in many + odd]
    found = store.known("lab", keys, [each.url for each in many + odd])
    assert len(found) == 2 * 1202
    assert found[f"key:{ODD}"].article == odd[0]
    assert store.marks("lab").keys() == set(keys)
    assert ids(store.find("u" * 9000)) == ["long"]


def test_outdated(store: Store) -> None:
    raw = RawEntry(title=ODD, body="<p>as found</p>")
    store.settle(
        [
            news(article("a"), recipe="old", raw=raw),
            news(article("b"), recipe="new"),
            news(article("c", status="withdrawn"), recipe="old"),
            news(article("d", source="other"), recipe="old"),
        ]
    )
    known = Known(article=article("a"), mark="m", said="s", recipe="old")
    assert store.outdated("lab", "new") == [(raw, known)]


def test_find_by_id_key_or_url_live_or_not(store: Store) -> None:
    gone = article("a", status="withdrawn")
    store.settle([news(gone), news(article("b"))])
    for name in ("a", "key-a", "https://lab.example/a"):
        assert store.find(name) == [gone]
    assert store.find("c") == []


# ---------------------------------------------------------------- settled


def test_what_was_said_of_an_article_is_kept_with_its_claims(store: Store) -> None:
    author = Author(name="Jane Roe", avatar="/jane.jpg")
    claims = (
        Claim(field="title", place="h1", value=ODD),
        Claim(field="authors", place="jsonld", author=author),
    )
    raw = RawEntry(key="key-a", title=ODD, claims=claims)
    store.settle([news(article("a"), raw=raw)])
    (said, _) = store.held(["a"])["a"]
    assert said == raw


def test_every_field_comes_back_and_instants_in_utc(store: Store) -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    first = datetime(1, 1, 1, tzinfo=UTC)
    last = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    local = datetime(2024, 5, 1, 17, 30, 0, 5, tzinfo=east)
    whole = article(
        "a", published=first, updated=last, title=ODD, body=f"<p>{ODD}</p>", words=3
    )
    store.settle([news(whole), news(article("b", published=local))])
    assert store.find("a") == [whole]
    (found,) = store.find("b")
    assert found.published == local
    assert found.published.tzinfo == UTC


def test_without_raw_the_stored_one_stays(store: Store) -> None:
    raw = RawEntry(body="as found")
    store.settle([news(article("a"), raw=raw), news(article("b"), raw=None)])
    store.settle([news(article("a", title="New"), "refreshed", raw=None)])
    found = {known.article.id: said for said, known in store.outdated("lab", "next")}
    assert found == {"a": raw, "b": RawEntry()}
    assert store.find("a")[0].title == "New"


def test_same_updates_the_statement_and_touches_nothing(store: Store) -> None:
    store.settle([news(article("a"))])
    before = store.generation(["*", "source:lab"])
    other = article(
        "a", title="not to be stored", tags=("x",), url="https://x.example/"
    )
    same = news(other, "same", raw=None, mark="m2", said="s2", recipe="r2")
    store.settle([same])
    expected = Known(article=article("a"), mark="m2", said="s2", recipe="r2")
    assert store.known("lab", ["key-a"], [other.url]) == {"key:key-a": expected}
    assert store.generation(["*", "source:lab", "tag:x"]) == before


def test_settling_touches_subjects_old_and_new(store: Store) -> None:
    store.settle([news(article("a", tags=("old", "kept"))), news(article("b"))])
    first = store.generation(["*"])
    store.settle([news(article("a", tags=("new", "kept")), "changed")])
    touched = ["*", "source:lab", "tag:old", "tag:new", "tag:kept"]
    assert {store.generation([each]) for each in touched} == {first + 1}
    assert store.count(Selection(tags=("old",))) == 0
    store.settle([news(article("b", section="News"), "changed")])
    assert store.generation(["tag:old"]) == first + 1
    assert store.generation(["tag:old", "section:news"]) == first + 2
    assert store.generation(["tag:unheard"]) == store.generation([]) == 0


def test_settling_nothing_is_nothing(store: Store) -> None:
    store.settle([])
    assert store.generation(["*"]) == 0


def test_release(store: Store) -> None:
    store.settle(
        [
            news(article("due", status="scheduled", tags=("x",))),
            news(article("later", status="scheduled", published=NOON + HOUR)),
            news(article("gone", status="withdrawn")),
        ]
    )
    before = store.generation(["*"])
    assert store.release(NOON - HOUR) == 0
    assert store.generation(["*"]) == before
    assert store.release(NOON) == 1
    assert ids(store.select(Selection(), 9)) == ["due"]
    assert store.find("due")[0].status == "live"
    assert store.generation(["tag:x"]) == store.generation(["*"]) == before + 1


# ---------------------------------------------------------------- selected


def test_newest_first_and_ties_by_id(store: Store) -> None:
    """By code point: no database's own idea of the alphabet."""
    tied = [article(id) for id in ("b", "a", "B", "ä", "-c")]
    newer = article("z", published=NOON + timedelta(microseconds=1))
    store.settle([news(each) for each in (*tied, newer)])
    assert ids(store.select(Selection(), 9)) == ["z", "-c", "B", "a", "b", "ä"]
    assert ids(store.select(Selection(), 2)) == ["z", "-c"]
    assert store.count(Selection()) == 6


def test_subjects_of_an_article() -> None:
    one = article(
        "a",
        section="Straße",
        tags=("Sleep", ""),
        authors=(Author(name="Ann B"),),
        language="en-GB",
    )
    assert subjects(one) == {
        "*",
        "source:lab",
        "section:strasse",
        "tag:sleep",
        "author:ann b",
        "language:en-gb",
        "language:en",
    }


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), {"*"}),
        (Selection(exclude_tags=("x",)), {"*"}),
        (Selection(languages=("EN",)), {"language:en"}),
        (Selection(sections=("A",), authors=("B",)), {"section:a"}),
        (Selection(sources=("Lab", "x"), tags=("y",)), {"source:Lab", "source:x"}),
        (Selection(tags=("X", "y"), sections=("z",)), {"tag:x", "tag:y"}),
    ],
)
def test_subjects_of_a_selection(selection: Selection, expected: set[str]) -> None:
    assert selection_subjects(selection) == expected


def matches(selection: Selection, one: Article) -> bool:
    """The meaning of a selection, in plain Python."""

    def any_of(asked: Sequence[str], has: Sequence[str]) -> bool:
        return bool({each.casefold() for each in asked} & {h.casefold() for h in has})

    said = re.findall(r"\w+", f"{one.title} {one.body}")
    return (
        one.status == "live"
        and (not selection.sources or one.source in selection.sources)
        and (not selection.sections or any_of(selection.sections, [one.section]))
        and (not selection.tags or any_of(selection.tags, one.tags))
        and (
            not selection.authors
            or any_of(selection.authors, [who.name for who in one.authors])
        )
        and (
            not selection.languages
            or any_of(selection.languages, [one.language, one.language.split("-")[0]])
        )
        and (not selection.keywords or any_of(selection.keywords, said))
        and (selection.first is None or selection.first <= one.published.date())
        and (selection.last is None or one.published.date() <= selection.last)
        and not any_of(selection.exclude_tags, one.tags)
        and one.source not in selection.exclude_sources
        and not any_of(selection.exclude_sections, [one.section])
        and not any_of(selection.exclude_keywords, said)
        and not any_of(selection.exclude_authors, [who.name for who in one.authors])
        and not any_of(selection.exclude_languages, [one.language])
    )


def some(*words: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), max_size=2).map(tuple)


articles = st.builds(
    article,
    st.sampled_from("abcdef"),
    source=st.sampled_from(["lab", "Lab"]),
    section=st.sampled_from(["", "News", "news", "Essays"]),
    tags=some("x", "X", "y", "ẞ", "ss"),
    authors=some("Ann", "ann", "Bo").map(lambda n: tuple(Author(name=x) for x in n)),
    language=st.sampled_from(["en", "en-GB", "de"]),
    status=st.sampled_from(["live", "live", "live", "scheduled", "withdrawn"]),
    published=st.sampled_from([NOON, NOON + HOUR, NOON + 13 * HOUR]),
    body=st.sampled_from(["<p>Night falls</p>", "<p>fallsy <b>NIGHT</b></p>", ""]),
)
DAYS = st.none() | st.sampled_from([NOON.date(), NOON.date() + timedelta(days=1)])
selections = st.builds(
    Selection,
    sources=some("lab"),
    sections=some("news", "ESSAYS"),
    tags=some("x", "Y", "ss"),
    authors=some("ANN", "bo"),
    languages=some("en", "EN-gb", "de"),
    keywords=some("night", "Falls"),
    exclude_sources=some("Lab"),
    exclude_sections=some("essays"),
    exclude_tags=some("x", "y"),
    exclude_authors=some("bo"),
    exclude_languages=some("de"),
    exclude_keywords=some("fallsy"),
    first=DAYS,
    last=DAYS,
)
batches = st.lists(
    st.lists(st.tuples(articles, st.sampled_from(["new", "changed", "withdrawn"]))),
    max_size=3,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(batches=batches, selections=st.lists(selections, min_size=1, max_size=4))
def test_select_means_what_it_says_and_changes_only_when_touched(
    store: Store, url: str, batches: list[Any], selections: list[Selection]
) -> None:
    emptied(url)
    model: dict[str, Article] = {}
    seen: dict[Selection, tuple[list[Article], int]] = {}
    for batch in batches:
        store.settle([news(each, kind) for each, kind in batch])
        model |= {each.id: each for each, _ in batch}
        store.watch(w for s in selections for w in (*s.keywords, *s.exclude_keywords))
        for selection in selections:
            expected = [each for each in model.values() if matches(selection, each)]
            expected.sort(key=lambda each: (-each.published.timestamp(), each.id))
            assert store.select(selection, 4) == expected[:4]
            assert store.count(selection) == len(expected)
            now = store.generation(selection_subjects(selection))
            before, then = seen.get(selection, ([], 0))
            assert expected == before or now > then
            seen[selection] = expected, now


# ---------------------------------------------------------------- made


def test_fragments_of_a_scope_are_replaced(store: Store) -> None:
    store.save_fragments("feed", {"a": ("1", b"A"), "b": ("1", b"B\0\xff")})
    store.save_fragments("other", {"a": ("1", b"other")})
    now = {"b": ("1", b"B\0\xff"), "c": ("1", b""), "a": ("2", b"A2")}
    store.save_fragments("feed", now)
    assert store.fragments("feed") == now
    store.save_fragments("feed", {"c": ("1", b"")})
    assert store.fragments("feed") == {"c": ("1", b"")}
    assert store.fragments("other") == {"a": ("1", b"other")}
    assert store.fragments("none") == {}


def test_artifacts(store: Store) -> None:
    one = Artifact(
        path="a.xml", recipe="r", generation=1, made_from="f", digest="d", size=9
    )
    store.save_artifacts([one, replace(one, path="b.xml")])
    newer = replace(one, generation=2, items=3)
    store.save_artifacts([newer], gone=["b.xml", "never.xml"])
    assert store.artifacts() == {"a.xml": newer}


def test_media(store: Store) -> None:
    store.save_media("a.png", b"1")
    store.save_media("a.png", b"\x89PNG\0")
    assert store.media("a.png") == b"\x89PNG\0"
    with pytest.raises(StoreError, match=r"no picture is named b\.png"):
        store.media("b.png")


# ---------------------------------------------------------------- safe


def test_what_was_settled_is_there_after_opening_again(store: Store, url: str) -> None:
    store.settle([news(article("a"))])
    store.close()
    again = open_store(url)
    assert ids(again.select(Selection(), 9)) == ["a"]
    again.close()


def test_two_threads_settling(store: Store) -> None:
    """No touch is lost, and none shares a generation with another."""
    failed: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(20):
                one = article(f"{name}{number}", tags=(f"{name}{number}", "both"))
                store.settle([news(one), news(article("shared"), "changed")])
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failed.append(error)

    threads = [Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert store.count(Selection()) == 41
    each = [store.generation([f"tag:{n}{i}"]) for n in "ab" for i in range(20)]
    assert sorted(each) == list(range(1, 41))
    assert store.generation(["*"]) == store.generation(["tag:both"]) == 40


@contextmanager
def failing_at(statement: int) -> Iterator[None]:
    """Fail before the given statement, as SQLAlchemy sends it."""
    numbers = count(1)

    def fail(*_: object) -> None:
        if next(numbers) == statement:
            raise ZeroDivisionError

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", fail)


def everything(store: Store) -> tuple[object, ...]:
    words = ["*", "tag:old", "tag:new", "source:lab"]
    return (
        store.find("a"),
        store.find("b"),
        store.outdated("lab", ""),
        [store.generation([each]) for each in words],
        [store.count(Selection(tags=(tag,))) for tag in ("old", "new")],
    )


def test_a_failure_at_any_statement_leaves_nothing_half_written(store: Store) -> None:
    store.settle([news(article("a", tags=("old",)))])
    before = everything(store)
    change = [
        news(article("a", tags=("new",), url="https://lab.example/2"), "changed"),
        news(article("b", tags=("new",)), raw=None),
    ]
    failures = 0
    for statement in count(1):
        try:
            with failing_at(statement):
                store.settle(change)
            break
        except ZeroDivisionError:
            failures += 1
            assert everything(store) == before
    assert failures >= 7
    assert everything(store) != before


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from sqlalchemy import Engine, event
from syndicator.model import Article
from syndicator.ports import News
from syndicator.store import open_store

store = open_store(sys.argv[1])
now = datetime(2024, 5, 1, tzinfo=UTC)
one = Article(id="a", source="lab", key="k", url="", title="", body="", summary="",
              published=now, updated=now)

@event.listens_for(Engine, "before_cursor_execute")
def kill(connection, cursor, statement, *_):
    if "INTO touched" in statement:
        os.kill(os.getpid(), signal.SIGKILL)

store.settle([News(kind="new", article=one, raw=None, mark="", said="", recipe="")])
"""


def python(code: str, *arguments: str, **more: Any) -> subprocess.Popen[str]:
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, *arguments],
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        **more,
    )


def test_a_kill_before_the_touch_leaves_nothing(store: Store, url: str) -> None:
    with python(KILLED, url) as process:
        assert process.wait() == -signal.SIGKILL
    assert store.find("a") == []
    store.settle([news(article("a"))])
    assert store.generation(["*"]) == 1


# ---------------------------------------------------------------- one run at a time

HOLDER = """
import sys, time
from syndicator.store import open_store
with open_store(sys.argv[1]).lock("nightly run, process 7"):
    print("held", flush=True)
    time.sleep(60)
"""


def soon(attempt: Callable[[], None]) -> None:
    """A server may take a moment to notice that its client is dead."""
    deadline = time.monotonic() + 5
    while True:
        try:
            return attempt()
        except Busy:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def test_a_second_process_is_refused_at_once_until_the_first_is_killed(
    store: Store, url: str
) -> None:
    def attempt() -> None:
        with store.lock("second"):
            pass

    with python(HOLDER, url, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        started = time.monotonic()
        with pytest.raises(Busy, match="nightly run, process 7"):
            attempt()
        assert time.monotonic() - started < 1
        process.kill()
    soon(attempt)


def test_the_lock_is_released_and_can_be_had_again(store: Store, url: str) -> None:
    other = open_store(url)
    with store.lock("a rather long name of the first holder"):
        with pytest.raises(Busy, match="first holder"), other.lock("second"):
            pass
        store.settle([news(article("a"))])  # the lock is not in the way of its holder
    with pytest.raises(ZeroDivisionError), other.lock("2nd"):
        raise ZeroDivisionError
    third = pytest.raises(Busy, match=": third is at work")
    with store.lock("third"), third, other.lock("fourth"):
        pass
    other.close()


# ---------------------------------------------------------------- refused


def test_a_damaged_row_is_a_store_error(store: Store, url: str) -> None:
    store.settle([news(article("a"))])
    database = open_database(url)
    with database.write() as connection:
        connection.execute(text("UPDATE article SET data = '{'"))
    database.engine.dispose()
    with pytest.raises(StoreError, match="changed in the database by hand"):
        store.find("a")


def test_a_naive_instant_is_a_store_error_and_writes_nothing(store: Store) -> None:
    naive = article("b", published=NOON.replace(tzinfo=None))
    with pytest.raises(StoreError, match="has no time zone"):
        store.settle([news(article("a")), news(naive)])
    assert store.find("a") == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "cannot be used; write sqlite:///"),
        ("nonsense", "cannot be used; write sqlite:///"),
        ("mysql://ann:secret@db.example/x", "cannot be used; write sqlite:///"),
        ("postgresql://ann:secret@db.example:port/x", "cannot be used"),
        (
            "postgresql://ann:secret@127.0.0.1:9/x?password=secret&connect_timeout=2",
            r"ann:\*\*\*@127\.0\.0\.1:9/x.*check that the server runs",
        ),
        ("sqlite:////dev/null/x/y.db", "/dev/null/x/y.db"),
        ("sqlite:////proc/y.db", "check that the folder exists and may be written"),
    ],
)
def test_a_bad_url_is_named_without_its_password(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Dear diary, " * 100)
    with pytest.raises(StoreError, match="name another one"):
        open_store(f"sqlite:///{file}")


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"install syndicator\[postgres\]"):
        open_store("postgresql://ann@db.example/x")


def test_a_store_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite://", "sqlite:///:memory:"):
        store = open_store(url)
        many = [[news(article(f"{a}{b}")) for b in range(50)] for a in range(6)]
        with store.lock("me"), ThreadPoolExecutor(6) as threads:
            assert list(threads.map(store.settle, many)) == [None] * 6
        assert store.count(Selection()) == 300
        store.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_five_thousand_at_once(store: Store) -> None:
    body = '<p class="x">wörds</p>\n' * 400
    many = [news(article(str(n), body=body, tags=("x", str(n)))) for n in range(5000)]
    started = time.monotonic()
    store.settle(many)
    settled = time.monotonic()
    assert ids(store.select(Selection(tags=("x",)), 1)) == ["0"]
    assert store.generation(["tag:x"]) == 1
    assert settled - started < 15
    assert time.monotonic() - settled < 1
