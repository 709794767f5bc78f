"""Rows to values and back. No I/O."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from syndicator import likeness, urls
from syndicator.codec import digest, from_data, to_data
from syndicator.model import Article, RawEntry
from syndicator.ports import Known, News

# The fields of an Article that have a column of their own.
COLUMNS = (
    "id",
    "source",
    "key",
    "url",
    "status",
    "published",
    "updated",
    "withdrawn",
    "precision",
    "digest",
)


def packed(value: object) -> str:
    """Return `value` as compact JSON."""
    return json.dumps(to_data(value), ensure_ascii=False, separators=(",", ":"))


def article_row(news: News) -> dict[str, Any]:
    data = to_data(news.article)
    rest = {name: each for name, each in data.items() if name not in COLUMNS}
    return {
        **{name: getattr(news.article, name) for name in COLUMNS},
        "said": news.said,
        "recipe": news.recipe,
        "mark": news.mark,
        "sequence": 0,
        "data": packed(rest),
        "raw": packed(news.raw or RawEntry()),
    }


def to_article(row: Row[Any]) -> Article:
    columns = {name: to_data(getattr(row, name)) for name in COLUMNS}
    return from_data(Article, json.loads(row.data) | columns)


def to_known(row: Row[Any]) -> Known:
    return Known(
        article=to_article(row), mark=row.mark, said=row.said, recipe=row.recipe
    )


def to_raw(row: Row[Any]) -> RawEntry:
    return from_data(RawEntry, json.loads(row.raw))


def names(article: Article) -> Iterator[str]:
    """Yield what the article can be found by."""
    if article.key:
        yield f"key:{article.key}"
    for url in (article.url, *article.also):
        if url:
            yield url_name(url)


def url_name(url: str) -> str:
    """The name of an address: http or https, "www." and the like make no other."""
    return f"url:{urls.key(url)}"


def near_name(name: str) -> str:
    return url_name(name[4:]) if name.startswith("url:") else name


def alias_rows(article: Article) -> Iterator[dict[str, str]]:
    words = (f"like:{each}" for each in likeness.names(article))
    for name in (*names(article), *words):
        yield {"name": digest(name), "source": article.source, "article": article.id}
