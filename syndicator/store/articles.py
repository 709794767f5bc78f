"""Articles: found again, settled, selected; and the touches that say what is stale."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from syndicator.codec import digest
from syndicator.model import Article, RawEntry, Selection
from syndicator.ports import Backfill, Known, News, Recheck
from syndicator.store.engine import Database, chunks, upsert
from syndicator.store.rechecks import save_backfill, save_rechecks
from syndicator.store.rows import (
    alias_rows,
    article_row,
    names,
    near_name,
    to_article,
    to_known,
    to_raw,
    url_name,
)
from syndicator.store.schema import alias, article, keyword, member, touched
from syndicator.subjects import (
    EVERYTHING,
    days,
    demands,
    exclusions,
    subject,
    subjects,
)

NEWEST_FIRST = (article.c.published.desc(), article.c.id)
_LASTING = ("sequence", "past")  # what no later news of an article change
_STATED = ("mark", "said", "recipe")  # what "same" may still change


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
                for row in connection.execute(_owners(source, some))
            ]
            ids = (owner for _, owner in owners)
            found = {row.id: to_known(row) for row in _by_id(connection, ids)}

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
                for row in connection.execute(_bearers(some))
            ]
            ids = {who for _, who in bearers}
            found = {row.id: to_known(row) for row in _by_id(connection, ids)}
        by_name: dict[str, list[Known]] = {}
        for name, who in sorted(set(bearers)):
            by_name.setdefault(name, []).append(found[who])
        return {word: by_name[name] for word, name in asked.items() if name in by_name}

    def held(self, ids: Iterable[str]) -> dict[str, tuple[RawEntry, Known]]:
        with self._database.read() as connection:
            rows = _by_id(connection, ids)
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
                generation = _write(connection, list(other.values()), past=past)
                _enter(connection, other, generation)
            _restate(connection, list(same.values()))
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
            generation = _next(connection)
            for some in chunks(ids):
                connection.execute(
                    update(article)
                    .where(article.c.id.in_(some))
                    .values(status="live", generation=generation)
                )
            _touch(connection, _memberships(connection, ids), generation)
            _enter(connection, ids, generation)
        return len(ids)

    def watch(self, keywords: Iterable[str]) -> None:
        wanted = {subject("keyword", word) for word in keywords}
        with self._database.read() as connection:
            watched = _watched(connection)
        if wanted == watched:
            return
        with self._database.write() as connection:
            _forget(connection, watched - wanted)
            _look_for(connection, wanted - watched)

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


# ---------------------------------------------------------------- queries


def _owners(source: str, some: Sequence[str]) -> Select[Any]:
    return select(alias.c.name, alias.c.article).where(
        alias.c.name.in_(some), alias.c.source == source
    )


def _bearers(some: Sequence[str]) -> Select[Any]:
    return select(alias.c.name, alias.c.article).where(alias.c.name.in_(some))


def _by_id(connection: Connection, ids: Iterable[str]) -> Iterable[Any]:
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


# ---------------------------------------------------------------- writing


def _write(connection: Connection, news: Sequence[News], *, past: bool) -> int:
    """Write articles with their names and subjects, and touch what they were or are.

    Those that are new are of the `past` or not, and stay so. Return the generation of the touch.
    """
    ids = [each.article.id for each in news]
    generation, keywords = _next(connection), _keywords(connection)
    before = _memberships(connection, ids)
    moment = {"generation": generation, "past": past}
    with_raw = [article_row(each) | moment for each in news if each.raw]
    upsert(connection, article, with_raw, keep=_LASTING)
    without = [article_row(each) | moment for each in news if not each.raw]
    upsert(connection, article, without, keep=("raw", *_LASTING))
    upsert(
        connection, alias, [row for each in news for row in alias_rows(each.article)]
    )
    nameless = [e.article.id for e in news if not (e.article.key or e.article.url)]
    _forget_names(connection, nameless)
    for some in chunks(ids):
        connection.execute(delete(member).where(member.c.article.in_(some)))
    now = [
        {"article": each.article.id, "subject": subject}
        for each in news
        for subject in sorted(subjects(each.article, keywords) - {EVERYTHING})
    ]
    upsert(connection, member, now)
    _touch(connection, before | {row["subject"] for row in now}, generation)
    return generation


def _forget_names(connection: Connection, ids: Iterable[str]) -> None:
    """An article without key and address has given up its names to another."""
    for some in chunks(ids):
        connection.execute(delete(alias).where(alias.c.article.in_(some)))


def _restate(connection: Connection, news: Sequence[News]) -> None:
    if not news:
        return
    statement = (
        update(article)
        .where(article.c.id == bindparam("which"))
        .values({name: bindparam(f"new_{name}") for name in _STATED})
    )
    rows = [
        {"which": each.article.id}
        | {f"new_{name}": getattr(each, name) for name in _STATED}
        for each in news
    ]
    connection.execute(statement, rows)


def _memberships(connection: Connection, ids: Iterable[str]) -> set[str]:
    found = (
        connection.scalars(
            select(member.c.subject).where(member.c.article.in_(some)).distinct()
        )
        for some in chunks(ids)
    )
    return {subject for some in found for subject in some}


def _enter(connection: Connection, ids: Iterable[str], generation: int) -> None:
    """Number the articles that are live for the first time: this never changes."""
    for some in chunks(ids):
        connection.execute(
            update(article)
            .where(
                article.c.id.in_(some),
                article.c.status == "live",
                article.c.sequence == 0,
            )
            .values(sequence=generation)
        )


def _next(connection: Connection) -> int:
    """The generation of a write that begins."""
    return newest(connection) + 1


def newest(connection: Connection) -> int:
    """The generation of the last touch of all; 0 before the first."""
    query = select(touched.c.generation).where(touched.c.subject == EVERYTHING)
    return connection.scalar(query) or 0


def _touch(connection: Connection, subjects: Iterable[str], generation: int) -> None:
    """Give the subjects, and "*", a generation."""
    rows = [
        {"subject": each, "generation": generation}
        for each in sorted({*subjects, EVERYTHING})
    ]
    upsert(connection, touched, rows)


# ---------------------------------------------------------------- keywords


def _watched(connection: Connection) -> set[str]:
    return set(connection.scalars(select(keyword.c.subject)))


def _keywords(connection: Connection) -> list[str]:
    return sorted(each.partition(":")[2] for each in _watched(connection))


def _forget(connection: Connection, gone: Iterable[str]) -> None:
    for some in chunks(gone):
        connection.execute(delete(keyword).where(keyword.c.subject.in_(some)))
        connection.execute(delete(member).where(member.c.subject.in_(some)))


def _look_for(connection: Connection, new: Iterable[str]) -> None:
    """Read every article once for words that were not asked for before."""
    wanted = sorted(new)
    if not wanted:
        return
    upsert(connection, keyword, [{"subject": each} for each in wanted])
    words = [each.partition(":")[2] for each in wanted]
    ids = connection.scalars(select(article.c.id)).all()
    for some in chunks(ids):
        found = [
            {"article": each.id, "subject": subject}
            for each in _by_id(connection, some)
            for subject in sorted(subjects(to_article(each), words) & set(wanted))
        ]
        upsert(connection, member, found)
    _touch(connection, wanted, _next(connection))
