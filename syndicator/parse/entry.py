"""One entry of an XML feed: which of its texts is the body, and all the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from syndicator import text as plain
from syndicator.model import Author, Enclosure, Image, Origin, RawEntry
from syndicator.parse import markup, media, truncation, values
from syndicator.parse.depth import shallow
from syndicator.parse.fields import MARKUP, Fields


class Entry(Fields):
    """feedparser's view of an entry, and what Media RSS says in it."""

    def __init__(self, found: Any, own: media.Media | None, *, atom: bool) -> None:
        super().__init__(found, atom=atom)
        self.media = own
        self.captions = own.captions if own else frozenset[str]()

    def read(self, feed: Origin, people: tuple[Author, ...]) -> RawEntry:
        """The entry of a feed; `people` wrote what says nothing of its authors."""
        source = self._source()
        origin = self._origin(source, feed.feed_url) if source else feed
        text = self._longest()
        words = values.first(text, "value")
        body = _as_html(words, values.first(text, "type"))
        return RawEntry(
            key=plain.collapse(self.string("id")),
            url=self.link(),
            base=self.base(markup.base(feed.url, feed.feed_url), text),
            title=self.line("title"),
            body=body,
            summary=truncation.summary(self._summary(words), body),
            published=self.string("published", "created"),
            updated=self.string("updated"),
            authors=self.people() or (source.people() if source else ()) or people,
            tags=markup.distinct(
                values.first(t, "label", "term") for t in self.tables("tags")
            ),
            language=self.string("language")
            or self.said("language", text)
            or origin.language,
            rights=self.line("rights") or origin.rights,
            site=origin.title,
            images=self._images(),
            enclosures=self._enclosures(),
            origin=origin,
            full=truncation.is_full(words),
        )

    def _source(self) -> Fields | None:
        """The feed an entry was taken over from: Atom's `source` or RSS's."""
        found = next(self.tables("source"), None)
        return Fields(found, atom=self.atom) if found else None

    def _origin(self, source: Fields, document_url: str) -> Origin:
        links = source.tables("links")
        own = (values.first(k, "href") for k in links if k.get("rel") == "self")
        address = next(own, "") or source.string("href")
        return source.origin(document_url, markup.resolve(address, document_url))

    def _texts(self) -> list[Mapping[str, Any]]:
        """The texts that could be the body.

        One that describes a picture is none where there are others; nor is what bears
        a type of its own, unless it plainly is markup.
        """
        found = [t for t in self.tables("content", "summary_detail") if _is_text(t)]
        own = (t for t in found if plain.fold(t["value"]) not in self.captions)
        return list(own) or found

    def _longest(self) -> Mapping[str, Any]:
        return max(self._texts(), key=lambda t: len(t["value"]), default={})

    def _summary(self, body: str) -> str:
        """The shortest text that is not the body."""
        rest = [
            plain.collapse(words) if kind == "text/plain" else markup.to_line(words)
            for words, kind in ((t["value"], t.get("type")) for t in self._texts())
            if words.strip() != body
        ]
        return min(rest, key=len, default="")

    def _attached(self) -> list[Enclosure]:
        links = self.tables("links")
        return [
            Enclosure(
                url=values.first(link, "href"),
                type=values.first(link, "type"),
                length=values.number(link.get("length")),
                title=plain.collapse(values.first(link, "title")),
            )
            for link in links
            if link.get("rel") == "enclosure" and link.get("href")
        ]

    def _images(self) -> tuple[Image, ...]:
        found = list(self.media.images if self.media else self._unpaired())
        found += [Image(url=values.first(i, "href")) for i in self.tables("image")]
        found += [
            Image(url=e.url, alt=e.title)
            for e in self._attached()
            if media.is_picture(e.type, e.url)
        ]
        first = {image.url: image for image in reversed(found)}
        return tuple(first[url] for url in dict.fromkeys(i.url for i in found) if url)

    def _unpaired(self) -> Iterator[Image]:
        """Media RSS pictures where the tree and feedparser count entries differently."""
        for found in self.tables("media_content", "media_thumbnail"):
            url, kind = values.first(found, "url"), values.first(found, "type")
            medium = found.get("medium", "" if kind else "image")
            if medium == "image" or media.is_picture(kind, url):
                yield Image(url=url)

    def _enclosures(self) -> tuple[Enclosure, ...]:
        more = self.media.enclosures if self.media else []
        found = {e.url: e for e in (*more, *self._attached())}
        kept = [e for e in found.values() if not media.is_picture(e.type, e.url)]
        return tuple(map(self._timed, kept)) if len(kept) == 1 else tuple(kept)

    def _timed(self, only: Enclosure) -> Enclosure:
        """itunes:duration is said of the entry's one recording."""
        said = values.seconds(self.string("itunes_duration"))
        return replace(only, seconds=only.seconds or said)


def _is_text(found: Mapping[str, Any]) -> bool:
    words, kind = values.first(found, "value"), values.first(found, "type")
    known = kind in (*MARKUP, "text/plain")
    return bool(words) and (known or markup.has_tags(words))


def _as_html(words: str, kind: str) -> str:
    if kind == "text/plain":
        return markup.from_text(words)
    return shallow(words) if markup.has_tags(words) else markup.in_paragraphs(words)
