"""store → policy → render → publish: whatever is stale, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from syndicator import policy
from syndicator.codec import digest
from syndicator.errors import SyndicatorError
from syndicator.model import Feed, Held, Item
from syndicator.pipeline import frozen, issues
from syndicator.pipeline.announce import hub_name
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import (
    FRONT,
    Listed,
    Product,
    archives,
    current,
    facet_feeds,
    feed_channel,
    feed_path,
    mark,
    of_our_sources,
    recipe,
    under_policy,
)
from syndicator.ports import Artifact, Problem, Publisher, Store
from syndicator.render import elsewhere
from syndicator.subjects import EVERYTHING

if TYPE_CHECKING:
    from syndicator.audit import Finding

_SETTLED_AT = 100  # files made since the ledger was written
_SHOWN = 3  # newest items of each feed on the index page
_REFUSED = "refused"  # in place of a digest: made, and not published
_UNCHANGED = "not made anew"
_UNMADE = Artifact(path="", recipe="", generation=0, made_from="", digest="", size=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmitReport:
    """What one emit came to: paths written, items held back, notes for the log."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    faulty: bool = False  # our own renderers failed at some of it


@dataclass(slots=True)
class _Run:
    """One emit, while it lasts; `ledger` is what it found, `made` what it settled."""

    plan: Plan
    store: Store
    publisher: Publisher
    now: datetime
    ledger: dict[str, Artifact]
    made: dict[str, Artifact] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    held: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faulty: bool = False

    def stands(self, path: str) -> bool:
        """Say whether a file is where and as big as the ledger has it, or was refused."""
        entry = self.ledger.get(path, _UNMADE)
        return entry.digest == _REFUSED or self.publisher.size(path) == entry.size

    def fresh(self, paths: Iterable[str], recipe: str, generation: int) -> bool:
        """Say whether nothing these files are made of has been touched since."""
        return all(
            self.stands(p)
            and self.ledger[p].recipe == recipe
            and self.ledger[p].generation == generation
            for p in paths
        )

    def same(self, paths: Iterable[str], made_from: str) -> bool:
        """Say whether the files are there, made of the very same."""
        return all(
            self.stands(p) and self.ledger[p].made_from == made_from for p in paths
        )

    def put_proven(
        self, files: Mapping[str, bytes], items: Sequence[Item], like: Artifact
    ) -> dict[str, str]:
        """Put the files that keep the policy; say of the others why they were refused.

        What was published in their place stays, until they are made of something else.
        """
        from syndicator.pipeline import proof

        found: dict[str, list[Finding]] = {}
        for finding in proof.findings(self.plan, files, items):
            found.setdefault(finding.path, []).append(finding)
        for path, body in files.items():
            if path in found:
                self.faulty = True
                self.made[path] = replace(like, path=path, digest=_REFUSED)
                self.store.save_fragments(path, {})  # the fault may be in any of them
            else:
                self.put(path, body, like)
        return {p: f"not published: {proof.in_words(f)}" for p, f in found.items()}

    def put(self, path: str, body: bytes, like: Artifact) -> None:
        if self.publisher.put(path, body):
            self.written.append(path)
        bytes_are = sha256(body).hexdigest()
        self.made[path] = replace(like, path=path, digest=bytes_are, size=len(body))

    def settle(self) -> None:
        """Enter in the ledger what has been made, so that no later kill undoes it."""
        self.publisher.flush()
        self.store.save_artifacts(list(self.made.values()))
        self.ledger |= self.made
        self.made.clear()

    def renew(self, path: str, like: Artifact) -> None:
        """Note that a file has been seen to be right as of a later generation."""
        self.made[path] = replace(
            self.ledger[path], recipe=like.recipe, generation=like.generation
        )


