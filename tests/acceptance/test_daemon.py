"""`run` and `serve`: they serve, they listen to signals, they end."""

import signal
from threading import Event

import pytest
from servers import Server
from service import free_port, get, wait_until

pytestmark = pytest.mark.slow  # a daemon takes seconds to start, tick and stop


@pytest.fixture
def port(service):
    number = free_port()
    service.environment |= {
        "SYNDICATOR_SERVE__ENABLED": "true",
        "SYNDICATOR_SERVE__PORT": str(number),
    }
    return number


@pytest.fixture
def daemon(port, published, started):
    process = published.start("run")
    started.append(process)
    process.wait_for("serving")
    return process


def hang_up(daemon):
    """Have the settings reread; return when that has come to something."""
    before = daemon.log.count("settings ")
    daemon.send(signal.SIGHUP)
    daemon.wait_for("settings ", before + 1)


# ---------------------------------------------------------------- serve


def test_serve_gives_what_is_published_and_nothing_else(port, published, started):
    started.append(published.start("serve"))
    started[0].wait_for(f"http://127.0.0.1:{port}/")
    status, headers, body = get(port, "/feeds/all.rss")
    assert (status, body) == (200, published.bytes()["feeds/all.rss"])
    assert headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert get(port, "/feeds/all.rss", "HEAD")[::2] == (200, b"")
    tag, date = headers["etag"], headers["last-modified"]
    assert get(port, "/feeds/all.rss", If_None_Match=tag)[0] == 304
    assert get(port, "/feeds/all.rss", If_Modified_Since=date)[0] == 304
    assert get(port, "/")[1]["content-type"] == "text/html; charset=utf-8"
    for path in ("/none", "/../store/state.db", "/%2e%2e/store/state.db", "/.staging"):
        assert get(port, path)[0] == 404
    assert started[0].end()[0] == 0


@pytest.mark.parametrize("command", ["serve", "run"])
def test_taken_address_gives_78(port, published, command):
    with Server({}) as server:
        taken = {"SYNDICATOR_SERVE__PORT": str(server.port)}
        result = published.run(command, **taken)
    assert result.returncode == 78
    assert f"127.0.0.1:{server.port}: Address already in use" in result.stderr


# ---------------------------------------------------------------- run


def test_run_publishes_serves_and_ends_when_told(port, service, started):
    process = service.start("run")
    started.append(process)
    process.wait_for("done sources=3")
    assert get(port, "/feeds/all.rss")[2] == service.bytes()["feeds/all.rss"]
    code, seconds = process.end()
    assert code == 0
    assert seconds < 5
    assert process.log.endswith("stopped\n")
    assert "Traceback" not in process.log


def test_interrupt_from_the_keyboard_ends_it_too(daemon):
    assert daemon.end(signal.SIGINT)[0] == 0


def test_slow_source_does_not_hold_up_the_end(published, started):
    asked, go_on = Event(), Event()

    def answer(request):
        asked.set()
        go_on.wait(60)
        return 404, {}, b""

    with Server(answer) as server:
        published.add_feed_source(f"{server.url}/feed.xml")
        started.append(published.start("run"))
        wait_until(asked.is_set)
        code, seconds = started[0].end()
        go_on.set()
    assert code == 0
    assert seconds < 5
    assert published.run("once").returncode == 1  # no lock is left, but for the 404


def test_new_file_and_new_title_appear_after_a_hangup(daemon, port, published):
    published.write_article("new.html", "A wholly new article")
    published.edit("Meridian Health Notes: Sleep", "Meridian at Night")
    hang_up(daemon)
    wait_until(lambda: b"Meridian at Night" in get(port, "/feeds/sleep.rss")[2])
    wait_until(lambda: b"A wholly new article" in get(port, "/feeds/all.rss")[2])


def test_broken_settings_are_told_and_the_old_ones_kept(daemon, port, published):
    good = published.settings.read_text("utf-8")
    published.settings.write_text("[site", "utf-8")
    hang_up(daemon)
    assert "ERROR settings not reread" in daemon.log
    assert get(port, "/feeds/sleep.rss")[0] == 200
    published.settings.write_text(good, "utf-8")
    hang_up(daemon)
    assert daemon.end()[0] == 0


def test_address_that_is_taken_later_is_told_and_the_old_one_kept(
    service, published, started
):
    port = free_port()
    published.edit("port = 8080", f"port = {port}")
    published.environment["SYNDICATOR_SERVE__ENABLED"] = "true"
    process = published.start("run")
    started.append(process)
    process.wait_for("serving")
    with Server({}) as server:
        published.edit(f"port = {port}", f"port = {server.port}")
        process.send(signal.SIGHUP)
        process.wait_for("settings not used")
    process.wait_for("serving", 2)
    assert get(port, "/feeds/all.rss")[0] == 200
    assert process.end()[0] == 0


def test_settings_are_checked_while_the_daemon_runs(daemon, published):
    result = published.run("check")
    assert result.returncode == 0, result.stdout
    assert "served by a syndicator already" in result.stdout


def test_deleted_file_comes_back_without_being_asked(daemon, published):
    (published.public / "feeds/all.rss").unlink()
    wait_until((published.public / "feeds/all.rss").exists)


def test_once_beside_the_daemon_is_fine(daemon, published):
    assert published.run("once").returncode in (0, 75)
