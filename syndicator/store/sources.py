"""Sources: what is remembered of each between polls, and what of it was left out."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert, select

from syndicator.codec import from_data
from syndicator.ports import Problem, SourceState
from syndicator.store.engine import Database, chunks, upsert
from syndicator.store.rows import packed
from syndicator.store.schema import problem, skipped, source


class Sources:
    """The Store's methods that deal with sources."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self, name: str) -> SourceState:
        return self.states([name])[name]

    def states(self, names: Iterable[str]) -> dict[str, SourceState]:
        found = {name: SourceState(name=name) for name in names}
        with self._database.read() as connection:
            for some in chunks(found):
                query = select(source.c.name, source.c.data).where(
                    source.c.name.in_(some)
                )
                for name, data in connection.execute(query):
                    found[name] = from_data(SourceState, json.loads(data))
        return found

    def save_states(self, states: Sequence[SourceState]) -> None:
        rows = [{"name": state.name, "data": packed(state)} for state in states]
        with self._database.write() as connection:
            upsert(connection, source, rows)

    def skipped(self, source: str) -> dict[str, str]:
        query = select(skipped.c.key, skipped.c.mark).where(skipped.c.source == source)
        with self._database.read() as connection:
            return {row.key: row.mark for row in connection.execute(query)}

    def skip(self, source: str, marks: Mapping[str, str]) -> None:
        rows = [{"source": source, "key": k, "mark": m} for k, m in marks.items()]
        with self._database.write() as connection:
            for some in chunks(marks):
                mine = skipped.c.source == source
                connection.execute(delete(skipped).where(mine, skipped.c.key.in_(some)))
            connection.execute(insert(skipped), rows)

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
