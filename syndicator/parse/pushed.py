"""What is pushed to us: articles by our own schema, or HTML pages."""

import json
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from syndicator import text as plain
from syndicator import urls
from syndicator.errors import ParseError
from syndicator.model import Enclosure, Found, Image, Mistake, Pushed, RawEntry, Source
from syndicator.parse import markdown, markup, page, schema, values
from syndicator.parse.depth import shallow
from syndicator.ports import Document

HTML = ("text/html", "application/xhtml+xml")
JSON = "application/json"
_MOST = 1000  # articles at once
_LONGEST_KEY = 4000  # characters: it may be an address
_BODIES = ("body_html", "body_text", "body_markdown")
_SAYING = (*_BODIES, "title", "images", "enclosures")  # without any, it says nothing


@cache
def article_schema() -> Mapping[str, Any]:
    """The JSON Schema of a pushed article."""
    data = pkgutil.get_data("syndicator.parse", "article.schema.json") or b""
    found: Mapping[str, Any] = json.loads(data)
    return found


# ---------------------------------------------------------------- taking in


def check(document: Document, source: Source, key: str) -> tuple[Pushed, ...]:
    """What of a pushed document can be taken in, and what not, article by article.

    `key` is for one that names none. ParseError where it cannot be read at all.
    """
    if document.media_type in HTML:
        return (_page(document, source, key),)
    data = _load(document)
    if not (isinstance(data, dict) and "articles" in data):
        return (_checked(document, data, key, ""),)
    batch = data["articles"]
    if set(data) != {"articles"} or not isinstance(batch, list):
        words = "must be a list, and nothing beside it"
        return (Pushed(mistakes=(Mistake(pointer="/articles", detail=words),)),)
    if not 0 < len(batch) <= _MOST:
        words = f"must hold 1 to {_MOST} articles"
        return (Pushed(mistakes=(Mistake(pointer="/articles", detail=words),)),)
    return tuple(_distinct(_batch(document, batch)))


def _load(document: Document) -> Any:
    try:
        return json.loads(document.body)
    except (ValueError, RecursionError) as error:
        raise ParseError(document.name, f"broken JSON: {error}") from error


def _batch(document: Document, batch: list[Any]) -> Iterator[Pushed]:
    for number, said in enumerate(batch):
        yield _checked(document, said, "", f"/articles/{number}")


def _distinct(found: Iterator[Pushed]) -> Iterator[Pushed]:
    seen: set[str] = set()
    for number, each in enumerate(found):
        if each.key and each.key in seen and not each.mistakes:
            words = "the batch has another article of this key"
            wrong = Mistake(pointer=f"/articles/{number}", detail=words)
            yield replace(each, mistakes=(wrong,))
        else:
            yield each
        seen.add(each.key)


def _checked(document: Document, said: Any, key: str, at: str) -> Pushed:
    found = list(schema.mistakes(said, article_schema(), at))
    if not isinstance(said, dict):
        return Pushed(mistakes=tuple(found))
    key = _key(said, key)
    if len(key) > _LONGEST_KEY:
        found.append(Mistake(pointer=at, detail=f"its key is over {_LONGEST_KEY} long"))
    found += _contradictions(said, key, at)
    if not found and not said.get("deleted"):
        try:
            _entry(document, {**said, "key": key})
        except ParseError as error:
            found.append(Mistake(pointer=at, detail=error.reason))
    if found:
        return Pushed(key=key, mistakes=tuple(found))
    body = json.dumps({**said, "key": key}, sort_keys=True).encode()
    gone = said.get("deleted") is True
    return Pushed(key=key, media_type=JSON, body=b"" if gone else body, gone=gone)


def _key(said: Mapping[str, Any], fallback: str) -> str:
    return plain.collapse(
        values.first(said, "key") or fallback or values.first(said, "url")
    )


def _contradictions(said: Mapping[str, Any], key: str, at: str) -> Iterator[Mistake]:
    if not key:
        yield Mistake(pointer=at, detail="needs a key, or a url")
    bodies = [name for name in _BODIES if name in said]
    if len(bodies) > 1:
        yield Mistake(pointer=at, detail=f"has {' and '.join(bodies)}: keep one")
    if not said.get("deleted") and not any(said.get(name) for name in _SAYING):
        yield Mistake(pointer=at, detail="says nothing: it has no title and no body")


def _page(document: Document, source: Source, key: str) -> Pushed:
    if document.url and not urls.is_web(document.url):
        wrong = Mistake(pointer="", detail="the url told is no http(s) URL")
        return Pushed(mistakes=(wrong,))
    name = plain.collapse(key or document.url)
    if not name or len(name) > _LONGEST_KEY:
        words = "needs a key: in Idempotency-Key, or the parameters key or url"
        return Pushed(mistakes=(Mistake(pointer="", detail=words),))
    page.fetched(document, source.page, "")  # or it has no article, a ParseError
    return Pushed(key=name, media_type=document.media_type, body=document.body)


# ---------------------------------------------------------------- reading


def found(document: Document, source: Source, part: str) -> Found:
    """What was taken in: one article, or the word that it is no more."""
    if not document.body:
        return Found(gone=(document.name,))
    if document.media_type in HTML:
        entry = page.fetched(document, source.page, "").entry
        return Found(entries=(replace(entry, key=document.name),))
    return Found(entries=(_entry(document, _load(document)),))


def _entry(document: Document, said: Mapping[str, Any]) -> RawEntry:
    def line(name: str) -> str:
        return plain.collapse(values.first(said, name))

    url = line("url")
    return RawEntry(
        key=line("key"),
        url=url,
        base=url or document.url,
        title=line("title"),
        body=_body(document, said),
        summary=markup.to_line(values.first(said, "summary")),
        published=line("published"),
        updated=line("updated"),
        authors=markup.distinct_people(
            markup.person(values.word(a))
            if isinstance(a, str)
            else markup.person(*(values.first(a, n) for n in ("name", "url", "role")))
            for a in values.items(said.get("authors"))
        ),
        tags=markup.distinct(map(values.word, values.items(said.get("tags")))),
        section=line("section"),
        language=line("language"),
        rights=line("rights"),
        images=tuple(
            Image(
                url=values.first(i, "url"),
                alt=plain.collapse(values.first(i, "alt")),
                caption=plain.collapse(values.first(i, "caption")),
                credit=plain.collapse(values.first(i, "credit")),
            )
            for i in values.tables(said.get("images"))
        ),
        enclosures=tuple(
            Enclosure(
                url=values.first(e, "url"),
                type=values.first(e, "type"),
                length=values.number(e.get("length")),
                title=plain.collapse(values.first(e, "title")),
                seconds=values.number(e.get("seconds")),
            )
            for e in values.tables(said.get("enclosures"))
        ),
    )


def _body(document: Document, said: Mapping[str, Any]) -> str:
    """The body as HTML, of whichever kind it is."""
    words = values.first(said, "body_markdown")
    if words:
        return markdown.rendered(document, words)
    words = values.first(said, "body_text")
    if words:
        return markup.from_text(words)
    return shallow(values.first(said, "body_html"))
