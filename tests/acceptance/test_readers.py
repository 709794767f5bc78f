"""Readers that people use, at our own server: each gets every item of the demo once, and
sees nothing new when an article is edited.

They are Debian's newsboat, rss2email and sfeed, and the `reader` library in an
environment of its own, since its dependencies need not suit ours.
"""

# ruff: noqa: S603 (starting processes is what it is for)

import json
import mailbox
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from needs import need, program
from service import WAIT, Service, copied

from syndicator.server import Server
from syndicator.text import collapse

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
EDITED = "light-at-night.html"
LIBRARY = ("reader==3.26", "sgmllib3k==1.0.0")  # whose feedparser does not ask for it
Item = tuple[str, str, str]  # id, title, link


@dataclass
class Shop:
    """The demo before and after an edit, one of them served."""

    server: Server
    before: Path
    after: Path

    def url(self, suffix: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/feeds/all{suffix}"

    def show(self, state: Path) -> None:
        self.server.root = state

    def items(self, state: Path) -> list[Item]:
        found = json.loads((state / "feeds/all.json").read_text("utf-8"))["items"]
        return sorted((i["id"], collapse(i["title"]), i["url"]) for i in found)


@pytest.fixture(scope="module")
def shop(first: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    service = copied(tmp_path_factory.mktemp("shop"))
    for name in ("store", "public"):
        shutil.copytree(first.folder / name, service.folder / name)
    before = shutil.copytree(service.public, service.folder / "before")
    article = service.articles / EDITED
    said = article.read_text("utf-8")
    article.write_text(
        said.replace("</p>", ", and more than was known.</p>", 2), "utf-8"
    )
    result = service.run("once")
    assert result.returncode == 0, result.stderr
    server = Server("127.0.0.1", 0, before)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield Shop(server, before, service.public)
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Surroundings in which a program finds nobody's settings."""
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}


def test_the_edit_is_one_that_readers_see(shop: Shop) -> None:
    for suffix in (".rss", ".atom", ".json"):
        old, new = (
            (s / f"feeds/all{suffix}").read_text("utf-8") for s in _states(shop)
        )
        assert "more than was known" in new
        assert "more than was known" not in old
    assert shop.items(shop.before) == shop.items(shop.after) != []


def _states(shop: Shop) -> tuple[Path, Path]:
    return shop.before, shop.after


def ran(command: list[str], home: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        env=home,
        cwd=home["HOME"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=WAIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def polled_twice(shop: Shop, poll: Callable[[], tuple[list[Item], int]]) -> None:
    """Poll before and after the edit; a poll gives all items and how many are new."""
    for state, is_new in (
        (shop.before, True),
        (shop.after, False),
        (shop.after, False),
    ):
        shop.show(state)
        found, new = poll()
        assert sorted((i, collapse(t), link) for i, t, link in found) == shop.items(
            state
        )
        assert new == (len(found) if is_new else 0)


# ---------------------------------------------------------------- the readers


@pytest.mark.parametrize("suffix", [".rss", ".atom"])
def test_newsboat(
    shop: Shop, home: dict[str, str], tmp_path: Path, suffix: str
) -> None:
    files = {name: str(tmp_path / name) for name in ("urls", "config", "cache.db")}
    Path(files["urls"]).write_text(shop.url(suffix) + "\n")
    Path(files["config"]).write_text("")
    command = [
        program("newsboat"),
        *("-u", files["urls"], "-C", files["config"], "-c", files["cache.db"]),
        *("-x", "reload"),
    ]

    def poll() -> tuple[list[Item], int]:
        ran(command, home)
        with sqlite3.connect(files["cache.db"]) as cache:
            found = cache.execute(
                "SELECT guid, title, url, unread FROM rss_item"
            ).fetchall()
            cache.execute("UPDATE rss_item SET unread = 0")
        cache.close()
        return [(i, t, link) for i, t, link, _ in found], sum(row[3] for row in found)

    polled_twice(shop, poll)


@pytest.mark.parametrize("suffix", [".rss", ".atom"])
def test_rss2email(
    shop: Shop, home: dict[str, str], tmp_path: Path, suffix: str
) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail/Inbox" / name).mkdir(parents=True)
    (tmp_path / "r2e.cfg").write_text(
        "[DEFAULT]\nfrom = feeds@lab.example\nto = reader@lab.example\n"
        "email-protocol = maildir\nmaildir-mailbox = Inbox\n"
        f"maildir-path = {tmp_path}/mail\n"
    )
    r2e = [program("r2e"), "-c", "r2e.cfg", "-d", "r2e.json"]
    ran([*r2e, "add", "all", shop.url(suffix)], home)
    inbox = mailbox.Maildir(tmp_path / "mail/Inbox")
    had = 0

    def poll() -> tuple[list[Item], int]:
        nonlocal had
        ran([*r2e, "run"], home)
        mails = list(inbox)
        assert all(len(mail.get_payload()) > 400 for mail in mails)  # not the excerpt
        new, had = len(mails) - had, len(mails)
        return [
            (mail["X-RSS-ID"], _header(mail["Subject"]), _header(mail["X-RSS-URL"]))
            for mail in mails
        ], new

    polled_twice(shop, poll)


def _header(written: str) -> str:
    return str(make_header(decode_header(written)))


@pytest.mark.parametrize("suffix", [".rss", ".atom"])
def test_sfeed(shop: Shop, home: dict[str, str], tmp_path: Path, suffix: str) -> None:
    (tmp_path / "sfeedrc").write_text(
        f'sfeedpath="{tmp_path}/sfeed"\nfeeds() {{\n  feed all "{shop.url(suffix)}"\n}}\n'
    )
    (tmp_path / "sfeed").mkdir()
    program("curl")
    had: set[str] = set()

    def poll() -> tuple[list[Item], int]:
        """Its own marks of what is new are the lines it had not got."""
        ran([program("sfeed_update"), "./sfeedrc"], home)
        lines = (tmp_path / "sfeed/all").read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in lines]
        found = [(row[5], row[1], row[2]) for row in rows]
        new = {i for i, _, _ in found} - had
        had.update(new)
        return found, len(new)

    polled_twice(shop, poll)


@pytest.fixture(scope="module")
def python_with_reader(pytestconfig: pytest.Config) -> str:
    """A Python that has `reader`: made in CI, and used elsewhere where it was made."""
    folder = Path(pytestconfig.cache.mkdir("reader"))
    python = folder / "bin/python"
    if (folder / "made").exists():
        return str(python)
    need(os.environ.get("CI"), "an environment with `reader`, which CI=1 makes")
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *LIBRARY], check=True)
    (folder / "made").touch()
    return str(python)


@pytest.mark.parametrize("suffix", [".rss", ".atom", ".json"])
def test_reader_library(
    shop: Shop, home: dict[str, str], python_with_reader: str, suffix: str
) -> None:
    command = [python_with_reader, str(HERE / "by_reader.py"), "reader.db"]

    def poll() -> tuple[list[Item], int]:
        told = json.loads(ran([*command, shop.url(suffix)], home))
        assert told["modified"] in (0, 1)
        return [tuple(entry) for entry in told["entries"]], told["new"]

    polled_twice(shop, poll)
