"""What was pushed and has not been settled yet."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from syndicator.ports import Parcel
from syndicator.store.engine import Database, chunks
from syndicator.store.schema import inbox

_AT_ONCE = 500  # parcels of one look
_BYTES = 50 * 1024 * 1024  # of them together


class Inbox:
    """The Store's methods that deal with what is pushed; none needs the run's lock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receive(self, source: str, parcels: Sequence[Parcel]) -> None:
        rows = [
            {
                "source": source,
                "key": parcel.key,
                "url": parcel.url,
                "media_type": parcel.media_type,
                "charset": parcel.charset,
                "body": parcel.body,
            }
            for parcel in parcels
        ]
        mine = inbox.c.source == source
        with self._database.write() as connection:
            for some in chunks(parcel.key for parcel in parcels):
                connection.execute(delete(inbox).where(mine, inbox.c.key.in_(some)))
            if rows:
                connection.execute(insert(inbox), rows)

    def inbox(self, source: str) -> list[Parcel]:
        mine = inbox.c.source == source
        sizes = (
            select(inbox.c.number, func.length(inbox.c.body))
            .where(mine)
            .order_by(inbox.c.number)
            .limit(_AT_ONCE)
        )
        with self._database.read() as connection:
            last = _last([(row[0], row[1]) for row in connection.execute(sizes)])
            query = select(inbox).where(mine, inbox.c.number <= last)
            rows = connection.execute(query.order_by(inbox.c.number))
            return [_parcel(row) for row in rows]

    def inboxes(self) -> dict[str, int]:
        newest = select(inbox.c.source, func.max(inbox.c.number)).group_by(
            inbox.c.source
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(newest)}

    def discharge(self, numbers: Iterable[int]) -> None:
        ids = sorted(numbers)
        with self._database.write() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                some = ids[start : start + _AT_ONCE]
                connection.execute(delete(inbox).where(inbox.c.number.in_(some)))


def _last(sizes: Iterable[tuple[int, int]]) -> int:
    """The number up to which parcels are read: the first in any case."""
    last = total = 0
    for number, size in sizes:
        total += size
        if last and total > _BYTES:
            break
        last = number
    return last


def _parcel(row: Row[Any]) -> Parcel:
    return Parcel(
        key=row.key,
        url=row.url,
        media_type=row.media_type,
        charset=row.charset,
        body=row.body,
        number=row.number,
    )
