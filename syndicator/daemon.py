"""`syndicator run`: polls what is due, publishes, serves; until told to stop.

APScheduler says when to look; what is due is in the store. Only here and in the CLI
is the clock asked.
"""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

from syndicator import app as composition
from syndicator.config import Settings
from syndicator.errors import Busy, ConfigError, PublishError, StoreError
from syndicator.log import line, logger
from syndicator.report import log_pass, log_source
from syndicator.server import make_server

_TICK_SECONDS = 5


def utc_now() -> datetime:
    return datetime.now(UTC)


class _Signals:
    """SIGTERM and SIGINT end the daemon, SIGHUP has it reread its settings."""

    def __init__(self) -> None:
        self.woken = threading.Event()
        self.stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGHUP, self._reload)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()
        self.woken.set()

    def _reload(self, number: int, frame: FrameType | None) -> None:
        self.woken.set()


def run(
    file: Path, environment: Mapping[str, str], on_ready: Callable[[Settings], None]
) -> None:
    """Run until SIGTERM or SIGINT; SIGHUP rereads the settings.

    Raises ConfigError where the settings are wrong at the start; settings that become
    wrong later are reported, and the daemon goes on with those it has.
    """
    settings = composition.load_settings(file, environment)
    signals = _Signals()
    while not signals.stopping.is_set():
        with composition.opened(settings) as app, _serving(settings), _ticking(app):
            on_ready(settings)
            _notify("READY=1")
            settings = _wait_for_settings(settings, signals, file, environment)
            _notify("STOPPING=1" if signals.stopping.is_set() else "RELOADING=1")
    logger.info(line("stopped"))


def _wait_for_settings(
    settings: Settings, signals: _Signals, file: Path, environment: Mapping[str, str]
) -> Settings:
    """Sleep until there is something to do; return the settings to go on with."""
    while True:
        signals.woken.wait()
        signals.woken.clear()
        if signals.stopping.is_set():
            return settings
        try:
            fresh = composition.load_settings(file, environment)
        except ConfigError as error:
            logger.error(line("settings not reread", error=error))
            continue
        logger.info(line("settings reread", file=file))
        return fresh


@contextmanager
def _ticking(app: composition.App) -> Iterator[None]:
    """Tick in the background; at the end the tick under way is let finish."""
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        lambda: _tick(app),
        "interval",
        seconds=_TICK_SECONDS,
        next_run_time=utc_now(),
        coalesce=True,  # after a stall one tick does for all that were missed
        misfire_grace_time=None,  # and it is never too late for it
        max_instances=1,
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)


def _tick(app: composition.App) -> None:
    try:
        report = composition.run_pass(
            app, "run", utc_now, due_only=True, on_source=log_source
        )
        log_pass(report)
    except Busy as error:
        logger.info(line("waiting", reason=error))
    except (StoreError, PublishError) as error:
        logger.error(line("pass failed", error=error))


@contextmanager
def _serving(settings: Settings) -> Iterator[ThreadingHTTPServer | None]:
    if not settings.serve.enabled:
        yield None
        return
    with serving(settings) as server:
        yield server


@contextmanager
def serving(settings: Settings) -> Iterator[ThreadingHTTPServer]:
    """Serve in the background; ConfigError where the address cannot be had."""
    where = settings.serve
    try:
        server = make_server(where.host, where.port, settings.publish.path)
    except OSError as error:
        reason = f"cannot listen on {where.host}:{where.port}: {error.strerror}"
        raise ConfigError([f"{settings.file}: serve: {reason}"]) from error
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def _notify(state: str) -> None:
    """Tell systemd, where it asked to be told (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.send(state.encode())
