"""store → policy → render → publish: whatever is stale, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from syndicator import policy
from syndicator.codec import digest
from syndicator.model import Channel, Feed, Held, Item, Selection
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import Product, feed_frame, newest, products
from syndicator.ports import Artifact, Problem, Publisher, Store
from syndicator.render import opml, pages
from syndicator.render.feeds import FeedCard, LetterCard
from syndicator.render.frame import Place
from syndicator.subjects import EVERYTHING, selection_subjects

_FRONT = ("index.html", "feeds.opml")
_SHOWN = 3  # newest items of each feed on the index page


@dataclass(frozen=True, slots=True, kw_only=True)
class EmitReport:
    """What one emit came to: paths written, items held back, notes for the log."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """One emit, while it lasts."""

    plan: Plan
    store: Store
    publisher: Publisher
    now: datetime
    ledger: dict[str, Artifact]
    made: list[Artifact] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    held: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def stands(self, path: str) -> bool:
        """Say whether a file is where and as big as the ledger has it."""
        entry = self.ledger.get(path)
        return entry is not None and self.publisher.size(path) == entry.size

    def fresh(self, paths: Iterable[str], recipe: str, generation: int) -> bool:
        """Say whether nothing these files are made of has been touched since."""
        return all(
            self.stands(p)
            and self.ledger[p].recipe == recipe
            and self.ledger[p].generation == generation
            for p in paths
        )

    def put(self, path: str, body: bytes, like: Artifact) -> None:
        if self.publisher.put(path, body):
            self.written.append(path)
        self.record(path, body, like)

    def record(self, path: str, body: bytes, like: Artifact) -> None:
        self.made.append(
            Artifact(
                path=path,
                recipe=like.recipe,
                generation=like.generation,
                made_from=like.made_from,
                digest=sha256(body).hexdigest(),
                size=len(body),
                items=like.items,
            )
        )


def emit(plan: Plan, store: Store, publisher: Publisher, now: datetime) -> EmitReport:
    """Publish what has changed; tell what it was.

    Killed at any instant, the next emit ends where this one would have. Raises
    PublishError or StoreError; what was published before then stays whole.
    """
    publisher.sweep()
    store.release(now)
    run = _Run(plan, store, publisher, now, store.artifacts())
    made = products(plan)
    for product in made:
        _emit_product(run, product)
    _emit_front(run)
    _restore_media(run)
    wanted = {*_FRONT, *(p for product in made for p in product.paths)}
    gone = [p for p in run.ledger if p not in wanted and not p.startswith("media/")]
    for path in gone:
        publisher.remove(path)
    if run.written or gone:
        publisher.flush()
    if run.made or gone:
        store.save_artifacts(run.made, gone)
    return EmitReport(
        written=tuple(run.written),
        removed=tuple(gone),
        held=tuple(run.held),
        notes=tuple(run.notes),
    )


# ---------------------------------------------------------------- products


def _emit_product(run: _Run, product: Product) -> None:
    generation = run.store.generation(selection_subjects(product.selection))
    if run.fresh(product.paths, product.recipe, generation):
        return
    items = _items(run, product)
    like = Artifact(
        path="",
        recipe=product.recipe,
        generation=generation,
        made_from=digest(product.recipe, items),
        digest="",
        size=0,
        items=len(items),
    )
    if all(_same(run, path, like) for path in product.paths):
        run.made += [_renewed(run.ledger[path], like) for path in product.paths]
        return
    _publish_media(run, items)
    files, notes = product.make(items, run.store)
    for path, body in files.items():
        run.put(path, body, like)
    run.notes += [f"{product.name}: {note}" for note in notes]


def _same(run: _Run, path: str, like: Artifact) -> bool:
    return run.stands(path) and run.ledger[path].made_from == like.made_from


def _renewed(entry: Artifact, like: Artifact) -> Artifact:
    """The same file, seen to be right as of a later generation."""
    return Artifact(
        path=entry.path,
        recipe=like.recipe,
        generation=like.generation,
        made_from=entry.made_from,
        digest=entry.digest,
        size=entry.size,
        items=entry.items,
    )


def _items(run: _Run, product: Product) -> tuple[Item, ...]:
    """The product's items under the policy; those held back are reported."""
    articles = run.store.select(product.selection, product.limit)
    channel = product.channel(articles)
    results = [policy.apply(a, channel, run.plan.policy) for a in articles]
    held = [
        Problem(
            source=product.name,
            subject=r.article.url,
            reason=f"held back: {r.reason}",
            since=run.now,
        )
        for r in results
        if isinstance(r, Held)
    ]
    run.store.save_problems(product.name, held)
    run.held += held
    return tuple(r for r in results if isinstance(r, Item))


# ---------------------------------------------------------------- index and OPML


def _emit_front(run: _Run) -> None:
    """index.html and feeds.opml, of every feed and letter."""
    plan = run.plan
    generation = run.store.generation({EVERYTHING})
    recipe = digest(plan.site, plan.base_url, plan.feeds, plan.letters, plan.policy)
    if run.fresh(_FRONT, recipe, generation):
        return
    cards = [_feed_card(run, feed) for feed in plan.feeds]
    place = Place(site=plan.site, base_url=plan.base_url)
    made_from = digest(recipe, cards)
    like = Artifact(
        path="",
        recipe=recipe,
        generation=generation,
        made_from=made_from,
        digest="",
        size=0,
    )
    run.put("index.html", pages.index_page(place, cards, _letter_cards(run)), like)
    run.put("feeds.opml", opml.document(place, cards), like)


def _feed_card(run: _Run, feed: Feed) -> FeedCard:
    items = _shown(run, feed, _SHOWN, Channel(medium="feed", name=feed.name))
    frame = feed_frame(run.plan, feed, items)
    return FeedCard(
        name=feed.name,
        title=frame.title,
        description=frame.description,
        items=min(run.store.count(feed), feed.limit),
        updated=newest(items) if items else None,
        latest=items,
    )


def _letter_cards(run: _Run) -> list[LetterCard]:
    return [
        LetterCard(name=x.name, title=x.title or run.plan.site.title)
        for x in run.plan.letters
    ]


def _shown(
    run: _Run, selection: Selection, limit: int, channel: Channel
) -> tuple[Item, ...]:
    articles = run.store.select(selection, limit)
    results = (policy.apply(a, channel, run.plan.policy) for a in articles)
    return tuple(r for r in results if isinstance(r, Item))


# ---------------------------------------------------------------- media


def _publish_media(run: _Run, items: Sequence[Item]) -> None:
    """Pictures go out before what shows them, and stay: sent mails point at them."""
    names = {i.mirror for item in items for i in item.article.images if i.mirror}
    done = {a.path for a in run.made}
    for path in sorted(f"media/{name}" for name in names):
        if path not in done and not run.stands(path):
            body = run.store.media(path.removeprefix("media/"))
            run.put(path, body, _MEDIUM)


def _restore_media(run: _Run) -> None:
    done = {a.path for a in run.made}
    for path in sorted(run.ledger):
        if path.startswith("media/") and path not in done and not run.stands(path):
            run.put(path, run.store.media(path.removeprefix("media/")), _MEDIUM)


_MEDIUM = Artifact(path="", recipe="", generation=0, made_from="", digest="", size=0)
