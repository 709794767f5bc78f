"""Passes over a publisher on the loopback, at instants of our own: edits, deletions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archived import Archived
from servers import Server

from syndicator.app import App, PassReport, load_settings, opened, run_pass

SETTINGS = """
[site]
title = "Lab Notes"
url = "https://lab.example/"
[publish]
path = "public"
base_url = "https://feeds.example/"
[feeds.all]
[sources.quarry]
kind = "feed"
url = "{url}/feed.xml"
allow_networks = ["127.0.0.0/8"]
"""


@dataclass
class Reader:
    """Our service, and what time it is there."""

    app: App
    server: Server
    now: datetime = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def look(self, **later: int) -> PassReport:
        self.now += timedelta(**later)
        self.server.requests.clear()
        return run_pass(self.app, "test", lambda: self.now, due_only=False)

    def pages(self, **later: int) -> list[tuple[str, str]]:
        """What a later pass found out by asking for pages."""
        report = self.look(**later)
        assert not report.failed
        return [
            (n.kind, n.article.title) for source in report.pages for n in source.news
        ]


@contextmanager
def reading(quarry: Archived, tmp_path: Path) -> Iterator[Reader]:
    with Server(quarry.answers) as server:
        file = tmp_path / "syndicator.toml"
        file.write_text(SETTINGS.format(url=server.url), "utf-8")
        with opened(load_settings(file, {})) as app:
            yield Reader(app, server)


@pytest.mark.parametrize("whole", [True, False])
def test_edits_and_deletions_are_noticed_politely(whole: bool, tmp_path: Path) -> None:
    quarry = Archived(whole=whole)
    quarry.publish(5)
    with reading(quarry, tmp_path) as reader:
        assert len(reader.look().sources[0].news) == 5
        assert reader.pages(minutes=30) == []
        assert reader.server.paths() == ["/feed.xml"]
        if not whole:
            quarry.edit(2)
        quarry.delete(3)
        edited = [] if whole else [("changed", "Block 2")]
        assert reader.pages(hours=1) == edited
        paths = set(reader.server.paths()) - {"/robots.txt"}
        assert paths == {"/feed.xml", *(f"/articles/{n}" for n in range(5))}
        assert len(reader.server.requests) <= 7
        assert reader.pages(minutes=1) == []
        assert reader.server.paths() == ["/feed.xml"]
        assert reader.pages(days=1) == [("withdrawn", "Block 3")]
        assert "Block 3" not in (tmp_path / "public/feeds/all.rss").read_text("utf-8")
        answers = [r for r in reader.server.requests if "/articles/" in r.path]
        asked = [r.path for r in answers if "if-none-match" not in r.headers]
        assert asked == (["/articles/3"] if whole else [])
        quarry.restore(3)
        assert reader.pages(days=7, hours=1) == [("restored", "Block 3")]


def test_a_server_in_trouble_has_deleted_nothing(tmp_path: Path) -> None:
    quarry = Archived()
    quarry.publish(4)
    with reading(quarry, tmp_path) as reader:
        reader.look()
        for n in range(4):
            quarry.fail(f"/articles/{n}", 500, times=99)
        for _ in range(3):
            assert reader.pages(days=2) == []
        for n in range(4):
            quarry.delete(n)
        quarry.recover()
        for _ in range(3):
            assert reader.pages(days=30) == []
        assert reader.app.store.count(reader.app.plan.feeds[0]) == 4
