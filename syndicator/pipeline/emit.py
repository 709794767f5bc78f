"""store → policy → render → publish: whatever is stale, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from syndicator.codec import digest
from syndicator.errors import SyndicatorError
from syndicator.model import Held, Item
from syndicator.pipeline import frozen, issues
from syndicator.pipeline.announce import hub_name
from syndicator.pipeline.front import emit_front
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import (
    FRONT,
    Product,
    archives,
    current,
    let_through,
    mark,
    of_our_sources,
    under_policy,
)
from syndicator.pipeline.run import UNMADE, Run
from syndicator.pipeline.trial import without_faults
from syndicator.pipeline.visit import besides
from syndicator.ports import Artifact, Problem, Publisher, Store
from syndicator.render import elsewhere

_SETTLED_AT = 100  # files made since the ledger was written
_UNCHANGED = "not made anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmitReport:
    """What one emit came to: paths written, items held back, notes for the log."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    faulty: bool = False  # our own renderers failed at some of it


def emit(plan: Plan, store: Store, publisher: Publisher, now: datetime) -> EmitReport:
    """Publish what has changed; tell what it was.

    Killed at any instant, the next emit ends where this one would have. Raises
    PublishError or StoreError; what was published before then stays whole.
    """
    plan = plan.as_of(now.date())
    publisher.sweep()
    store.release(now)
    run = Run(plan, store, publisher, now, store.artifacts())
    _catch_up(run)
    kept = issues.keep_schedules(plan, store, now)
    run.notes += kept.notes
    run.held += kept.problems
    run.faulty = kept.refused
    issued = frozen.issued(plan, store)
    news, history = current(plan, issued, store), archives(plan, store)
    wanted, unchanging = [*news, *history], frozen.files(issued)
    paths = {p for product in wanted for p in product.paths}
    moved = elsewhere.files(plan.base_url, plan.elsewhere)
    gone = _claim(run, {*FRONT, *paths, *unchanging, *moved})
    _put_frozen(run, unchanging)
    _emit_products(run, news)
    emit_front(run, frozen.subjects_of(issued))
    _emit_products(run, history)
    run.put_changed(moved)
    run.restore_pictures()
    for path in gone:
        publisher.remove(path)
        store.save_fragments(path, {})
    _forget_problems(run, wanted)
    if run.made or gone:
        publisher.flush()
        store.save_artifacts(list(run.made.values()), gone)
    return EmitReport(
        written=tuple(run.written),
        removed=tuple(gone),
        held=tuple(run.held),
        notes=tuple(run.notes),
        faulty=run.faulty,
    )


def _catch_up(run: Run) -> None:
    """Bring what the store keeps of each feed up to what has come in since."""
    plan, store = run.plan, run.store
    asked = (*plan.feeds, *plan.letters)
    store.watch(w for s in asked for w in (*s.keywords, *s.exclude_keywords))
    for old, new in plan.elsewhere.items():
        if new:
            store.rename_feed(old, new)
    for feed in plan.feeds:
        crowded = store.catch_up(of_our_sources(plan, feed))
        if crowded:
            limit = f"facet_limit is {feed.facet_limit}"
            run.notes.append(f"feed {feed.name}: no feed for {crowded} values: {limit}")


def _claim(run: Run, wanted: set[str]) -> list[str]:
    """Enter new files in the ledger before they are there; return those not wanted.

    So none is ever published that a later run does not know of.
    """
    new = sorted(wanted - run.ledger.keys())
    if new:
        run.store.save_artifacts([replace(UNMADE, path=path) for path in new])
    return sorted(p for p in run.ledger.keys() - wanted if not p.startswith("media/"))


def _forget_problems(run: Run, wanted: Sequence[Product]) -> None:
    """Drop what was reported of sources, feeds, letters and hubs that are no more."""
    named = {s.name for s in run.plan.sources} | {p.name for p in wanted}
    named |= {name for s in run.plan.sources for name in besides(s.name)}
    named |= set(map(hub_name, run.plan.site.hubs))
    named |= {issues.report_name(letter) for letter in frozen.scheduled(run.plan)}
    for name in sorted({p.source for p in run.store.problems()} - named):
        run.store.save_problems(name, [])


