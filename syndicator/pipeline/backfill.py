"""The past of a source, document by document: fetch → parse → … → store, and on.

What a batch of entries brings is stored together with how far the backfill has come:
killed at any instant, the next run goes on from there. What is known by its key is left
as it is: an archive may hold an older word of it, and edits are for looks to find.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from syndicator import dates
from syndicator.codec import digest
from syndicator.errors import ConfigError
from syndicator.model import RawEntry, Request, Walk
from syndicator.pipeline import entries, kinds, remembered, walking
from syndicator.pipeline.entries import Entries
from syndicator.pipeline.links import Entry
from syndicator.pipeline.visit import Visit
from syndicator.pipeline.walking import Walked
from syndicator.ports import Backfill, News

_BATCH = 20  # entries between two savings
_WITHOUT_PAST = {
    "folder": "a folder is read as a whole at each look: it has no past to bring in",
    "push": "its articles are sent to us: have its past sent, too",
}
_MOST_DOCUMENTS = 2000  # of one backfill: some lists never end


@dataclass(frozen=True, slots=True)
class Answer:
    """The entries of one document by key, and the addresses it leads to."""

    entries: Mapping[str, Entry]
    further: tuple[Request, ...]


def begun(visit: Visit, since: datetime | None) -> Backfill:
    """How far the backfill of a source is: where it was left, or at its beginning.

    It begins anew where it had come to its end, another `since` is asked for or the
    source is read in another way. ConfigError for kinds that have no past to ask for.
    """
    if why := _WITHOUT_PAST.get(visit.source.kind):
        raise ConfigError([f"sources.{visit.source.name}: {why}"])
    state = visit.store.backfill(visit.source.name)
    if state and state.pending and state.reading == visit.reading:
        if since in (None, state.since):
            return state
    fresh = Backfill(source=visit.source.name, reading=visit.reading, since=since)
    first = kinds.walker(visit.source.kind).first(_walk(visit, fresh))
    return _with(fresh, first)


def ask(visit: Visit, state: Backfill) -> Answer:
    """The document that is next; FetchError or ParseError where it cannot be read."""
    walk, request = _walk(visit, state), state.pending[0]
    document = walking.asked(visit, walk, request)
    found = walking.read(visit, walk, request, document)
    further = kinds.walker(visit.source.kind).then(walk, request, found)
    walked = Walked(answers=[(document, replace(found, past=False))])
    return Answer(entries.keyed(visit, walked, {}), further)


def passed(state: Backfill, further: Sequence[Request] = ()) -> Backfill:
    """The backfill after the document that was next, and with what that leads to."""
    return _with(replace(state, pending=state.pending[1:]), further)


def postponed(state: Backfill) -> Backfill:
    """The document that was next comes last."""
    return replace(state, pending=(*state.pending[1:], state.pending[0]))


def is_endless(state: Backfill) -> bool:
    """Say whether there may be documents beyond those a backfill asks."""
    return len(state.seen) >= _MOST_DOCUMENTS


def batches(visit: Visit, state: Backfill, answer: Answer) -> Iterator[list[Entry]]:
    """The entries that are not known, and not from before the backfill's `since`."""
    known = visit.store.known(visit.source.name, answer.entries, ())
    new = [
        entry
        for key, entry in answer.entries.items()
        if f"key:{key}" not in known and not _is_before(entry[0], state.since)
    ]
    for start in range(0, len(new), _BATCH):
        yield new[start : start + _BATCH]


def drafted(visit: Visit, state: Backfill, batch: Sequence[Entry]) -> Entries:
    """What entries come to, their pages read; nothing of it is settled yet."""
    young = [
        candidate
        for candidate in entries.made(visit, batch)
        if not state.since or (candidate.draft.published or visit.now) >= state.since
    ]
    said = {raw.key: raw for raw, _ in batch}
    return Entries(young, said.keys(), said=said)


def settle(
    visit: Visit, state: Backfill, drafts: Entries
) -> tuple[Backfill, list[News]]:
    """Store what a batch brought, and with it how far the backfill now is.

    To be called with the store held: what has come to be known meanwhile is left.
    """
    keys = [c.draft.key for c in drafts.candidates]
    known = visit.store.known(visit.source.name, keys, ())
    new = [c for c in drafts.candidates if f"key:{c.draft.key}" not in known]
    marks = visit.marks()
    # What a look would see again counts as there: nothing old is taken for it.
    here = drafts.present | visit.plain_marks(marks).keys()
    news = entries.settled(visit, replace(drafts, candidates=new, present=here), marks)
    taken = sum(n.kind in ("new", "twin") for n in news)
    state = replace(state, taken=state.taken + taken)
    visit.store.settle(news, visit.rechecks, state)
    visit.rechecks.clear()
    return state, news


def _walk(visit: Visit, state: Backfill) -> Walk:
    known = visit.store.state(visit.source.name)
    at = remembered.as_asked(visit.source, known)
    return Walk(source=at, deep=True, since=state.since)


def _with(state: Backfill, requests: Sequence[Request]) -> Backfill:
    """The backfill with more to ask: what it has not asked before, within bounds."""
    seen, pending = list(state.seen), list(state.pending)
    for request in requests:
        name = digest(request.url, request.part)[:16]
        if name not in seen and len(seen) < _MOST_DOCUMENTS:
            seen.append(name)
            pending.append(request)
    return replace(state, pending=tuple(pending), seen=tuple(seen))


def _is_before(raw: RawEntry, since: datetime | None) -> bool:
    said = dates.parse(raw.published, UTC) if since and raw.published else None
    return since is not None and said is not None and said[0] < since
