"""Facets: which values of a feed's articles have a feed of their own, and its name."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from syndicator import text
from syndicator.codec import digest
from syndicator.model import FacetKind, Feed
from syndicator.ports import Facet
from syndicator.store.engine import chunks, upsert
from syndicator.store.queries import NEWEST_FIRST, matching
from syndicator.store.rows import to_article
from syndicator.store.schema import article, facet, member, touched
from syndicator.subjects import spelling

_TAIL = 8  # characters of a digest that tell two values with one slug apart


def named(connection: Connection, feed: Feed) -> list[Facet]:
    """The feed's facets of the kinds it asks for, sorted by name."""
    query = select(facet).where(facet.c.feed == feed.name).order_by(facet.c.name)
    rows = connection.execute(query)
    found = (Facet(subject=r.subject, name=r.name, label=r.label) for r in rows)
    return [each for each in found if each.kind in feed.facets]


def name(connection: Connection, feed: Feed, since: int) -> int:
    """Name the values that have enough articles; return how many found no room.

    Those with the most articles come first. Only values touched after `since` are
    counted, or all where that is before the first generation.
    """
    known = named(connection, feed)
    left_out = 0
    for kind in feed.facets:
        ours = {each.subject for each in known if each.kind == kind}
        new = _with_enough(connection, feed, kind, ours, since)
        room = max(0, feed.facet_limit - len(ours))
        left_out += max(0, len(new) - room)
        for subject in new[:room]:
            _name(connection, feed, subject)
    return left_out


def _with_enough(
    connection: Connection, feed: Feed, kind: FacetKind, ours: set[str], since: int
) -> list[str]:
    """Values without a name that have enough articles, those with the most first."""
    counted = _all_counts if since < 0 else _touched_counts
    enough = [
        (-number, subject)
        for subject, number in counted(connection, feed, kind, since)
        if number >= feed.facet_minimum and subject not in ours
    ]
    return [subject for _, subject in sorted(enough)]


def _counts(
    connection: Connection, feed: Feed, *conditions: object
) -> Iterator[tuple[str, int]]:
    query = (
        select(member.c.subject, func.count())
        .join(article, article.c.id == member.c.article)
        .where(*conditions, *matching(feed))  # type: ignore[arg-type]
        .group_by(member.c.subject)
    )
    yield from map(tuple, connection.execute(query))


def _all_counts(
    connection: Connection, feed: Feed, kind: FacetKind, since: int
) -> Iterator[tuple[str, int]]:
    of_kind = member.c.subject.startswith(f"{kind}:", autoescape=True)
    return _counts(connection, feed, of_kind)


def _touched_counts(
    connection: Connection, feed: Feed, kind: FacetKind, since: int
) -> Iterator[tuple[str, int]]:
    query = select(touched.c.subject).where(
        touched.c.generation > since,
        touched.c.subject.startswith(f"{kind}:", autoescape=True),
    )
    known = select(facet.c.subject).where(facet.c.feed == feed.name)
    unnamed = connection.scalars(query.where(touched.c.subject.not_in(known))).all()
    for some in chunks(unnamed):
        yield from _counts(connection, feed, member.c.subject.in_(some))


def _name(connection: Connection, feed: Feed, subject: str) -> None:
    label = _label(connection, feed, subject)
    kind = subject.partition(":")[0]
    tail = digest(subject)[:_TAIL]
    stem = text.slug(label)
    taken = select(facet.c.name).where(facet.c.feed == feed.name)
    names = set(connection.scalars(taken))
    choices = (stem, f"{stem}-{tail}") if stem else (tail,)
    free = next(f"{kind}/{c}" for c in choices if f"{kind}/{c}" not in names)
    row = {"feed": feed.name, "subject": subject, "name": free, "label": label}
    upsert(connection, facet, [row])


def _label(connection: Connection, feed: Feed, subject: str) -> str:
    """The value as the newest article writes it."""
    having = select(member.c.article).where(member.c.subject == subject)
    query = (
        select(article)
        .where(article.c.id.in_(having), *matching(feed))
        .order_by(*NEWEST_FIRST)
        .limit(1)
    )
    row = connection.execute(query).one()
    return spelling(to_article(row), subject)
