"""RSS, RDF, Atom and JSON Feed, told apart by their bytes, to entries."""

import re
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from syndicator import text as plain
from syndicator import urls
from syndicator.errors import ParseError
from syndicator.model import Author, Enclosure, Image, Origin, RawEntry
from syndicator.parse import jsonfeed, markup, media, tolerant, truncation, values
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.ports import Document

_MARKUP = ("text/html", "application/xhtml+xml")
_REFERENCE = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+\d*);", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)


def read(document: Document) -> list[RawEntry]:
    """The entries of any feed, in its order; ParseError where it is none."""
    text = decode(document, "a feed")
    found = looks_like(text)
    if found == "a JSON document":
        return jsonfeed.read(document, text)
    if found == "an HTML page":
        raise expected(document, "a feed", found)
    try:
        parsed = tolerant.parse(text)
    except tolerant.SLIPS as error:
        raise ParseError(
            document.name, f"a feed broken beyond reading: {error}"
        ) from error
    if not parsed.entries and not parsed.get("version"):
        raise expected(document, "a feed", found)
    return _entries(document, text, parsed)


def _entries(document: Document, text: str, parsed: Any) -> list[RawEntry]:
    whole = _closed(text, parsed)
    sights = media.read(text, len(parsed.entries)) or repeat(None)
    atom = parsed.version.startswith("atom")
    feed = _origin(parsed.feed, document.url, document.url, atom)
    people = _people(parsed.feed) if atom else ()  # RFC 4287 §4.2.1
    return [
        _Reader(entry, sight, document.url, atom).entry(feed, people)
        for entry, sight in zip(whole, sights, strict=False)
    ]


def _closed(text: str, parsed: Any) -> list[Any]:
    """The entries without one that a cut-off document broke in the middle of."""
    entries = list(parsed.entries)
    if parsed.bozo and len(_ENTRY_END.findall(text)) == len(entries) - 1:
        entries.pop()
    return entries


def _string(holder: Any, name: str) -> str:
    """A field as feedparser kept it.

    dict's own look-up: FeedParserDict answers for a missing `updated` with `published`.
    """
    value = dict.get(holder, name)
    return plain.clean(value).strip() if isinstance(value, str) else ""


def _line(holder: Any, name: str, atom: bool) -> str:
    """A field that may hold markup, as one line of text.

    Atom says which it is (RFC 4287 §3.1); RSS does not, so there a reference gives
    the markup away, as in "AT&amp;T".
    """
    value = _string(holder, name)
    detail = dict.get(holder, f"{name}_detail") or {}
    if detail.get("type") in _MARKUP or (not atom and _REFERENCE.search(value)):
        return markup.to_line(value)
    return plain.collapse(value)


def _link(holder: Any) -> str:
    """The link; a guid stands in only where it is an address."""
    link = _string(holder, "feedburner_origlink") or _string(holder, "link")
    same = link == _string(holder, "id")
    return link if not same or urls.is_web(link) else ""


def _origin(holder: Any, base: str, feed_url: str, atom: bool) -> Origin:
    base = _base(holder, base)
    return Origin(
        title=_line(holder, "title", atom),
        id=_string(holder, "id"),
        url=markup.resolve(_link(holder), base),
        feed_url=feed_url,
        updated=_string(holder, "updated"),
        rights=_line(holder, "rights", atom),
        language=_string(holder, "language"),
    )


def _source(holder: Any, document_url: str, atom: bool) -> Origin | None:
    """The feed an entry was taken over from: Atom's `source` or RSS's."""
    source = dict.get(holder, "source")
    if not source:
        return None
    own = [k.get("href", "") for k in source.get("links", ()) if k.get("rel") == "self"]
    address = next(iter(own), "") or _string(source, "href")
    return _origin(source, document_url, markup.resolve(address, document_url), atom)


def _base(holder: Any, fallback: str) -> str:
    details = (dict.get(holder, f"{n}_detail") for n in ("title", "summary", "rights"))
    contents = dict.get(holder, "content") or ()
    said = (d.get("base") for d in (*contents, *details) if d)
    return markup.resolve(next(filter(None, said), "") or fallback, fallback)


def _people(holder: Any) -> tuple[Author, ...]:
    found = dict.get(holder, "authors") or ()
    return markup.distinct_people(
        markup.person(a.get("name") or a.get("email") or "", a.get("href") or "")
        for a in found
    )


