"""What is published of letters: pages that follow their articles, and lists of issues.

The issues themselves are frozen and made of nothing any more: see issues.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from syndicator.model import Article, Channel, Issue, Item, Letter
from syndicator.pipeline import choosing, frozen
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import Made, Product, of_our_sources, recipe
from syndicator.ports import LetterState, Store
from syndicator.subjects import EVERYTHING, selection_subjects

PREVIEW, ARCHIVE = "preview.html", "index.html"
LATEST = ("latest.html", "latest.txt", "latest.json")
ISSUE_FEED = ("issues.rss", "issues.atom", "issues.json")
_PAGE = (".html", ".txt")

_Pins = Callable[[], list[Article]]  # looked for once, and only where they are wanted


def letter_products(
    plan: Plan, letter: Letter, made: Sequence[Issue], store: Store
) -> list[Product]:
    """Everything of one letter that changes with its articles or its issues, `made`."""
    if letter.kind == "article":
        return _article_products(plan, letter, store)
    none = LetterState(name=letter.name)
    state = store.letter_state(letter.name) if letter.schedule else none
    pins = cache(partial(choosing.pinned, letter, state, store))
    if not letter.schedule:
        return [_rolling(plan, letter, state, pins)]
    return [_next(plan, letter, state, pins, made), _archive(plan, letter, made)]


def path(letter: Letter, file: str) -> str:
    return f"letters/{letter.name}/{file}"


def _rolling(plan: Plan, letter: Letter, state: LetterState, pins: _Pins) -> Product:
    """The page that shows what the selection now holds."""

    def articles(store: Store) -> list[Article]:
        found = store.select(of_our_sources(plan, letter), letter.limit)
        return choosing.arrange(letter, pins(), found)

    return _digest(plan, letter, (*LATEST, PREVIEW), state, pins, articles)


def _next(
    plan: Plan, letter: Letter, state: LetterState, pins: _Pins, made: Sequence[Issue]
) -> Product:
    """What the next issue would be, as things are; the first is `latest` until then."""
    files = (PREVIEW,) if made else (*LATEST, PREVIEW)

    def articles(store: Store) -> list[Article]:
        return choosing.candidates(plan, letter, state, made, pins(), store)

    going_by = (state.began, state.pinned, [(i.number, i.made) for i in made[:1]])
    return _digest(plan, letter, files, state, pins, articles, going_by)


def _digest(
    plan: Plan,
    letter: Letter,
    files: Sequence[str],
    state: LetterState,
    pins: _Pins,
    articles: Callable[[Store], list[Article]],
    *more: object,
) -> Product:
    def make(items: Sequence[Item], _: Store) -> Made:
        from syndicator.pipeline import making

        shown = [item.article for item in items]
        parts = choosing.part_titles(letter, shown, pins())
        return making.letter_files(plan, letter, items, files, parts)

    # A pinned article need not be of the selection: any touch may be its.
    subjects = selection_subjects(letter)
    if letter.pinned or state.pinned:
        subjects = frozenset({EVERYTHING})
    return Product(
        name=f"letter {letter.name}",
        paths=tuple(path(letter, file) for file in files),
        recipe=recipe(plan, (of_our_sources(plan, letter), *more)),
        generation=lambda store: store.generation(subjects),
        articles=articles,
        channel=partial(_channel, letter),
        make=make,
    )


def _channel(letter: Letter, articles: Sequence[Article]) -> Channel:
    """An issue that is none yet goes by the day of its newest article."""
    days = [a.published for a in articles]
    day = max(days).date().isoformat() if days else ""
    return Channel(medium="email", name=letter.name, issue=day)


# ---------------------------------------------------------------- lists of issues


def _archive(plan: Plan, letter: Letter, made: Sequence[Issue]) -> Product:
    """All issues, as a page and as a feed, in which each is an item under the policy."""

    def make(items: Sequence[Item], _: Store) -> Made:
        from syndicator.pipeline import making

        return making.issue_lists(plan, letter, made, items)

    shown = [frozen.as_article(plan, letter, each) for each in made[: frozen.IN_FEED]]
    return Product(
        name=f"issues of {letter.name}",
        paths=tuple(path(letter, file) for file in (ARCHIVE, *ISSUE_FEED)),
        recipe=recipe(plan, (letter.name, letter.title, made)),
        generation=lambda _: 0,
        articles=lambda _: shown,
        channel=lambda _: Channel(medium="feed", name=letter.name, credit=False),
        make=make,
    )


# ---------------------------------------------------------------- a mail an article


def _article_products(plan: Plan, letter: Letter, store: Store) -> list[Product]:
    """The newest articles, a page each, and the list of these pages.

    What the policy holds back has no page; the list's report says why.
    """
    articles = store.select(of_our_sources(plan, letter), letter.limit)
    names = store.page_names(letter.name, {a.id: choosing.slug(a) for a in articles})
    fine = [a for a in articles if choosing.is_let_through(plan, letter, a)]
    pages = [_page(plan, letter, article, names[article.id]) for article in fine]
    return [*pages, _page_list(plan, letter, articles, names)]


def _page(plan: Plan, letter: Letter, article: Article, name: str) -> Product:
    def make(items: Sequence[Item], _: Store) -> Made:
        from syndicator.pipeline import making

        return making.article_files(plan, letter, items, name)

    return Product(
        name=f"letter {letter.name}/{name}",
        paths=tuple(path(letter, f"{name}{suffix}") for suffix in _PAGE),
        recipe=recipe(plan, replace(letter, limit=1)),
        generation=lambda store: store.generation(selection_subjects(letter)),
        articles=lambda _: [article],
        channel=lambda _: Channel(medium="email", name=letter.name, issue=name),
        make=make,
    )


def _page_list(
    plan: Plan, letter: Letter, articles: list[Article], names: Mapping[str, str]
) -> Product:
    def make(items: Sequence[Item], _: Store) -> Made:
        from syndicator.pipeline import making

        return making.page_list(plan, letter, items, names)

    return Product(
        name=f"pages of {letter.name}",
        paths=(path(letter, ARCHIVE),),
        recipe=recipe(plan, letter),
        generation=lambda store: store.generation(selection_subjects(letter)),
        articles=lambda _: articles,
        channel=partial(_channel, letter),
        make=make,
    )
