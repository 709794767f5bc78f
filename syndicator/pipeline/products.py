"""What is published: each product's selection, and how its files are made of items."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from syndicator import html, text
from syndicator.codec import digest
from syndicator.model import Article, Channel, Feed, Item, Letter, Selection
from syndicator.pipeline.plan import Plan
from syndicator.ports import Store
from syndicator.render import letter as letters
from syndicator.render import pages
from syndicator.render.feeds import FORMATS, Format
from syndicator.render.frame import FeedFrame, LetterFrame

_VERSION = 1  # of what render/ makes of an item; all is made anew when it changes
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ITEM_OVERHEAD = 2000  # bytes of an item besides its body, roughly


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Files made of one selection of articles.

    `make` gives each file's bytes; `notes` of a product go to the log.
    """

    name: str
    paths: tuple[str, ...]
    selection: Selection
    limit: int
    recipe: str
    channel: Callable[[Sequence[Article]], Channel]
    make: Callable[[Sequence[Item], Store], tuple[Mapping[str, bytes], tuple[str, ...]]]


def products(plan: Plan) -> list[Product]:
    """Every feed and letter of the plan."""
    return [
        *(_feed_product(plan, feed) for feed in plan.feeds),
        *(_letter_product(plan, letter) for letter in plan.letters),
    ]


def newest(items: Sequence[Item]) -> datetime:
    """The instant a set of items speaks of; the epoch where there are none."""
    return max((i.article.updated for i in items), default=_EPOCH)


def _recipe(plan: Plan, settings: object) -> str:
    return digest(_VERSION, plan.site, plan.base_url, plan.policy, settings)


# ---------------------------------------------------------------- feeds


def _feed_product(plan: Plan, feed: Feed) -> Product:
    recipe = _recipe(plan, feed)

    def make(
        items: Sequence[Item], store: Store
    ) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
        frame = feed_frame(plan, feed, items)
        whole = _fits_whole(feed, items)
        files = {
            frame_path(feed, f.suffix): _document(f, frame, items, whole, recipe, store)
            for f in FORMATS.values()
        }
        files[frame_path(feed, ".html")] = pages.feed_page(frame, items)
        short = 0 if feed.content == "summary" else len(items) - sum(whole)
        notes = f"{short} items shown as summaries: over {feed.max_kilobytes} kB"
        return files, (notes,) if short else ()

    return Product(
        name=f"feed {feed.name}",
        paths=tuple(
            frame_path(feed, s)
            for s in (*(f.suffix for f in FORMATS.values()), ".html")
        ),
        selection=feed,
        limit=feed.limit,
        recipe=recipe,
        channel=lambda _: Channel(medium="feed", name=feed.name),
        make=make,
    )


def frame_path(feed: Feed, suffix: str) -> str:
    return f"feeds/{feed.name}{suffix}"


def feed_frame(plan: Plan, feed: Feed, items: Sequence[Item]) -> FeedFrame:
    return FeedFrame(
        site=plan.site, base_url=plan.base_url, feed=feed, updated=newest(items)
    )


def _fits_whole(feed: Feed, items: Sequence[Item]) -> list[bool]:
    """Which items are shown whole: newest first, as long as there is room.

    Reckoned once on the body, so that all formats show the same.
    """
    room = feed.max_kilobytes * 1000 if feed.content == "full" else 0
    whole = []
    for item in items:
        room -= len(html.escape(item.article.body).encode()) + _ITEM_OVERHEAD
        whole.append(room >= 0)
    return whole


def _document(
    form: Format,
    frame: FeedFrame,
    items: Sequence[Item],
    whole: Sequence[bool],
    recipe: str,
    store: Store,
) -> bytes:
    """Splice kept fragments; render only those whose item has changed."""
    scope = f"feed/{frame.feed.name}{form.suffix}"
    kept = store.fragments(scope)
    made: dict[str, tuple[str, bytes]] = {}
    for item, full in zip(items, whole, strict=True):
        key = digest(recipe, item, full)
        old_key, old = kept.get(item.article.id, ("", b""))
        made[item.article.id] = (
            key,
            old if old_key == key else form.entry(frame, item, full),
        )
    if made != kept:
        store.save_fragments(scope, made)
    return form.document(frame, [body for _, body in made.values()])


# ---------------------------------------------------------------- letters


def _letter_product(plan: Plan, letter: Letter) -> Product:
    def make(
        items: Sequence[Item], _: Store
    ) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
        frame = letter_frame(plan, letter, items)
        made = letters.render(frame, items)
        files = {
            f"letters/{letter.name}/latest.html": made.html,
            f"letters/{letter.name}/latest.txt": made.text,
            f"letters/{letter.name}/preview.html": _preview(frame, made.html),
        }
        return files, tuple(_cuts(letter, made))

    return Product(
        name=f"letter {letter.name}",
        paths=tuple(
            f"letters/{letter.name}/{n}"
            for n in ("latest.html", "latest.txt", "preview.html")
        ),
        selection=letter,
        limit=letter.limit,
        recipe=_recipe(plan, letter),
        channel=lambda articles: Channel(
            medium="email", name=letter.name, campaign=_campaign(articles)
        ),
        make=make,
    )


def letter_frame(plan: Plan, letter: Letter, items: Sequence[Item]) -> LetterFrame:
    return LetterFrame(
        site=plan.site, base_url=plan.base_url, letter=letter, date=newest(items)
    )


def _campaign(articles: Sequence[Article]) -> str:
    dates = [a.published for a in articles]
    return max(dates).date().isoformat() if dates else ""


def _preview(frame: LetterFrame, mail: bytes) -> bytes:
    """The mail as it is, its pictures taken from beside it: seen before it is public."""
    ours = text.ascii_markup(html.escape(f"{frame.base_url}media/")).encode()
    return mail.replace(b'src="' + ours, b'src="../../media/')


def _cuts(letter: Letter, made: letters.LetterBytes) -> Iterable[str]:
    if made.shortened:
        yield f"{len(made.shortened)} items shortened: over {letter.max_kilobytes} KiB"
    if made.left_out:
        yield f"{len(made.left_out)} items left out: over {letter.max_kilobytes} KiB"
