"""`once`, `check`, `status` and `show`, as an operator runs them."""

import os
import pty
import re
import sqlite3
import time
from contextlib import suppress
from threading import Event

import pytest
from servers import Server
from service import wait_until

FEEDS = ("all", "research", "sleep", "headlines")
LETTERS = ("weekly", "brief")
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<link>https://wire.example/</link><description>Wire.</description><item><guid>w-1</guid>
<title>Words from the wire</title><link>https://wire.example/1</link>
<description>Some words that came over the wire.</description>
<pubDate>Mon, 04 May 2026 08:00:00 GMT</pubDate></item></channel></rss>"""


# ---------------------------------------------------------------- published


def test_first_run_publishes_everything(first):
    names = {
        "index.html",
        "feeds.opml",
        "feeds.css",
        *(f"feeds/{f}.{s}" for f in FEEDS for s in ("rss", "atom", "json", "html")),
        *(f"letters/{x}/latest.{s}" for x in LETTERS for s in ("html", "txt", "json")),
        *(f"letters/{x}/preview.html" for x in LETTERS),
    }
    there = set(first.bytes())
    media = {name for name in there if name.startswith("media/")}
    assert there - media == names
    assert media
    assert all(first.bytes().values())


def test_second_run_writes_nothing(published):
    before = published.facts()
    result = published.run("once")
    assert result.returncode == 0, result.stderr
    assert published.facts() == before
    assert "written=0" in result.stderr
    assert result.stdout == ""


def test_output_is_plain_lines_where_there_is_no_terminal(published):
    lines = published.run("once").stderr.splitlines()
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} (DEBUG|INFO|WARNING|ERROR) "
    assert lines
    assert all(re.match(stamp, line) for line in lines), lines


def test_progress_is_shown_on_a_terminal(published):
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        process = published.start("once", output=terminal)
    seen = b""
    with suppress(OSError):  # the other side has hung up
        while piece := os.read(ours, 1000):
            seen += piece
    os.close(ours)
    assert process.wait() == 0
    assert b"Sources" in seen
    assert b"source unchanged" in seen


WORLDS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "random", "TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8"},
)


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world["TZ"])
def test_bytes_depend_on_no_seed_zone_or_locale(first, service, world):
    result = service.run("once", **world)  # a locale that is not there is as C
    assert result.returncode == 0, result.stderr
    assert service.bytes() == first.bytes()


@pytest.mark.slow
def test_feed_is_fetched_conditionally_the_second_time(published):
    tag = '"wire-1"'

    def answer(request):
        if request.headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, {"ETag": tag, "Content-Type": "application/rss+xml"}, RSS

    with Server(answer) as server:
        published.add_feed_source(f"{server.url}/feed.xml")
        assert published.run("once").returncode == 0
        assert "Words from the wire" in published.read("feeds/all.rss")
        result = published.run("once")
    assert "source unchanged source=wire" in result.stderr
    asked = [request.headers.get("if-none-match") for request in server.requests]
    assert asked == [None, tag]


@pytest.mark.slow
def test_private_address_is_fetched_only_where_it_is_allowed(published):
    with Server({"/feed.xml": (200, {}, RSS)}) as server:
        published.add(f'[sources.wire]\nkind = "feed"\nurl = "{server.url}/feed.xml"')
        result = published.run("once")
    assert result.returncode == 1
    assert server.requests == []


@pytest.mark.slow
def test_server_that_asks_for_peace_gets_it(published):
    with Server({"/feed.xml": (503, {"Retry-After": "3600"}, b"")}) as server:
        published.add_feed_source(f"{server.url}/feed.xml")
        assert published.run("once").returncode == 1
        result = published.run("once")
    assert "source left alone source=wire until=" in result.stderr
    assert server.paths() == ["/feed.xml"]
    assert result.returncode == 0


@pytest.mark.slow
def test_source_that_is_gone_is_parked_until_it_is_asked_for_by_name(published):
    with Server({"/feed.xml": (410, {}, b"")}) as server:
        published.add_feed_source(f"{server.url}/feed.xml")
        assert "syndicator once wire" in published.run("once").stderr
        result = published.run("once")
        assert (result.returncode, server.paths()) == (0, ["/feed.xml"])
        assert "source parked source=wire" in result.stderr
        assert "parked" in published.run("status").stdout
        metrics = published.run("status", "--metrics").stdout
        assert 'syndicator_source_parked{source="wire"} 1' in metrics
        assert 'next_poll_timestamp_seconds{source="wire"}' not in metrics
        server.answers["/feed.xml"] = (200, {}, RSS)
        result = published.run("once", "wire")
    assert "source read source=wire new=" in result.stderr
    assert "source=articles" not in result.stderr


def test_source_that_is_none_is_named_with_those_there_are(published):
    result = published.run("once", "wrie")
    assert result.returncode == 2
    assert "wrie" in result.stderr
    assert "articles" in result.stderr


# ---------------------------------------------------------------- exit codes


@pytest.mark.slow
def test_failing_source_gives_1_and_the_others_go_on(service):
    with Server({}) as server:
        service.add_feed_source(f"{server.url}/feed.xml")
        result = service.run("once")
    assert result.returncode == 1
    assert "source failed source=wire" in result.stderr
    assert "404" in result.stderr
    assert "feeds/all.rss" in service.bytes()


def test_place_that_cannot_be_written_gives_74(published):
    (published.folder / "file").write_text("")
    inside = str(published.folder / "file/public")
    result = published.run("once", SYNDICATOR_PUBLISH__PATH=inside)
    assert result.returncode == 74
    assert result.stderr.splitlines()[-1].startswith(f"syndicator: {inside}")
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_second_run_at_the_same_time_gives_75_at_once(published, started):
    asked, go_on = Event(), Event()

    def answer(request):
        asked.set()
        go_on.wait(30)
        return 200, {}, RSS

    with Server(answer) as server:
        published.add_feed_source(f"{server.url}/feed.xml")
        holder = published.start("once")
        started.append(holder)
        wait_until(asked.is_set)
        start = time.monotonic()
        result = published.run("once")
        took = time.monotonic() - start
        go_on.set()
        assert result.returncode == 75
        assert f"`syndicator once`, process {holder.pid} on " in result.stderr
        assert took < 10  # a start of Python on a busy machine, and no waiting
        assert holder.wait() == 0
        assert published.run("once").returncode == 0


@pytest.mark.slow
def test_lock_dies_with_its_holder(published, started):
    asked, go_on = Event(), Event()

    def answer(request):
        asked.set()
        go_on.wait(30)
        return 404, {}, b""

    with Server(answer) as server:
        published.add_feed_source(f"{server.url}/feed.xml")
        started.append(published.start("once"))
        wait_until(asked.is_set)
        started[0].kill()
        go_on.set()
        assert published.run("once").returncode == 1  # for the 404 alone


def test_store_that_is_none_gives_69(service):
    file = service.folder / "none.db"
    file.write_bytes(b"this is no database" * 100)
    result = service.run("once", SYNDICATOR_STORE__URL=f"sqlite:///{file}")
    assert result.returncode == 69
    assert str(file) in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["once", "run", "serve", "check", "status"])
def test_wrong_settings_give_78_and_every_mistake(service, command):
    service.edit('language = "en"                  # for', 'langauge = "en"  # for')
    service.add('[feeds.more]\nsources = ["artikles"]\nlimit = 0')
    result = service.run(command, SYNDICATOR_SERVE__PROT="1")
    assert result.returncode == 78
    for mistake in ("langauge", "artikles", "limit", "prot"):
        assert mistake in result.stderr.lower()
    assert "Traceback" not in result.stderr
    assert not service.public.exists()


# ---------------------------------------------------------------- looked at


def test_check_finds_all_well_and_changes_nothing(service):
    result = service.run("check")
    assert result.returncode == 0, result.stdout
    lines = result.stdout.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert [line for line in lines if line.endswith("source articles: 11 articles")]
    assert not service.public.exists()
    with sqlite3.connect(service.folder / "store/state.db") as store:
        assert store.execute("SELECT count(*) FROM article").fetchone() == (0,)


def test_check_tells_what_is_out_of_reach(service):
    with Server({}) as server:
        service.add_feed_source(f"{server.url}/feed.xml")
        result = service.run("check")
    assert result.returncode == 1
    (line,) = (x for x in result.stdout.splitlines() if x.startswith("FAIL"))
    assert "source wire" in line
    assert "404" in line


def test_check_of_a_place_that_cannot_be_written_gives_74(service):
    (service.folder / "file").write_text("")
    result = service.run("check", SYNDICATOR_PUBLISH__PATH=f"{service.folder}/file")
    assert result.returncode == 74


def test_status_shows_sources_products_and_problems(published):
    (published.articles / "broken.html").write_bytes(b"")
    with Server({}) as server:
        published.add_feed_source(f"{server.url}/[/feed].xml")
        published.run("once")
    text = published.run("status").stdout
    rows = {row[0]: row for row in reversed(list(_rows(text)))}
    name, success, due, failures, error = rows["articles"]
    assert success < due
    assert (failures, error) == ("0", "")
    name, success, due, failures, error = rows["wire"]
    assert (name, success, failures) == ("wire", "never", "1")
    assert "404" in error
    assert "/[/feed].xml: 404" in text
    size = len(published.bytes()["feeds/all.rss"])
    assert rows["feeds/all.rss"] == ["feeds/all.rss", "16", str(size)]
    assert "broken.html" in text


def _rows(text):
    for line in text.splitlines():
        if line.startswith("│"):
            yield [cell.strip() for cell in line.strip("│").split("│")]


@pytest.mark.parametrize(
    "name",
    ["light-at-night.html", "https://meridian.example/articles/light-at-night.html"],
)
def test_show_tells_what_is_known_of_an_article(first, name):
    result = first.run("show", name)
    assert result.returncode == 0
    facts = dict(line.split(maxsplit=1) for line in result.stdout.splitlines()[:3])
    assert facts["id"].startswith("urn:uuid:")
    assert facts["status"] == "live"
    assert "articles, light-at-night.html" in facts["source"]
    for told in ("published", "updated", "authors", "words", "picture", "taken out"):
        assert re.search(rf"^{told} +\S", result.stdout, re.MULTILINE), told
    again = first.run("show", facts["id"])
    assert again.stdout == result.stdout


def test_show_why_tells_who_said_what_and_which_is_believed(first):
    result = first.run("show", "--why", "light-at-night.html")
    assert result.returncode == 0
    assert re.search(r"^title +the heading, as JSON-LD", result.stdout, re.MULTILINE)
    assert re.search(r"^ +> heading: \S", result.stdout, re.MULTILINE)
    assert re.search(r"^ +<title>: \S", result.stdout, re.MULTILINE)
    note = first.run("show", "--why", "confidence-intervals.md")
    assert re.search(r"^title +said once", note.stdout, re.MULTILINE)


def test_show_of_nothing_gives_1(first):
    result = first.run("show", "nothing")
    assert (result.returncode, result.stdout) == (1, "")
    assert "nothing" in result.stderr
