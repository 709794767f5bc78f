"""Issues of letters: when one is due, what it holds, and that it stays as it was made.

    schedule ─ what waits ─ policy ─ draw ─ audit ─▶ store, in one transaction ─▶ publish

What draws and audits them is in issuing.py, imported where there is one to be made;
what changes one later, in revising.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from syndicator import dates, schedule
from syndicator.codec import digest
from syndicator.errors import SyndicatorError
from syndicator.model import (
    Article,
    Channel,
    Issue,
    Letter,
)
from syndicator.pipeline.choosing import candidates, part_titles, pinned
from syndicator.pipeline.frozen import scheduled, withdrawn
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import applied, let_through, recipe
from syndicator.ports import LetterState, Problem, Store
from syndicator.subjects import EVERYTHING

if TYPE_CHECKING:
    from syndicator.pipeline.issuing import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What keeping the schedules came to."""

    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: bool = False  # an issue that was due could not be made


# ---------------------------------------------------------------- when


def keep_schedules(plan: Plan, store: Store, now: datetime) -> Kept:
    """Make the issues that are due, one a letter however many turns were missed.

    A turn is kept once an issue is made or there is too little for one. Where one is
    refused, the turn stays due and is tried again when something has changed.
    """
    notes: list[str] = []
    problems: list[Problem] = []
    outcomes = []
    for letter in scheduled(plan):
        outcomes.append(_keep_schedule(plan, letter, store, now, notes))
        problems += _report(letter, store, now, outcomes[-1])
    return Kept(notes=tuple(notes), problems=tuple(problems), refused=any(outcomes))


def _keep_schedule(
    plan: Plan, letter: Letter, store: Store, now: datetime, notes: list[str]
) -> str | None:
    """Why there is no issue although one is due; None where nothing was tried."""
    state = begun(letter, store, now)
    if not _is_due(plan, letter, state, now):
        return None
    basis = digest(recipe(plan, letter), store.generation({EVERYTHING}), state.pinned)
    if state.refused == basis:
        return None
    outcome = make(plan, letter, store, now, at_least=letter.minimum, turn=True)
    notes += outcome.notes
    if outcome.refused:
        store.save_letter_state(replace(state, refused=basis))
    return outcome.refused


def begun(letter: Letter, store: Store, now: datetime) -> LetterState:
    """How far a letter has come; it begins when its schedule is first seen."""
    known = store.letter_state(letter.name)
    state = _begun(letter, known, store, now)
    if state != known:
        store.save_letter_state(state)
    return state


def _begun(
    letter: Letter, state: LetterState, store: Store, now: datetime
) -> LetterState:
    """The state of a letter that has begun; turns of a new schedule lie ahead of it."""
    keeping = f"{letter.schedule} {letter.timezone}"
    if state.began is None:
        first = store.generation({EVERYTHING})
        state = replace(state, began=now, first=first)
    if state.schedule != keeping:
        state = replace(state, kept=now, schedule=keeping)
    return state


def next_turn(plan: Plan, letter: Letter, state: LetterState) -> datetime | None:
    """When the letter's next issue is due; None where it has not begun."""
    zone = dates.zone(letter.timezone or plan.site.timezone)
    if state.kept is None:
        return None
    return schedule.next_issue(letter.schedule, zone, state.kept)


def _is_due(plan: Plan, letter: Letter, state: LetterState, now: datetime) -> bool:
    turn = next_turn(plan, letter, state)
    return turn is not None and turn <= now


