"""fetch → parse → normalize → decide → store, for one source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from syndicator import schedule
from syndicator.errors import FetchError, ParseError
from syndicator.model import Source
from syndicator.pipeline import remembered
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.visit import Visit, recipe
from syndicator.ports import (
    Fetched,
    Fetcher,
    News,
    Problem,
    Sandbox,
    SourceState,
    Store,
)

if TYPE_CHECKING:
    from syndicator.pipeline.entries import Entries


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one look at a source came to."""

    source: str
    news: tuple[News, ...] = ()
    problems: tuple[Problem, ...] = ()
    faulty: bool = False  # our own code failed at some of it
    unchanged: bool = False
    moved_to: str = ""
    error: str = ""  # "" where the source could be read
    left_until: datetime | None = None  # not looked at: its server asked for that
    gone_since: datetime | None = None  # not looked at: its publisher ended it

    def count(self, kind: str) -> int:
        return sum(n.kind == kind for n in self.news)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look at a source brought; nothing of it is settled yet."""

    visit: Visit
    state: SourceState
    marks: Mapping[str, str]
    fetched: Fetched | None = None  # None where it was not looked at, or failed
    entries: "Entries | None" = None  # None where there is nothing new
    error: FetchError | ParseError | None = None


def ingest(
    source: Source,
    plan: Plan,
    fetcher: Fetcher,
    store: Store,
    now: datetime,
    sandbox: Sandbox,
) -> SourceReport:
    """Bring in what is new at a source; tell what it was.

    A source that cannot be read leaves what is stored as it is and is due again later;
    one whose server asked to be left alone is. Raises StoreError only.
    """
    return settle(look(source, plan, fetcher, store, now, sandbox))


def look(
    source: Source,
    plan: Plan,
    fetcher: Fetcher,
    store: Store,
    now: datetime,
    sandbox: Sandbox,
    *,
    insist: bool = False,
) -> Looked:
    """Fetch and read what is new at a source. Many sources may be looked at at once.

    With `insist` one that is gone, too: its publisher may have thought better of it.
    """
    visit = Visit(source, plan, fetcher, store, now, sandbox)
    marks = store.marks(source.name)
    state = remembered.remembered(visit)
    state = replace(state, gone_at=None) if insist else state
    if schedule.is_left_alone(state, now):
        return Looked(visit, state, marks)
    try:
        asked = remembered.as_asked(source, state)
        fetched = fetcher.fetch(asked, state.validators, visit.plain_marks(marks))
        return Looked(visit, state, marks, fetched, _drafted(visit, fetched, marks))
    except (FetchError, ParseError) as error:
        return Looked(visit, state, marks, error=error)


def settle(looked: Looked) -> SourceReport:
    """Store what a look brought; one source after the other, in the settings' order.

    Sources carry each other's articles: who is first must not be chance.
    """
    visit, source, fetched = looked.visit, looked.visit.source, looked.fetched
    renewed = _renewed(visit)
    if looked.error is not None:
        failed = remembered.failed(source, looked.state, looked.error, visit.now)
        visit.store.save_state(failed)
        return SourceReport(source=source.name, news=renewed, error=failed.error)
    if fetched is None:
        visit.store.save_state(looked.state)
        return SourceReport(
            source=source.name,
            news=renewed,
            left_until=looked.state.blocked_until,
            gone_since=looked.state.gone_at,
        )
    news = _settled(looked)
    visit.store.settle(news)
    if not fetched.unchanged:
        visit.store.save_problems(source.name, visit.problems)
    pace = looked.entries.pace_seconds if looked.entries else None
    done = remembered.succeeded(visit, looked.state, fetched, pace)
    visit.store.save_state(done)
    return SourceReport(
        source=source.name,
        news=(*renewed, *news),
        problems=tuple(visit.problems),
        faulty=visit.faulty,
        unchanged=fetched.unchanged,
        moved_to=done.move.to,
    )


def wants_look(source: Source, plan: Plan, store: Store, now: datetime) -> bool:
    """Say whether the source is due, or the settings its articles go by have changed."""
    state = store.state(source.name)
    return schedule.is_due(state, now) or state.recipe != recipe(source, plan)


def _renewed(visit: Visit) -> tuple[News, ...]:
    """Make stored articles anew where the settings have changed."""
    outdated = visit.store.outdated(visit.source.name, visit.terms.recipe)
    if not outdated:
        return ()
    from syndicator.pipeline import entries

    news = entries.renewed(visit, outdated)
    visit.store.settle(news)
    return tuple(news)


def _drafted(
    visit: Visit, fetched: Fetched, marks: Mapping[str, str]
) -> "Entries | None":
    emptied = fetched.present is not None and len(fetched.present) < len(marks)
    if fetched.unchanged and not emptied:
        return None
    from syndicator.pipeline import entries  # its parsers cost more than an idle pass

    return entries.drafted(visit, fetched, marks)


def _settled(looked: Looked) -> Sequence[News]:
    if looked.entries is None:
        return ()
    from syndicator.pipeline import entries

    return entries.settled(looked.visit, looked.entries, looked.marks)
