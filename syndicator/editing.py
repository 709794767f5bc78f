"""What an editor does to the issues of a letter by command: `syndicator issue …`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from syndicator import app as composition
from syndicator.app import App, Clock
from syndicator.errors import ConfigError
from syndicator.model import Issue, Letter
from syndicator.pipeline import EmitReport, frozen, issues, revising
from syndicator.pipeline.issuing import Draft


def listed(app: App, name: str) -> list[Issue]:
    """The issues of a letter, or of all where `name` is ""; the newest first."""
    chosen = [_letter(app, name)] if name else frozen.scheduled(app.plan)
    return [issue for letter in chosen for issue in app.store.issues(letter.name)]


def preview(app: App, name: str, now: datetime) -> tuple[Draft, datetime | None]:
    """The next issue as it would be made now, and when it is due."""
    letter = _letter(app, name)
    draft = issues.preview(app.plan.as_of(now.date()), letter, app.store, now)
    return draft, issues.next_turn(app.plan, letter, app.store.letter_state(name))


def make(app: App, name: str, clock: Clock) -> tuple[issues.Outcome, EmitReport]:
    """Make an issue now, however few articles wait, and publish it.

    The schedule goes on as if nothing had been. Raises Busy where another run works.
    """
    letter, now = _letter(app, name), clock()
    with app.store.lock(composition.holder(f"issue make {name}", now)):
        plan = app.plan.as_of(now.date())
        least = min(letter.minimum, 1)
        outcome = issues.make(plan, letter, app.store, now, at_least=least)
        return outcome, _published(app, clock)


def revise(
    app: App,
    name: str,
    number: int,
    clock: Clock,
    *,
    reason: str,
    out: Sequence[str],
    renew: bool,
) -> tuple[Issue, EmitReport]:
    """Change a frozen issue and publish it; raises ConfigError where that cannot be."""
    _letter(app, name)
    if not reason.strip():
        raise ConfigError(["--reason is empty; it is told to readers"])
    if not (out or renew):
        raise ConfigError(["nothing to change: name what goes --out, or --renew"])
    now = clock()
    with app.store.lock(composition.holder(f"issue revise {name}", now)):
        plan = app.plan.as_of(now.date())
        issue = revising.revise(
            plan, name, number, app.store, now, reason=reason, out=out, renew=renew
        )
        return issue, _published(app, clock)


def leave(app: App, name: str, number: int, article: str, now: datetime) -> None:
    """Settle that a withdrawn article stays in a frozen issue; ConfigError if not there."""
    _letter(app, name)
    with app.store.lock(composition.holder(f"issue leave {name}", now)):
        revising.leave(name, number, app.store, article)


def pin(app: App, name: str, article: str, now: datetime, *, off: bool = False) -> str:
    """Put an article first in the next issue, or take that back; return its title.

    Raises ConfigError where there is no such article, or an issue has held it.
    """
    letter = _letter(app, name)
    found = [a for a in app.store.find(article) if a.status != "withdrawn"]
    if not found:
        raise ConfigError([f"no article has the id, URL or key {article!r}"])
    chosen = found[0]
    held = app.store.issued(name, [chosen.id])
    if held and not off:
        raise ConfigError([f"{article}: issue {held[chosen.id]} of {name} has held it"])
    with app.store.lock(composition.holder(f"issue pin {name}", now)):
        state = issues.begun(letter, app.store, now)
        others = tuple(each for each in state.pinned if each != chosen.id)
        pinned = others if off else (*others, chosen.id)
        app.store.save_letter_state(replace(state, pinned=pinned))
    return chosen.title


def _published(app: App, clock: Clock) -> EmitReport:
    return composition.publish(app, (), clock).emitted


def _letter(app: App, name: str) -> Letter:
    letters = {letter.name: letter for letter in frozen.scheduled(app.plan)}
    if name not in letters:
        known = ", ".join(letters) or "there is none"
        raise ConfigError(
            [f"no letter {name!r} has a schedule; those that do: {known}"]
        )
    return letters[name]
