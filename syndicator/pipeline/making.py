"""Items to the bytes of each product's files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from syndicator import html, text
from syndicator.codec import digest
from syndicator.model import Feed, Issue, Item, Letter
from syndicator.pipeline.choosing import headings
from syndicator.pipeline.frozen import revision_note
from syndicator.pipeline.letters import ARCHIVE, PREVIEW, path
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import (
    INDEX,
    OPML,
    STYLE,
    Listed,
    Made,
    feed_path,
    mark,
    recipe,
)
from syndicator.ports import Store
from syndicator.render import feedxml, letterjson, opml, pages, podcast, tooled
from syndicator.render import letter as letters
from syndicator.render.feeds import FORMATS, FeedCard, LetterCard, MailCard
from syndicator.render.frame import Chain, FeedFrame, IssuesFrame, LetterFrame, Place

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
        show=podcast.show(items),
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
        room -= html.escaped_size(item.article.body) + _ITEM_OVERHEAD
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
        name, key = item.article.id, digest(basis, mark(item), full)
        for form in FORMATS.values():
            path = paths[form.suffix]
            old_key, old = kept[path].get(name, ("", b""))
            same = old_key == key
            body = old if same else tooled.entry(form, frame, item, full)
            made[path][name] = key, body
    documents = {}
    for form in FORMATS.values():
        path = paths[form.suffix]
        parts, old_parts = made.pop(path), kept.pop(path)  # held no longer than needed
        keep = {} if frame.chain.newer else parts
        if keep != old_parts:
            store.save_fragments(path, keep)
        documents[path] = form.document(frame, [body for _, body in parts.values()])
    return documents


def _path(frame: FeedFrame, suffix: str) -> str:
    return frame.address(suffix, frame.chain.page).removeprefix(frame.base_url)


# ---------------------------------------------------------------- letters


def letter_files(
    plan: Plan,
    letter: Letter,
    items: Sequence[Item],
    wanted: Sequence[str],
    parts: Mapping[str, str],
) -> Made:
    """Those of a digest's files that are wanted, and the HTML as it will look.

    `parts` are the headings the items stand under, by article.
    """
    frame = _letter_frame(plan, letter, _newest(items))
    frame = replace(frame, parts=headings(parts))
    made = letters.render(frame, items)
    files = {
        "latest.html": made.html,
        "latest.txt": made.text,
        "latest.json": letterjson.document(frame, items, made, parts),
        "preview.html": _preview(frame, made.html),
    }
    return Made(
        files={path(letter, file): files[file] for file in wanted},
        items=len(items) - len(made.left_out),
        notes=tuple(cuts(letter, made)),
    )


def article_files(plan: Plan, letter: Letter, items: Sequence[Item], name: str) -> Made:
    """One article as a mail, HTML and text."""
    frame = replace(_letter_frame(plan, letter, _newest(items)), file=name)
    made = letters.render(frame, items)
    files = {".html": made.html, ".txt": made.text}
    return Made(
        files={path(letter, f"{name}{suffix}"): body for suffix, body in files.items()},
        items=len(items),
        notes=tuple(cuts(letter, made)),
    )


def page_list(
    plan: Plan, letter: Letter, items: Sequence[Item], names: Mapping[str, str]
) -> Made:
    """The list of an article letter's pages."""
    cards = [
        MailCard(
            file=names[item.article.id],
            title=item.article.title,
            at=item.article.published,
            words=item.article.summary,
            files=(".html", ".txt"),
        )
        for item in items
    ]
    page = pages.archive_page(_letter_frame(plan, letter, _EPOCH), cards)
    return Made(files={path(letter, ARCHIVE): page}, items=len(items))


def issue_lists(
    plan: Plan, letter: Letter, made: Sequence[Issue], items: Sequence[Item]
) -> Made:
    """The list of a letter's issues, and the feed of the newest of them."""
    cards = [
        MailCard(
            file=issue.name,
            title=issue.subject,
            at=issue.made,
            number=issue.number,
            words=issue.preheader,
            notes=tuple(revision_note(r) for r in issue.revisions),
            files=tuple(file.suffix for file in issue.files),
        )
        for issue in made
    ]
    frame = IssuesFrame(
        site=plan.site,
        base_url=plan.base_url,
        feed=Feed(name=letter.name, title=letter.title),
        updated=_newest(items),
    )
    feeds = {
        path(letter, f"issues{form.suffix}"): form.document(
            frame, [form.entry(frame, item, True) for item in items]
        )
        for form in FORMATS.values()
    }
    page = pages.archive_page(_letter_frame(plan, letter, _EPOCH), cards, feed=True)
    return Made(files={**feeds, path(letter, ARCHIVE): page}, items=len(items))


def _letter_frame(plan: Plan, letter: Letter, date: datetime) -> LetterFrame:
    return LetterFrame(site=plan.site, base_url=plan.base_url, letter=letter, date=date)


def _preview(frame: LetterFrame, mail: bytes) -> bytes:
    """The mail as it is, its pictures taken from beside it: seen before it is public."""
    ours = text.ascii_markup(html.escape(f"{frame.base_url}media/")).encode()
    return mail.replace(b'src="' + ours, b'src="../../media/')


def cuts(letter: Letter, made: letters.LetterBytes) -> Iterable[str]:
    if made.shortened:
        yield f"{len(made.shortened)} items shortened: over {letter.max_kilobytes} KiB"
    if made.left_out:
        yield f"{len(made.left_out)} items left out: over {letter.max_kilobytes} KiB"


# ---------------------------------------------------------------- index and OPML


def front_files(
    plan: Plan, listed: Sequence[Listed], subjects: Mapping[str, str]
) -> Mapping[str, bytes]:
    """The index, the OPML of all feeds, and the style of a feed that is opened raw.

    `subjects` are those of each letter's latest issue.
    """
    place = Place(site=plan.site, base_url=plan.base_url)
    cards = [_feed_card(plan, each) for each in listed]
    mails = [_letter_card(plan, letter, subjects) for letter in plan.letters]
    return {
        INDEX: pages.index_page(place, cards, mails),
        OPML: opml.document(place, cards),
        STYLE: feedxml.style(),
    }


_LATEST = (("Latest issue", "latest.html"), ("Plain text", "latest.txt"))


def _letter_card(plan: Plan, letter: Letter, subjects: Mapping[str, str]) -> LetterCard:
    preview, archive = ("Preview", PREVIEW), ("All issues", ARCHIVE)
    files = (*_LATEST, archive, preview) if letter.schedule else (*_LATEST, preview)
    return LetterCard(
        name=letter.name,
        title=letter.title or plan.site.title,
        subject=subjects.get(letter.name, ""),
        files=(("All mails", ARCHIVE),) if letter.kind == "article" else files,
    )


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
