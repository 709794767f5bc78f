"""The composition root: settings become opened edges, and one pass over the sources.

The only module that joins the pipeline to fetch/, store/ and publish/.
"""

import os
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from syndicator import __version__, config, dates, pipeline, schedule, urls
from syndicator.config import Settings
from syndicator.errors import ConfigError
from syndicator.fetch import Fetchers
from syndicator.model import Discovery, Draft, Letter, Site, Source
from syndicator.pipeline import EmitReport, Plan, SourceReport, kinds
from syndicator.pipeline.visit import Visit
from syndicator.policy import rule
from syndicator.ports import (
    Announcer,
    Document,
    Fetcher,
    News,
    Problem,
    Publisher,
    Pusher,
    Sandbox,
    SourceState,
    Store,
)
from syndicator.publish.files import FilePublisher
from syndicator.publish.listmonk import ListmonkPusher
from syndicator.publish.websub import WebSub
from syndicator.render import themecheck, tools
from syndicator.sandbox import ProcessSandbox
from syndicator.store import open_store

_SOURCES_AT_ONCE = 8
_PAGES_OF_A_SOURCE = 20  # that are asked again in one pass

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class App:
    """Everything opened and ready; `plan` is what the pipeline goes by."""

    settings: Settings
    plan: Plan
    store: Store
    fetcher: Fetcher
    sandbox: Sandbox
    publisher: Publisher
    announcer: Announcer
    pusher: Pusher


@dataclass(frozen=True, slots=True)
class PassReport:
    """One pass: what each source brought, and what was published."""

    sources: tuple[SourceReport, ...]
    emitted: EmitReport
    untold: tuple[Problem, ...] = ()  # changed feeds that a hub does not know of yet
    pages: tuple[SourceReport, ...] = ()  # what asking again for pages brought

    @property
    def failed(self) -> bool:
        looks = (*self.sources, *self.pages)
        return self.emitted.faulty or any(s.error or s.faulty for s in looks)


def load_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings and hold them against what render/ and policy/ can do.

    Raises ConfigError with every mistake.
    """
    return read_settings(config.text_of(file), file, environment)


def read_settings(text: str, file: Path, environment: Mapping[str, str]) -> Settings:
    """What `load_settings` gives where that text is what the file says."""
    settings = config.loads(text, file, environment)
    mistakes = [
        *_unknown_kinds(settings),
        *(m for x in settings.letters for m in tools.problems(x, settings.site)),
        *(m for x in settings.feeds for m in tools.feed_problems(x)),
        *(m for x in settings.letters for m in themecheck.problems(x, settings.site)),
        *(m for x in settings.letters for m in _unscheduled(x, settings.site)),
        *_unfillable(settings),
    ]
    if mistakes:
        raise ConfigError([f"{settings.file}: {m}" for m in mistakes])
    return settings


def _unknown_kinds(settings: Settings) -> Iterator[str]:
    for source in settings.sources:
        if source.kind not in (known := kinds.names()):
            hint = config.guess(source.kind, known)
            yield f"sources.{source.name}.kind: there is no {source.kind!r}{hint}"


def _unscheduled(letter: Letter, site: Site) -> Iterator[str]:
    """Why a letter's schedule cannot be kept."""
    zone = dates.zone(letter.timezone or site.timezone)
    try:
        if letter.schedule:
            schedule.next_issue(letter.schedule, zone, datetime(2000, 1, 1, tzinfo=UTC))
    except ValueError as error:
        yield f"letters.{letter.name}.schedule: {error}"


def _unfillable(settings: Settings) -> Iterator[str]:
    """Wordings with placeholders nothing could ever fill."""
    for where, wording, known in _templates(settings):
        try:
            unknown = set(rule.placeholders(wording)) - set(known)
        except ValueError as error:
            yield f"{where}: {error}"
            continue
        for name in sorted(unknown):
            allowed = ", ".join(f"{{{p}}}" for p in known)
            yield f"{where}: {{{name}}} means nothing; allowed: {allowed}"


