"""What is published: each product's files, selection and recipe. What it takes to make
them is in making.py, imported where something is to be made: an idle pass needs none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar

from syndicator import html, policy
from syndicator.codec import digest
from syndicator.decide import mint
from syndicator.model import (
    Article,
    Channel,
    FacetFeed,
    Feed,
    Held,
    Item,
    Selection,
)
from syndicator.pipeline.frozen import Issued
from syndicator.pipeline.plan import FAREWELL, Plan
from syndicator.ports import Facet, Store
from syndicator.render.frame import Chain, Deletion, archive_name
from syndicator.subjects import selection_subjects

INDEX, OPML, STYLE = "index.html", "feeds.opml", "feeds.css"
FRONT = (INDEX, OPML, STYLE)

_VERSION = 1  # of what policy/ and render/ make of an article; all is made anew by it
_FEED_FILES = (".rss", ".atom", ".json", ".html")
_ARCHIVE_FILES = (".rss", ".atom", ".json")

_DELETIONS = 500
_REMEMBERED = timedelta(days=30)  # readers that look less often miss a withdrawal

Selecting = TypeVar("Selecting", bound=Selection)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A product's files by path, how many items they show, and notes for the log."""

    files: Mapping[str, bytes]
    items: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Files made of some articles.

    A later `generation`, or another `recipe`, is what can change them. `around` is what
    they say besides their items.
    """

    name: str
    paths: tuple[str, ...]
    recipe: str
    generation: Callable[[Store], int]
    articles: Callable[[Store], list[Article]]  # newest first
    channel: Callable[[Sequence[Article]], Channel]
    make: Callable[[Sequence[Item], Store], Made]
    around: Callable[[Store], object] = lambda _: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A feed as the index shows it: how many items it has, and its newest."""

    feed: Feed
    items: int
    latest: tuple[Item, ...] = ()
    facets: tuple["Listed", ...] = ()


def current(plan: Plan, issued: Issued, store: Store) -> list[Product]:
    """Every feed and facet of the plan, and every letter with the issues there are."""
    from syndicator.pipeline.letters import letter_products  # made of what is here

    made = [_feed_product(plan, feed) for feed in feeds(plan, store)]
    for letter in plan.letters:
        made += letter_products(plan, letter, issued.get(letter.name, ()), store)
    return made


def archives(plan: Plan, store: Store) -> list[Product]:
    """The pages of every feed's archive; facets have none."""
    return [p for feed in plan.feeds for p in _archive_products(plan, feed, store)]


def under_policy(plan: Plan, product: Product, store: Store) -> list[Item | Held]:
    """The product's articles, newest first, as the policy lets them through or not."""
    articles = product.articles(store)
    return applied(plan, product.channel(articles), articles)


def applied(
    plan: Plan, channel: Channel, articles: Iterable[Article]
) -> list[Item | Held]:
    """Articles in their order, as the policy lets them through into a channel or not."""
    terms = plan.policy
    return [policy.apply(a, channel, terms, n) for n, a in enumerate(articles, 1)]


def let_through(results: Iterable[Item | Held]) -> tuple[Item, ...]:
    """Those of what the policy judged that it does not hold back."""
    return tuple(r for r in results if isinstance(r, Item))


def recipe(plan: Plan, settings: object) -> str:
    """Changes when what is made of the same articles may be another thing."""
    return digest(_VERSION, plan.site, plan.base_url, plan.policy, settings)


@lru_cache(maxsize=256)  # a product asks for itself, and for each of its fragments
def mark(item: Item) -> str:
    """Changes when the item does, under the same `recipe`.

    Links may be hundreds, and follow from the article, its channel and the recipe.
    """
    return digest(replace(item, links=()))


def of_our_sources(plan: Plan, selection: Selecting) -> Selecting:
    """The selection without articles whose source the settings name no more."""
    named = tuple(source.name for source in plan.sources)
    return replace(selection, sources=selection.sources or named)


def feeds(plan: Plan, store: Store) -> Iterator[Feed]:
    """Every feed, each with its facets behind it."""
    for feed in plan.feeds:
        yield feed
        yield from facet_feeds(plan, feed, store)


def facet_feeds(plan: Plan, feed: Feed, store: Store) -> list[FacetFeed]:
    return [_facet_feed(plan, feed, facet) for facet in store.facets(feed)]


