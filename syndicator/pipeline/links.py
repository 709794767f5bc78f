"""Which links to follow in one look at a source that has nothing but links."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from syndicator import dates
from syndicator.codec import digest
from syndicator.model import RawEntry
from syndicator.pipeline.visit import Visit

MOST = 100  # pages of one look

Entry = tuple[RawEntry, str]  # with its mark

_NEVER = datetime.min.replace(tzinfo=UTC)


def sign(link: RawEntry) -> str:
    """What changes when its page does: a date, else a title, or "" where it has none."""
    if link.updated:
        return f"at {link.updated}"
    return f"as {digest(link.title)[:16]}" if link.title else ""


def tried(visit: Visit, link: RawEntry) -> str:
    """The mark of a link that leads to no article: until tomorrow, or until it changes."""
    return f"{visit.mark(sign(link))} {visit.now:%Y-%m-%d}"


def joined(one: RawEntry, other: RawEntry) -> RawEntry:
    """What two lists say of one link."""
    return replace(
        one,
        title=one.title or other.title,
        summary=one.summary or other.summary,
        published=one.published or other.published,
        updated=max(one.updated, other.updated, key=_instant),
        language=one.language or other.language,
        images=one.images or other.images,
    )


def chosen(
    visit: Visit, entries: Mapping[str, Entry], marks: Mapping[str, str]
) -> dict[str, Entry]:
    """The links to follow now: new ones, and those that say they have changed.

    The newest first, MOST of them; the next look goes on. But at the first look at all
    what is left is the past: it is remembered as that, and not taken.
    """
    skipped = visit.store.skipped(visit.source.name)
    known = {**skipped, **marks}
    fresh = [
        key
        for key, (link, mark) in entries.items()
        if skipped.get(key) != tried(visit, link)
        and _has_changed(visit, link, mark, known.get(key, ""))
    ]
    fresh.sort(key=lambda key: _instant(_date(entries[key][0])), reverse=True)
    later = fresh[MOST:]
    if not visit.plain_marks(known):
        visit.skipped.update({k: entries[k][1] for k in later if k not in marks})
        later = [key for key in later if key in marks]
    if later:
        visit.retry = visit.more = True
    return {key: entries[key] for key in fresh[:MOST]}


def _has_changed(visit: Visit, link: RawEntry, mark: str, known: str) -> bool:
    """A link that does not say so has not; a title does not outweigh a date."""
    if not known.endswith(visit.mark("")):
        return True
    if link.updated:
        return known != mark
    return known.startswith("as ") and link.title != "" and known != mark


def _date(link: RawEntry) -> str:
    return link.published or link.updated


def _instant(said: str) -> datetime:
    found = dates.parse(said, UTC) if said else None
    return found[0] if found else _NEVER
