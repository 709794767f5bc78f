"""What is changed of an issue that was frozen, by command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from syndicator import policy
from syndicator.errors import ConfigError
from syndicator.model import Held, Issue, Item, Revision
from syndicator.pipeline import issuing
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import let_through
from syndicator.ports import Store


def revise(
    plan: Plan,
    letter: str,
    number: int,
    store: Store,
    now: datetime,
    *,
    reason: str,
    out: Sequence[str] = (),
    renew: bool = False,
) -> Issue:
    """Take articles out of a frozen issue, or renew its wordings; told in the archive.

    Articles are named by id, URL or key. What stays is shown as it was frozen, under
    the policy of its day, or under today's where wordings are renewed. Raises
    ConfigError where that cannot be.
    """
    issue = _issue(letter, number, store)
    record = store.issue_record(letter, number)
    gone = _named(record.items, out, number)
    items = tuple(item for item in record.items if item.article.id not in gone)
    if renew:
        items = _renewed(plan, items)
    day = plan if renew else issuing.plan_of(plan, record)
    titles = tuple(a.title for a in issue.articles if a.id in gone)
    heading = issuing.Heading(
        number=number,
        name=issue.name,
        made=issue.made,
        seen=issue.seen,
        id=issue.id,
        revisions=(*issue.revisions, Revision(at=now, reason=reason, out=titles)),
    )
    parts = {a.id: a.part for a in issue.articles}
    draft = issuing.draft(day, record.letter, heading, items, parts)
    if draft.faults:
        raise ConfigError([f"letter {letter}, issue {number}: {draft.faults}"])
    state = store.letter_state(letter)
    store.save_issue(draft.issue, draft.record, draft.files, state)
    return draft.issue


def leave(letter: str, number: int, store: Store, article: str) -> None:
    """Settle that a withdrawn article stays in an issue: it is reported no more.

    Raises ConfigError where there is no such issue, or it shows no such article.
    """
    issue = _issue(letter, number, store)
    record = store.issue_record(letter, number)
    named = _named(record.items, [article], number)
    left = replace(issue, left=tuple(sorted({*issue.left, *named})))
    store.save_issue(left, record, {}, store.letter_state(letter))


def _issue(letter: str, number: int, store: Store) -> Issue:
    found = next((i for i in store.issues(letter) if i.number == number), None)
    if found is None:
        raise ConfigError([f"letter {letter} has no issue {number}"])
    return found


def _named(items: Sequence[Item], out: Sequence[str], number: int) -> set[str]:
    """The ids of the articles named; ConfigError where the issue has none such."""
    names = {
        name: item.article.id
        for item in items
        for name in (item.article.id, item.article.url, item.article.key)
    }
    strange = [name for name in out if name not in names]
    if strange:
        raise ConfigError([f"issue {number} does not show {name}" for name in strange])
    return {names[name] for name in out}


def _renewed(plan: Plan, items: Sequence[Item]) -> tuple[Item, ...]:
    """The same articles under the policy as it is now."""
    terms = plan.policy
    results = [policy.apply(i.article, i.channel, terms, i.position) for i in items]
    held = [r for r in results if isinstance(r, Held)]
    if held:
        raise ConfigError(
            [f"{r.article.url} cannot be shown: {r.reason}; take it out" for r in held]
        )
    return let_through(results)
