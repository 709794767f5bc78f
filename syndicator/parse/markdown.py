"""A Markdown file with front matter, as Hugo, Jekyll, Eleventy and Astro write them."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt

from syndicator import html
from syndicator import text as plain
from syndicator.errors import ParseError
from syndicator.model import Author, Image, RawEntry
from syndicator.parse import frontmatter, markup, values
from syndicator.parse.decode import decode, expected
from syndicator.parse.depth import shallow
from syndicator.ports import Document

_DEEPEST = 25  # blocks in blocks; what is deeper, the renderer leaves out
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "maxNesting": 2 * _DEEPEST}).enable(
    ["table", "strikethrough"]
)
_QUOTES = re.compile(rf"^((?:>[ \t]?){{{_DEEPEST}}})(?:>[ \t]?)+", re.MULTILINE)
_YES = ("true", "yes", "on", "1")
_NO = ("false", "no", "off", "0")

# What the generators call the same thing, the most telling name first.
_TITLE = ("title",)
_PUBLISHED = (
    "date",
    "pubdate",
    "publishdate",
    "publish_date",
    "published",
    "datepublished",
)
_UPDATED = ("lastmod", "updated", "updateddate", "modified", "last_modified_at")
_SUMMARY = ("description", "summary", "excerpt")
_ADDRESS = ("canonical", "canonical_url", "canonicalurl", "permalink", "url", "slug")
_LANGUAGE = ("lang", "language", "locale")
_RIGHTS = ("rights", "license", "copyright")
_IMAGE = (
    "image",
    "cover",
    "hero",
    "heroimage",
    "featured_image",
    "thumbnail",
    "images",
)
_ALT = ("image_alt", "imagealt", "cover_alt", "coveralt", "hero_alt", "heroalt")

_FILE_DATE = re.compile(r"(\d{4}-\d\d-\d\d)-")  # Jekyll: 2026-05-30-title.md


def read(document: Document) -> list[RawEntry]:
    """The one article of a file, none for a draft."""
    text = decode(document, "Markdown").replace("\r\n", "\n").replace("\r", "\n")
    settings, source = frontmatter.split(document, plain.clean(text))
    if _is_draft(settings):
        return []
    body = rendered(document, source)
    title = _line(settings, *_TITLE) or _first_heading(body)
    if not title and not body:
        raise expected(document, "an article", "no sentence")
    categories = _words(settings, "categories", "category")
    section = values.first(settings, "section") or next(iter(categories), "")
    return [
        RawEntry(
            key=document.name,
            url=_address(settings) or document.url,
            base=document.url,
            title=title,
            body=body,
            summary=_line(settings, *_SUMMARY),
            published=_published(settings, document),
            updated=values.first(settings, *_UPDATED),
            authors=_authors(settings),
            section=plain.collapse(section),
            tags=markup.distinct(
                (*_words(settings, "tags", "tag", "keywords"), *categories[1:])
            ),
            language=values.first(settings, *_LANGUAGE),
            rights=_line(settings, *_RIGHTS),
            images=_images(settings),
            full=bool(body),
        )
    ]


def rendered(document: Document, source: str) -> str:
    """Markdown as HTML; ParseError where there is no end to it."""
    try:
        return plain.clean(
            shallow(_MARKDOWN.render(_QUOTES.sub(r"\1", source)).strip())
        )
    except (RecursionError, ValueError, IndexError) as error:
        raise ParseError(document.name, f"Markdown beyond reading: {error}") from error


def _flag(value: Any) -> str:
    """A yes or no, however the format spells it."""
    return str(value).strip().lower() if isinstance(value, bool | str) else ""


def _is_draft(settings: Mapping[str, Any]) -> bool:
    return (
        _flag(settings.get("draft")) in _YES or _flag(settings.get("published")) in _NO
    )


def _line(settings: Mapping[str, Any], *names: str) -> str:
    return plain.collapse(values.first(settings, *names))


def _published(settings: Mapping[str, Any], document: Document) -> str:
    found = values.first(
        settings, *(n for n in _PUBLISHED if _flag(settings.get(n)) not in _YES)
    )
    dated = _FILE_DATE.match(PurePosixPath(document.name).name)
    return found or (dated[1] if dated else "")


def _address(settings: Mapping[str, Any]) -> str:
    """Where the file says it is published; a permalink pattern says nothing of it."""
    found = (values.first(settings, name) for name in _ADDRESS)
    return next((a for a in found if a and not re.search(r"[{}]|^:|/:|^false$", a)), "")


def _words(settings: Mapping[str, Any], *names: str) -> list[str]:
    """A list as it is, a string parted at its commas."""
    for name in names:
        found = [values.word(v) for v in values.items(settings.get(name))]
        if any(found):
            return found if len(found) > 1 else found[0].split(",")
    return []


def _authors(settings: Mapping[str, Any]) -> tuple[Author, ...]:
    found = values.items(settings.get("authors")) or values.items(
        settings.get("author")
    )
    return markup.distinct_people(map(_author, found))


def _author(value: Any) -> Author | None:
    if not isinstance(value, Mapping):
        return markup.person(values.word(value))
    return markup.person(
        values.first(value, "name", "title"),
        values.first(value, "url", "link", "website"),
        values.first(value, "role", "jobtitle", "job_title", "position"),
    )


def _images(settings: Mapping[str, Any]) -> tuple[Image, ...]:
    for name in _IMAGE:
        for value in values.items(settings.get(name)):
            image = _image(value, values.first(settings, *_ALT))
            if image.url:
                return (image,)
    return ()


def _image(value: Any, alt: str) -> Image:
    if not isinstance(value, Mapping):
        return Image(url=values.word(value), alt=plain.collapse(alt))
    return Image(
        url=values.first(value, "url", "src", "path", "image", "feature", "file"),
        alt=plain.collapse(values.first(value, "alt", "alttext") or alt),
        caption=plain.collapse(values.first(value, "caption")),
        credit=plain.collapse(values.first(value, "credit")),
    )


def _first_heading(body: str) -> str:
    tag = html.fragment(body).find("h1") if "<h1" in body else None
    return html.text_of(tag) if tag is not None else ""
