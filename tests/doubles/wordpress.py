"""A WordPress site on the loopback: home page, articles, feed and REST API.

The API as documented at developer.wordpress.org/rest-api: what it refuses, how it pages,
which clock its dates are on. `version` and `permalinks` make it an older or plainer one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape, unescape
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from cms import Asked, Clock, Refusals, as_html, as_json, conditional, words
from servers import Answer, Request

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_LOCAL = "%Y-%m-%dT%H:%M:%S"
_ORDERS = {"date", "id", "modified", "title", "slug"}
_FEED_ITEMS = 10


@dataclass(slots=True)
class Media:
    """A picture of the media library."""

    name: str
    alt: str = ""
    caption: str = ""  # HTML
    width: int = 1200
    height: int = 800


@dataclass(slots=True)
class Term:
    """A category or a tag; number 1 is the category of what has none."""

    id: int
    name: str
    slug: str


@dataclass(slots=True)
class Post:
    """An article in any state; dates are instants."""

    id: int
    title: str  # as displayed: with entities, perhaps with tags
    body: str
    slug: str
    date: datetime
    modified: datetime
    excerpt: str = ""  # one written by hand
    status: str = "publish"
    author: int = 1
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    media: Media | None = None
    password: str = ""
    sticky: bool = False
    former_slugs: list[str] = field(default_factory=list)


class WordPress:
    """`add`, `edit`, `trash`, … as an editor would; `answers` is for servers.Server.

    `path` is where it is installed ("/blog"); `closed` is the login wall that plugins
    put up before the API; `gmt` False leaves `date_gmt` as imports may: all zeros.
    """

    def __init__(
        self,
        *,
        path: str = "",
        zone: str = "UTC",
        version: tuple[int, int] = (6, 8),
        permalinks: bool = True,
    ) -> None:
        self.path = path
        self.zone = ZoneInfo(zone)
        self.version = version
        self.permalinks = permalinks
        self.title = "Field & Bench"
        self.clock = Clock()
        self.refusals = Refusals()
        self.closed = False
        self.gmt = True
        self.posts: dict[int, Post] = {}
        self.authors = {1: "Ada Moreau", 2: "Jo Okafor"}

    # ---------------------------------------------------------------- what editors do

    def add(self, title: str, **said: Any) -> int:
        """Publish an article now, an hour after the last; its id."""
        number = max(self.posts, default=10) + 1
        now = self.clock.later(hours=1)
        said = {"body": words(number), "date": now, "modified": now} | said
        slug = said.pop("slug", "") or _slug(title)
        self.posts[number] = Post(id=number, title=title, slug=slug, **said)
        return number

    def fill(self, count: int) -> list[int]:
        """So many articles, an hour apart."""
        return [self.add(f"Sample {len(self.posts) + 1}") for _ in range(count)]

    def edit(self, number: int, **said: Any) -> None:
        """Change an article, a minute after whatever was last."""
        self.clock.later(minutes=1)
        self._set(number, modified=self.clock.now, **said)

    def trash(self, number: int) -> None:
        self.edit(number, status="trash")

    def unpublish(self, number: int) -> None:
        self.edit(number, status="draft")

    def publish(self, number: int) -> None:
        self.edit(number, status="publish")

    def delete(self, number: int) -> None:
        """For good."""
        self.clock.later(minutes=1)
        del self.posts[number]

    def rename(self, number: int, slug: str) -> None:
        self.posts[number].former_slugs.append(self.posts[number].slug)
        self.edit(number, slug=slug)

    def schedule(self, title: str, *, hours: int) -> int:
        """Write an article now that is to appear in some hours."""
        at = self.clock.now + timedelta(hours=hours + 1)
        return self.add(title, status="future", date=at)

    def cron(self) -> None:
        """Publish what is due. That is no edit: `modified` stays (wp_publish_post)."""
        for post in self.posts.values():
            if post.status == "future" and post.date <= self.clock.now:
                post.status = "publish"

    def _set(self, number: int, **said: Any) -> None:
        for name, value in said.items():
            setattr(self.posts[number], name, value)

    # ---------------------------------------------------------------- what it answers

    def public(self) -> list[Post]:
        return [p for p in self.posts.values() if p.status == "publish"]

    def answers(self, request: Request) -> Answer:
        asked = Asked.of(request)
        if not asked.path.startswith(f"{self.path}/"):
            return 404, {}, b""
        path = asked.path.removeprefix(self.path)
        route = self._route(path, asked)
        if route is not None:
            return self.refusals.next() or self._api(route, asked)
        if path in ("/feed/", "/") and (path == "/feed/" or "feed" in asked.query):
            return self._feed(request, asked)
        return self._page(path, asked)

    def _route(self, path: str, asked: Asked) -> str | None:
        """The route of the API that is asked for, None for all else."""
        if "rest_route" in asked.query:
            return asked.query["rest_route"]
        if self.permalinks and path.startswith("/wp-json"):
            return path.removeprefix("/wp-json") or "/"
        return None

    def _home(self, asked: Asked) -> str:
        return f"{asked.base}{self.path}"

    def _rest(self, asked: Asked, route: str) -> str:
        if self.permalinks:
            return f"{self._home(asked)}/wp-json{route}"
        return f"{self._home(asked)}/index.php?rest_route={route}"

    def _link(self, asked: Asked, post: Post) -> str:
        if not self.permalinks:
            return f"{self._home(asked)}/?p={post.id}"
        local = post.date.astimezone(self.zone)
        return f"{self._home(asked)}/{local:%Y/%m}/{post.slug}/"

    # ---------------------------------------------------------------- pages

    def _page(self, path: str, asked: Asked) -> Answer:
        api = {"Link": f'<{self._rest(asked, "/")}>; rel="https://api.w.org/"'}
        if path == "/" and "p" not in asked.query:
            return as_html(self._front(asked), api)
        for post in self.public():
            if asked.query.get("p") == str(post.id) or path == self._place(
                post.slug, post
            ):
                return as_html(self._article(asked, post), api)
            if any(path == self._place(old, post) for old in post.former_slugs):
                return 301, {"Location": self._link(asked, post)}, b""
        return 404, api, b"<!DOCTYPE html><title>Page not found</title>"

    def _place(self, slug: str, post: Post) -> str:
        local = post.date.astimezone(self.zone)
        return f"/{local:%Y/%m}/{slug}/" if self.permalinks else ""

    def _front(self, asked: Asked) -> str:
        major, minor = self.version
        newest = sorted(self.public(), key=lambda p: p.date, reverse=True)[:_FEED_ITEMS]
        links = "".join(
            f'<h2><a href="{self._link(asked, p)}">{p.title}</a></h2>' for p in newest
        )
        return f"""<html lang="en-US"><head><meta charset="UTF-8">