def emit(plan: Plan, store: Store, publisher: Publisher, now: datetime) -> EmitReport:
    """Publish what has changed; tell what it was.

    Killed at any instant, the next emit ends where this one would have. Raises
    PublishError or StoreError; what was published before then stays whole.
    """
    plan = plan.as_of(now.date())
    publisher.sweep()
    store.release(now)
    run = _Run(plan, store, publisher, now, store.artifacts())
    _catch_up(run)
    kept = issues.keep_schedules(plan, store, now)
    run.notes += kept.notes
    run.held += kept.problems
    run.faulty = kept.refused
    news, history = current(plan, store), archives(plan, store)
    wanted, issued = [*news, *history], frozen.files(plan, store)
    paths = {p for product in wanted for p in product.paths}
    moved = elsewhere.files(plan.base_url, plan.elsewhere)
    gone = _claim(run, {*FRONT, *paths, *issued, *moved})
    _put_frozen(run, issued)
    _emit_products(run, news)
    _emit_front(run)
    _emit_products(run, history)
    _put_changed(run, moved)
    _restore_media(run)
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


def _catch_up(run: _Run) -> None:
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


def _claim(run: _Run, wanted: set[str]) -> list[str]:
    """Enter new files in the ledger before they are there; return those not wanted.

    So none is ever published that a later run does not know of.
    """
    new = sorted(wanted - run.ledger.keys())
    if new:
        run.store.save_artifacts([replace(_UNMADE, path=path) for path in new])
    return sorted(p for p in run.ledger.keys() - wanted if not p.startswith("media/"))


def _forget_problems(run: _Run, wanted: Sequence[Product]) -> None:
    """Drop what was reported of sources, feeds, letters and hubs that are no more."""
    named = {s.name for s in run.plan.sources} | {p.name for p in wanted}
    named |= set(map(hub_name, run.plan.site.hubs))
    named |= {issues.report_name(letter) for letter in frozen.scheduled(run.plan)}
    for name in sorted({p.source for p in run.store.problems()} - named):
        run.store.save_problems(name, [])


# ---------------------------------------------------------------- products


def _emit_products(run: _Run, wanted: Iterable[Product]) -> None:
    for product in wanted:
        _emit_product(run, product)
        if len(run.made) >= _SETTLED_AT:
            run.settle()


def _emit_product(run: _Run, product: Product) -> None:
    generation = product.generation(run.store)
    if run.fresh(product.paths, product.recipe, generation):
        return
    items, held = _items(run, product)
    like = replace(_UNMADE, recipe=product.recipe, generation=generation)
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
    run: _Run, product: Product, items: tuple[Item, ...], like: Artifact
) -> tuple[list[Problem], list[Problem]]:
    """Publish the product's files; return what had to be left out of them, and cut."""
    try:
        made = product.make(items, run.store)
        unmade: list[Problem] = []
    except SyndicatorError:
        raise
    except Exception as error:  # noqa: BLE001
        run.faulty = True
        items, unmade = _without_faults(run, product, items)
        if not items or not unmade:  # it is not for one item: what is published stays
            reason = f"{_UNCHANGED}: our renderer fails: {error!r}"
            return [_problem(run, product, product.name, reason)], []
        made = product.make(items, run.store)
    _publish_media(run, items)
    made_from = _made_from(run, product, items)
    like = replace(like, made_from=made_from, items=made.items)
    refused = run.put_proven(made.files, items[: made.items], like)
    run.notes += [f"{product.name}: {note}" for note in made.notes]
    unmade += [_problem(run, product, p, why) for p, why in refused.items()]
    return unmade, [_problem(run, product, product.name, n) for n in made.notes]


def _made_from(run: _Run, product: Product, items: tuple[Item, ...]) -> str:
    return digest(product.recipe, [*map(mark, items)], product.around(run.store))


def _items(run: _Run, product: Product) -> tuple[tuple[Item, ...], list[Problem]]:
    """The product's items under the policy, and what the policy has to say of them."""
    results = under_policy(run.plan, product, run.store)
    said = [
        _problem(run, product, r.article.url, remark)
        for r in results
        for remark in _remarks(r)
    ]
    return tuple(r for r in results if isinstance(r, Item)), said


def _remarks(result: Item | Held) -> list[str]:
    if isinstance(result, Held):
        return [f"held back: {result.reason}"]
    return [*result.doubts, *([result.waived] if result.waived else [])]


