"""Histories of feeds: which articles are in a feed's own document, which in its archive.

Only what was touched since the last time is looked at, but where settings have changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Select,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)

from syndicator.codec import digest
from syndicator.model import Article, Feed
from syndicator.ports import Facet
from syndicator.store import facets
from syndicator.store.engine import Database, chunks, upsert
from syndicator.store.queries import NEWEST_FIRST, matching
from syndicator.store.rows import to_article
from syndicator.store.schema import archive, article, chronicle, facet, history
from syndicator.store.touches import newest

_WINDOW = 0  # the page of what is in the feed's own document
_BEGINNING = -1  # before the first generation
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class _Dated(NamedTuple):
    """An article, and the instant from which its stay in the window counts."""

    id: str
    counted: datetime
    past: bool = False  # that a backfill brought: its date it is


class Histories:
    """The Store's methods that deal with what a feed holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def catch_up(self, feed: Feed) -> int:
        recipe = digest(feed)
        with self._database.read() as connection:
            if _state(connection, feed.name) == (recipe, newest(connection)):
                return 0
        with self._database.write() as connection:
            known, seen = _state(connection, feed.name)
            since = seen if known == recipe else _BEGINNING
            touched = _touched(connection, since) if since > _BEGINNING else None
            generation = newest(connection)
            _shift(connection, feed, touched, generation)
            _mark_pages(connection, feed, touched or (), generation)
            crowded = facets.name(connection, feed, since)
            row = {"feed": feed.name, "recipe": recipe, "generation": generation}
            upsert(connection, history, [row])
        return crowded

    def window(self, feed: Feed) -> list[Article]:
        with self._database.read() as connection:
            query = select(article).where(*matching(feed)).order_by(*NEWEST_FIRST)
            if _state(connection, feed.name)[1] > _BEGINNING:  # looked at before
                query = _held_by(query, feed.name, _WINDOW)
            query = query.limit(feed.limit)
            return [to_article(row) for row in connection.execute(query)]

    def pages(self, feed: str) -> dict[int, int]:
        query = select(archive.c.number, archive.c.generation).where(
            archive.c.feed == feed
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(archive.c.number))
            return {row.number: row.generation for row in rows}

    def page(self, feed: Feed, number: int) -> list[Article]:
        fits = or_(and_(*matching(feed)), and_(*matching(feed, "withdrawn")))
        query = select(article).where(fits).order_by(*NEWEST_FIRST)
        query = _held_by(query, feed.name, number)
        with self._database.read() as connection:
            return [to_article(row) for row in connection.execute(query)]

    def facets(self, feed: Feed) -> list[Facet]:
        with self._database.read() as connection:
            return facets.named(connection, feed)

    def rename_feed(self, old: str, new: str) -> None:
        with self._database.read() as connection:
            if _state(connection, old)[1] == _BEGINNING:
                return
        with self._database.write() as connection:
            if _state(connection, new)[1] != _BEGINNING:
                return
            for table in (history, chronicle, archive, facet):
                theirs = update(table).where(table.c.feed == old).values(feed=new)
                connection.execute(theirs)


def _state(connection: Connection, feed: str) -> tuple[str, int]:
    """The recipe and the generation a history was last brought up to date for."""
    query = select(history.c.recipe, history.c.generation)
    row = connection.execute(query.where(history.c.feed == feed)).first()
    return (row.recipe, row.generation) if row else ("", _BEGINNING)


def _held(feed: str, number: int) -> Select[Any]:
    return select(chronicle.c.article).where(
        chronicle.c.feed == feed, chronicle.c.page == number
    )


def _held_by(query: Select[Any], feed: str, number: int) -> Select[Any]:
    return query.join(chronicle, chronicle.c.article == article.c.id).where(
        chronicle.c.feed == feed, chronicle.c.page == number
    )


# ---------------------------------------------------------------- moving on


def _shift(
    connection: Connection,
    feed: Feed,
    touched: Sequence[str] | None,
    generation: int,
) -> None:
    """Let articles into the window, and what it has no room for into the archive.

    `touched` are the only ones that may be new to the feed; None where all may.
    """
    before = connection.scalars(_held(feed.name, _WINDOW)).all()
    still = list(_still(connection, feed, before))
    entered = _entered(connection, feed, touched)
    late = sum(not row.past for row in entered)
    if touched is not None and late <= feed.limit // 2:
        entered = _as_of_now(entered, still)
    waiting = _oldest_first([*entered, *still])
    room = feed.limit - len(waiting)
    if room > 0:
        waiting += _called_back(connection, feed, room, generation)
    for some in chunks(set(before) - {row.id for row in waiting}):
        ours = delete(chronicle).where(chronicle.c.feed == feed.name)
        connection.execute(ours.where(chronicle.c.article.in_(some)))
    _place(connection, feed.name, waiting[-feed.limit :], _WINDOW)
    _archive(connection, feed, waiting[: -feed.limit], generation)


