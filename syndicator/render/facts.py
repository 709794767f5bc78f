"""What every feed format asks of an item, answered once. Nothing is drawn here but HTML.

Words that leave by `label`, `title`, `categories` or `summary` are plain text that no
reader takes for markup.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from html.entities import name2codepoint
from typing import Any, TypeVar

from syndicator import html, text, urls
from syndicator.model import Article, Author, Enclosure, Image, Item, Tag
from syndicator.render import body, merge
from syndicator.render.frame import FeedFrame, Place

T = TypeVar("T")

UNKNOWN_TYPE = "application/octet-stream"  # RFC 2046 §4.5.1
_TYPE = re.compile(r"[a-z0-9][\w!#$&^.+-]*/[a-z0-9][\w!#$&^.+-]*", re.ASCII)  # RFC 6838
_MARKUP = re.compile(r"<(?=[/!?a-zA-Z])|&(?=#?(\w+))")
_ADDRESSES = frozenset(("url", "href", "img"))
_CLEANED = ("links",)
_JOINER = "\u2060"
_TITLE = 80  # characters of a title made from the text


def scrub(value: T) -> T:
    """The same value, every string in it fit for XML; what is given away first of all.

    One illegal character raises in lxml and would lose a whole feed.
    """
    return _scrubbed(value)  # type: ignore[no-any-return]


@lru_cache(maxsize=8)
def scrub_frame(frame: FeedFrame) -> FeedFrame:
    """The frame of a feed, fit for XML: every item asks for the same."""
    return scrub(frame)


@lru_cache(maxsize=8)  # item by item, format by format
def ready(frame: FeedFrame, item: Item, full: bool) -> tuple[FeedFrame, Item, str]:
    """Frame and item, fit for XML, and the item's content: every format asks for them."""
    frame, item = scrub_frame(frame), scrub(item)
    return frame, item, content(frame, item, full)


def _scrubbed(value: Any) -> Any:
    kind: Any = type(value)
    if kind is str:
        return text.clean(value)
    if kind is tuple:
        return tuple(map(_scrubbed, value)) if value else value
    if names := _fields(kind):
        given = [getattr(value, name) for name in names]
        clean = [part and _scrubbed(part) for part in given]
        return (
            replace(value, **dict(zip(names, clean, strict=True)))
            if clean != given
            else value
        )
    return value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """What is to be scrubbed; links leave through `html.escape` only, which cleans."""
    if not is_dataclass(kind):
        return ()
    return tuple(f.name for f in fields(kind) if f.name not in _CLEANED)


@lru_cache(maxsize=1024)  # every format says the same few
def label(words: str) -> str:
    """Words on one line, inert: the same to readers of text and to readers of HTML.

    Readers disagree on whether a title is text or HTML, whatever its type says. An
    invisible word joiner behind a "<" or "&" that would begin markup shows the same
    characters to all of them; `text.collapse` takes it out again.
    """
    return _MARKUP.sub(_inert, text.collapse(words))


def _inert(match: re.Match[str]) -> str:
    name = match[1]
    if name and name.isalpha() and name not in name2codepoint and name != "apos":
        return match[0]  # AT&T is nobody's entity
    return match[0] + _JOINER


@lru_cache(maxsize=1024)
def uri(address: str) -> str:
    """An address in ASCII: feeds hold URIs, no IRIs (RSS and JSON Feed)."""
    return urls.ascii_url(address.strip())


def title(article: Article) -> str:
    """Never empty: readers drop items without a title, or show the id instead."""
    return label(next(filter(None, map(text.collapse, _titles(article))), "–"))


def _titles(article: Article) -> Iterator[str]:
    yield article.title
    yield text.shorten(article.summary, _TITLE)
    yield text.shorten(html.to_text(article.body), _TITLE)
    yield from (image.alt for image in article.images)
    yield article.url


def categories(article: Article) -> tuple[str, ...]:
    """The section, then the tags, none twice whatever its case."""
    kept: dict[str, str] = {}
    for name in map(label, (article.section, *article.tags)):
        if name:
            kept.setdefault(name.casefold(), name)
    return tuple(kept.values())


def authors(article: Article) -> tuple[Author, ...]:
    """Those with a name; a foreign article without any is its publication's."""
    named = tuple(
        replace(a, name=label(a.name)) for a in article.authors if label(a.name)
    )
    if named or not is_foreign(article):
        return named
    return (Author(name=publication(article), url=article.origin.url),)


def publisher(place: Place) -> Author:
    """Whose items are that name no author."""
    return Author(name=label(place.site.title), url=place.site.url)


def publication(article: Article) -> str:
    """What to call the feed a foreign article came from; never empty."""
    origin = article.origin
    return label(origin.title or article.site or urls.host(origin.feed_url))


def bylines(frame: FeedFrame, article: Article) -> tuple[str, ...]:
    """What RSS says of the authors: all in one, as of several clients show one only."""
    names = tuple(a.name for a in authors(article))
    return names if frame.feed.repeat_creator else (", ".join(names),) if names else ()


def is_foreign(article: Article) -> bool:
    """Say whether it came from a feed, whose name an item then carries."""
    return bool(article.origin.feed_url)


def via(item: Item) -> str:
    """Where it was published first, as the credit has it."""
    return item.credit.url if item.credit else item.article.url


def picture(article: Article) -> Image | None:
    """The picture that stands for the article."""
    return next(iter(body.shown_images(article)), None)


def enclosures(place: Place, article: Article) -> tuple[Enclosure, ...]:
    """The files that go with it, else its first picture of known type."""
    if article.enclosures:
        own = {e.url: e for e in article.enclosures}
        return tuple(replace(e, type=media_type(e.type)) for e in own.values())
    typed = (i for i in body.shown_images(article) if i.type)
    return tuple(
        Enclosure(url=place.media(i), type=i.type, length=i.length, title=i.alt)
        for i in [*typed][:1]
    )


def attributes(tag: Tag) -> dict[str, str]:
    """Those of a podcast's tag, addresses as URIs."""
    return {k: uri(v) if k in _ADDRESSES else v for k, v in tag.attributes}


def media_type(said: str) -> str:
    """A source's word for what a file is, without parameters, if it is one at all."""
    kind = said.partition(";")[0].strip().lower()
    return kind if _TYPE.fullmatch(kind) else UNKNOWN_TYPE


def content(place: Place, item: Item, full: bool) -> str:
    """The item as HTML, whole or as its excerpt, with its notices either way.

    Readers show it in a page of their own: right-to-left text brings its direction.
    """
    drawn = body.full_html(place, item) if full else body.summary_html(item)
    if place.syntax:
        drawn = merge.literal_html(drawn, place.syntax)
    language = item.article.language
    if not drawn or text.direction(language) == "ltr":
        return drawn
    return f'<div lang="{html.escape(language)}" dir="rtl">{drawn}</div>'
