"""Items to the bytes of each product's files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from syndicator import html, text
from syndicator.codec import digest
from syndicator.model import Feed, Item, Letter
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import (
    INDEX,
    OPML,
    STYLE,
    Listed,
    Made,
    feed_path,
    letter_path,
    recipe,
)
from syndicator.ports import Store
from syndicator.render import feedxml, opml, pages, tooled
from syndicator.render import letter as letters
from syndicator.render.feeds import FORMATS, FeedCard, LetterCard
from syndicator.render.frame import Chain, FeedFrame, LetterFrame, Place

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ITEM_OVERHEAD = 2000  # bytes of an item besides its body, roughly


# ---------------------------------------------------------------- feeds


def feed_files(
    plan: Plan, feed: Feed, chain: Chain, items: Sequence[Item], store: Store
) -> Made:
    """A feed in every format, and its page."""
    frame = _feed_frame(plan, feed, items, chain)
    whole = _fits_whole(feed, items)
    files = _documents(plan, frame, items, whole, store)
    files[feed_path(feed, ".html")] = pages.feed_page(frame, items)
    short = 0 if feed.content == "summary" else len(items) - sum(whole)
    note = f"{short} items shown as summaries: over {feed.max_kilobytes} kB"
    return Made(files=files, items=len(items), notes=(note,) if short else ())


def archive_files(
    plan: Plan, feed: Feed, chain: Chain, items: Sequence[Item], store: Store
) -> Made:
    """One page of a feed's archive in every format.

    Each item is whole or not by its own size alone, so that none changes for another.
    """
    frame = _feed_frame(plan, feed, items, chain)
    whole = [each for item in items for each in _fits_whole(feed, [item])]
    return Made(files=_documents(plan, frame, items, whole, store), items=len(items))


def _feed_frame(
    plan: Plan, feed: Feed, items: Sequence[Item], chain: Chain
) -> FeedFrame:
    changes = (_newest(items), *(each.when for each in chain.gone))
    return FeedFrame(
        site=plan.site,
        base_url=plan.base_url,
        feed=feed,
        updated=max(changes),
        chain=chain,
    )


def _newest(items: Sequence[Item]) -> datetime:
    """The instant a set of items speaks of; the epoch where there are none."""
    return max((i.article.updated for i in items), default=_EPOCH)


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


def _documents(
    plan: Plan,
    frame: FeedFrame,
    items: Sequence[Item],
    whole: Sequence[bool],
    store: Store,
) -> dict[str, bytes]:
    """A document in every format, by path: what is kept is spliced, the rest rendered.

    Item by item, as the formats share what is drawn of one. A page of the archive that
    is full keeps no fragments: it hardly ever changes.
    """
    paths = {form.suffix: _path(frame, form.suffix) for form in FORMATS.values()}
    kept = {path: store.fragments(path) for path in paths.values()}
    made: dict[str, dict[str, tuple[str, bytes]]] = {path: {} for path in kept}
    basis = recipe(plan, frame.feed)
    for item, full in zip(items, whole, strict=True):
        name, key = item.article.id, digest(basis, item, full)
        for form in FORMATS.values():
            path = paths[form.suffix]
            old_key, old = kept[path].get(name, ("", b""))
            same = old_key == key
            body = old if same else tooled.entry(form, frame, item, full)
            made[path][name] = key, body
    for path, parts in made.items():
        keep = {} if frame.chain.newer else parts
        if keep != kept[path]:
            store.save_fragments(path, keep)
    return {
        path: form.document(frame, [body for _, body in made[path].values()])
        for form in FORMATS.values()
        for path in (paths[form.suffix],)
    }


def _path(frame: FeedFrame, suffix: str) -> str:
    return frame.address(suffix, frame.chain.page).removeprefix(frame.base_url)


# ---------------------------------------------------------------- letters


def letter_files(plan: Plan, letter: Letter, items: Sequence[Item]) -> Made:
    """The issue as HTML and as text, and the HTML to look at before it is public."""
    frame = LetterFrame(
        site=plan.site, base_url=plan.base_url, letter=letter, date=_newest(items)
    )
    made = letters.render(frame, items)
    files = {
        letter_path(letter, "latest.html"): made.html,
        letter_path(letter, "latest.txt"): made.text,
        letter_path(letter, "preview.html"): _preview(frame, made.html),
    }
    shown = len(items) - len(made.left_out)
    return Made(files=files, items=shown, notes=tuple(_cuts(letter, made)))


def _preview(frame: LetterFrame, mail: bytes) -> bytes:
    """The mail as it is, its pictures taken from beside it: seen before it is public."""
    ours = text.ascii_markup(html.escape(f"{frame.base_url}media/")).encode()
    return mail.replace(b'src="' + ours, b'src="../../media/')


def _cuts(letter: Letter, made: letters.LetterBytes) -> Iterable[str]:
    if made.shortened:
        yield f"{len(made.shortened)} items shortened: over {letter.max_kilobytes} KiB"
    if made.left_out:
        yield f"{len(made.left_out)} items left out: over {letter.max_kilobytes} KiB"


# ---------------------------------------------------------------- index and OPML


def front_files(plan: Plan, listed: Sequence[Listed]) -> Mapping[str, bytes]:
    """The index, the OPML of all feeds, and the style of a feed that is opened raw."""
    place = Place(site=plan.site, base_url=plan.base_url)
    cards = [_feed_card(plan, each) for each in listed]
    mails = [
        LetterCard(name=x.name, title=x.title or plan.site.title) for x in plan.letters
    ]
    return {
        INDEX: pages.index_page(place, cards, mails),
        OPML: opml.document(place, cards),
        STYLE: feedxml.style(),
    }


def _feed_card(plan: Plan, listed: Listed) -> FeedCard:
    frame = _feed_frame(plan, listed.feed, listed.latest, Chain())
    return FeedCard(
        name=listed.feed.name,
        title=frame.title,
        description=frame.description,
        items=listed.items,
        updated=frame.updated if listed.latest else None,
        latest=listed.latest,
        facets=tuple(_feed_card(plan, each) for each in listed.facets),
    )