class _Reader:
    """One entry of feedparser's, read field by field."""

    def __init__(
        self, found: Any, sight: media.Media | None, document_url: str, atom: bool
    ) -> None:
        self.found = found
        self.sight = sight
        self.document_url = document_url
        self.atom = atom

    def entry(self, feed: Origin, people: tuple[Author, ...]) -> RawEntry:
        origin = _source(self.found, self.document_url, self.atom) or feed
        body, full, kind = self._body()
        source = dict.get(self.found, "source") or {}
        return RawEntry(
            key=plain.collapse(_string(self.found, "id")),
            url=_link(self.found),
            base=_base(self.found, feed.url or self.document_url),
            title=_line(self.found, "title", self.atom),
            body=body,
            summary=truncation.summary(self._summary(kind), body),
            published=_string(self.found, "published")
            or _string(self.found, "created"),
            updated=_string(self.found, "updated"),
            authors=_people(self.found) or _people(source) or people,
            tags=markup.distinct(
                str(t.get("label") or t.get("term") or "")
                for t in dict.get(self.found, "tags") or ()
            ),
            language=self._language() or origin.language,
            rights=_line(self.found, "rights", self.atom) or origin.rights,
            site=origin.title,
            images=self._images(),
            enclosures=self._enclosures(),
            origin=origin,
            full=full,
        )

    def _language(self) -> str:
        details = (dict.get(self.found, f"{n}_detail") for n in ("title", "summary"))
        contents = dict.get(self.found, "content") or ()
        said = (d.get("language") or "" for d in (*contents, *details) if d)
        return _string(self.found, "language") or next(filter(None, said), "")

    def _texts(self) -> Iterator[tuple[str, str]]:
        """(markup, kind) of every text that could be the body, kind "" if plain."""
        contents = list(dict.get(self.found, "content") or ())
        detail = dict.get(self.found, "summary_detail")
        contents += (
            [{**detail, "value": _string(self.found, "summary")}] if detail else []
        )
        for content in contents:
            value, kind = content.get("value") or "", content.get("type") or ""
            if kind in (*_MARKUP, "text/plain") and value.strip():
                yield plain.clean(value).strip(), kind

    def _body(self) -> tuple[str, bool, str]:
        """The longest text as HTML, whether it is whole, and the text it was."""
        texts = list(self._texts())
        captions = self.sight.captions if self.sight else set()
        own = [t for t in texts if plain.fold(t[0]) not in captions] or texts
        if not own:
            return "", False, ""
        value, kind = max(own, key=lambda t: len(t[0]))
        if kind == "text/plain":
            return markup.from_text(value), truncation.is_full(value), value
        if not markup.has_tags(value):
            return markup.in_paragraphs(value), truncation.is_full(value), value
        return markup.shallow(value), truncation.is_full(value), value

    def _summary(self, body: str) -> str:
        """The shortest text that is not the body."""
        captions = self.sight.captions if self.sight else set()
        rest = [
            plain.collapse(value) if kind == "text/plain" else markup.to_line(value)
            for value, kind in self._texts()
            if value != body and plain.fold(value) not in captions
        ]
        return min(rest, key=len, default="")

    def _links(self) -> list[Any]:
        links = dict.get(self.found, "links") or ()
        return [k for k in links if k.get("rel") == "enclosure" and k.get("href")]

    def _images(self) -> tuple[Image, ...]:
        found = list(self.sight.images) if self.sight else self._unpaired()
        cover = dict.get(self.found, "image") or {}
        found += [Image(url=cover["href"])] if cover.get("href") else []
        found += [
            Image(url=k["href"], alt=plain.collapse(k.get("title") or ""))
            for k in self._links()
            if media.is_picture(k.get("type") or "", k["href"])
        ]
        return tuple({image.url: image for image in reversed(found)}.values())[::-1]

    def _unpaired(self) -> list[Image]:
        """Media RSS pictures where the tree and feedparser count entries differently."""
        contents = dict.get(self.found, "media_content") or ()
        thumbnails = dict.get(self.found, "media_thumbnail") or ()
        shown = [
            m
            for m in contents
            if m.get("medium") == "image"
            or media.is_picture(m.get("type") or "", m.get("url") or "")
        ]
        return [Image(url=m["url"]) for m in (*shown, *thumbnails) if m.get("url")]

    def _enclosures(self) -> tuple[Enclosure, ...]:
        seconds = values.seconds(_string(self.found, "itunes_duration"))
        found: list[Enclosure] = []
        for link in self._links():
            kind = link.get("type") or ""
            if not media.is_picture(kind, link["href"]):
                found.append(
                    Enclosure(
                        url=link["href"],
                        type=kind,
                        length=values.number(link.get("length")),
                        title=plain.collapse(link.get("title") or ""),
                        seconds=0 if found else seconds,  # said of the first alone
                    )
                )
        known = {e.url for e in found}
        more = self.sight.enclosures if self.sight else []
        return (*found, *(e for e in more if e.url not in known))
