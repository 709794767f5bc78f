"""Touches: the generations that say what is stale."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from syndicator.store.engine import chunks, upsert
from syndicator.store.schema import member, touched
from syndicator.subjects import EVERYTHING


def memberships(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The subjects that some articles are members of."""
    found = (
        connection.scalars(
            select(member.c.subject).where(member.c.article.in_(some)).distinct()
        )
        for some in chunks(ids)
    )
    return {subject for some in found for subject in some}


def following(connection: Connection) -> int:
    """The generation of a write that begins."""
    return newest(connection) + 1


def newest(connection: Connection) -> int:
    """The generation of the last touch of all; 0 before the first."""
    query = select(touched.c.generation).where(touched.c.subject == EVERYTHING)
    return connection.scalar(query) or 0


def touch(connection: Connection, subjects: Iterable[str], generation: int) -> None:
    """Give the subjects, and "*", a generation."""
    rows = [
        {"subject": each, "generation": generation}
        for each in sorted({*subjects, EVERYTHING})
    ]
    upsert(connection, touched, rows)
