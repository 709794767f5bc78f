"""walk: fetch → parse, then normalize → decide → store; for one source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, islice
from typing import TYPE_CHECKING

from syndicator import schedule
from syndicator.errors import FetchError, ParseError
from syndicator.model import Source
from syndicator.pipeline import remembered, walking
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.visit import Visit, recipe
from syndicator.pipeline.walking import Walked
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

_TOGETHER = 100  # idle sources; as many are asked again where a run is killed


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
    marks: Mapping[str, str] = field(default_factory=dict)
    fetched: Fetched | None = None  # None where it was not looked at, or failed
    walked: Walked | None = None  # None where there is nothing new
    entries: "Entries | None" = None
    error: FetchError | ParseError | None = None
    idle: SourceState | None = None  # to be remembered, where nothing else is to do


def look(
    source: Source,
    state: SourceState,
    plan: Plan,
    fetcher: Fetcher,
    store: Store,
    now: datetime,
    sandbox: Sandbox,
    *,
    insist: bool = False,
) -> Looked:
    """Fetch and read what is new at a source. Many sources may be looked at at once.

    `state` is what the store has of it. With `insist` one that is gone is looked at,
    too: its publisher may have thought better of it.
    """
    visit = Visit(source, plan, fetcher, store, now, sandbox)
    before, state = state, remembered.remembered(visit, state)
    state = replace(state, gone_at=None) if insist else state
    if schedule.is_left_alone(state, now):
        return Looked(visit, state)
    try:
        looked = _looked(visit, state)
    except (FetchError, ParseError) as error:
        return Looked(visit, state, error=error)
    if looked.fetched is None or looked.walked or before.recipe != state.recipe:
        return looked
    return replace(
        looked, idle=remembered.succeeded(visit, state, looked.fetched, None)
    )


def _looked(visit: Visit, state: SourceState) -> Looked:
    walk = remembered.walk(visit, state)
    # Only a folder is told what is known of each of its files, and most looks at
    # anything else bring nothing new.
    marks = visit.marks() if visit.source.kind == "folder" else {}
    known = visit.plain_marks(marks)
    requests, fetched = walking.begun(visit, walk, state.validators, known)
    emptied = fetched.present is not None and len(fetched.present) < len(marks)
    if fetched.unchanged and not emptied:
        return Looked(visit, state, marks, fetched)
    from syndicator.pipeline import entries  # its parsers cost more than an idle pass

    marks = marks or visit.marks()
    walk = replace(walk, known=frozenset(visit.plain_marks(marks)))
    done = walking.walked(visit, walk, requests, fetched)
    listed = _believed(visit, done, marks)
    present = listed if fetched.present is None else fetched.present
    drafts = entries.drafted(visit, done, present, marks)
    return Looked(visit, state, marks, fetched, done, drafts)


def _believed(visit: Visit, done: Walked, marks: Mapping[str, str]) -> Set[str] | None:
    """What a source lists, and what it was not asked about; None where that is unknown.

    But not that it has nothing any more, all at once.
    """
    if done.listed is None:
        return None
    unasked = marks.keys() - done.asked if done.asked else frozenset()
    if done.listed or len(unasked) == len(marks):
        return done.listed | unasked
    had = len(marks) - len(unasked)
    words = f"lists no articles any more, and had {had}: they are kept"
    visit.report(visit.source.name, words)
    return None


def settled(looks: Iterable[Looked]) -> Iterator[SourceReport]:
    """`settle` each; what is remembered of idle sources is written many at a time."""
    for is_idle, group in groupby(looks, key=lambda looked: looked.idle is not None):
        if not is_idle:
            yield from map(settle, group)
        while is_idle and (some := list(islice(group, _TOGETHER))):
            some[0].visit.store.save_states([x.idle for x in some if x.idle])
            yield from map(_unchanged, some)


def _unchanged(looked: Looked) -> SourceReport:
    moved = looked.idle.move.to if looked.idle else ""
    return SourceReport(source=looked.visit.source.name, unchanged=True, moved_to=moved)


def settle(looked: Looked) -> SourceReport:
    """Store what a look brought; one source after the other, in the settings' order.

    A source that cannot be read leaves what is stored as it is and is due again later;
    one whose server asked to be left alone is. Raises StoreError only.

    Sources carry each other's articles: who is first must not be chance.
    """
    visit, source, fetched = looked.visit, looked.visit.source, looked.fetched
    renewed = _renewed(visit)
    if looked.error is not None:
        failed = remembered.failed(source, looked.state, looked.error, visit.now)
        visit.store.save_states([failed])
        return SourceReport(source=source.name, news=renewed, error=failed.error)
    if fetched is None:
        visit.store.save_states([looked.state])
        return SourceReport(
            source=source.name,
            news=renewed,
            left_until=looked.state.blocked_until,
            gone_since=looked.state.gone_at,
        )
    news = _settled(looked)
    if news or visit.rechecks:
        visit.store.settle(news, visit.rechecks)
    if visit.skipped:
        visit.store.skip(source.name, visit.skipped)
    if not fetched.unchanged:
        visit.store.save_problems(source.name, visit.problems)
    done = remembered.succeeded(visit, looked.state, fetched, looked.walked)
    visit.store.save_states([done])
    _discharge(looked)
    return SourceReport(
        source=source.name,
        news=(*renewed, *news),
        problems=tuple(visit.problems),
        faulty=visit.faulty,
        unchanged=fetched.unchanged,
        moved_to=done.move.to,
    )


def _discharge(looked: Looked) -> None:
    """Empty the inbox of what has been settled.

    Last of all: after a kill it is settled once more, which is no news. What we fail at
    stays, to be tried at each look.
    """
    visit, walked = looked.visit, looked.walked
    if visit.source.kind == "push" and walked and not visit.faulty:
        visit.store.discharge(int(d.mark) for d, _ in walked.answers)


def wants_look(
    source: Source, state: SourceState, plan: Plan, now: datetime, newest: int = 0
) -> bool:
    """Say whether the source is due, or the settings its articles go by have changed.

    Or something has been pushed to it: `newest` is the number of the last parcel.
    """
    if newest and newest > int(state.cursor or 0):
        return True
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


def _settled(looked: Looked) -> Sequence[News]:
    if looked.entries is None:
        return ()
    from syndicator.pipeline import entries

    return entries.settled(looked.visit, looked.entries, looked.marks)
