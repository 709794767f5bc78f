"""Drafts and what is known → news: what is new, changed, moved or gone, and why.

No I/O, no clock: `now` comes in, the reason goes out as data.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from syndicator import urls
from syndicator.codec import digest
from syndicator.model import Article, Content, Draft, RawEntry, Site
from syndicator.ports import Known, News

_FARTHEST = timedelta(days=3653)  # that a date of publication may lie ahead
_CONTENT = tuple(f.name for f in fields(Content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A draft with what it was made from."""

    draft: Draft
    raw: RawEntry
    mark: str
    recipe: str

    @property
    def said(self) -> str:
        return digest(self.raw)


def mint(site: Site, source: str, key: str) -> str:
    """The id an article gets once and keeps: a UUIDv5 (RFC 9562 §5.5) as a URN.

    Made of the site's host, the source's name and the source's own key, so that a new
    store fed the same things names them the same.
    """
    space = uuid.uuid5(uuid.NAMESPACE_DNS, urls.host(site.url))
    return uuid.uuid5(space, f"{source}\n{key}").urn


def decide(
    candidate: Candidate,
    known: Mapping[str, Known],
    present: Set[str],
    site: Site,
    now: datetime,
) -> News:
    """Settle one draft against what is known of its key and its URL.

    `present` are the keys the source has now: an article that is still there under
    its own key is not the one that moved here, whatever the addresses say.
    """
    draft = candidate.draft
    match = known.get(f"key:{draft.key}") or _moved_here(draft, known, present)
    if match is None:
        return _news("new", _born(draft, site, now), candidate, "first seen")
    return _again(candidate, match, now)


def _moved_here(
    draft: Draft, known: Mapping[str, Known], present: Set[str]
) -> Known | None:
    parts = urls.split(draft.url)
    if parts is None or parts.path in ("", "/"):  # a home page is nobody's own
        return None
    match = known.get(f"url:{draft.url}")
    return None if match and match.article.key in present else match


def native_key(raw: RawEntry, base: str) -> str:
    """The source's own name for an entry, else its address, else its words."""
    if raw.key:
        return raw.key
    if raw.url:
        return urls.key(urls.absolute(raw.url, base))
    return digest(raw.title, raw.published, raw.body[:2000])


def in_order(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts of one document, the newest first; those of a mere day keep that order.

    All of a day would be of one instant: each comes a second after the one behind it.
    """
    days = Counter(d.published for d in drafts if d.precision == "day")
    kept: list[Draft] = []
    for draft in drafts:
        if draft.published and draft.precision == "day":
            days[draft.published] -= 1
            later = timedelta(seconds=days[draft.published])
            kept.append(replace(draft, published=draft.published + later))
        else:
            kept.append(draft)
    return kept


def _born(draft: Draft, site: Site, now: datetime) -> Article:
    """A new article; one without a date came out when it was changed, or by now.

    A date too far ahead to be meant counts as none, or nobody would ever see the item.
    """
    said = draft.published if _meant(draft.published, now) else None
    published = said or draft.updated or now
    updated = max(published, draft.updated or published)
    return _settled(
        draft,
        id=mint(site, draft.source, draft.key),
        published=published,
        updated=updated,
        now=now,
    )


def _again(candidate: Candidate, match: Known, now: datetime) -> News:
    draft, old = candidate.draft, match.article
    said_same = candidate.said == match.said
    own_change = not said_same and draft.digest != old.digest
    updated = (
        _change_instant(old.updated, draft.updated, now) if own_change else old.updated
    )
    published = _published(old, draft, now)
    article = replace(
        _settled(draft, id=old.id, published=published, updated=updated, now=now),
        correction=old.correction,
    )
    if old.withdrawal:  # by the operator: what the source says does not bring it back
        article = replace(
            article,
            status=old.status,
            withdrawn=old.withdrawn,
            withdrawal=old.withdrawal,
        )
    elif old.status == "withdrawn":
        return _news("restored", article, candidate, "the source has it again")
    if own_change:
        return _news("changed", article, candidate, _what_changed(old, draft))
    if article == old:
        return _news("same", article, candidate, "")
    reason = "settings changed" if said_same else "only its particulars changed"
    return _news("refreshed", article, candidate, reason)


def _published(old: Article, draft: Draft, now: datetime) -> datetime:
    """What was published keeps its date; what still waits may get another."""
    if old.status != "scheduled" or not _meant(draft.published, now):
        return old.published
    return draft.published or old.published


def _meant(published: datetime | None, now: datetime) -> bool:
    return published is not None and published <= now + _FARTHEST


def _change_instant(before: datetime, said: datetime | None, now: datetime) -> datetime:
    """The source's own word for when it changed, if that is later; else now."""
    return said if said and before < said <= now else max(now, before)


def _what_changed(old: Article, new: Draft) -> str:
    changed = [n for n in ("title", "body") if getattr(old, n) != getattr(new, n)]
    return f"{' and '.join(changed)} changed"


def _settled(
    draft: Draft, *, id: str, published: datetime, updated: datetime, now: datetime
) -> Article:
    content = {name: getattr(draft, name) for name in _CONTENT}
    return Article(
        **content,
        id=id,
        published=published.replace(microsecond=0),
        updated=updated.replace(microsecond=0),
        status="scheduled" if published > now else "live",
    )


def _news(kind, article: Article, candidate: Candidate, reason: str) -> News:  # type: ignore[no-untyped-def]
    return News(
        kind=kind,
        article=article,
        raw=candidate.raw,
        mark=candidate.mark,
        said=candidate.said,
        recipe=candidate.recipe,
        reason=reason,
    )


def withdraw(gone: Iterable[Known], reason: str, now: datetime) -> list[News]:
    """Take articles out that their source has no more; they stay known, with their ids.

    Without a mark they count as new when their source has them again.
    """
    when = now.replace(microsecond=0)
    return [
        _order(
            "withdrawn",
            replace(known, mark=""),
            reason,
            status="withdrawn",
            withdrawn=when,
        )
        for known in gone
        if known.article.status != "withdrawn"
    ]


# ---------------------------------------------------------------- by the operator


def retract(known: Known, reason: str, now: datetime) -> News:
    """Withdraw an article whatever its source says, until it is reinstated."""
    when = known.article.withdrawn or now.replace(microsecond=0)
    return _order(
        "withdrawn",
        known,
        f"withdrawn by command: {reason}",
        status="withdrawn",
        withdrawn=when,
        withdrawal=reason,
    )


def reinstate(known: Known, now: datetime) -> News:
    """Undo `retract`: the article is what it was, its dates included."""
    scheduled = known.article.published > now
    return _order(
        "restored",
        known,
        "restored by command",
        status="scheduled" if scheduled else "live",
        withdrawn=None,
        withdrawal="",
    )


def correct(known: Known, note: str, now: datetime) -> News:
    """Give an article a correction, or take it away: either is a change of it."""
    updated = max(now.replace(microsecond=0), known.article.updated)
    reason = f"corrected: {note}" if note else "correction taken away"
    return _order("changed", known, reason, correction=note, updated=updated)


def _order(kind, known: Known, reason: str, **changes: Any) -> News:  # type: ignore[no-untyped-def]
    """A decision that is not made of a draft: what was said stays as it is stored."""
    return News(
        kind=kind,
        article=replace(known.article, **changes),
        raw=None,
        mark=known.mark,
        said=known.said,
        recipe=known.recipe,
        reason=reason,
    )
