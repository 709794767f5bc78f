"""JSON Feed 1.0 and 1.1 to entries (jsonfeed.org/version/1.1)."""

import json
from collections.abc import Mapping
from typing import Any

from syndicator import text as plain
from syndicator.errors import ParseError
from syndicator.model import Author, Enclosure, Found, Image, Origin, RawEntry
from syndicator.parse import markup, truncation, values
from syndicator.parse.decode import expected
from syndicator.parse.depth import shallow
from syndicator.ports import Document


def found(document: Document, text: str) -> Found:
    """What a JSON Feed holds; ParseError for JSON that is broken or no feed."""
    feed = _load(document, text)
    origin = _origin(feed, document)
    return Found(
        entries=tuple(_entry(i, feed, origin) for i in values.tables(feed["items"])),
        next=markup.resolve(values.first(feed, "next_url"), document.url),
    )


def _load(document: Document, text: str) -> Mapping[str, Any]:
    try:
        data = json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as error:
        raise ParseError(document.name, f"broken JSON: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise expected(document, "a feed", "JSON without a list of items")
    if "jsonfeed.org/version/" not in values.word(data.get("version")):
        raise expected(document, "a feed", "JSON that does not say it is a JSON Feed")
    return data


def _origin(feed: Mapping[str, Any], document: Document) -> Origin:
    return Origin(
        title=plain.collapse(values.word(feed.get("title"))),
        url=markup.resolve(values.first(feed, "home_page_url"), document.url),
        feed_url=document.url,
        language=values.word(feed.get("language")),
    )


def _entry(
    item: Mapping[str, Any], feed: Mapping[str, Any], origin: Origin
) -> RawEntry:
    found = values.word(item.get("content_html"))
    body = found or markup.from_text(values.word(item.get("content_text")))
    summary = plain.collapse(values.word(item.get("summary")))
    return RawEntry(
        key=plain.collapse(values.word(item.get("id"))),
        url=values.first(item, "url", "external_url"),
        base=markup.base(origin.url, origin.feed_url),
        title=plain.collapse(values.word(item.get("title"))),
        body=shallow(body),
        summary=truncation.summary(summary, body),
        published=values.word(item.get("date_published")),
        updated=values.word(item.get("date_modified")),
        authors=_people(item) or _people(feed),
        tags=markup.distinct(map(values.word, values.items(item.get("tags")))),
        language=values.first(item, "language") or origin.language,
        site=origin.title,
        images=_images(item),
        enclosures=tuple(enclosures(item)),
        origin=origin,
        full=truncation.is_full(body),
    )


def _people(holder: Mapping[str, Any]) -> tuple[Author, ...]:
    """`authors` of 1.1, else `author` of 1.0."""
    people = holder.get("authors") or holder.get("author")
    return markup.distinct_people(
        markup.person(values.first(p, "name", "url"), values.first(p, "url"))
        for p in values.tables(people)
    )


def _images(item: Mapping[str, Any]) -> tuple[Image, ...]:
    attached = (
        values.word(a.get("url"))
        for a in values.tables(item.get("attachments"))
        if values.word(a.get("mime_type")).startswith("image/")
    )
    found = (values.first(item, "image"), values.first(item, "banner_image"), *attached)
    return tuple(Image(url=u) for u in markup.distinct(found))


def enclosures(item: Mapping[str, Any]) -> list[Enclosure]:
    """What is attached to an item and is no picture."""
    found = []
    for attachment in values.tables(item.get("attachments")):
        url, kind = (
            values.first(attachment, "url"),
            values.first(attachment, "mime_type"),
        )
        if url and not kind.startswith("image/"):
            found.append(
                Enclosure(
                    url=url,
                    type=kind,
                    length=values.number(attachment.get("size_in_bytes")),
                    title=plain.collapse(values.first(attachment, "title")),
                    seconds=values.number(attachment.get("duration_in_seconds")),
                )
            )
    return found
