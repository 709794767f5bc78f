"""The past of a source brought in: once each, politely, from wherever it was left."""

# ruff: noqa: S603 (starting a process to kill it is what it is for)

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archived import FIRST, Archived
from servers import Request, Server

from syndicator.app import App, load_settings, opened, run_pass
from syndicator.backfilling import Backfilling, Progress
from syndicator.errors import Busy, ConfigError
from syndicator.model import Selection
from syndicator.store import open_store

SETTINGS = """
[site]
title = "Lab Notes"
url = "https://lab.example/"
postal_address = "Lab Notes, 1 Example Street"
[store]
url = "sqlite:///{folder}/state.db"
[publish]
path = "public"
base_url = "https://feeds.example/"
[feeds.all]
limit = 5
[letters.weekly]
schedule = "0 9 * * mon"
unsubscribe = "https://lab.example/leave"
[sources.quarry]
kind = "feed"
url = "{url}/feed.xml"
allow_networks = ["127.0.0.0/8"]
"""


@dataclass
class Reader:
    """Our service, what time it is there, and how long it has waited."""

    app: App
    server: Server
    now: datetime = FIRST + timedelta(days=1000)
    waited: list[float] = field(default_factory=list)

    def look(self) -> None:
        run_pass(self.app, "test", lambda: self.now, due_only=False)

    def backfill(self, since: datetime | None = None, most: int = 500) -> Progress:
        self.server.requests.clear()
        (source,) = self.app.plan.sources
        clock = lambda: self.now  # noqa: E731
        work = Backfilling(
            self.app, source, clock, self.waited.append, Progress(most=most)
        )
        work.run(since)
        return work.progress

    @property
    def articles(self) -> list[str]:
        found = self.app.store.select(Selection(), 10_000)
        return [a.key.rpartition("-")[2] for a in found]

    def asked(self) -> Counter[str]:
        return Counter(r.path for r in self.server.requests)


@contextmanager
def reading(quarry: Archived, folder: Path) -> Iterator[Reader]:
    with Server(quarry.answers) as server, opened(settings(server, folder)) as app:
        yield Reader(app, server)


def settings(server: Server, folder: Path):
    file = folder / "syndicator.toml"
    file.write_text(SETTINGS.format(url=server.url, folder=folder), "utf-8")
    return load_settings(file, {})


def numbers(first: int, after: int) -> list[str]:
    return [str(n) for n in reversed(range(first, after))]


@pytest.mark.parametrize("whole", [True, False])
def test_all_archives_are_brought_in_each_asked_once(
    whole: bool, tmp_path: Path
) -> None:
    quarry = Archived(whole=whole, per_document=8)
    quarry.publish(30)
    with reading(quarry, tmp_path) as reader:
        reader.look()
        assert reader.articles == numbers(24, 30)
        done = reader.backfill()
        assert (done.taken, done.documents, done.stopped) == (24, 4, "")
        assert done.reached == FIRST
        assert reader.articles == numbers(0, 30)
        budget = {"/feed.xml", "/archive/1.xml", "/archive/2.xml", "/archive/3.xml"}
        pages = set() if whole else {f"/articles/{n}" for n in range(24)}
        asked = reader.asked()
        assert asked.keys() - {"/robots.txt"} == budget | pages
        assert set(asked.values()) == {1}
        again = reader.backfill()
        assert (again.taken, again.stopped) == (0, "")
        assert reader.asked().keys() == budget


def test_old_articles_are_no_news(tmp_path: Path) -> None:
    quarry = Archived(per_document=8)
    quarry.publish(30)
    with reading(quarry, tmp_path) as reader:
        reader.look()
        public = tmp_path / "public"
        before = (public / "feeds/all.rss").read_bytes()
        reader.backfill()
        newest = (public / "feeds/all.rss").read_bytes()
        assert [f"Block {n}<".encode() in newest for n in (29, 25, 24, 0)] == [
            True, True, False, False,
        ]  # fmt: skip
        assert before.count(b"<item>") == newest.count(b"<item>") == 5
        store = reader.app.store
        assert store.waiting("weekly", Selection(), 0, reader.now, 100) == []
        assert len(store.pages("all")) == 5


