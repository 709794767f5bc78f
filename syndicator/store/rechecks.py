"""Pages that are asked again, and how far the backfills have come."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from syndicator.codec import digest, from_data
from syndicator.ports import Backfill, Recheck
from syndicator.store.engine import Database, chunks, upsert
from syndicator.store.rows import packed
from syndicator.store.schema import backfill, recheck


class Rechecks:
    """The Store's methods that deal with what is to be asked besides a look."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rechecks(
        self, sources: Iterable[str], now: datetime, most: int
    ) -> dict[str, list[Recheck]]:
        found: dict[str, list[Recheck]] = {}
        with self._database.read() as connection:
            for some in chunks(sources):
                for row in connection.execute(_due(some, now, most)):
                    found.setdefault(row.source, []).append(_to_recheck(row.data))
        return found

    def missing(self, source: str) -> list[Recheck]:
        query = select(recheck.c.data).where(
            recheck.c.source == source, recheck.c.missing
        )
        with self._database.read() as connection:
            rows = connection.scalars(query.order_by(recheck.c.due, recheck.c.name))
            return [_to_recheck(data) for data in rows]

    def sound(self, source: str, now: datetime, most: int) -> list[Recheck]:
        query = select(recheck.c.data).where(
            recheck.c.source == source, ~recheck.c.missing, recheck.c.due > now
        )
        query = query.order_by(recheck.c.due, recheck.c.name).limit(most)
        with self._database.read() as connection:
            return [_to_recheck(data) for data in connection.scalars(query)]

    def backfill(self, source: str) -> Backfill | None:
        query = select(backfill.c.data).where(backfill.c.source == source)
        with self._database.read() as connection:
            data = connection.scalar(query)
            return None if data is None else from_data(Backfill, json.loads(data))


def save_rechecks(connection: Connection, rechecks: Sequence[Recheck]) -> None:
    """Keep the last word on each page; one without an instant is not asked any more."""
    last = {(each.source, _name(each.key)): each for each in rechecks}
    for source, name in sorted(k for k, each in last.items() if each.due_at is None):
        ours = delete(recheck).where(recheck.c.source == source)
        connection.execute(ours.where(recheck.c.name == name))
    rows = [
        {
            "source": source,
            "name": name,
            "due": each.due_at,
            "missing": each.gone or each.missed_at is not None,
            "data": packed(each),
        }
        for (source, name), each in sorted(last.items(), key=lambda row: row[0])
        if each.due_at is not None
    ]
    upsert(connection, recheck, rows)


def save_backfill(connection: Connection, state: Backfill) -> None:
    row = {"source": state.source, "data": packed(state)}
    upsert(connection, backfill, [row])


def _name(key: str) -> str:
    return digest(f"key:{key}")


def _due(sources: Sequence[str], now: datetime, most: int) -> Select[Any]:
    turn = func.row_number().over(
        partition_by=recheck.c.source, order_by=(recheck.c.due, recheck.c.name)
    )
    due = (
        select(recheck.c.source, recheck.c.data, turn.label("turn"))
        .where(recheck.c.due <= now, recheck.c.source.in_(sources))
        .subquery()
    )
    query = select(due.c.source, due.c.data).where(due.c.turn <= most)
    return query.order_by(due.c.source, due.c.turn)


def _to_recheck(data: str) -> Recheck:
    return from_data(Recheck, json.loads(data))
