"""Which articles a letter holds, in which order, and under which headings."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from syndicator import policy, text, urls
from syndicator.model import Article, Channel, Issue, Item, Letter
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import of_our_sources
from syndicator.ports import LetterState, Store
from syndicator.subjects import matches

_MOST = 500  # waiting articles looked at for one issue
_SLUG = 80  # characters


def candidates(
    plan: Plan,
    letter: Letter,
    state: LetterState,
    made: Sequence[Issue],
    pins: Sequence[Article],
    store: Store,
) -> list[Article]:
    """What the next issue would hold, in its order."""
    since, oldest = _since(letter, state, made)
    waiting = store.waiting(
        letter.name, of_our_sources(plan, letter), since, oldest, _MOST
    )
    return arrange(letter, pins, waiting, partial(is_let_through, plan, letter))


def is_let_through(plan: Plan, letter: Letter, article: Article) -> bool:
    """Say whether the policy allows an article in a letter."""
    channel = Channel(medium="email", name=letter.name)
    return isinstance(policy.apply(article, channel, plan.policy), Item)


def _since(
    letter: Letter, state: LetterState, made: Sequence[Issue]
) -> tuple[int, datetime]:
    """From which generation and from which day on articles may be in the next issue.

    That is since the last issue, and as long before it as articles may wait. It depends
    on what was made and not on the hour, so that looking twice finds the same.
    """
    back = timedelta(days=letter.lookback_days)
    old = (i for i in made if i.made <= made[0].made - back)
    base = next(old, None)
    if base is not None:
        return base.seen, base.made - back
    if state.began is None:
        return 0, datetime.min.replace(tzinfo=UTC)
    return state.first, state.began - back


def pinned(letter: Letter, state: LetterState, store: Store) -> list[Article]:
    """The articles that come first: live, and held by no issue before."""
    names = dict.fromkeys((*letter.pinned, *state.pinned))
    found = {a.id: a for name in names for a in store.find(name) if a.status == "live"}
    held = store.issued(letter.name, found)
    return [article for article in found.values() if article.id not in held]


def arrange(
    letter: Letter,
    pins: Sequence[Article],
    found: Sequence[Article],
    fits: Callable[[Article], bool] = lambda _: True,
) -> list[Article]:
    """As many articles as the letter has room for, those of a part together.

    First the pinned, then what no part wants, then each part.
    """
    leading = {article.id for article in pins}
    rooms = [0, *(part.limit for part in letter.parts)]
    placed: list[list[Article]] = [[] for _ in rooms]
    others = (article for article in found if article.id not in leading)
    for article in (*pins, *others):
        if sum(map(len, placed)) == letter.limit:
            break
        n = 0 if article.id in leading else _part(letter, article)
        has_room = not rooms[n] or len(placed[n]) < rooms[n]
        if has_room and fits(article):
            placed[n].append(article)
    return [article for some in placed for article in some]


def _part(letter: Letter, article: Article) -> int:
    """The number of the first part that wants the article, from 1; 0 where none does."""
    wanting = (n for n, p in enumerate(letter.parts, 1) if matches(p, article))
    return next(wanting, 0)


def part_titles(
    letter: Letter, articles: Iterable[Article], pins: Iterable[Article]
) -> dict[str, str]:
    """Article id → the heading it stands under; pinned ones stand above them all."""
    titles = ("", *(part.title for part in letter.parts))
    leading = {article.id for article in pins}
    return {a.id: "" if a.id in leading else titles[_part(letter, a)] for a in articles}


def headings(parts: Mapping[str, str]) -> dict[str, str]:
    """Of headings by article id, in order, those that differ from the one before."""
    starts: dict[str, str] = {}
    last = ""
    for article, title in parts.items():
        if title and title != last:
            starts[article] = title
        last = title
    return starts


def slug(article: Article) -> str:
    """A name for an article's page: the last words of its address, else its id."""
    parts = urls.split(article.url)
    last = (parts.path if parts else "").rstrip("/").rpartition("/")[2]
    plain = text.fold(re.sub(r"\.\w+$", "", last).replace("-", " "))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG].strip("-")
    taken = re.fullmatch(r"(?:index|latest|preview|issues)?|\d{4}-\d\d-\d\d.*", words)
    return re.sub(r"\W+", "-", article.id) if taken else words
