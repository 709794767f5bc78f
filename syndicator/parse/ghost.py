"""Posts of Ghost's Content API to entries (docs.ghost.org/content-api)."""

from collections.abc import Iterator, Mapping
from typing import Any

from syndicator import text as plain
from syndicator.model import Author, Found, Image, RawEntry, Source
from syndicator.parse import cms, markup, truncation, values
from syndicator.parse.decode import expected
from syndicator.parse.depth import shallow
from syndicator.ports import Document

_WANTED = "Ghost's list of posts"


def found(document: Document, source: Source, part: str) -> Found:
    """What an answer holds, by the part that was asked for (walk/ghost.py).

    ParseError where it is no list of posts.
    """
    data = _load(document)
    posts = [*values.tables(data["posts"])]
    if part == "ids":
        return Found(listed=tuple(_keys(posts)))
    shown = [p for p in posts if _is_public(p)]
    hidden = [p for p in posts if not _is_public(p)]
    ordered_by = "published_at" if part == "past" else "updated_at"
    changes = (values.first(p, "updated_at") for p in posts)
    return Found(
        entries=tuple(_entry(p, document) for p in shown),
        gone=tuple(_keys(hidden)),
        next=values.first(posts[-1], ordered_by) if _goes_on(data) and posts else "",
        cursor=max(changes, default=""),
    )


def _load(document: Document) -> Mapping[str, Any]:
    data = cms.load(document, _WANTED)
    if isinstance(data, Mapping) and isinstance(data.get("posts"), list):
        return data
    raise expected(document, _WANTED, _described(data))


def _described(data: Any) -> str:
    """What JSON is that is no list of posts."""
    if isinstance(data, Mapping):
        for error in values.tables(data.get("errors")):
            said = f"{values.first(error, 'type')}: {values.first(error, 'message')}"
            return f"a refusal ({plain.collapse(said)[:200]})"
    return "other JSON"


def _goes_on(data: Mapping[str, Any]) -> bool:
    meta = data.get("meta")
    pages = meta.get("pagination") if isinstance(meta, Mapping) else None
    return isinstance(pages, Mapping) and values.number(pages.get("next")) > 0


def _keys(posts: list[Mapping[str, Any]]) -> Iterator[str]:
    return filter(None, (values.first(p, "id") for p in posts))


def _is_public(post: Mapping[str, Any]) -> bool:
    """Whether all may read all of it: members' posts come without their text."""
    return values.first(post, "visibility") in ("", "public")


def _entry(post: Mapping[str, Any], document: Document) -> RawEntry:
    url = values.first(post, "url")
    canonical = values.first(post, "canonical_url")
    base = markup.base(url, document.url)
    body = shallow(values.first(post, "html"))
    section, *tags = _tags(post) or ("",)
    summary = plain.collapse(values.first(post, "custom_excerpt"))
    return RawEntry(
        key=values.first(post, "id"),
        url=url,
        also=(canonical,) if canonical not in ("", url) else (),
        base=base,
        title=plain.collapse(values.first(post, "title")),
        body=body,
        summary=truncation.summary(summary, body),
        published=values.first(post, "published_at"),
        updated=values.first(post, "updated_at"),
        authors=_authors(post),
        section=section,
        tags=tuple(tags),
        language=values.first(post, "locale"),
        images=tuple(_images(post)),
        enclosures=cms.recordings(body, base),
        full=truncation.is_full(body),
    )


def _tags(post: Mapping[str, Any]) -> tuple[str, ...]:
    """The primary tag, which is the section, and the others; none that is internal."""
    tags = (*values.tables(post.get("primary_tag")), *values.tables(post.get("tags")))
    return markup.distinct(
        values.first(tag, "name")
        for tag in tags
        if values.first(tag, "visibility") in ("", "public")
        and not values.first(tag, "name").startswith("#")
    )


def _authors(post: Mapping[str, Any]) -> tuple[Author, ...]:
    people = post.get("authors") or post.get("primary_author")
    return markup.distinct_people(
        cms.person(
            values.first(a, "name"),
            values.first(a, "url", "website"),
            values.first(a, "profile_image"),
        )
        for a in values.tables(people)
    )


def _images(post: Mapping[str, Any]) -> Iterator[Image]:
    url = values.first(post, "feature_image")
    if url:
        yield Image(
            url=url,
            alt=plain.collapse(values.first(post, "feature_image_alt")),
            caption=markup.to_line(values.first(post, "feature_image_caption")),
        )
