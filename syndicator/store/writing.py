"""Decisions about articles, written down."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, update

from syndicator.ports import News
from syndicator.store import keywords
from syndicator.store.engine import chunks, upsert
from syndicator.store.rows import alias_rows, article_row
from syndicator.store.schema import alias, article, member
from syndicator.store.touches import following, memberships, touch
from syndicator.subjects import EVERYTHING, subjects

_LASTING = ("sequence", "past")  # what no later news of an article change
_STATED = ("mark", "said", "recipe")  # what "same" may still change


def write(connection: Connection, news: Sequence[News], *, past: bool) -> int:
    """Write articles with their names and subjects, and touch what they were or are.

    Those that are new are of the `past` or not, and stay so. Return the generation of
    the touch.
    """
    ids = [each.article.id for each in news]
    generation, words = following(connection), keywords.words(connection)
    before = memberships(connection, ids)
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
        for subject in sorted(subjects(each.article, words) - {EVERYTHING})
    ]
    upsert(connection, member, now)
    touch(connection, before | {row["subject"] for row in now}, generation)
    return generation


def _forget_names(connection: Connection, ids: Iterable[str]) -> None:
    """An article without key and address has given up its names to another."""
    for some in chunks(ids):
        connection.execute(delete(alias).where(alias.c.article.in_(some)))


def restate(connection: Connection, news: Sequence[News]) -> None:
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


def enter(connection: Connection, ids: Iterable[str], generation: int) -> None:
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