def test_since_and_max_bound_it(tmp_path: Path) -> None:
    quarry = Archived(per_document=8)
    quarry.publish(40)
    with reading(quarry, tmp_path) as reader:
        since = FIRST + timedelta(days=20)
        done = reader.backfill(since)
        assert reader.articles == numbers(20, 40)
        assert done.stopped == ""
        assert "/archive/1.xml" not in reader.asked()
        done = reader.backfill(FIRST, most=7)
        assert reader.articles == numbers(13, 40)
        assert "--max" in done.stopped
        done = reader.backfill(most=7)
        assert "--max" in done.stopped
        assert reader.asked() == {}
        done = reader.backfill(most=12)
        assert reader.articles == numbers(8, 40)
        assert reader.backfill().taken == 20
        assert reader.articles == numbers(0, 40)


def test_archives_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    quarry = Archived(per_document=8, loop=True)
    quarry.publish(30)
    with reading(quarry, tmp_path) as reader:
        assert reader.backfill().stopped == ""
        assert set(reader.asked().values()) == {1}


def test_a_complete_feed_has_no_past(tmp_path: Path) -> None:
    quarry = Archived(complete=True)
    quarry.publish(30)
    with reading(quarry, tmp_path) as reader:
        done = reader.backfill()
        assert (done.taken, done.stopped) == (30, "")
        assert reader.asked() == {"/feed.xml": 1}


def test_what_is_known_is_left_as_it_is(tmp_path: Path) -> None:
    quarry = Archived(per_document=8)
    quarry.publish(10)
    with reading(quarry, tmp_path) as reader:
        reader.look()
        quarry.edit(9)
        reader.backfill()
        (article,) = reader.app.store.find("urn:example:block-9")
        assert "once more" not in article.body


def test_a_page_that_is_gone_is_no_article(tmp_path: Path) -> None:
    quarry = Archived(whole=False, per_document=8)
    quarry.publish(10)
    quarry.delete(3)
    with reading(quarry, tmp_path) as reader:
        done = reader.backfill()
        assert "3" not in reader.articles
        assert len(reader.articles) == 9
        assert done.stopped == ""


# ---------------------------------------------------------------- what goes wrong


def test_a_short_wish_to_be_left_alone_is_waited_for(tmp_path: Path) -> None:
    quarry = Archived(per_document=8)
    quarry.publish(30)
    quarry.fail("/archive/2.xml", 429, 30, times=2)
    with reading(quarry, tmp_path) as reader:
        assert reader.backfill().stopped == ""
        assert reader.waited == [30, 30]
        assert reader.articles == numbers(0, 30)


def test_a_long_one_ends_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    quarry = Archived(per_document=8)
    quarry.publish(30)
    quarry.fail("/archive/2.xml", 503, 7200)
    with reading(quarry, tmp_path) as reader:
        done = reader.backfill()
        assert "left alone until" in done.stopped
        assert "2022-09-27T10:00:00Z" in done.stopped
        assert reader.articles == numbers(16, 30)
        assert "left alone until" in reader.backfill().stopped
        assert reader.asked() == {}
        reader.now += timedelta(hours=3)
        assert reader.backfill().stopped == ""
        assert reader.asked().keys() == {"/archive/2.xml", "/archive/1.xml"}
        assert reader.articles == numbers(0, 30)


def test_a_page_s_wish_is_heeded_too(tmp_path: Path) -> None:
    quarry = Archived(whole=False, per_document=8)
    quarry.publish(10)
    quarry.fail("/articles/9", 429, 7200)
    with reading(quarry, tmp_path) as reader:
        assert "left alone until" in reader.backfill().stopped
        assert reader.asked().keys() <= {"/feed.xml", "/robots.txt", "/articles/9"}
        reader.now += timedelta(hours=3)
        assert reader.backfill().stopped == ""
        assert reader.articles == numbers(0, 10)


def test_a_server_in_trouble_is_tried_thrice_and_left_for_later(
    tmp_path: Path,
) -> None:
    quarry = Archived(per_document=8)
    quarry.publish(30)
    quarry.fail("/archive/1.xml", 500, times=3)
    with reading(quarry, tmp_path) as reader:
        done = reader.backfill()
        assert "500" in done.stopped
        assert done.failed
        assert reader.articles == numbers(8, 30)
        assert reader.backfill().stopped == ""
        assert reader.asked() == {"/archive/1.xml": 1}
        assert reader.articles == numbers(0, 30)