def _as_of_now(entered: Sequence[_Dated], inside: Sequence[_Dated]) -> list[_Dated]:
    """A few that come late stay as long as if they were new, or nobody would see them.

    Of many at once, such as a new source brings, only the newest by their dates stay.
    """
    newest = max((row.counted for row in inside), default=_LONG_AGO)
    behind = newest + timedelta(microseconds=1)
    return [
        row if row.past else row._replace(counted=max(behind, row.counted))
        for row in entered
    ]


def _oldest_first(rows: Iterable[_Dated]) -> list[_Dated]:
    """The contrary of NEWEST_FIRST, ties included."""
    by_id = sorted(rows, key=lambda row: row.id, reverse=True)
    return sorted(by_id, key=lambda row: row.counted)


def _entered(
    connection: Connection, feed: Feed, touched: Sequence[str] | None
) -> list[_Dated]:
    """Articles of the selection that the feed has never held."""
    held = (
        select(chronicle.c.article)
        .where(chronicle.c.feed == feed.name, chronicle.c.article == article.c.id)
        .exists()
    )
    query = select(article.c.id, article.c.published, article.c.past).where(
        *matching(feed), ~held
    )
    if touched is None:
        return [_Dated(*row) for row in connection.execute(query)]
    return [
        _Dated(*row)
        for some in chunks(touched)
        for row in connection.execute(query.where(article.c.id.in_(some)))
    ]


def _touched(connection: Connection, since: int) -> Sequence[str]:
    """Articles touched later; asked for by themselves, as no other index is as short."""
    later = select(article.c.id).where(article.c.generation > since)
    return connection.scalars(later).all()


def _still(connection: Connection, feed: Feed, ids: Iterable[str]) -> Iterator[_Dated]:
    """Those of some articles the feed holds that are of its selection."""
    counted = func.coalesce(chronicle.c.counted, article.c.published)
    query = select(article.c.id, counted).join(
        chronicle, chronicle.c.article == article.c.id
    )
    for some in chunks(ids):
        theirs = query.where(
            article.c.id.in_(some), chronicle.c.feed == feed.name, *matching(feed)
        )
        yield from (_Dated(*row) for row in connection.execute(theirs))


def _called_back(
    connection: Connection, feed: Feed, room: int, generation: int
) -> list[_Dated]:
    """The last that went to the archive, back in the window: one that was in it is gone."""
    back: list[_Dated] = []
    for number in reversed(_numbers(connection, feed.name)):
        if len(back) == room:
            break
        held = connection.scalars(_held(feed.name, number)).all()
        found = _oldest_first(_still(connection, feed, held))
        taken = found[-(room - len(back)) :]
        back = [*taken, *back]
        if len(taken) == len(held):
            _remove_page(connection, feed.name, number)
        else:
            _mark(connection, feed.name, number, generation)
    return back


def _archive(
    connection: Connection, feed: Feed, rows: Sequence[_Dated], generation: int
) -> None:
    """Append articles, the oldest first, to the last page, and to new ones."""
    if not rows:
        return
    last = max(_numbers(connection, feed.name), default=0)
    held = select(func.count()).select_from(_held(feed.name, last).subquery())
    room = max(0, feed.limit - (connection.scalar(held) or 0)) if last else 0
    batches = [rows[:room]] if room else []
    batches += [rows[n : n + feed.limit] for n in range(room, len(rows), feed.limit)]
    if last:
        _mark(connection, feed.name, last, generation)
    for number, some in enumerate(batches, last if room else last + 1):
        _place(connection, feed.name, some, number)
        _mark(connection, feed.name, number, generation)


# ---------------------------------------------------------------- pages


def _numbers(connection: Connection, feed: str) -> list[int]:
    query = select(archive.c.number).where(archive.c.feed == feed)
    return list(connection.scalars(query.order_by(archive.c.number)))


def _place(
    connection: Connection, feed: str, rows: Iterable[_Dated], number: int
) -> None:
    placed = [
        {"feed": feed, "article": row.id, "page": number, "counted": row.counted}
        for row in sorted(rows)
    ]
    upsert(connection, chronicle, placed)


def _mark(connection: Connection, feed: str, number: int, generation: int) -> None:
    row = {"feed": feed, "number": number, "generation": generation}
    upsert(connection, archive, [row])


def _remove_page(connection: Connection, feed: str, number: int) -> None:
    ours = delete(archive).where(archive.c.feed == feed)
    connection.execute(ours.where(archive.c.number == number))


def _mark_pages(
    connection: Connection, feed: Feed, touched: Iterable[str], generation: int
) -> None:
    """Mark the pages that hold what was touched; by another recipe all are made anew."""
    for some in chunks(touched):
        theirs = select(chronicle.c.page).where(
            chronicle.c.feed == feed.name, chronicle.c.article.in_(some)
        )
        for number in sorted(set(connection.scalars(theirs)) - {_WINDOW}):
            _mark(connection, feed.name, number, generation)
