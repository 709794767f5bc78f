"""Posts of WordPress's REST API to entries (developer.wordpress.org/rest-api)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from syndicator import text as plain
from syndicator import urls
from syndicator.model import Author, Found, Image, Listed, RawEntry, Source
from syndicator.parse import cms, markup, truncation, values
from syndicator.parse.decode import expected
from syndicator.parse.depth import shallow
from syndicator.ports import Document

_WANTED = "WordPress's list of posts"
_PAGE = 100  # what is asked for at a time: fewer, and there are no more
_NEVER = re.compile(r"0000-|-0001|$")  # what MySQL and PHP write for no date at all
_AUTOMATIC = re.compile(r"\[\s*(?:…|\.{3})\s*\]\s*$")
_MORE = re.compile(r"\s*(?:…|\.{3}).{0,80}$")
# What the category of posts without one is called as it comes, in many languages.
_NO_CATEGORY = re.compile(
    r"(?:un|non|sin|sem|senza|geen|bez|ikke|ej|ei)[-_]?(?:cat|kat|class)|allgemein$"
    r"|okategori|luokittelematon",
    re.IGNORECASE,
)


def found(document: Document, source: Source, part: str) -> Found:
    """What an answer holds, by the part that was asked for (walk/wordpress.py).

    ParseError where it is no list of posts.
    """
    posts = _posts(document)
    shown = [p for p in posts if _is_shown(p)]
    ids = tuple(filter(None, (values.word(p.get("id")) for p in shown)))
    if part == "ids":
        return Found(listed=ids)
    if part == "newest":
        return Found(documents=tuple(Listed(url=id) for id in ids))
    hidden = (values.word(p.get("id")) for p in posts if not _is_shown(p))
    changes = [_changed(p) for p in posts]
    return Found(
        entries=tuple(_entry(p, document) for p in shown),
        gone=tuple(filter(None, hidden)),
        next=_next(document, posts, part),
        cursor=max(changes, default=""),
    )


def _posts(document: Document) -> list[Mapping[str, Any]]:
    data = cms.load(document, _WANTED)
    if isinstance(data, list) and all(isinstance(p, Mapping) for p in data):
        return data
    raise expected(document, _WANTED, _described(data))


def _described(data: Any) -> str:
    """What JSON is that is no list of posts."""
    if not isinstance(data, Mapping):
        return "other JSON"
    code, said = values.first(data, "code"), values.first(data, "message")
    if code == "rest_no_route":
        return "an API without posts (rest_no_route)"
    if code:
        line = markup.to_line(said)[:200]
        return f"a refusal ({code}: {line})"
    return "the index of an API" if "namespaces" in data else "other JSON"


def _is_shown(post: Mapping[str, Any]) -> bool:
    """Whether all may read it: neither a draft nor behind a password."""
    content = post.get("content")
    protected = isinstance(content, Mapping) and content.get("protected") is True
    return not protected and values.word(post.get("status")) in ("", "publish")


def _next(document: Document, posts: list[Mapping[str, Any]], part: str) -> str:
    """Where the list goes on, if it does: by the last post's own date."""
    if not posts or not (document.next or len(posts) >= _PAGE):
        return ""
    return values.first(posts[-1], "date") if part == "past" else _changed(posts[-1])


def _changed(post: Mapping[str, Any]) -> str:
    return _instant(post, "modified")


def _instant(post: Mapping[str, Any], name: str) -> str:
    """In UTC where that is told, else on the site's own clock; "" for no date."""
    for field, zone in ((f"{name}_gmt", "Z"), (name, "")):
        said = values.first(post, field)
        if not _NEVER.match(said):
            return said.removesuffix("Z") + zone
    return ""


def _entry(post: Mapping[str, Any], document: Document) -> RawEntry:
    url = values.first(post, "link")
    base = markup.base(url, document.url)
    body = shallow(_rendered(post, "content"))
    section, tags = _subjects(post)
    guid = _rendered(post, "guid")
    return RawEntry(
        key=values.word(post.get("id")),
        url=url,
        also=(guid,) if urls.is_web(guid) else (),
        base=base,
        title=markup.to_line(_rendered(post, "title")),
        body=body,
        summary=_summary(markup.to_line(_rendered(post, "excerpt")), body),
        published=_instant(post, "date"),
        updated=_changed(post),
        authors=_authors(post),
        section=section,
        tags=tags,
        language=values.first(post, "lang"),  # as Polylang tells it
        images=tuple(_images(post)),
        enclosures=cms.recordings(body, base),
        full=truncation.is_full(body),
    )


def _rendered(holder: Mapping[str, Any], name: str) -> str:
    """A text as it is shown, in HTML."""
    said = holder.get(name)
    return values.first(said, "rendered") if isinstance(said, Mapping) else ""


def _summary(excerpt: str, body: str) -> str:
    """An excerpt somebody wrote; "" for one that is the first words of the body."""
    if _AUTOMATIC.search(excerpt):
        return ""
    first = plain.fold(_MORE.sub("", excerpt))
    return "" if plain.fold(markup.to_line(body)).startswith(first) else excerpt


def _embedded(post: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """What came along, but errors: for what may not be seen there is one instead."""
    along = post.get("_embedded")
    if isinstance(along, Mapping):
        yield from (e for e in values.tables(along.get(name)) if "code" not in e)


def _authors(post: Mapping[str, Any]) -> tuple[Author, ...]:
    return markup.distinct_people(
        cms.person(
            markup.to_line(values.first(a, "name")),
            values.first(a, "link", "url"),
            _avatar(a.get("avatar_urls")),
        )
        for a in _embedded(post, "author")
    )


def _avatar(sizes: Any) -> str:
    """The largest; its address is written as for an attribute."""
    if not isinstance(sizes, Mapping):
        return ""
    largest = max(sizes, key=values.number, default="")
    return markup.to_line(values.first(sizes, largest))


def _subjects(post: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The section, which is the first category, and all other subjects."""
    terms = [t for group in _groups(post) for t in values.tables(group)]
    named = {
        kind: markup.distinct(
            markup.to_line(values.first(t, "name"))
            for t in terms
            if t.get("taxonomy") == kind and not _is_none(t)
        )
        for kind in ("category", "post_tag")
    }
    section, *more = named["category"] or ("",)
    return section, markup.distinct((*more, *named["post_tag"]))


def _groups(post: Mapping[str, Any]) -> list[Any]:
    along = post.get("_embedded")
    return values.items(along.get("wp:term")) if isinstance(along, Mapping) else []


def _is_none(term: Mapping[str, Any]) -> bool:
    """Whether it is the category of what has none."""
    return bool(_NO_CATEGORY.match(values.first(term, "slug")))


def _images(post: Mapping[str, Any]) -> Iterator[Image]:
    for media in _embedded(post, "wp:featuredmedia"):
        url = values.first(media, "source_url")
        size = media.get("media_details")
        size = size if isinstance(size, Mapping) else {}
        if url and values.first(media, "media_type") in ("", "image"):
            yield Image(
                url=url,
                alt=markup.to_line(values.first(media, "alt_text")),
                caption=markup.to_line(_rendered(media, "caption")),
                width=values.number(size.get("width")),
                height=values.number(size.get("height")),
            )