def _without_faults(
    run: _Run, product: Product, items: tuple[Item, ...]
) -> tuple[tuple[Item, ...], list[Problem]]:
    """The items our renderers do not fail at, and the others as problems.

    A fault of ours with one item must cost neither the other items nor the run.
    """
    fine: list[Item] = []
    unmade: list[Problem] = []
    for item in items:
        try:
            product.make((item,), run.store)
        except SyndicatorError:
            raise
        except Exception as error:  # noqa: BLE001
            reason = f"held back: our renderer fails at it: {error!r}"
            unmade.append(_problem(run, product, item.article.url, reason))
        else:
            fine.append(item)
    return tuple(fine), unmade


def _problem(run: _Run, product: Product, subject: str, reason: str) -> Problem:
    return Problem(source=product.name, subject=subject, reason=reason, since=run.now)


# ---------------------------------------------------------------- issues


def _put_frozen(run: _Run, issued: Mapping[str, frozen.Frozen]) -> None:
    """Put the files of issues where they are not, byte for byte as they were made."""
    for path, each in issued.items():
        if run.stands(path) and run.ledger[path].digest == each.file.digest:
            continue
        issue = each.issue
        _publish_media(run, run.store.issue_record(issue.letter, issue.number).items)
        body = run.store.issue_file(issue.letter, issue.number, each.file.suffix)
        like = replace(_UNMADE, made_from=each.file.digest, items=len(issue.articles))
        run.put(path, body, like)


# ---------------------------------------------------------------- index and OPML


def _emit_front(run: _Run) -> None:
    """index.html and feeds.opml, of every feed and letter."""
    plan = run.plan
    generation = run.store.generation({EVERYTHING})
    subjects = frozen.subjects_of(plan, run.store)
    sources = [s.name for s in plan.sources]
    basis = recipe(plan, (plan.feeds, plan.letters, sources, subjects))
    if run.fresh(FRONT, basis, generation):
        return
    from syndicator.pipeline import making

    listed = [_listed(run, feed) for feed in plan.feeds if not feed.farewell]
    made_from = digest(basis, listed)
    like = replace(_UNMADE, recipe=basis, generation=generation, made_from=made_from)
    if run.same(FRONT, like.made_from):
        for path in FRONT:
            run.renew(path, like)
        return
    files = making.front_files(plan, listed, subjects)
    shown = tuple(dict.fromkeys(item for each in listed for item in each.latest))
    refused = run.put_proven(files, shown, like)
    run.notes += [f"{path} {why}" for path, why in refused.items()]


def _listed(run: _Run, feed: Feed) -> Listed:
    """A feed for the index; facets that have become empty are served, not listed."""
    facets = (
        Listed(feed=each, items=_number(run, each))
        for each in facet_feeds(run.plan, feed, run.store)
    )
    return Listed(
        feed=feed,
        items=_number(run, feed),
        latest=tuple(_latest(run, feed)),
        facets=tuple(each for each in facets if each.items),
    )


def _latest(run: _Run, feed: Feed) -> list[Item]:
    articles = run.store.select(of_our_sources(run.plan, feed), _SHOWN)
    terms = run.plan.policy
    results = (policy.apply(a, feed_channel(feed), terms) for a in articles)
    return [r for r in results if isinstance(r, Item)]


def _number(run: _Run, feed: Feed) -> int:
    path = feed_path(feed, ".html")
    return (run.made.get(path) or run.ledger.get(path, _UNMADE)).items


# ---------------------------------------------------------------- former names


def _put_changed(run: _Run, files: Mapping[str, bytes]) -> None:
    """Put what web servers are to know; no reader ever sees it."""
    for path, body in files.items():
        made_from = digest(body)
        if not run.same((path,), made_from):
            run.put(path, body, replace(_UNMADE, made_from=made_from))


# ---------------------------------------------------------------- media


def _publish_media(run: _Run, items: Sequence[Item]) -> None:
    """Pictures go out before what shows them, and stay: sent mails point at them."""
    images = [i for item in items for i in item.article.images if i.mirror]
    names = {i.mirror for i in images} | {i.mail.name for i in images if i.mail}
    _put_media(run, (f"media/{name}" for name in names))


def _restore_media(run: _Run) -> None:
    _put_media(run, (path for path in run.ledger if path.startswith("media/")))


def _put_media(run: _Run, paths: Iterable[str]) -> None:
    for path in sorted(paths):
        if path not in run.made and not run.stands(path):
            run.put(path, run.store.media(path.removeprefix("media/")), _UNMADE)