# ---------------------------------------------------------------- made


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An issue, or why there is none; `refused` is empty where there is too little."""

    issue: Issue | None = None
    notes: tuple[str, ...] = ()
    refused: str = ""


def make(
    plan: Plan,
    letter: Letter,
    store: Store,
    now: datetime,
    *,
    at_least: int,
    turn: bool = False,
) -> Outcome:
    """Make an issue of what waits and keep it; `turn` says that its schedule asks.

    The issue, what it holds and how far the schedule has been kept are written in one
    transaction: killed before it, nothing has happened.
    """
    state = begun(letter, store, now)
    kept = replace(state, kept=now, refused="") if turn else state
    following = _next(plan, letter, store, state)
    if len(following.articles) < at_least:
        store.save_letter_state(kept)
        few = f"{len(following.articles)} of at least {at_least} new articles"
        return Outcome(notes=(f"letter {letter.name}: no issue: {few}",))
    try:
        draft = _draw(plan, following, now)
    except SyndicatorError:
        raise
    except Exception as error:  # noqa: BLE001
        return Outcome(refused=f"our renderer fails: {error!r}")
    shown = {item.article.id for item in draft.record.items}
    if draft.faults or (at_least and not shown):
        return Outcome(refused=draft.faults or "; ".join(draft.issue.notes))
    kept = replace(kept, pinned=tuple(p for p in kept.pinned if p not in shown))
    store.save_issue(draft.issue, draft.record, draft.files, kept)
    return Outcome(issue=draft.issue, notes=(_told(draft.issue), *draft.issue.notes))


def preview(plan: Plan, letter: Letter, store: Store, now: datetime) -> "Draft":
    """The issue that would be made now; nothing is kept."""
    state = _begun(letter, store.letter_state(letter.name), store, now)
    return _draw(plan, _next(plan, letter, store, state), now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Next:
    """What the next issue is to be made of."""

    letter: Letter
    made: list[Issue]  # those before it
    seen: int
    articles: list[Article]
    parts: dict[str, str]


def _next(plan: Plan, letter: Letter, store: Store, state: LetterState) -> _Next:
    seen = store.generation({EVERYTHING})  # before looking: later ones are new again
    made = store.issues(letter.name)
    pins = pinned(letter, state, store)
    articles = candidates(plan, letter, state, made, pins, store)
    return _Next(
        letter=letter,
        made=made,
        seen=seen,
        articles=articles,
        parts=part_titles(letter, articles, pins),
    )


def _draw(plan: Plan, following: _Next, now: datetime) -> "Draft":
    from syndicator.pipeline import issuing

    letter, made = following.letter, following.made
    name = _name(plan, letter, made, now)
    heading = issuing.Heading(
        number=len(made) + 1, name=name, made=now, seen=following.seen
    )
    channel = Channel(medium="email", name=letter.name, issue=name)
    items = let_through(applied(plan, channel, following.articles))
    return issuing.draft(plan, letter, heading, items, following.parts)


def _name(plan: Plan, letter: Letter, made: Sequence[Issue], now: datetime) -> str:
    """The day where the letter is at home, with -2 for that day's second issue."""
    zone = dates.zone(letter.timezone or plan.site.timezone)
    day = now.astimezone(zone).date().isoformat()
    taken = {issue.name for issue in made}
    names = (day if n == 1 else f"{day}-{n}" for n in count(1))
    return next(name for name in names if name not in taken)


def _told(issue: Issue) -> str:
    number = len(issue.articles)
    return f"letter {issue.letter}: issue {issue.number} of {issue.name}, {number} articles"


# ---------------------------------------------------------------- reported


def report_name(letter: Letter) -> str:
    """Under which name what is wrong with a letter's issues is reported."""
    return f"issue of {letter.name}"


def _report(
    letter: Letter, store: Store, now: datetime, refused: str | None
) -> list[Problem]:
    """Save what an operator has to know or decide, where it has changed; return it.

    What the last issue lacks is told until there is another.
    """
    name = report_name(letter)

    def problem(subject: str, reason: str) -> Problem:
        return Problem(source=name, subject=subject, reason=reason, since=now)

    known = [p for p in store.problems() if p.source == name]
    if refused is None:  # nothing was tried: what was refused still is
        found = [p for p in known if p.subject == letter.name]
    else:
        found = [problem(letter.name, f"not published: {refused}")] if refused else []
    found += [
        problem(
            article.url,
            f"withdrawn, and issue {number} shows it: `syndicator issue revise` takes"
            " it out, `syndicator issue leave` lets it stay",
        )
        for number, article in withdrawn(letter, store)
    ]
    for issue in store.issues(letter.name)[:1]:
        where = f"{letter.name}/{issue.name}"
        found += [problem(where, note) for note in issue.notes]
    told = {(p.subject, p.reason) for p in known}
    if {(p.subject, p.reason) for p in found} != told:
        store.save_problems(name, found)
    return [p for p in found if (p.subject, p.reason) not in told]