# ---------------------------------------------------------------- products


def _emit_products(run: Run, wanted: Iterable[Product]) -> None:
    for product in wanted:
        _emit_product(run, product)
        if len(run.made) >= _SETTLED_AT:
            run.settle()


def _emit_product(run: Run, product: Product) -> None:
    generation = product.generation(run.store)
    if run.fresh(product.paths, product.recipe, generation):
        return
    items, held = _items(run, product)
    like = replace(UNMADE, recipe=product.recipe, generation=generation)
    if run.same(product.paths, _made_from(run, product, items)):
        for path in product.paths:
            run.renew(path, like)
        cut = [p for p in run.store.problems() if _is_cut(p, product)]
    else:
        unmade, cut = _put_product(run, product, items, like)
        held += unmade
    run.store.save_problems(product.name, [*held, *cut])
    run.held += held


def _is_cut(problem: Problem, product: Product) -> bool:
    """Say whether a problem is of the product's size: it stands as long as its files."""
    ours = problem.source == problem.subject == product.name
    return ours and not problem.reason.startswith(_UNCHANGED)


def _put_product(
    run: Run, product: Product, items: Sequence[Item], like: Artifact
) -> tuple[list[Problem], list[Problem]]:
    """Publish the product's files; return what had to be left out of them, and cut."""
    try:
        made, items, faults = without_faults(
            lambda some: product.make(some, run.store), items
        )
    except SyndicatorError:
        raise
    except Exception as error:  # noqa: BLE001
        run.faulty = True
        reason = f"{_UNCHANGED}: our renderer fails: {error!r}"
        return [_problem(run, product, product.name, reason)], []
    run.faulty |= bool(faults)
    run.put_pictures(items)
    made_from = _made_from(run, product, items)
    like = replace(like, made_from=made_from, items=made.items)
    refused = run.put_proven(made.files, items[: made.items], like)
    run.notes += [f"{product.name}: {note}" for note in made.notes]
    unmade = [
        *(_problem(run, product, url, f"held back: {why}") for url, why in faults),
        *(_problem(run, product, path, why) for path, why in refused.items()),
    ]
    return unmade, [_problem(run, product, product.name, n) for n in made.notes]


def _made_from(run: Run, product: Product, items: Sequence[Item]) -> str:
    return digest(product.recipe, [*map(mark, items)], product.around(run.store))


def _items(run: Run, product: Product) -> tuple[tuple[Item, ...], list[Problem]]:
    """The product's items under the policy, and what the policy has to say of them."""
    results = under_policy(run.plan, product, run.store)
    said = [
        _problem(run, product, r.article.url, remark)
        for r in results
        for remark in _remarks(r)
    ]
    return let_through(results), said


def _remarks(result: Item | Held) -> list[str]:
    if isinstance(result, Held):
        return [f"held back: {result.reason}"]
    return [*result.doubts, *([result.waived] if result.waived else [])]


def _problem(run: Run, product: Product, subject: str, reason: str) -> Problem:
    return Problem(source=product.name, subject=subject, reason=reason, since=run.now)


# ---------------------------------------------------------------- issues


def _put_frozen(run: Run, files: Mapping[str, frozen.Frozen]) -> None:
    """Put the files of issues where they are not, byte for byte as they were made."""
    for path, each in files.items():
        if run.stands(path) and run.ledger[path].digest == each.file.digest:
            continue
        issue = each.issue
        run.put_pictures(run.store.issue_record(issue.letter, issue.number).items)
        body = run.store.issue_file(issue.letter, issue.number, each.file.suffix)
        like = replace(UNMADE, made_from=each.file.digest, items=len(issue.articles))
        run.put(path, body, like)