def _templates(settings: Settings) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Everything with placeholders: where it is, what it says, what may be in it."""
    for d in settings.disclaimers:
        others = {f"wordings.{n}.": w for n, w in enumerate(d.wordings)}
        for at, wording in {"": d, **others}.items():
            for key in ("text", "short", "plain"):
                where = f"disclaimers.{d.kind}.{at}{key}"
                yield where, getattr(wording, key), rule.PLACEHOLDERS
    for letter in settings.letters:
        for key in ("subject", "preheader"):
            where = f"letters.{letter.name}.{key}"
            yield where, getattr(letter, key), tools.IN_SUBJECT
    links = settings.links
    for language, line in {"": links.credit, **links.credits}.items():
        where = f"links.credits.{language}" if language else "links.credit"
        yield where, line, rule.PLACEHOLDERS
    for medium in ("feed", "email"):
        for name, template in getattr(links.utm, medium).items():
            yield f"links.utm.{medium}.{name}", template, rule.UTM_PLACEHOLDERS


@contextmanager
def opened(settings: Settings) -> Iterator[App]:
    """Open store, fetcher and publisher; close them at the end."""
    contact = settings.site.url
    with (
        closing(ProcessSandbox()) as sandbox,
        closing(open_store(settings.store.url)) as store,
        closing(
            Fetchers(version=__version__, contact=contact, inbox=store.inbox)
        ) as fetchers,
    ):
        yield App(
            settings=settings,
            plan=make_plan(settings),
            store=store,
            fetcher=fetchers,
            sandbox=sandbox,
            publisher=FilePublisher(settings.publish.path),
            announcer=WebSub(fetchers, settings.publish.allow_networks),
            pusher=ListmonkPusher(settings.listmonk, fetchers),
        )


def extracted(target: str, url: str, site: Site, source: Source) -> Draft:
    """The article on a page, as it would come out of a source like this.

    `target` is the page's address, or a file that is its copy and `url` its address.
    Raises FetchError or ParseError, OSError where the file cannot be read.
    """
    from syndicator.normalize import Terms, normalize
    from syndicator.parse import parse_page

    fetchers = Fetchers(version=__version__, contact=site.url)
    with closing(fetchers), closing(ProcessSandbox()) as sandbox:
        if urls.is_web(target):
            page = fetchers.page(source, target)
        else:
            page = Document(name=target, url=url, body=Path(target).read_bytes())
        found = sandbox.call(target, parse_page, page, source.page)
    return normalize(found.entry, Terms(site, source, ()))


def discovered(settings: Settings, like: Source, now: datetime) -> Discovery:
    """The ways to read what is at `like.url`, tried with the settings there are.

    Nothing is kept. Raises FetchError where there is nobody to ask.
    """
    from syndicator.pipeline import discovering

    fetchers = Fetchers(version=__version__, contact=settings.site.url)
    with (
        closing(fetchers),
        closing(ProcessSandbox()) as sandbox,
        closing(open_store("sqlite:///:memory:")) as store,
    ):
        plan = make_plan(settings)
        return discovering.discovered(like, plan, fetchers, store, now, sandbox)


def make_plan(settings: Settings) -> Plan:
    return Plan(
        site=settings.site,
        base_url=settings.publish.base_url,
        sources=settings.sources,
        feeds=settings.feeds,
        moved=settings.moved,
        letters=settings.letters,
        disclaimers=settings.disclaimers,
        rules=settings.rules,
        links=settings.links,
        waivers=settings.waivers,
    )


def plan_now(app: App) -> Plan:
    """The plan with what stands above and below letters as its files now have it.

    A letter one of whose files cannot be read keeps the words it had.
    """
    return replace(app.plan, letters=tuple(map(_reread, app.plan.letters)))


def _reread(letter: Letter) -> Letter:
    try:
        return config.reread(letter)
    except ConfigError:
        return letter


def holder(command: str, now: datetime) -> str:
    """Who holds the lock, for whoever finds it held."""
    since = now.isoformat(timespec="seconds")
    where = f"process {os.getpid()} on {socket.gethostname()}"
    return f"`syndicator {command}`, {where}, since {since}"


def run_pass(
    app: App,
    command: str,
    clock: Clock,
    *,
    due_only: bool,
    only: tuple[Source, ...] = (),
    on_source: Callable[[SourceReport], None] = lambda _: None,
    on_pages: Callable[[SourceReport], None] = lambda _: None,
) -> PassReport:
    """Look at the sources and at pages that are due again, then publish what is stale.

    All sources, or those that are due or whose settings have changed, or `only` some,
    those that are parked among them too. Raises Busy where
    another run holds the store, PublishError where files cannot be put; a source that
    fails is a value in the report.
    """
    now = clock()
    with app.store.lock(holder(command, now)):
        states = app.store.states(source.name for source in app.plan.sources)
        due = _due(app, states, now) if due_only else app.plan.sources

        def look(source: Source) -> pipeline.Looked:
            edges = (app.fetcher, app.store, clock(), app.sandbox)
            known, insist = states[source.name], source in only
            return pipeline.look(source, known, app.plan, *edges, insist=insist)

        reports = []
        with ThreadPoolExecutor(_SOURCES_AT_ONCE) as pool:
            looks = {s.name: pool.submit(look, s) for s in _spread(only or due)}
            for report in pipeline.settled(looks[s.name].result() for s in only or due):
                on_source(report)
                reports.append(report)
        pages = _read_again(app, reports, clock)
        for report in pages:
            on_pages(report)
        return replace(publish(app, tuple(reports), clock), pages=tuple(pages))


def _read_again(
    app: App, looks: Iterable[SourceReport], clock: Clock
) -> list[SourceReport]:
    """Ask again for pages of those sources that could be looked at."""
    names = {r.source for r in looks if not (r.error or r.left_until or r.gone_since)}
    asked = {s.name: s for s in app.plan.sources if s.name in names and s.reread}
    due = app.store.rechecks(asked, clock(), _PAGES_OF_A_SOURCE)
    if not due:
        return []
    from syndicator.pipeline import rereading  # its parsers cost more than an idle pass

    edges = (app.plan, app.fetcher, app.store, clock(), app.sandbox)
    visits = [Visit(asked[name], *edges) for name in due]
    return rereading.reread_all(visits, due)


def carry_out(
    app: App, command: str, clock: Clock, order: Callable[[Store, datetime], News]
) -> tuple[News, PassReport]:
    """Store what the operator orders of an article, and publish it at once."""
    with app.store.lock(holder(command, clock())):
        news = order(app.store, clock())
        return news, publish(app, (), clock)


def publish(app: App, sources: tuple[SourceReport, ...], clock: Clock) -> PassReport:
    """Publish what has become stale, in a pass over some sources or none."""
    plan = plan_now(app)
    emitted = pipeline.emit(plan, app.store, app.publisher, clock())
    written = emitted.written
    untold = pipeline.announce(plan, app.store, app.announcer, written, clock())
    return PassReport(sources, emitted, untold)


def _spread(sources: Iterable[Source]) -> list[Source]:
    """The sources in turn by host, so that not all threads wait for the same one."""
    seen: Counter[str] = Counter()
    turns = []
    for source in sources:
        host = urls.host(source.url)
        turns.append((seen[host], source))
        seen[host] += 1
    return [source for _, source in sorted(turns, key=lambda t: t[0])]


def _due(
    app: App, states: Mapping[str, SourceState], now: datetime
) -> tuple[Source, ...]:
    plan, pushed = app.plan, any(s.kind == "push" for s in app.plan.sources)
    newest = app.store.inboxes() if pushed else {}
    return tuple(
        s
        for s in plan.sources
        if pipeline.wants_look(s, states[s.name], plan, now, newest.get(s.name, 0))
    )
