"""Letters: how far each has come, its issues as they were frozen, names of its pages."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Select,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from syndicator.codec import from_data
from syndicator.errors import StoreError
from syndicator.model import Article, Issue, IssueRecord, Selection
from syndicator.ports import LetterState
from syndicator.store.engine import Database, chunks, upsert
from syndicator.store.queries import NEWEST_FIRST, matching
from syndicator.store.rows import packed, to_article
from syndicator.store.schema import (
    article,
    issue,
    issue_article,
    issue_file,
    letter,
    page,
)

# The number under which each source brought its first articles.
_FIRSTS = (
    select(func.min(article.c.sequence))
    .where(article.c.sequence > 0, ~article.c.past)
    .group_by(article.c.source)
)


class Issues:
    """The Store's methods that deal with letters and their issues."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def letter_state(self, name: str) -> LetterState:
        query = select(letter.c.data).where(letter.c.name == name)
        with self._database.read() as connection:
            data = connection.scalar(query)
            if data is None:
                return LetterState(name=name)
            return from_data(LetterState, json.loads(data))

    def save_letter_state(self, state: LetterState) -> None:
        with self._database.write() as connection:
            _save_state(connection, state)

    # ------------------------------------------------------------ what is new

    def waiting(
        self,
        name: str,
        selection: Selection,
        since: int,
        oldest: datetime,
        limit: int,
    ) -> list[Article]:
        held = select(issue_article.c.article).where(issue_article.c.letter == name)
        late = and_(
            article.c.sequence > since,
            article.c.sequence.not_in(_FIRSTS),
            ~article.c.past,
        )
        query = (
            select(article)
            .where(
                *matching(selection),
                or_(late, article.c.published >= oldest),
                article.c.id.not_in(held),
            )
            .order_by(*NEWEST_FIRST)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [to_article(row) for row in connection.execute(query)]

    def issued(self, name: str, articles: Iterable[str]) -> dict[str, int]:
        with self._database.read() as connection:
            return _by_article(connection, issue_article.c.number, name, articles)

    def withdrawn(self, name: str) -> list[tuple[int, Article]]:
        query = (
            select(issue_article.c.number.label("issue"), article)
            .join(issue_article, issue_article.c.article == article.c.id)
            .where(
                issue_article.c.letter == name,
                issue_article.c.shown,
                article.c.status == "withdrawn",
            )
            .order_by(issue_article.c.number, article.c.id)
        )
        with self._database.read() as connection:
            return [(row.issue, to_article(row)) for row in connection.execute(query)]

    # ------------------------------------------------------------ issues

    def issues(self, name: str) -> list[Issue]:
        query = (
            select(issue.c.data)
            .where(issue.c.letter == name)
            .order_by(issue.c.number.desc())
        )
        with self._database.read() as connection:
            rows = connection.scalars(query)
            return [from_data(Issue, json.loads(data)) for data in rows]

    def issue_record(self, name: str, number: int) -> IssueRecord:
        query = select(issue.c.record).where(_is(issue, name, number))
        with self._database.read() as connection:
            data = self._found(connection, query, f"{name} {number}")
            return from_data(IssueRecord, json.loads(data))

    def issue_file(self, name: str, number: int, suffix: str) -> bytes:
        query = select(issue_file.c.body).where(
            _is(issue_file, name, number), issue_file.c.suffix == suffix
        )
        with self._database.read() as connection:
            body: bytes = self._found(connection, query, f"{name} {number}{suffix}")
            return body

    def _found(self, connection: Connection, query: Select[Any], what: str) -> Any:
        value = connection.scalar(query)
        if value is None:
            raise StoreError(f"{self._database.name}: there is no issue {what}")
        return value

    def save_issue(
        self,
        made: Issue,
        record: IssueRecord,
        files: Mapping[str, bytes],
        state: LetterState,
    ) -> None:
        shown = [item.article.id for item in record.items]
        with self._database.write() as connection:
            self._refuse(connection, made, shown)
            key = {"letter": made.letter, "number": made.number}
            row = {"data": packed(made), "record": packed(record)}
            upsert(connection, issue, [key | row])
            bodies = [{"suffix": s, "body": body} for s, body in files.items()]
            upsert(connection, issue_file, [key | each for each in bodies])
            ours = _is(issue_article, made.letter, made.number)
            connection.execute(update(issue_article).where(ours).values(shown=False))
            held = [{"article": each, "shown": True} for each in shown]
            upsert(connection, issue_article, [key | each for each in held])
            _save_state(connection, state)

    def _refuse(self, connection: Connection, made: Issue, shown: list[str]) -> None:
        """Raise StoreError where an issue cannot be the one of its number."""
        numbers = select(func.max(issue.c.number)).where(issue.c.letter == made.letter)
        newest = connection.scalar(numbers) or 0
        held = _by_article(connection, issue_article.c.number, made.letter, shown)
        others = {number for number in held.values() if number != made.number}
        if others or made.number > newest + 1:
            where = (
                f"; issue {min(others)} holds some of its articles" if others else ""
            )
            raise StoreError(
                f"{self._database.name}: {made.letter} has {newest} issues{where}: "
                f"number {made.number} is not kept"
            )

    # ------------------------------------------------------------ pages

    def page_names(self, name: str, wanted: Mapping[str, str]) -> dict[str, str]:
        with self._database.read() as connection:
            known = _by_article(connection, page.c.name, name, wanted)
        if known.keys() == wanted.keys():
            return known
        with self._database.write() as connection:
            known = _by_article(connection, page.c.name, name, wanted)
            taken = select(page.c.name).where(page.c.letter == name)
            names = set(connection.scalars(taken))
            for each in sorted(wanted.keys() - known.keys()):
                known[each] = _free(wanted[each], names)
                names.add(known[each])
                row = {"letter": name, "name": known[each], "article": each}
                connection.execute(insert(page), row)
        return known


def _save_state(connection: Connection, state: LetterState) -> None:
    upsert(connection, letter, [{"name": state.name, "data": packed(state)}])


def _is(table: Any, name: str, number: int) -> Any:
    return and_(table.c.letter == name, table.c.number == number)


def _by_article(
    connection: Connection, column: Column[Any], name: str, articles: Iterable[str]
) -> dict[str, Any]:
    """Article id → what a letter's row of it says, of those there is a row for."""
    table = column.table
    query = select(table.c.article, column).where(table.c.letter == name)
    return {
        article: value
        for some in chunks(articles)
        for article, value in connection.execute(query.where(table.c.article.in_(some)))
    }


def _free(name: str, taken: set[str]) -> str:
    """The name, or with the first number behind it that nobody has."""
    numbered = (f"{name}-{n}" for n in count(2))
    return name if name not in taken else next(n for n in numbered if n not in taken)
