"""One draft, and the article it is or becomes: what is kept, what moves, and why."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta

from syndicator import urls
from syndicator.codec import digest
from syndicator.decide.identity import Candidate
from syndicator.model import Article, Content, Draft, RawEntry, Site
from syndicator.ports import Known, News, NewsKind

_FARTHEST = timedelta(days=3653)  # that a date of publication may lie ahead
_CONTENT = tuple(f.name for f in fields(Content))


def mint(site: Site, source: str, key: str) -> str:
    """The id an article gets once and keeps: a UUIDv5 (RFC 9562 §5.5) as a URN.

    Made of the site's host, the source's name and the source's own key, so that a new
    store fed the same things names them the same.
    """
    space = uuid.uuid5(uuid.NAMESPACE_DNS, urls.host(site.url))
    return uuid.uuid5(space, f"{source}\n{key}").urn


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


def born(draft: Draft, site: Site, now: datetime, *, named: bool = False) -> Article:
    """A new article; one without a date came out when it was changed, or by now.

    A date too far ahead to be meant counts as none, or nobody would ever see the item.
    `named`: its key is, or was, another's, whose id it must not get.
    """
    said = draft.published if _meant(draft.published, now) else None
    published = said or draft.updated or now
    updated = max(published, draft.updated or published)
    key = f"{draft.key}\n{draft.digest}" if named else draft.key
    return settled(
        draft,
        id=mint(site, draft.source, key),
        published=published,
        updated=updated,
        now=now,
    )


def again(candidate: Candidate, match: Known, now: datetime) -> News:
    """What a draft changes of the article it is."""
    draft, old = candidate.draft, match.article
    said_same = candidate.said == match.said
    own_change = not said_same and draft.digest != old.digest
    updated = (
        _change_instant(old.updated, draft.updated, now) if own_change else old.updated
    )
    published = _published(old, draft, now)
    article = replace(
        settled(draft, id=old.id, published=published, updated=updated, now=now),
        correction=old.correction,
        carriers=old.carriers,
    )
    if old.twin_of:
        article = replace(article, status="twin", twin_of=old.twin_of)
    if old.withdrawal:  # by the operator: what the source says does not bring it back
        article = replace(
            article,
            status=old.status,
            withdrawn=old.withdrawn,
            withdrawal=old.withdrawal,
        )
    elif old.status == "withdrawn":
        return news_of("restored", article, candidate, "the source has it again")
    if own_change:
        return news_of("changed", article, candidate, _what_changed(old, draft))
    if article == old:
        return news_of("same", article, candidate, "")
    reason = "settings changed" if said_same else "only its particulars changed"
    return news_of("refreshed", article, candidate, reason)


def _published(old: Article, draft: Draft, now: datetime) -> datetime:
    """What was published keeps its date; what still waits may get another."""
    if old.status != "scheduled" or not _meant(draft.published, now):
        return old.published
    return draft.published or old.published


def far_ahead(draft: Draft, now: datetime) -> tuple[str, ...]:
    """Why the draft's date is not believed, if it is not."""
    if draft.published is None or _meant(draft.published, now):
        return ()
    day = draft.published.date()
    return (f"published: {day} is too far ahead to be meant; left out",)


def _meant(published: datetime | None, now: datetime) -> bool:
    return published is not None and published <= now + _FARTHEST


def _change_instant(before: datetime, said: datetime | None, now: datetime) -> datetime:
    """The source's own word for when it changed, if that is later; else now."""
    return said if said and before < said <= now else max(now, before)


def _what_changed(old: Article, new: Draft) -> str:
    changed = [n for n in ("title", "body") if getattr(old, n) != getattr(new, n)]
    return f"{' and '.join(changed)} changed"


def settled(
    draft: Content, *, id: str, published: datetime, updated: datetime, now: datetime
) -> Article:
    content = {name: getattr(draft, name) for name in _CONTENT}
    return Article(
        **content,
        id=id,
        published=published.replace(microsecond=0),
        updated=updated.replace(microsecond=0),
        status="scheduled" if published > now else "live",
    )


def news_of(
    kind: NewsKind, article: Article, candidate: Candidate, reason: str
) -> News:
    """News of an article as a draft now makes it."""
    return News(
        kind=kind,
        article=article,
        raw=candidate.raw,
        mark=candidate.mark,
        said=candidate.said,
        recipe=candidate.recipe,
        reason=reason,
    )


def restated(
    kind: NewsKind,
    article: Article,
    made_from: Known,
    reason: str,
    raw: RawEntry | None = None,
) -> News:
    """News of an article that no draft is behind; `raw` None keeps what is stored."""
    return News(
        kind=kind,
        article=article,
        raw=raw,
        mark=made_from.mark,
        said=made_from.said,
        recipe=made_from.recipe,
        reason=reason,
    )
