"""The composition root: settings become opened edges, and one pass over the sources.

The only module that joins the pipeline to fetch/, store/ and publish/.
"""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from syndicator import __version__, config, pipeline, schedule
from syndicator.config import Settings
from syndicator.errors import ConfigError
from syndicator.fetch import Fetchers
from syndicator.model import Source
from syndicator.pipeline import EmitReport, Plan, SourceReport
from syndicator.policy import rule
from syndicator.ports import Fetcher, Publisher, Store
from syndicator.publish.files import FilePublisher
from syndicator.render import tools
from syndicator.store import open_store

_SOURCES_AT_ONCE = 8

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class App:
    """Everything opened and ready; `plan` is what the pipeline goes by."""

    settings: Settings
    plan: Plan
    store: Store
    fetcher: Fetcher
    publisher: Publisher


@dataclass(frozen=True, slots=True)
class PassReport:
    """One pass: what each source brought, and what was published."""

    sources: tuple[SourceReport, ...]
    emitted: EmitReport

    @property
    def failed(self) -> bool:
        return any(s.error for s in self.sources)


def load_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings and hold them against what render/ and policy/ can do.

    Raises ConfigError with every mistake.
    """
    settings = config.load(file, environment)
    mistakes = [
        *(m for x in settings.letters for m in tools.problems(x, settings.site)),
        *_unfillable(settings),
    ]
    if mistakes:
        raise ConfigError([f"{settings.file}: {m}" for m in mistakes])
    return settings


def _unfillable(settings: Settings) -> Iterator[str]:
    """Wordings with placeholders nothing could ever fill."""
    wordings = {f"disclaimers.{d.kind}.text": d.text for d in settings.disclaimers}
    wordings |= {f"disclaimers.{d.kind}.short": d.short for d in settings.disclaimers}
    wordings["links.credit"] = settings.links.credit
    for where, wording in wordings.items():
        try:
            unknown = set(rule.placeholders(wording)) - set(rule.PLACEHOLDERS)
        except ValueError as error:
            yield f"{where}: {error}"
            continue
        for name in sorted(unknown):
            allowed = ", ".join(f"{{{p}}}" for p in rule.PLACEHOLDERS)
            yield f"{where}: {{{name}}} means nothing; allowed: {allowed}"


@contextmanager
def opened(settings: Settings) -> Iterator[App]:
    """Open store, fetcher and publisher; close them at the end."""
    fetchers = Fetchers(version=__version__, contact=settings.site.url)
    with closing(open_store(settings.store.url)) as store, closing(fetchers):
        yield App(
            settings=settings,
            plan=make_plan(settings),
            store=store,
            fetcher=fetchers,
            publisher=FilePublisher(settings.publish.path),
        )


def make_plan(settings: Settings) -> Plan:
    return Plan(
        site=settings.site,
        base_url=settings.publish.base_url,
        sources=settings.sources,
        feeds=settings.feeds,
        letters=settings.letters,
        disclaimers=settings.disclaimers,
        links=settings.links,
    )


def holder(command: str, now: datetime) -> str:
    """Who holds the lock, for whoever finds it held."""
    since = now.isoformat(timespec="seconds")
    return f"`syndicator {command}`, process {os.getpid()} on {socket.gethostname()}, since {since}"


def run_pass(
    app: App,
    command: str,
    clock: Clock,
    *,
    due_only: bool,
    on_source: Callable[[SourceReport], None] = lambda _: None,
) -> PassReport:
    """Look at the sources, then publish what has become stale.

    All sources, or those due; one whose server asked to be left alone is left alone.
    Raises Busy where another run holds the store, PublishError where files cannot be
    put; a source that fails is a value in the report.
    """
    now = clock()

    def look(source: Source) -> SourceReport:
        return pipeline.ingest(source, app.plan, app.fetcher, app.store, clock())

    with app.store.lock(holder(command, now)):
        reports = []
        with ThreadPoolExecutor(_SOURCES_AT_ONCE) as pool:
            for report in pool.map(look, chosen(app, now, due_only=due_only)):
                on_source(report)
                reports.append(report)
        emitted = pipeline.emit(app.plan, app.store, app.publisher, clock())
    return PassReport(tuple(reports), emitted)


def chosen(app: App, now: datetime, *, due_only: bool) -> list[Source]:
    """The sources a pass looks at."""
    states = {s.name: app.store.state(s.name) for s in app.plan.sources}
    skip = schedule.is_blocked
    return [
        s
        for s in app.plan.sources
        if not skip(states[s.name], now)
        and (not due_only or schedule.is_due(states[s.name], now))
    ]
