"""Articles for a store, and what is done with them in every one of its tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from syndicator.model import Article, RawEntry
from syndicator.ports import News, Store
from syndicator.store.engine import open_database
from syndicator.store.schema import metadata

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def article(id: str, **more: Any) -> Article:
    usual = {
        "id": id,
        "source": "lab",
        "key": f"key-{id}",
        "url": f"https://lab.example/{id}",
        "title": f"About {id}",
        "body": "<p>…</p>",
        "summary": "",
        "published": NOON,
        "updated": NOON,
    }
    return Article(**usual | more)


def news(article: Article, kind: Any = "new", **more: Any) -> News:
    usual = {"raw": RawEntry(title=article.title), "mark": "m", "said": "s"}
    return News(kind=kind, article=article, **{**usual, "recipe": "r", **more})


def settle(store: Store, *articles: Article, kind: Any = "new") -> int:
    """Store them in one go; return the generation that made."""
    store.settle([news(each, kind) for each in articles])
    return store.generation({"*"})


def ids(articles: Sequence[Article]) -> list[str]:
    return [each.id for each in articles]


def emptied(url: str) -> None:
    """Take everything out of the database at `url`."""
    database = open_database(url)
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    database.engine.dispose()
