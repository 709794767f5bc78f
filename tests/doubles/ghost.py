"""A Ghost site on the loopback: home page, articles, feed and Content API.

The API as documented at docs.ghost.org/content-api, of Ghost 6: at most 100 a page, the
key in the query, members' posts listed without their text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from cms import Asked, Clock, Refusals, as_html, as_json, conditional, words
from servers import Answer, Request

_MOST = 100
_SPLIT = re.compile(r"\+(?![^\[]*\])")  # NQL's "and"
_TERM = re.compile(r"(\w+):(>=|<=|>|<|-)?(?:'([^']*)'|\[([^\]]*)\]|([^'\[\]<>]+))$")
_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "": lambda a, b: a == b,
    "-": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}


class Unreadable(ValueError):
    """A filter that is no NQL."""


@dataclass(slots=True)
class Post:
    """An article in any state; dates are instants."""

    id: str
    title: str
    html: str
    slug: str
    published_at: datetime
    updated_at: datetime
    status: str = "published"
    visibility: str = "public"
    custom_excerpt: str | None = None
    authors: tuple[str, ...] = ("Ada Moreau",)
    tags: tuple[str, ...] = ()  # "#name" is an internal one
    feature_image: str | None = None
    feature_image_alt: str | None = None
    feature_image_caption: str | None = None
    canonical_url: str | None = None


class Ghost:
    """`add`, `edit`, … as an editor would; `answers` is for servers.Server.

    `path` is where it is installed ("/blog").
    """

    def __init__(
        self, *, key: str = "22444f78447824223cefc48062", path: str = ""
    ) -> None:
        self.key = key
        self.path = path
        self.title = "Bench & Field"
        self.clock = Clock()
        self.refusals = Refusals()
        self.posts: dict[str, Post] = {}

    # ---------------------------------------------------------------- what editors do

    def add(self, title: str, **said: Any) -> str:
        """Publish an article now, an hour after the last; its id."""
        number = len(self.posts) + 1
        now = self.clock.later(hours=1)
        dates = {"published_at": now, "updated_at": now}
        said = {"html": words(number), "slug": _slug(title)} | dates | said
        id = f"5ddc9141c35e7700383b{number:04x}"
        self.posts[id] = Post(id=id, title=title, **said)
        return id

    def fill(self, count: int) -> list[str]:
        """So many articles, an hour apart."""
        return [self.add(f"Sample {len(self.posts) + 1}") for _ in range(count)]

    def edit(self, id: str, **said: Any) -> None:
        """Change an article, a minute after whatever was last."""
        said["updated_at"] = self.clock.later(minutes=1)
        for name, value in said.items():
            setattr(self.posts[id], name, value)

    def unpublish(self, id: str) -> None:
        self.edit(id, status="draft")

    def publish(self, id: str) -> None:
        self.edit(id, status="published")

    def delete(self, id: str) -> None:
        """For good; ids are never used again."""
        self.edit(id, status="deleted")

    # ---------------------------------------------------------------- what it answers

    def public(self) -> list[Post]:
        return [p for p in self.posts.values() if p.status == "published"]

    def answers(self, request: Request) -> Answer:
        asked = Asked.of(request)
        if not asked.path.startswith(f"{self.path}/"):
            return 404, {}, b""
        path = asked.path.removeprefix(self.path)
        if path.startswith("/ghost/api/"):
            api = self.refusals.next() or self._api(path, asked)
            return conditional(request, api, self.clock.now) if api[0] == 200 else api
        if path == "/rss/":
            return conditional(request, self._feed(asked), self.clock.now)
        return self._page(path, asked)

    def _home(self, asked: Asked) -> str:
        return f"{asked.base}{self.path}"

    def _link(self, asked: Asked, post: Post) -> str:
        return f"{self._home(asked)}/{post.slug}/"

    # ---------------------------------------------------------------- pages, the feed

    def _page(self, path: str, asked: Asked) -> Answer:
        if path == "/":
            return as_html(self._front(asked))
        for post in self.public():
            if path == f"/{post.slug}/":
                return as_html(
                    f"""<html lang="en"><head><title>{escape(post.title)}</title>
<meta name="generator" content="Ghost 6.0">
<meta property="article:published_time" content="{_iso(post.published_at)}"></head>
<body><article><h1>{escape(post.title)}</h1>
<section class="gh-content">{_shown(post)}</section></article></body></html>"""
                )
        return 404, {}, b"<!DOCTYPE html><title>404</title>"

    def _front(self, asked: Asked) -> str:
        links = "".join(
            f'<h2><a href="{self._link(asked, p)}">{escape(p.title)}</a></h2>'
            for p in _newest(self.public())[:15]
        )
        return f"""<html lang="en"><head><title>{escape(self.title)}</title>
<meta name="generator" content="Ghost 6.0">
<link rel="alternate" type="application/rss+xml" href="{self._home(asked)}/rss/">
</head><body><main>{links}</main></body></html>"""

    def _feed(self, asked: Asked) -> Answer:
        items = "".join(
            f"""<item><title><![CDATA[{p.title}]]></title>