<title>{escape(self.title)}</title>
<link rel="alternate" type="application/rss+xml" title="{escape(self.title)} Feed"
 href="{self._home(asked)}/feed/">
<link rel="https://api.w.org/" href="{self._rest(asked, "/")}">
<meta name="generator" content="WordPress {major}.{minor}"></head>
<body><main>{links}</main></body></html>"""

    def _article(self, asked: Asked, post: Post) -> str:
        return f"""<html lang="en-US"><head><meta charset="UTF-8"><title>{post.title}</title>
<link rel="canonical" href="{self._link(asked, post)}">
<meta property="article:published_time" content="{post.date.isoformat()}"></head>
<body><article><h1>{post.title}</h1><div class="entry-content">{post.body}</div>
</article></body></html>"""

    # ---------------------------------------------------------------- the feed

    def _feed(self, request: Request, asked: Asked) -> Answer:
        shown = sorted(self.public(), key=lambda p: p.date, reverse=True)
        items = "".join(self._item(asked, p) for p in shown[:_FEED_ITEMS])
        body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>{escape(self.title)}</title><link>{self._home(asked)}</link><description/>
<language>en-US</language>{items}</channel></rss>""".encode()
        changed = max((p.modified for p in shown), default=self.clock.now)
        answer = (200, {"Content-Type": "application/rss+xml; charset=UTF-8"}, body)
        return conditional(request, answer, changed)

    def _item(self, asked: Asked, post: Post) -> str:
        terms = "".join(
            f"<category><![CDATA[{t}]]></category>" for t in post.categories
        )
        title = escape(unescape(re.sub(r"<[^>]+>", "", post.title)))
        return f"""<item><title>{title}</title>
<link>{self._link(asked, post)}</link>
<dc:creator><![CDATA[{self.authors[post.author]}]]></dc:creator>
<pubDate>{format_datetime(post.date)}</pubDate>{terms}
<guid isPermaLink="false">{self._home(asked)}/?p={post.id}</guid>
<content:encoded><![CDATA[{post.body}]]></content:encoded></item>"""

    # ---------------------------------------------------------------- the API

    def _api(self, route: str, asked: Asked) -> Answer:
        if self.closed:
            return _refused(
                401, "rest_not_logged_in", "You are not currently logged in."
            )
        if route == "/":
            return self._index(asked)
        if route.rstrip("/") != "/wp/v2/posts":
            return _refused(
                404, "rest_no_route", "No route was found matching the URL."
            )
        wrong = self._invalid(asked.query)
        if wrong:
            words = f"Invalid parameter(s): {', '.join(wrong)}"
            return _refused(400, "rest_invalid_param", words, params=wrong)
        return self._posts(asked)

    def _index(self, asked: Asked) -> Answer:
        return as_json(
            200,
            {
                "name": self.title,
                "description": "",
                "url": self._home(asked),
                "home": self._home(asked),
                "gmt_offset": str(_offset(self.zone, self.clock.now)),
                "timezone_string": self.zone.key,
                "namespaces": ["oembed/1.0", "wp/v2"],
                "authentication": {},
                "routes": {"/wp/v2/posts": {"namespace": "wp/v2", "methods": ["GET"]}},
            },
        )

    def _invalid(self, query: Mapping[str, str]) -> dict[str, str]:
        """What is wrong with each parameter that is."""
        wrong = {}
        if not 1 <= _number(query.get("per_page", "10")) <= 100:
            wrong["per_page"] = (
                "per_page must be between 1 (inclusive) and 100 (inclusive)"
            )
        if _number(query.get("page", "1")) < 1:
            wrong["page"] = "page must be greater than or equal to 1"
        if query.get("orderby", "date") not in _ORDERS:
            wrong["orderby"] = "orderby is not one of author, date, id, modified, …"
        for name in self._instants():
            if name in query and self._local(query[name]) is None:
                wrong[name] = "Invalid date."
        return wrong

    def _instants(self) -> tuple[str, ...]:
        known = ("after", "before")
        return (*known, "modified_after") if self.version >= (5, 7) else known

    def _local(self, said: str) -> datetime | None:
        """A date of the query on the site's own clock, which its columns are on.

        With a zone it is converted, without one it is taken to be local already
        (WP_Date_Query::build_mysql_datetime); before 5.3 it became UTC instead.
        """
        try:
            at = datetime.fromisoformat(said)
        except ValueError:
            return None
        if at.tzinfo is None or "T" not in said:
            return at if "T" in said else None
        zone = self.zone if self.version >= (5, 3) else UTC
        return at.astimezone(zone).replace(tzinfo=None)

    def _on_site(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)

    def _posts(self, asked: Asked) -> Answer:
        found = self._found(asked.query)
        size = _number(asked.query.get("per_page", "10"))
        page = _number(asked.query.get("page", "1"))
        pages = -(-len(found) // size)
        if found and page > pages:
            words = "The page number requested is larger than the number of pages available."
            return _refused(400, "rest_post_invalid_page_number", words)
        start = _number(asked.query.get("offset", "0")) or (page - 1) * size
        shown = [self._post(asked, p) for p in found[start : start + size]]
        headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
        return as_json(200, shown, headers | self._links(asked, page, pages))

    def _links(self, asked: Asked, page: int, pages: int) -> dict[str, str]:
        rels = {"prev": page - 1} if page > 1 else {}
        rels |= {"next": page + 1} if page < pages else {}
        route = self._rest(asked, "/wp/v2/posts")
        own = {k: v for k, v in asked.query.items() if k != "rest_route"}
        mark = "&" if "?" in route else "?"
        named = [
            f'<{route}{mark}{urlencode(own | {"page": n}, quote_via=quote)}>; rel="{rel}"'
            for rel, n in rels.items()
        ]
        api = f'<{self._rest(asked, "/")}>; rel="https://api.w.org/"'
        return {"Link": ", ".join([api, *named])}

    def _found(self, query: Mapping[str, str]) -> list[Post]:
        found = self.public()
        if "include" in query:
            wanted = {_number(n) for n in query["include"].split(",")}
            found = [p for p in found if p.id in wanted]
        for name in self._instants():
            if name in query:
                bound = self._local(query[name])
                assert bound is not None
                found = [p for p in found if self._within(p, name, bound)]
        column = query.get("orderby", "date")
        return sorted(
            found,
            key=lambda p: (getattr(p, column), p.id),
            reverse=query.get("order", "desc") == "desc",
        )

    def _within(self, post: Post, name: str, bound: datetime) -> bool:
        if name == "before":
            return self._on_site(post.date) < bound
        at = post.modified if name == "modified_after" else post.date
        return self._on_site(at) > bound

    def _post(self, asked: Asked, post: Post) -> dict[str, Any]:
        """A post as its `_fields` ask for it; what is embedded needs `_links` there."""
        whole = self._whole(asked, post)
        if "_embed" in asked.query:
            whole["_embedded"] = self._embedded(asked, post)
        wanted = asked.query.get("_fields", "")
        if not wanted:
            return whole
        names = [name.strip().split(".") for name in wanted.split(",")]
        kept = _picked(whole, names)
        if "_links" not in kept:
            kept.pop("_embedded", None)
        elif "_embedded" in whole:
            kept["_embedded"] = whole["_embedded"]
        return kept

    def _whole(self, asked: Asked, post: Post) -> dict[str, Any]:
        hidden = bool(post.password)
        never = "0000-00-00T00:00:00"
        return {
            "id": post.id,
            "date": self._on_site(post.date).strftime(_LOCAL),
            "date_gmt": f"{post.date:{_LOCAL}}" if self.gmt else never,
            "guid": {"rendered": f"{self._home(asked)}/?p={post.id}"},
            "modified": self._on_site(post.modified).strftime(_LOCAL),
            "modified_gmt": f"{post.modified:{_LOCAL}}" if self.gmt else never,
            "slug": post.slug,
            "status": post.status,
            "type": "post",
            "link": self._link(asked, post),
            "title": {"rendered": f"Protected: {post.title}" if hidden else post.title},
            "content": {"rendered": "" if hidden else post.body, "protected": hidden},
            "excerpt": {
                "rendered": "" if hidden else _excerpt(post),
                "protected": hidden,
            },
            "author": post.author,
            "featured_media": 7000 + post.id if post.media else 0,
            "comment_status": "closed",
            "sticky": post.sticky,
            "format": "standard",
            "meta": {"footnotes": ""},
            "categories": [t.id for t in _terms(post.categories or ("Uncategorized",))],
            "tags": [t.id for t in _terms(post.tags)],
            "_links": {
                "author": [{"embeddable": True, "href": self._rest(asked, "/")}]
            },
        }

    def _embedded(self, asked: Asked, post: Post) -> dict[str, Any]:
        kinds = {
            "category": _terms(post.categories or ("Uncategorized",)),
            "post_tag": _terms(post.tags),
        }
        found = {
            "author": [self._author(asked, post.author)],
            "wp:term": [
                [
                    {"id": t.id, "name": t.name, "slug": t.slug, "taxonomy": kind}
                    for t in terms
                ]
                for kind, terms in kinds.items()
            ],
        }
        if post.media:
            found["wp:featuredmedia"] = [self._media(asked, post.media)]
        return found

    def _author(self, asked: Asked, number: int) -> dict[str, Any]:
        name = self.authors.get(number)
        if name is None:
            return {
                "code": "rest_user_invalid_id",
                "message": "",
                "data": {"status": 404},
            }
        slug = _slug(name)
        return {
            "id": number,
            "name": name,
            "url": "",
            "description": "",
            "link": f"{self._home(asked)}/author/{slug}/",
            "slug": slug,
            "avatar_urls": {
                str(size): f"https://avatars.example/{slug}?s={size}&amp;d=mm&amp;r=g"
                for size in (24, 48, 96)
            },
        }

    def _media(self, asked: Asked, media: Media) -> dict[str, Any]:
        place = f"{self._home(asked)}/wp-content/uploads/2026/05/{media.name}"
        small = place.replace(".jpg", "-300x200.jpg")
        size = {
            "width": 300,
            "height": 200,
            "mime_type": "image/jpeg",
            "source_url": small,
        }
        full = {"width": media.width, "height": media.height, "source_url": place}
        return {
            "id": 7001,
            "media_type": "image",
            "mime_type": "image/jpeg",
            "alt_text": media.alt,
            "caption": {"rendered": media.caption},
            "media_details": {
                "width": media.width,
                "height": media.height,
                "filesize": 123456,
                "sizes": {"medium": size, "full": full},
            },
            "source_url": place,
        }


def _refused(status: int, code: str, message: str, **more: Any) -> Answer:
    data = {"status": status, **more}
    return as_json(status, {"code": code, "message": message, "data": data})


def _excerpt(post: Post) -> str:
    """The one written by hand, else the first words, which end in "[…]"."""
    if post.excerpt:
        return f"<p>{post.excerpt}</p>\n"
    plain = re.sub(r"<[^>]+>", " ", post.body).split()
    more = " [&hellip;]" if len(plain) > 55 else ""
    return f"<p>{' '.join(plain[:55])}{more}</p>\n"


def _terms(names: tuple[str, ...]) -> list[Term]:
    return [
        Term(1 if n == "Uncategorized" else 100 + sum(map(ord, n)), n, _slug(n))
        for n in names
    ]


def _picked(whole: Any, names: list[list[str]]) -> Any:
    """The fields that are asked for, those inside others too ("content.protected")."""
    kept = {}
    for name in dict.fromkeys(n[0] for n in names if n[0] in whole):
        inner = [n[1:] for n in names if n[0] == name]
        kept[name] = whole[name] if [] in inner else _picked(whole[name], inner)
    return kept


def _slug(title: str) -> str:
    plain = re.sub(r"&[#\w]+;|<[^>]+>", "", title).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _number(said: str) -> int:
    return int(said) if re.fullmatch(r"-?\d+", said) else -1


def _offset(zone: ZoneInfo, at: datetime) -> float:
    return (zone.utcoffset(at) or timedelta()).total_seconds() / 3600
