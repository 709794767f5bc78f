"""What is published: each product's files, selection and recipe. What it takes to make
them is in making.py, imported where something is to be made: an idle pass needs none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from syndicator import policy
from syndicator.codec import digest
from syndicator.model import Article, Channel, Feed, Held, Item, Letter, Selection
from syndicator.pipeline.plan import Plan
from syndicator.ports import Store
from syndicator.subjects import selection_subjects

INDEX, OPML, STYLE = "index.html", "feeds.opml", "feeds.css"
FRONT = (INDEX, OPML, STYLE)

_VERSION = 1  # of what render/ makes of an item; all is made anew when it changes
_FEED_FILES = (".rss", ".atom", ".json", ".html")
_LETTER_FILES = ("latest.html", "latest.txt", "preview.html")

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


def products(plan: Plan, store: Store) -> list[Product]:
    """Every feed and letter of the plan, as far as the store knows them."""
    return [
        *(_feed_product(plan, feed) for feed in plan.feeds),
        *(_letter_product(plan, letter) for letter in plan.letters),
    ]


def under_policy(plan: Plan, product: Product, store: Store) -> list[Item | Held]:
    """The product's articles, newest first, as the policy lets them through or not."""
    articles = product.articles(store)
    channel = product.channel(articles)
    terms = plan.policy
    return [policy.apply(a, channel, terms, n) for n, a in enumerate(articles, 1)]


def recipe(plan: Plan, settings: object) -> str:
    """Changes when what is made of the same articles may be another thing."""
    return digest(_VERSION, plan.site, plan.base_url, plan.policy, settings)


def of_our_sources(plan: Plan, selection: Selecting) -> Selecting:
    """The selection without articles whose source the settings name no more."""
    named = tuple(source.name for source in plan.sources)
    return replace(selection, sources=selection.sources or named)


def feed_path(feed: Feed, suffix: str) -> str:
    return f"feeds/{feed.name}{suffix}"


def feed_channel(feed: Feed) -> Channel:
    return Channel(medium="feed", name=feed.name, credit=feed.credit)


def letter_path(letter: Letter, file: str) -> str:
    return f"letters/{letter.name}/{file}"


def _feed_product(plan: Plan, feed: Feed) -> Product:
    def make(items: Sequence[Item], store: Store) -> Made:
        from syndicator.pipeline import making

        return making.feed_files(plan, feed, items, store)

    selection = of_our_sources(plan, feed)
    return Product(
        name=f"feed {feed.name}",
        paths=tuple(feed_path(feed, suffix) for suffix in _FEED_FILES),
        recipe=recipe(plan, selection),
        generation=lambda store: store.generation(selection_subjects(feed)),
        articles=lambda store: store.select(selection, feed.limit),
        channel=lambda _: feed_channel(feed),
        make=make,
    )


def _letter_product(plan: Plan, letter: Letter) -> Product:
    def make(items: Sequence[Item], _: Store) -> Made:
        from syndicator.pipeline import making

        return making.letter_files(plan, letter, items)

    selection = of_our_sources(plan, letter)
    return Product(
        name=f"letter {letter.name}",
        paths=tuple(letter_path(letter, file) for file in _LETTER_FILES),
        recipe=recipe(plan, selection),
        generation=lambda store: store.generation(selection_subjects(letter)),
        articles=lambda store: store.select(selection, letter.limit),
        channel=lambda articles: Channel(
            medium="email", name=letter.name, issue=_issue_date(articles)
        ),
        make=make,
    )


def _issue_date(articles: Sequence[Article]) -> str:
    dates = [a.published for a in articles]
    return max(dates).date().isoformat() if dates else ""