<link>{self._link(asked, p)}</link><guid isPermaLink="false">{p.id}</guid>
<pubDate>{format_datetime(p.published_at, usegmt=True)}</pubDate>
<content:encoded><![CDATA[{_shown(p)}]]></content:encoded></item>"""
            for p in _newest(self.public())[:15]
        )
        body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title><![CDATA[{self.title}]]></title><link>{self._home(asked)}/</link>
<description/>{items}</channel></rss>"""
        kind = {"Content-Type": "application/rss+xml; charset=utf-8"}
        return 200, kind, body.encode()

    # ---------------------------------------------------------------- the API

    def _api(self, path: str, asked: Asked) -> Answer:
        if "key" not in asked.query:
            words = "Authorization failed"
            return _refused(403, "NoPermissionError", words, None)
        if asked.query["key"] != self.key:
            code = "UNKNOWN_CONTENT_API_KEY"
            return _refused(401, "UnauthorizedError", "Unknown Content API Key", code)
        if path == "/ghost/api/content/settings/":
            url = f"{self._home(asked)}/"
            said = {
                "title": self.title,
                "lang": "en",
                "timezone": "Etc/UTC",
                "url": url,
            }
            return as_json(200, {"settings": said, "meta": {}})
        if path != "/ghost/api/content/posts/":
            return _refused(404, "NotFoundError", "Resource not found", None)
        try:
            return self._posts(asked)
        except Unreadable as error:
            return _refused(400, "BadRequestError", str(error), None)

    def _posts(self, asked: Asked) -> Answer:
        query = asked.query
        found = _filtered(self.public(), query.get("filter", ""))
        for part in reversed(query.get("order", "published_at desc").split(",")):
            column, _, way = part.strip().partition(" ")
            found.sort(key=lambda p: getattr(p, column), reverse=way.lower() == "desc")
        limit = query.get("limit", "15")
        size = _MOST if limit == "all" else min(int(limit), _MOST)
        page = int(query.get("page", "1"))
        pages = max(1, -(-len(found) // size))
        shown = found[(page - 1) * size : page * size]
        pagination = {
            "page": page,
            "limit": size,
            "pages": pages,
            "total": len(found),
            "next": page + 1 if page < pages else None,
            "prev": page - 1 if page > 1 else None,
        }
        posts = [self._post(asked, p) for p in shown]
        return as_json(200, {"posts": posts, "meta": {"pagination": pagination}})

    def _post(self, asked: Asked, post: Post) -> dict[str, Any]:
        whole = self._whole(asked, post)
        included = query_list(asked.query, "include")
        if "authors" in included:
            whole["authors"] = [self._author(asked, name) for name in post.authors]
            whole["primary_author"] = next(iter(whole["authors"]), None)
        if "tags" in included:
            whole["tags"] = [self._tag(asked, name) for name in post.tags]
            first = whole["tags"][0] if whole["tags"] else None
            public = first and first["visibility"] == "public"
            whole["primary_tag"] = first if public else None
        wanted = query_list(asked.query, "fields")
        return {
            k: v for k, v in whole.items() if not wanted or k in (*wanted, *included)
        }

    def _whole(self, asked: Asked, post: Post) -> dict[str, Any]:
        text = re.sub(r"<[^>]+>", "", post.html)
        return {
            "id": post.id,
            "uuid": f"a5aa9bd8-ea31-415c-b452-{post.id[-12:]}",
            "title": post.title,
            "slug": post.slug,
            "html": _shown(post),
            "comment_id": post.id,
            "feature_image": post.feature_image,
            "featured": False,
            "visibility": post.visibility,
            "created_at": _iso(post.published_at),
            "updated_at": _iso(post.updated_at),
            "published_at": _iso(post.published_at),
            "custom_excerpt": post.custom_excerpt,
            "codeinjection_head": None,
            "canonical_url": post.canonical_url,
            "url": self._link(asked, post),
            "excerpt": post.custom_excerpt or text[:500],
            "reading_time": 1,
            "access": post.visibility == "public",
            "feature_image_alt": post.feature_image_alt,
            "feature_image_caption": post.feature_image_caption,
        }

    def _author(self, asked: Asked, name: str) -> dict[str, Any]:
        slug = _slug(name)
        return {
            "id": slug,
            "name": name,
            "slug": slug,
            "profile_image": f"{self._home(asked)}/content/images/{slug}.jpg",
            "bio": None,
            "website": None,
            "url": f"{self._home(asked)}/author/{slug}/",
        }

    def _tag(self, asked: Asked, name: str) -> dict[str, Any]:
        slug = f"hash-{name[1:]}" if name.startswith("#") else _slug(name)
        kind = "internal" if name.startswith("#") else "public"
        url = f"{self._home(asked)}/tag/{slug}/"
        return {"id": slug, "name": name, "slug": slug, "visibility": kind, "url": url}


def query_list(query: Mapping[str, str], name: str) -> list[str]:
    return [each for each in query.get(name, "").split(",") if each]


def _filtered(posts: list[Post], said: str) -> list[Post]:
    """What an NQL filter lets through: terms joined by "+"."""
    for term in _SPLIT.split(said) if said else []:
        read = _TERM.match(term)
        if not read:
            raise Unreadable("Error parsing filter")
        name, sign, quoted, listed, bare = read.groups()
        if listed is not None:
            wanted = [each.strip(" '") for each in listed.split(",")]
            posts = [p for p in posts if _stored(p, name) in wanted]
            continue
        value = bare if quoted is None else quoted
        compare = _COMPARE[sign or ""]
        posts = [p for p in posts if compare(_stored(p, name), value)]
    return list(posts)


def _stored(post: Post, name: str) -> str:
    """A column as SQLite keeps it, where dates are text and are compared as that."""
    value = getattr(post, name)
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value


def _refused(status: int, kind: str, message: str, code: str | None) -> Answer:
    error = {"message": message, "context": None, "type": kind, "code": code}
    return as_json(status, {"errors": [error]})


def _shown(post: Post) -> str:
    """All of a public post; of others what stands above the paywall."""
    return post.html if post.visibility == "public" else post.html.split("\n")[0]


def _newest(posts: list[Post]) -> list[Post]:
    return sorted(posts, key=lambda p: p.published_at, reverse=True)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
