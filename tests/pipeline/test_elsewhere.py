"""Feeds that are renamed, and feeds that end: their readers are told, for ever."""

import json
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from needs import program
from walkers import READERS, walked
from world import World, page

from syndicator.model import Feed
from syndicator.server import Server

OLD = Feed(name="old", limit=3, facets=("tag",), facet_minimum=1)
LAST = date(2026, 8, 1)
WORDS = "This feed ends. Subscribe to all our articles instead."
Ask = Callable[[str], tuple[int, str]]


@pytest.fixture
def moving(world: World) -> World:
    world.change(feeds=(OLD,), letters=())
    world.fetcher.folders["lab"] = {
        f"{n}.html": page(f"Title {n}", date=f"2026-05-0{n}", tags=("sleep",))
        for n in range(1, 8)
    }
    world.run()
    return world


def rename(world: World) -> None:
    world.change(feeds=(replace(OLD, name="new"),), moved={"old": "new"})
    world.emit()


def titles(world: World, path: str) -> list[str]:
    return [each["title"] for each in json.loads(world.read(path))["items"]]


# ---------------------------------------------------------------- renamed


def test_renamed_feed_takes_everything_along(moving):
    before = {suffix: walked(moving, "old", suffix) for suffix in READERS}
    rename(moving)
    assert {suffix: walked(moving, "new", suffix) for suffix in READERS} == before
    assert "feeds/new/tag/sleep.rss" in moving.files()
    assert not [path for path in moving.files() if path.startswith("feeds/old")]
    assert moving.run().written == ()


def test_a_later_name_is_taken_for_granted_too(moving):
    rename(moving)
    moving.change(
        feeds=(replace(OLD, name="newest"),), moved={"old": "newest", "new": "newest"}
    )
    moving.emit()
    assert len(walked(moving, "newest", "atom")) == 7
    assert json.loads(moving.read(".elsewhere/feeds.json")) == {
        "new": "newest",
        "old": "newest",
    }


def test_without_former_names_there_is_no_list(moving):
    assert not [path for path in moving.files() if ".elsewhere" in path]
    rename(moving)
    moving.change(moved={})
    moving.emit()
    assert not [path for path in moving.files() if ".elsewhere" in path]


# ---------------------------------------------------------------- ended


def ending(world: World) -> None:
    all_of_them = Feed(name="all")
    world.change(feeds=(replace(OLD, retired=LAST, farewell=WORDS), all_of_them))


def test_feed_that_ends_says_so_for_a_month_and_is_gone(moving):
    ending(moving)
    seen = []
    for day in range(-32, 3):
        moving.now = datetime.combine(LAST, datetime.min.time(), UTC) + timedelta(
            days=day
        )
        moving.emit()
        there = "feeds/old.json" in moving.files()
        seen.append(titles(moving, "feeds/old.json")[0] if there else "")
    assert seen == ["Title 7"] * 2 + [WORDS] * 30 + [""] * 3
    assert json.loads(moving.read(".elsewhere/feeds.json")) == {"old": ""}
    assert not [path for path in moving.files() if path.startswith("feeds/old")]


def test_farewell_is_an_item_like_any_other_and_not_listed(moving):
    ending(moving)
    moving.now = datetime.combine(LAST, datetime.min.time(), UTC) - timedelta(days=9)
    report = moving.emit()
    assert not report.faulty
    for suffix in (*READERS, "html"):
        assert WORDS in moving.read(f"feeds/old.{suffix}")
        assert WORDS not in moving.read(f"feeds/all.{suffix}")
    first = json.loads(moving.read("feeds/old.json"))["items"][0]
    assert first["date_published"] == "2026-07-02T00:00:00Z"
    assert first["url"] == "https://feeds.example/index.html"
    for path in ("index.html", "feeds.opml"):
        assert "feeds/old" not in moving.read(path)
    before = moving.files()
    assert moving.emit().written == ()
    assert moving.files() == before


# ---------------------------------------------------------------- what servers answer


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def asking(port: int) -> Ask:
    def ask(path: str) -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            return response.status, (response.headers["Location"] or "")

    return ask


def ours(public: Path, folder: Path) -> Iterator[int]:
    server = Server("127.0.0.1", 0, public)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def _started(command: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def nginx(public: Path, folder: Path) -> Iterator[int]:
    port = free_port()
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("/var/lib/syndicator/public", str(public))
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error; events {{}}\n"
        f"http {{ access_log off; {site} }}",
        "utf-8",
    )
    folder.chmod(0o755)
    yield from _started(["nginx", "-p", str(folder), "-c", "nginx.conf"], port)


def caddy(public: Path, folder: Path) -> Iterator[int]:
    port = free_port()
    site = (DEPLOY / "Caddyfile").read_text("utf-8")
    site = site.replace("feeds.example.org", f"http://127.0.0.1:{port}")
    site = site.replace("/var/lib/syndicator/public", str(public))
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + site, "utf-8")
    yield from _started(["caddy", "run", "--config", str(folder / "Caddyfile")], port)


DEPLOY = Path(__file__).parents[2] / "deploy"
SERVERS = {"ours": ours, "nginx": nginx, "caddy": caddy}


@pytest.fixture(params=SERVERS)
def ask(request: pytest.FixtureRequest, moving: World, tmp_path: Path) -> Iterator[Ask]:
    if request.param != "ours":
        program(request.param)
    moving.change(
        feeds=(
            replace(OLD, name="new"),
            Feed(name="ended", retired=date(2026, 1, 1), farewell=WORDS),
        ),
        moved={"old": "new", "very-old": "ended"},
    )
    moving.emit()
    outside = Path(tempfile.gettempdir())
    for folder in (tmp_path, *tmp_path.parents):  # nginx drops its rights
        if outside in folder.parents:
            folder.chmod(0o755)
    folder = tmp_path / "server"
    folder.mkdir()
    running = SERVERS[request.param](moving.public, folder)
    yield asking(next(running))
    next(running, None)


def test_old_addresses_lead_to_new_ones(ask):
    for path in ("old.rss", "old.html", "old/tag/sleep.atom", "old/archive/1.json"):
        status, location = ask(f"/feeds/{path}")
        assert status == 301, path
        new = "/feeds/" + path.replace("old", "new", 1)
        # A location may be relative to what was asked for (RFC 9110 §10.2.2).
        there = location.partition("127.0.0.1")[2].partition("/")[2] or location
        assert new.endswith(there.replace("../", "").removeprefix("/")), location
        assert ask(new)[0] == 200


def test_ended_feeds_are_gone(ask):
    for path in ("ended.rss", "ended.html", "ended/tag/x.atom", "very-old.rss"):
        assert ask(f"/feeds/{path}")[0] == 410, path


def test_others_are_not_found_or_served(ask):
    for path in ("older.rss", "endedness.rss", "bold.rss", "x/old.rss"):
        assert ask(f"/feeds/{path}")[0] == 404, path
    assert ask("/feeds/new.rss")[0] == 200
    assert ask("/.elsewhere/feeds.json")[0] == 404
