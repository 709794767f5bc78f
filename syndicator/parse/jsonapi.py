"""What a JSON API answers: articles picked out of it by JMESPath (jmespath.org)."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any
from urllib.parse import quote

import jmespath
from jmespath.exceptions import JMESPathError

from syndicator import dates, urls
from syndicator import text as plain
from syndicator.errors import ParseError
from syndicator.model import Author, Found, Image, JsonRules, Listed, RawEntry, Source
from syndicator.parse import (
    contentful,
    markdown,
    markup,
    portable,
    strapi,
    truncation,
    values,
)
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.parse.depth import shallow
from syndicator.parse.jsonfeed import enclosures
from syndicator.ports import Document

_LISTS = ("items", "data", "results", "result", "articles", "posts", "entries", "docs")
_WRAPPINGS = ("data", "attributes", "fields", "file", "asset")
_NAMES = ("name", "title", "displayName", "full_name", "fullName", "label", "slug")
_ADDRESSES = ("url", "src", "href", "link", "website")
_DESCRIPTIONS = ("alternativeText", "alt", "altText", "alt_text", "description")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_FORMATS = {
    "contentful": contentful.to_html,
    "portable": portable.to_html,
    "strapi": strapi.to_html,
}


def found(document: Document, source: Source, part: str) -> Found:
    """What an answer holds; ParseError where it is no JSON or has no list of articles."""
    rules, data = source.json, _load(document)
    if rules.body_format == "contentful":
        contentful.join(data)
    items = list(values.tables(_items(document, rules, data)))
    entries = [_entry(item, source, document) for item in items]
    what, number, newest = part.split(" ", 2)
    if what == "whole":
        return Found(entries=tuple(entries))
    keys = tuple(e.key for e in entries)
    held = () if rules.lookup else tuple(entries)
    return Found(
        entries=held,
        documents=tuple(_lookups(keys, source)),
        listed=keys if what == "all" and rules.complete else None,
        gone=_gone(document, rules, data),
        next=_at_home(
            document, source, _next(document, rules, data, int(number), keys)
        ),
        cursor=_cursor(document, source, data, (newest, *(e.updated for e in entries))),
    )


def _load(document: Document) -> Any:
    text = decode(document, "JSON")
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        if looks_like(text) != "a JSON document":
            raise expected(document, "JSON", looks_like(text)) from error
        raise ParseError(document.name, f"broken JSON: {error}") from error


# ---------------------------------------------------------------- the answer


def _items(document: Document, rules: JsonRules, data: Any) -> list[Any]:
    if rules.items:
        found = _asked(document, rules.items, data)
        where = f"at {rules.items!r}"
    else:
        shelves = (data.get(name) for name in _LISTS) if isinstance(data, dict) else ()
        found = next((s for s in (data, *shelves) if isinstance(s, list)), None)
        where = "where lists usually are: name it by `items`"
    if not isinstance(found, list):
        raise ParseError(document.name, f"it has no list of articles {where}")
    return found


def _gone(document: Document, rules: JsonRules, data: Any) -> tuple[str, ...]:
    found = values.items(_asked(document, rules.deleted, data))
    return markup.distinct(map(values.word, found))


def _next(
    document: Document, rules: JsonRules, data: Any, page: int, keys: tuple[str, ...]
) -> str:
    """The address of the next page, "" where there is none."""
    said = _asked(document, rules.next, data)
    word = values.word(said)
    if rules.next and not said:
        return ""
    if _is_address(word):
        return markup.resolve(word, document.url)
    if not rules.paging:
        return document.next
    counted = any(mark in rules.paging for mark in ("{page}", "{offset}", "{end}"))
    if counted and not keys:
        return ""
    place = urls.place(page + 1, rules.first_page, rules.page_size) | {"next": word}
    return urls.with_query(document.name, urls.filled(rules.paging, place))


def _cursor(
    document: Document, source: Source, data: Any, updated: tuple[str, ...]
) -> str:
    rules = source.json
    if rules.cursor:
        word = values.word(_asked(document, rules.cursor, data))
        address = markup.resolve(word, document.url) if _is_address(word) else ""
        return _at_home(document, source, address) or word
    if not rules.since:
        return ""
    dated = ((dates.parse(word, UTC), word) for word in updated if word)
    return max(((d[0], word) for d, word in dated if d), default=(None, ""))[1]


def _is_address(word: str) -> bool:
    return urls.is_web(word) or word.startswith(("/", "?"))


def _at_home(document: Document, source: Source, url: str) -> str:
    """An address an answer leads to, which must not take a token to another host."""
    there, home = urls.split(url), urls.split(source.url)
    if not url or there is None or home is None:
        return ""
    if there.netloc != home.netloc:
        raise ParseError(document.name, f"it goes on at another host, {there.netloc}")
    return there._replace(scheme=home.scheme).geturl()


def _lookups(keys: tuple[str, ...], source: Source) -> Iterator[Listed]:
    """Where the articles of these keys are whole, so many at a time as a page holds."""
    template, size = source.json.lookup, source.json.page_size
    for start in range(0, len(keys) if template else 0, size):
        some = ",".join(keys[start : start + size])
        yield Listed(url=urls.filled(template, {"keys": some, "size": str(size)}))


def _asked(document: Document, expression: str, data: Any) -> Any:
    if not expression:
        return None
    try:
        return jmespath.search(expression, data)
    except JMESPathError as error:
        reason = f"{expression!r} cannot be asked of it: {error}"
        raise ParseError(document.name, reason) from error


# ---------------------------------------------------------------- an article


def _entry(item: Mapping[str, Any], source: Source, document: Document) -> RawEntry:
    """One article; on whichever page of the answer it stands, it says the same."""
    rules = source.json

    def get(field: str) -> Any:
        return _said(getattr(rules, field), item)

    def line(field: str) -> str:
        return plain.collapse(markup.to_line(_name(get(field))))

    url = _address(item, rules) or values.word(get("url"))
    body, summary = _body(get("body"), rules, document), line("summary")
    return RawEntry(
        key=plain.collapse(values.word(get("key"))) or url,
        url=url,
        base=rules.base or source.url,
        title=line("title"),
        body=body,
        summary=truncation.summary(summary, body) if summary else "",
        published=values.word(get("published")),
        updated=values.word(get("updated")),
        authors=markup.distinct_people(map(_person, _several(get("authors")))),
        section=line("section"),
        tags=markup.distinct(_tags(get("tags"))),
        language=values.word(get("language")),
        rights=line("rights"),
        images=_images(get, source.url),
        enclosures=tuple(enclosures({"attachments": _several(get("enclosures"))})),
        full=truncation.is_full(body),
    )


def _said(expression: str, item: Mapping[str, Any]) -> Any:
    """What an article says, None where it is nothing that can be asked of its values."""
    try:
        return jmespath.search(expression, item) if expression else None
    except JMESPathError:
        return None


def _address(item: Mapping[str, Any], rules: JsonRules) -> str:
    """The template filled in; "" where the item lacks a word it asks for."""
    missing = not rules.url_template

    def fill(found: re.Match[str]) -> str:
        nonlocal missing
        word = values.word(_said(found[1], item))
        missing = missing or not word
        return quote(word, safe="/-._~")

    address = _PLACEHOLDER.sub(fill, rules.url_template)
    return "" if missing else address


def _body(value: Any, rules: JsonRules, document: Document) -> str:
    """HTML; a list of texts is one text, part by part."""
    if rules.body_format in _FORMATS:
        return shallow(_FORMATS[rules.body_format](value))
    text = "\n\n".join(w for w in map(values.word, values.items(value)) if w)
    if rules.body_format == "markdown":
        return markdown.rendered(document, text)
    if rules.body_format == "text":
        return markup.from_text(text)
    return shallow(text) if markup.has_tags(text) else markup.in_paragraphs(text)


def _bare(value: Any) -> Any:
    """A thing without the wrappings that some APIs put around it."""
    while isinstance(value, Mapping) and not values.first(value, *_ADDRESSES, "name"):
        wrapping = next((n for n in _WRAPPINGS if isinstance(value.get(n), dict)), "")
        if not wrapping:
            break
        rest = {name: each for name, each in value.items() if name != wrapping}
        value = rest | value[wrapping]
    return value


def _several(value: Any) -> list[Any]:
    """A list, or what is listed inside of a thing, or the one thing there is."""
    if isinstance(value, Mapping) and isinstance(value.get("data"), list):
        value = value["data"]
    return [_bare(each) for each in values.items(value)]


def _name(value: Any) -> str:
    """A word, or what a thing is called."""
    bare = next(iter(_several(value)), None)
    return (
        values.first(bare, *_NAMES) if isinstance(bare, Mapping) else values.word(bare)
    )


def _tags(value: Any) -> list[str]:
    found = list(map(_name, _several(value)))
    return found[0].split(",") if isinstance(value, str) else found


def _person(value: Any) -> Author | None:
    if not isinstance(value, Mapping):
        return markup.person(values.word(value))
    parts = (
        "first_name",
        "last_name",
        "firstName",
        "lastName",
        "firstname",
        "lastname",
    )
    named = values.first(value, "name", "displayName", "full_name", "fullName", "title")
    name = named or " ".join(w for w in (values.first(value, p) for p in parts) if w)
    role = values.first(value, "role", "jobTitle", "job_title", "position")
    return markup.person(name, values.first(value, *_ADDRESSES), role)


def _images(get: Any, base: str) -> tuple[Image, ...]:
    """The lead picture first; addresses are the API's own, not the bodies'."""
    found = []
    for value in _several(get("image")):
        holder = value if isinstance(value, Mapping) else {"url": values.word(value)}
        url = values.first(holder, *_ADDRESSES)
        if url:
            alt = values.word(get("image_alt")) or values.first(holder, *_DESCRIPTIONS)
            caption = values.word(get("image_caption"))
            caption = caption or values.first(holder, "caption")
            image = Image(
                url=markup.resolve(url, base),
                alt=plain.collapse(alt),
                caption=plain.collapse(caption),
                credit=plain.collapse(values.first(holder, "credit", "copyright")),
            )
            found.append(image)
    return tuple(found)
