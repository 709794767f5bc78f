"""`syndicator run`: polls what is due, publishes, serves; until told to stop.

APScheduler says when to look; what is due is in the store. The clock comes in.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

from syndicator import app as composition
from syndicator import urls
from syndicator.app import Clock
from syndicator.config import Settings
from syndicator.config.settings import ServeSettings
from syndicator.errors import Busy, ConfigError, PublishError, StoreError
from syndicator.log import line, logger
from syndicator.receiving import Receiver
from syndicator.report import log_pages, log_pass, log_source
from syndicator.server import Server

_TICK_SECONDS = 5
_NEXT = {False: "RELOADING=1", True: "STOPPING=1"}  # for systemd
_GRACE_SECONDS = 3  # for a pass under way when we are told to stop

# It warns at each tick that comes while a long pass is under way.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


class _Signals:
    """SIGTERM and SIGINT end the process in good order, SIGHUP has it reread settings.

    To be made in the main thread.
    """

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
    file: Path,
    environment: Mapping[str, str],
    clock: Clock,
    on_ready: Callable[[Settings], None],
) -> None:
    """Run until SIGTERM or SIGINT; SIGHUP rereads the settings and looks everywhere.

    Raises ConfigError or StoreError where the settings cannot be used at the start;
    where they cannot later, that is reported and the daemon goes on with those it had.
    """
    signals = _Signals()
    settings = composition.load_settings(file, environment)
    proven: Settings | None = None
    with closing(_Door()) as door:
        while not signals.stopping.is_set():
            try:
                with composition.opened(settings) as app:
                    door.open(settings, _receiver(app))
                    first, proven = proven is None, settings
                    on_ready(settings)
                    with _ticking(app, clock, signals, everything=not first):
                        _notify("READY=1")
                        settings = _wait(settings, signals, file, environment)
                        _notify(_NEXT[signals.stopping.is_set()])
            except (ConfigError, StoreError) as error:
                if proven in (None, settings):
                    raise
                logger.error(line("settings not used", error=error))
                settings = proven
    logger.info(line("stopped"))


def _wait(
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
def _ticking(
    app: composition.App, clock: Clock, signals: _Signals, *, everything: bool
) -> Iterator[None]:
    """Tick in the background, the first time over all sources if so asked."""
    at_work, ending = threading.Lock(), threading.Event()
    due_only = not everything

    def tick() -> None:
        nonlocal due_only
        with at_work:
            if not ending.is_set() and _tick(app, clock, due_only=due_only):
                due_only = True

    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        tick,
        "interval",
        seconds=_TICK_SECONDS,
        next_run_time=clock(),
        coalesce=True,  # after a stall one tick does for all that were missed
        misfire_grace_time=None,  # and it is never too late for it
        max_instances=1,
    )
    scheduler.start()
    try:
        yield
    finally:
        ending.set()
        scheduler.shutdown(wait=False)
        _let_finish(at_work, signals)


def _let_finish(at_work: threading.Lock, signals: _Signals) -> None:
    """Wait for the pass under way; not long where we are told to stop.

    What is under way can be dropped at any instant: the next run makes it up.
    """
    finished = False
    while not (finished or signals.stopping.is_set()):
        finished = at_work.acquire(timeout=0.1)
    if not finished and not at_work.acquire(timeout=_GRACE_SECONDS):
        logger.warning(line("stopped in the middle of a pass; the next makes it up"))
        os._exit(0)  # sys.exit would wait for its threads


def _tick(app: composition.App, clock: Clock, *, due_only: bool) -> bool:
    """Make one pass; say whether it could be made."""
    try:
        report = composition.run_pass(
            app,
            "run",
            clock,
            due_only=due_only,
            on_source=log_source,
            on_pages=log_pages,
        )
    except Busy as error:
        logger.info(line("waiting", reason=error))
        return False
    except (StoreError, PublishError) as error:
        logger.error(line("pass failed", error=error))
        return False
    except Exception:  # noqa: BLE001
        logger.exception(line("pass failed, by a fault of ours"))
        return False
    log_pass(report)
    return True


class _Door:
    """The built-in server; it stays open while settings that do not concern it change."""

    def __init__(self) -> None:
        self._server: Server | None = None
        self._where: ServeSettings | None = None

    def open(self, settings: Settings, receiver: Receiver | None = None) -> None:
        """Serve as the settings say, where they want it; ConfigError where it fails."""
        if settings.serve != self._where:
            fresh = _listening(settings) if settings.serve.enabled else None
            self.close()
            self._server, self._where = fresh, settings.serve
        if self._server:
            self._server.root = settings.publish.path.resolve()
            self._server.ttl = {f.name: f.ttl_minutes * 60 for f in settings.feeds}
            self._server.base_url = settings.publish.base_url
            self._server.hubs = tuple(map(urls.ascii_url, settings.site.hubs))
            self._server.receiver = receiver

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = self._where = None


def _receiver(app: composition.App) -> Receiver | None:
    """Who takes pushed articles in; None where no source is for that."""
    pushed = [s for s in app.plan.sources if s.kind == "push"]
    return Receiver(pushed, app.store, app.sandbox) if pushed else None


def _listening(settings: Settings) -> Server:
    """A server at work in the background."""
    where = settings.serve
    try:
        server = Server(where.host, where.port, settings.publish.path)
    except OSError as error:
        reason = f"cannot listen on {where.host}:{where.port}: {error.strerror}"
        raise ConfigError([f"{settings.file}: serve: {reason}"]) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def serve(settings: Settings, on_ready: Callable[[], None]) -> None:
    """Serve what is published, and do nothing else, until SIGTERM or SIGINT."""
    signals = _Signals()
    with closing(_Door()) as door:
        door.open(replace(settings, serve=replace(settings.serve, enabled=True)))
        on_ready()
        signals.stopping.wait()


def _notify(state: str) -> None:
    """Tell systemd, where it asked to be told (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.send(state.encode())
