"""Articles: found again, settled, selected."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update

from syndicator.codec import digest
from syndicator.model import Article, RawEntry, Selection
from syndicator.ports import Backfill, Known, News, Recheck
from syndicator.store.engine import Database, chunks
from syndicator.store.keywords import forget, look_for, watched
from syndicator.store.queries import NEWEST_FIRST, bearing, by_id, matching
from syndicator.store.rechecks import save_backfill, save_rechecks
from syndicator.store.rows import (
    names,
    near_name,
    to_article,
    to_known,
    to_raw,
    url_name,
)
from syndicator.store.schema import alias, article, touched
from syndicator.store.touches import following, memberships, touch
from syndicator.store.writing import enter, restate, write
from syndicator.subjects import subject


class Articles:
    """The Store's methods that deal with articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # ------------------------------------------------------------ found again

    def marks(self, source: str) -> dict[str, str]:
        query = select(article.c.key, article.c.mark).where(
            article.c.source == source,
            or_(article.c.status != "withdrawn", article.c.mark != ""),
        )
        with self._database.read() as connection:
            return {row.key: row.mark for row in connection.execute(query)}

    def known(
        self, source: str, keys: Iterable[str], urls: Iterable[str]
    ) -> dict[str, Known]:
        """Return what is known by "key:…" and "url:…", as asked.

        A name that several articles have had is the one's who has it now; else, and
        where several have it now, the one's who was updated last.
        """
        asked = {f"key:{key}": f"key:{key}" for key in keys}
        asked |= {f"url:{url}": url_name(url) for url in urls}
        by_digest = {digest(name): name for name in asked.values()}
        with self._database.read() as connection:
            owners = [
                (by_digest[row.name], row.article)
                for some in chunks(by_digest)
                for row in connection.execute(
                    bearing(some).where(alias.c.source == source)
                )
            ]
            ids = (owner for _, owner in owners)
            found = {row.id: to_known(row) for row in by_id(connection, ids)}

        def claim(owner: tuple[str, str]) -> tuple[bool, datetime, str]:
            name, who = owner
            theirs = found[who].article
            return name in names(theirs), theirs.updated, who

        owned = {name: found[who] for name, who in sorted(owners, key=claim)}
        return {word: owned[name] for word, name in asked.items() if name in owned}

    def near(self, names: Iterable[str]) -> dict[str, list[Known]]:
        asked = {name: digest(near_name(name)) for name in names}
        with self._database.read() as connection:
            bearers = [
                (row.name, row.article)
                for some in chunks(set(asked.values()))
                for row in connection.execute(bearing(some))
            ]
            ids = {who for _, who in bearers}
            found = {row.id: to_known(row) for row in by_id(connection, ids)}
        by_name: dict[str, list[Known]] = {}
        for name, who in sorted(set(bearers)):
            by_name.setdefault(name, []).append(found[who])
        return {word: by_name[name] for word, name in asked.items() if name in by_name}

    def held(self, ids: Iterable[str]) -> dict[str, tuple[RawEntry, Known]]:
        with self._database.read() as connection:
            rows = by_id(connection, ids)
            return {row.id: (to_raw(row), to_known(row)) for row in rows}

    def outdated(self, source: str, recipe: str) -> list[tuple[RawEntry, Known]]:
        query = (
            select(article)
            .where(
                article.c.source == source,
                article.c.recipe != recipe,
                article.c.status != "withdrawn",
            )
            .order_by(article.c.id)
        )
        with self._database.read() as connection:
            return [(to_raw(row), to_known(row)) for row in connection.execute(query)]

    def find(self, text: str) -> list[Article]:
        called = (digest(f"key:{text}"), digest(url_name(text)))
        owners = select(alias.c.article).where(alias.c.name.in_(called))
        query = (
            select(article)
            .where(or_(article.c.id == text, article.c.id.in_(owners)))
            .order_by(*NEWEST_FIRST)
        )
        with self._database.read() as connection:
            return [to_article(row) for row in connection.execute(query)]

    # ------------------------------------------------------------ settled

    def settle(
        self,
        news: Sequence[News],
        rechecks: Sequence[Recheck] = (),
        backfill: Backfill | None = None,
    ) -> None:
        same = {each.article.id: each for each in news if each.kind == "same"}
        other = {each.article.id: each for each in news if each.kind != "same"}
        with self._database.write() as connection:
            if other:
                past = backfill is not None
                generation = write(connection, list(other.values()), past=past)
                enter(connection, other, generation)
            restate(connection, list(same.values()))
            save_rechecks(connection, rechecks)
            if backfill is not None:
                save_backfill(connection, backfill)

    def release(self, now: datetime) -> int:
        due = select(article.c.id).where(
            article.c.status == "scheduled", article.c.published <= now
        )
        with self._database.read() as connection:
            if not connection.scalars(due).all():
                return 0
        with self._database.write() as connection:
            ids = connection.scalars(due).all()
            generation = following(connection)
            for some in chunks(ids):
                connection.execute(
                    update(article)
                    .where(article.c.id.in_(some))
                    .values(status="live", generation=generation)
                )
            touch(connection, memberships(connection, ids), generation)
            enter(connection, ids, generation)
        return len(ids)

    def watch(self, keywords: Iterable[str]) -> None:
        wanted = {subject("keyword", word) for word in keywords}
        with self._database.read() as connection:
            known = watched(connection)
        if wanted == known:
            return
        with self._database.write() as connection:
            forget(connection, known - wanted)
            look_for(connection, wanted - known)

    def generation(self, subjects: Iterable[str]) -> int:
        with self._database.read() as connection:
            newest = (
                connection.scalar(
                    select(func.max(touched.c.generation)).where(
                        touched.c.subject.in_(some)
                    )
                )
                for some in chunks(subjects)
            )
            return max((each or 0 for each in newest), default=0)

    # ------------------------------------------------------------ selected

    def select(self, selection: Selection, limit: int) -> list[Article]:
        query = (
            select(article)
            .where(*matching(selection))
            .order_by(*NEWEST_FIRST)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [to_article(row) for row in connection.execute(query)]

    def gone(self, selection: Selection, limit: int) -> list[Article]:
        query = (
            select(article)
            .where(*matching(selection, "withdrawn"))
            .order_by(article.c.withdrawn.desc(), article.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [to_article(row) for row in connection.execute(query)]

    def count(self, selection: Selection) -> int:
        query = select(func.count()).select_from(article).where(*matching(selection))
        with self._database.read() as connection:
            return connection.scalar(query) or 0
