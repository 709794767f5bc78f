"""How articles are asked for."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from syndicator.model import Selection
from syndicator.store.engine import chunks
from syndicator.store.schema import alias, article, member
from syndicator.subjects import days, demands, exclusions

NEWEST_FIRST = (article.c.published.desc(), article.c.id)


def bearing(some: Sequence[str]) -> Select[Any]:
    """Which articles have, or had, the names with these digests."""
    return select(alias.c.name, alias.c.article).where(alias.c.name.in_(some))


def by_id(connection: Connection, ids: Iterable[str]) -> Iterable[Any]:
    """Rows of articles, in no order."""
    for some in chunks(ids):
        yield from connection.execute(select(article).where(article.c.id.in_(some)))


def _having(wanted: Iterable[str]) -> ColumnElement[bool]:
    members = select(member.c.article).where(member.c.subject.in_(sorted(wanted)))
    return article.c.id.in_(members)


def matching(selection: Selection, status: str = "live") -> list[ColumnElement[bool]]:
    """The conditions an article of that status meets that is one of a selection."""
    unwanted = exclusions(selection)
    begin, end = days(selection)
    return [
        article.c.status == status,
        *(_having(wanted) for wanted in demands(selection)),
        *([~_having(unwanted)] if unwanted else []),
        *([article.c.published >= begin] if begin else []),
        *([article.c.published < end] if end else []),
    ]