def _facet_feed(plan: Plan, feed: Feed, facet: Facet) -> FacetFeed:
    shared = {field.name: getattr(feed, field.name) for field in fields(Feed)}
    own = {
        "name": f"{feed.name}/{facet.name}",
        "title": f"{feed.title or plan.site.title}: {facet.label}",
        "facets": (),
        "facet": facet.subject,
    }
    return FacetFeed(**shared | own)


def feed_path(feed: Feed, suffix: str) -> str:
    return f"feeds/{feed.name}{suffix}"


def feed_channel(feed: Feed) -> Channel:
    return Channel(medium="feed", name=feed.name, credit=feed.credit)


def _feed_product(plan: Plan, feed: Feed) -> Product:
    selection = of_our_sources(plan, feed)
    facet = isinstance(feed, FacetFeed)

    def articles(store: Store) -> list[Article]:
        own = store.select(selection, feed.limit) if facet else store.window(selection)
        return [*_farewell(plan, feed), *own]

    def chain(store: Store) -> Chain:
        older = 0 if facet else max(store.pages(feed.name), default=0)
        gone = _recent(store.gone(selection, _DELETIONS))
        return Chain(older=older, gone=_deletions(gone))

    def make(items: Sequence[Item], store: Store) -> Made:
        from syndicator.pipeline import making

        return making.feed_files(plan, feed, chain(store), items, store)

    return Product(
        name=f"feed {feed.name}",
        paths=tuple(feed_path(feed, suffix) for suffix in _FEED_FILES),
        recipe=recipe(plan, selection),
        generation=lambda store: store.generation(selection_subjects(feed)),
        articles=articles,
        channel=lambda _: feed_channel(feed),
        make=make,
        around=chain,
    )


def _farewell(plan: Plan, feed: Feed) -> Iterator[Article]:
    """The last item of a feed that ends, dated to when it is first shown."""
    if not feed.retired:
        return
    when = datetime.combine(feed.retired - FAREWELL, time(), UTC)
    yield Article(
        id=mint(plan.site, "farewell", feed.name),
        source="",
        key="",
        url=f"{plan.base_url}index.html",
        title="",
        body=f"<p>{html.escape(feed.farewell)}</p>",
        summary=feed.farewell,
        published=when,
        updated=when,
        language=plan.site.language,
    )


def _recent(gone: Sequence[Article]) -> list[Article]:
    """Those withdrawn in the last weeks before the very last of them."""
    last = gone[0].withdrawn if gone else None
    return [
        a for a in gone if last and a.withdrawn and last - a.withdrawn < _REMEMBERED
    ]


def _deletions(gone: Sequence[Article]) -> tuple[Deletion, ...]:
    return tuple(
        Deletion(id=a.id, when=a.withdrawn or a.updated, reason=a.withdrawal)
        for a in gone
    )


# ---------------------------------------------------------------- archives


def _archive_products(plan: Plan, feed: Feed, store: Store) -> list[Product]:
    pages = store.pages(feed.name)
    shared = recipe(plan, of_our_sources(plan, feed))
    row = (0, *sorted(pages), 0)
    return [
        _archive_product(plan, feed, Chain(page=n, older=a, newer=b), shared, pages[n])
        for a, n, b in zip(row, row[1:], row[2:], strict=False)
    ]


def _archive_product(
    plan: Plan, feed: Feed, place: Chain, shared: str, generation: int
) -> Product:
    selection = of_our_sources(plan, feed)

    def held(store: Store, status: str) -> list[Article]:
        return [a for a in store.page(selection, place.page) if a.status == status]

    def chain(store: Store) -> Chain:
        return replace(place, gone=_deletions(held(store, "withdrawn")))

    def make(items: Sequence[Item], store: Store) -> Made:
        from syndicator.pipeline import making

        return making.archive_files(plan, feed, chain(store), items, store)

    name = archive_name(feed, place.page)
    return Product(
        name=f"archive {name}",
        paths=tuple(f"feeds/{name}{suffix}" for suffix in _ARCHIVE_FILES),
        recipe=shared,
        generation=lambda _: generation,
        articles=lambda store: held(store, "live"),
        channel=lambda _: feed_channel(feed),
        make=make,
        around=chain,
    )