def test_an_archive_that_is_gone_is_told_and_passed(tmp_path: Path) -> None:
    quarry = Archived(per_document=8)
    quarry.publish(30)
    quarry.fail("/archive/2.xml", 404)
    with reading(quarry, tmp_path) as reader:
        done = reader.backfill()
        assert done.stopped == ""
        (problem,) = reader.app.store.problems()
        assert problem.source == "quarry, backfill"
        assert "404" in problem.reason


def test_another_run_is_waited_for_but_not_for_ever(tmp_path: Path) -> None:
    quarry = Archived()
    quarry.publish(3)
    with reading(quarry, tmp_path) as reader, reader.app.store.lock("a pass"):
        with pytest.raises(Busy, match="a pass"):
            reader.backfill()
        assert sum(reader.waited) == 600


def test_two_backfills_of_one_source_are_not_at_work_at_once(tmp_path: Path) -> None:
    quarry = Archived(per_document=8)
    quarry.publish(30)
    with reading(quarry, tmp_path) as reader:
        answers = quarry.answers

        def meddled(request: Request):
            if request.path == "/archive/2.xml":
                reader.server.answers = answers
                state = reader.app.store.backfill("quarry")
                assert state
                reader.app.store.settle([], backfill=type(state)(source="quarry"))
            return answers(request)

        reader.server.answers = meddled
        with pytest.raises(Busy, match="another backfill of quarry"):
            reader.backfill()


def test_a_folder_has_no_past(tmp_path: Path) -> None:
    file = tmp_path / "syndicator.toml"
    (tmp_path / "notes").mkdir()
    text = SETTINGS.format(url="https://quarry.example", folder=tmp_path)
    text = text.replace('kind = "feed"', 'kind = "folder"\npath = "notes"')
    file.write_text(text.replace("/feed.xml", "/"), "utf-8")
    with opened(load_settings(file, {})) as app:
        (source,) = app.plan.sources
        clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)  # noqa: E731
        work = Backfilling(app, source, clock, time.sleep, Progress(most=5))
        with pytest.raises(ConfigError, match=r"sources\.quarry: a folder"):
            work.run()


# ---------------------------------------------------------------- killed


def killing(process: subprocess.Popen[bytes], after: int) -> Callable[[Request], None]:
    """Kill a process at its so many-th request."""
    left = [after]

    def at(request: Request) -> None:
        left[0] -= 1
        if left[0] == 0:
            process.send_signal(signal.SIGKILL)

    return at


@pytest.mark.slow
@pytest.mark.parametrize(
    ("many", "whole", "kills"), [(250, True, (2, 4, 3)), (50, False, (15, 25))]
)
def test_killed_at_several_points_it_loses_and_doubles_nothing(
    many: int, whole: bool, kills: tuple[int, ...], tmp_path: Path
) -> None:
    quarry = Archived(whole=whole, per_document=many // 10)
    quarry.publish(many)
    counted: Counter[str] = Counter()
    with Server({}) as server:
        settings(server, tmp_path)
        command = [sys.executable, "-m", "syndicator", "backfill", "quarry"]
        for after in (*kills, None):
            with subprocess.Popen(
                [*command, "--config", str(tmp_path / "syndicator.toml")],
                stdout=subprocess.DEVNULL,
            ) as process:
                at = killing(process, after) if after else lambda _: None

                def answers(request: Request, at=at):
                    counted[request.path] += 1
                    at(request)
                    return quarry.answers(request)

                server.answers = answers
            assert process.returncode == (-signal.SIGKILL if after else 0)
    store = open_store(f"sqlite:///{tmp_path}/state.db")
    found = store.select(Selection(), 1000)
    store.close()
    assert sorted(int(a.key.rpartition("-")[2]) for a in found) == list(range(many))
    articles = [n for path, n in counted.items() if path.startswith("/articles/")]
    documents = [n for path, n in counted.items() if path.endswith(".xml")]
    assert len(documents) == 10
    assert sum(documents) <= 10 + len(kills)  # each kill costs one at most
    assert sum(articles) <= (0 if whole else many + len(kills) * 5)
