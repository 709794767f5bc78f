"""Words that selections ask for: which articles hold them is known beforehand."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from syndicator.store.engine import chunks, upsert
from syndicator.store.queries import by_id
from syndicator.store.rows import to_article
from syndicator.store.schema import article, keyword, member
from syndicator.store.touches import following, touch
from syndicator.subjects import subjects


def watched(connection: Connection) -> set[str]:
    """The subjects of all words that are asked for."""
    return set(connection.scalars(select(keyword.c.subject)))


def words(connection: Connection) -> list[str]:
    """These words."""
    return sorted(each.partition(":")[2] for each in watched(connection))


def forget(connection: Connection, gone: Iterable[str]) -> None:
    """Drop subjects that nobody asks for any more."""
    for some in chunks(gone):
        connection.execute(delete(keyword).where(keyword.c.subject.in_(some)))
        connection.execute(delete(member).where(member.c.subject.in_(some)))


def look_for(connection: Connection, new: Iterable[str]) -> None:
    """Read every article once for words that were not asked for before."""
    wanted = sorted(new)
    if not wanted:
        return
    upsert(connection, keyword, [{"subject": each} for each in wanted])
    asked = [each.partition(":")[2] for each in wanted]
    ids = connection.scalars(select(article.c.id)).all()
    for some in chunks(ids):
        found = [
            {"article": each.id, "subject": subject}
            for each in by_id(connection, some)
            for subject in sorted(subjects(to_article(each), asked) & set(wanted))
        ]
        upsert(connection, member, found)
    touch(connection, wanted, following(connection))
