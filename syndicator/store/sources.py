"""Sources: what is remembered of each between polls, and what of it was left out."""

import json
from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from syndicator.codec import from_data
from syndicator.ports import Problem, SourceState
from syndicator.store.engine import Database, upsert
from syndicator.store.rows import packed
from syndicator.store.schema import problem, source


class Sources:
    """The Store's methods that deal with sources."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self, name: str) -> SourceState:
        query = select(source.c.data).where(source.c.name == name)
        with self._database.read() as connection:
            data = connection.scalar(query)
            if data is None:
                return SourceState(name=name)
            return from_data(SourceState, json.loads(data))

    def save_state(self, state: SourceState) -> None:
        with self._database.write() as connection:
            upsert(connection, source, [{"name": state.name, "data": packed(state)}])

    def problems(self) -> list[Problem]:
        columns = (
            problem.c.source,
            problem.c.subject,
            problem.c.reason,
            problem.c.since,
        )
        query = select(*columns).order_by(problem.c.source, problem.c.id)
        with self._database.read() as connection:
            return [Problem(**row) for row in connection.execute(query).mappings()]

    def save_problems(self, source: str, problems: Sequence[Problem]) -> None:
        ours = problem.c.source == source
        known = select(problem.c.subject, problem.c.reason, problem.c.since).where(ours)
        with self._database.write() as connection:
            since = {
                (subject, reason): when
                for subject, reason, when in connection.execute(known)
            }
            connection.execute(delete(problem).where(ours))
            rows = [
                {
                    "source": source,
                    "subject": each.subject,
                    "reason": each.reason,
                    "since": since.get((each.subject, each.reason), each.since),
                }
                for each in problems
            ]
            if rows:
                connection.execute(insert(problem), rows)
