"""fetch → parse → normalize → decide → store, for one source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from syndicator import decide, parse, schedule, urls
from syndicator.codec import digest
from syndicator.errors import FetchError, ParseError
from syndicator.model import RawEntry, Source
from syndicator.normalize import normalize
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.visit import Visit, measured
from syndicator.ports import (
    Document,
    Fetched,
    Fetcher,
    News,
    Problem,
    SourceState,
    Store,
    Validators,
)

# Fields in which the entry's word counts before its page's, and those only it has.
_EITHER = (
    "title", "summary", "published", "updated", "authors", "section", "tags",
    "language", "rights", "site",
)  # fmt: skip
_ENTRYS_OWN = ("key", "url", "origin", "enclosures")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one look at a source came to."""

    source: str
    news: tuple[News, ...] = ()
    problems: tuple[Problem, ...] = ()
    unchanged: bool = False
    moved_to: str = ""
    error: str = ""  # "" where the source could be read

    def count(self, kind: str) -> int:
        return sum(n.kind == kind for n in self.news)


def ingest(
    source: Source, plan: Plan, fetcher: Fetcher, store: Store, now: datetime
) -> SourceReport:
    """Bring in what is new at a source; tell what it was.

    A source that cannot be read leaves what is stored as it is and is due again later.
    Raises StoreError only.
    """
    visit = Visit(source, plan, fetcher, store, now)
    state = store.state(source.name)
    renewed = _renew(visit)
    marks = store.marks(source.name)
    try:
        fetched = fetcher.fetch(source, state.validators, marks)
        news = () if fetched.unchanged else _take_in(visit, fetched, marks)
    except (FetchError, ParseError) as error:
        store.save_state(_failed(source, state, error, now))
        return SourceReport(source=source.name, news=tuple(renewed), error=str(error))
    store.settle(news)
    if not fetched.unchanged:
        store.save_problems(source.name, visit.problems)
    store.save_state(_succeeded(visit, state, fetched))
    return SourceReport(
        source=source.name,
        news=(*renewed, *news),
        problems=tuple(visit.problems),
        unchanged=fetched.unchanged,
        moved_to=fetched.moved_to,
    )


# ---------------------------------------------------------------- the way of an entry


def _take_in(
    visit: Visit, fetched: Fetched, marks: Mapping[str, str]
) -> tuple[News, ...]:
    entries = _entries(visit, fetched.documents)
    fresh = {k: e for k, e in entries.items() if marks.get(k) != e[1]}
    whole = {k: (_followed(visit, raw), mark) for k, (raw, mark) in fresh.items()}
    drafts = [
        (normalize(raw, visit.terms), raw, mark)
        for raw, mark in whole.values()
        if raw is not None
    ]
    known = visit.store.known(
        visit.source.name,
        [d.key for d, _, _ in drafts],
        [urls.key(d.url) for d, _, _ in drafts],
    )
    candidates = measured(visit, drafts, known)
    present = fetched.present or frozenset(entries)
    news = [
        decide.decide(c, known, present, visit.plan.site, visit.now) for c in candidates
    ]
    taken = {n.article.id for n in news}
    return (
        *news,
        *(n for n in _vanished(visit, fetched, marks) if n.article.id not in taken),
    )


def _entries(
    visit: Visit, documents: Iterable[Document]
) -> dict[str, tuple[RawEntry, str]]:
    """Every entry by its key, with the mark that tells whether it has changed."""
    found: dict[str, tuple[RawEntry, str]] = {}
    for document in documents:
        for raw, mark in _read(visit, document):
            if raw.key not in found:
                found[raw.key] = (raw, mark)
            elif found[raw.key][0] != raw:
                visit.report(raw.key, "the source uses this id twice; the first counts")
    return found


def _read(visit: Visit, document: Document) -> list[tuple[RawEntry, str]]:
    try:
        raws = parse.parse(parse.kind_of(visit.source.kind, document), document)
    except ParseError as error:
        if visit.source.kind == "feed":
            raise
        visit.report(error.subject, error.reason)
        return []
    if visit.source.kind == "folder":  # a file is its own name, whatever it says inside
        return [(replace(raw, key=document.name), document.mark) for raw in raws]
    keyed = (replace(r, key=decide.native_key(r, document.url)) for r in raws)
    return [(raw, digest(raw)) for raw in keyed]


def _followed(visit: Visit, raw: RawEntry) -> RawEntry | None:
    """The entry with its page's article, where the source is to be followed.

    None where the page cannot be had now and the entry alone is not the article.
    """
    if not visit.source.follow or not raw.url:
        return raw
    try:
        page = visit.fetcher.page(visit.source, urls.absolute(raw.url, raw.base))
        return _joined(raw, parse.parse_page(page))
    except (FetchError, ParseError) as error:
        visit.report(error.subject, error.reason)
        visit.retry = visit.retry or not raw.full
        return raw if raw.full else None


def _joined(entry: RawEntry, page: RawEntry) -> RawEntry:
    """The page's article under the entry's identity; each fills the other's gaps."""
    if len(page.body) <= len(entry.body) and entry.full:
        page = replace(page, body=entry.body, base=entry.base)
    filled: dict[str, Any] = {
        name: getattr(entry, name) or getattr(page, name) for name in _EITHER
    }
    filled |= {name: getattr(entry, name) for name in _ENTRYS_OWN}
    return replace(page, **filled, images=page.images or entry.images)


def _vanished(visit: Visit, fetched: Fetched, marks: Mapping[str, str]) -> list[News]:
    """What a source that lists all it has does not list any more."""
    if fetched.present is None:
        return []
    gone = [key for key in marks if key not in fetched.present]
    known = visit.store.known(visit.source.name, gone, ())
    theirs = (k for k in known.values() if k.article.key in gone)
    return decide.withdraw(theirs, "no longer at its source")


def _renew(visit: Visit) -> list[News]:
    """Make stored articles anew from what was said, where the settings have changed."""
    outdated = visit.store.outdated(visit.source.name, visit.terms.recipe)
    if not outdated:
        return []
    drafts = [
        (replace(normalize(raw, visit.terms), key=known.article.key), raw, known.mark)
        for raw, known in outdated
    ]
    by_key = {f"key:{known.article.key}": known for _, known in outdated}
    news = [
        decide.decide(c, by_key, frozenset(), visit.plan.site, visit.now)
        for c in measured(visit, drafts, by_key)
    ]
    visit.store.settle(news)
    return news


# ---------------------------------------------------------------- what is remembered


def _succeeded(visit: Visit, state: SourceState, fetched: Fetched) -> SourceState:
    done = replace(
        state,
        validators=Validators() if visit.retry else fetched.validators,
        recipe=visit.terms.recipe,
        polled_at=visit.now,
        succeeded_at=visit.now,
        blocked_until=None,
        failures=0,
        error="",
    )
    due = schedule.next_poll(visit.source, done, fetched.wait_seconds, visit.now)
    return replace(done, next_at=due)


def _failed(
    source: Source, state: SourceState, error: FetchError | ParseError, now: datetime
) -> SourceState:
    wait = error.wait_seconds if isinstance(error, FetchError) else 0
    failed = replace(
        state, polled_at=now, failures=state.failures + 1, error=str(error)
    )
    due = schedule.next_poll(source, failed, wait, now)
    return replace(failed, next_at=due, blocked_until=due if wait else None)
