"""A magazine on the web without a feed: a home page, a paged list, sitemaps, articles.

    magazine = Magazine(now)
    for n in range(25): magazine.add(f"Story {n}")
    with Server(magazine.answers) as server:
        …  # server.url + "/articles/", server.url + "/sitemap_index.xml"
        magazine.edit("story-3"); magazine.delete("story-4", 410); magazine.throttle(2)

Every answer has an ETag and keeps to it. What is built how follows from the articles and
the settings alone.
"""

import gzip
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from typing import Any

from servers import Answer, Request

LASTMODS = ("zone", "utc", "day", "none", "wrong")  # how articles say it, in turn
_ZONE = timedelta(hours=2)
_GIF = b"GIF89a\x20\x03\xc2\x01\0\0\0;"  # 800 × 450

_WHO = (
    "The baker", "A beekeeper", "Her neighbour", "The ferryman", "An old gardener",
    "The glassblower", "A night nurse", "The clockmaker", "His sister", "The postman",
    "A young cooper", "The lighthouse keeper", "An apprentice", "The miller",
)  # fmt: skip
_DID = (
    "weighed", "painted", "repaired", "counted", "described", "carried", "sold",
    "forgot", "polished", "measured", "borrowed", "collected", "rebuilt", "sketched",
)  # fmt: skip
_WHAT = (
    "eleven copper kettles", "a crate of pears", "the broken loom", "forty wax candles",
    "a letter from the coast", "the village bell", "two wooden boats", "a sack of rye",
    "the last photograph", "a jar of quince jam", "several iron gates", "an empty hive",
    "the harbour wall", "a set of maps", "the school piano", "three clay ovens",
)  # fmt: skip
_WHERE = (
    "beside the old mill", "before the first snow", "under the railway bridge",
    "while the river rose", "after the market had closed", "on the upper meadow",
    "in a room without windows", "long past midnight", "at the edge of the forest",
    "behind the chapel", "during the drought of that year", "on the way to the port",
)  # fmt: skip


@dataclass(slots=True)
class Article:
    """One story; `lastmod` is one of LASTMODS."""

    slug: str
    title: str
    published: datetime
    updated: datetime
    section: str = "life"
    lastmod: str = "zone"
    version: int = 1  # of its text
    furniture: int = 1  # of what stands around it
    gone: int = 0  # the status it is answered with since it was deleted

    @property
    def path(self) -> str:
        return f"/articles/{self.slug}"

    def paragraphs(self) -> list[str]:
        return [_paragraph(f"{self.slug} {self.version} {n}") for n in range(6)]


@dataclass(slots=True)
class Magazine:
    """The site; `now` is its clock, which only the test moves."""

    now: datetime = datetime(2026, 6, 1, 12, tzinfo=UTC)
    per_page: int = 10  # of the list
    per_sitemap: int = 20  # addresses in one child
    longest: int = 0  # addresses in all children: the oldest are cut off; 0 is no end
    dated_index: bool = True  # whether the index says when its children last changed
    lastmods: tuple[str, ...] = LASTMODS
    articles: dict[str, Article] = field(default_factory=dict)
    server: Any = None  # that answers for it
    _busy: int = 0
    _retry_after: int = 0

    # ------------------------------------------------------------ what its editors do

    def add(
        self, title: str, *, age_hours: float | None = None, section: str = "life"
    ) -> Article:
        """A new story; without an age each is an hour older than the one before."""
        hours = len(self.articles) if age_hours is None else age_hours
        published = self.now - timedelta(hours=hours)
        article = Article(
            slug=title.lower().replace(" ", "-"),
            title=title,
            published=published,
            updated=published,
            section=section,
            lastmod=self.lastmods[len(self.articles) % len(self.lastmods)],
        )
        self.articles[article.slug] = article
        return article

    def edit(self, slug: str) -> None:
        """New words, and a lastmod that says so."""
        article = self.articles[slug]
        article.version, article.updated = article.version + 1, self.now

    def retouch(self, slug: str) -> None:
        """A soft change: the page's furniture and its lastmod, not the article."""
        article = self.articles[slug]
        article.furniture, article.updated = article.furniture + 1, self.now

    def delete(self, slug: str, status: int = 404) -> None:
        """Answered by 404 or 410 from now on, and listed nowhere."""
        self.articles[slug].gone = status

    def restore(self, slug: str) -> None:
        self.articles[slug].gone = 0

    def throttle(self, requests: int, retry_after: int = 120) -> None:
        """Answer so many of the next requests by 429."""
        self._busy, self._retry_after = requests, retry_after

    def shown(self) -> list[Article]:
        """What is there to be read, newest first."""
        there = (a for a in self.articles.values() if not a.gone)
        return sorted(there, key=lambda a: (a.published, a.slug), reverse=True)

    # ------------------------------------------------------------ what it answers

    def answers(self, request: Request) -> Answer:
        if self._busy and request.path != "/robots.txt":
            self._busy -= 1
            wait = {"Retry-After": str(self._retry_after)}
            return 429, wait, b"Too many requests"
        host = f"http://{request.headers['host']}"
        status, kind, body = self._answer(host, request.path)
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        if status == 200 and request.headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return status, {"Content-Type": kind, "ETag": tag}, body

    def _answer(self, host: str, target: str) -> tuple[int, str, bytes]:
        path, _, query = target.partition("?")
        if path.startswith("/articles/") and len(path) > len("/articles/"):
            return self._article(path.removeprefix("/articles/"))
        if path.startswith("/sitemaps/articles-") and path.endswith(".xml.gz"):
            digits = path.removeprefix("/sitemaps/articles-").removesuffix(".xml.gz")
            return self._child(host, int(digits)) if digits.isdigit() else _NOTHING
        if path.startswith("/pictures/"):
            return 200, "image/gif", _GIF
        if path == "/articles/":
            return self._list(query.removeprefix("page=") or "1")
        pages = {
            "/": self._home,
            "/robots.txt": lambda: self._robots(host),
            "/sitemap_index.xml": lambda: self._index(host),
            "/sitemaps/pages.xml": lambda: self._pages(host),
            "/sitemaps/news.xml": lambda: self._news(host),
            "/about": lambda: _page("About us", "<p>We print what we like.</p>"),
        }
        return pages[path]() if path in pages else _NOTHING

    def _robots(self, host: str) -> tuple[int, str, bytes]:
        lines = (
            "User-agent: *",
            "Disallow: /drafts/",
            f"Sitemap: {host}/sitemap_index.xml",
        )
        return 200, "text/plain", "\n".join(lines).encode()

    def _home(self) -> tuple[int, str, bytes]:
        rows = "".join(
            f'<li><a href="{a.path}">{escape(a.title)}</a></li>'
            for a in self.shown()[:5]
        )
        body = (
            f'<h1>The Kettle</h1><ul class="latest">{rows}</ul>'
            '<p><a href="/articles/">All articles</a></p>'
        )
        return _page("The Kettle", body)

    def _list(self, number: str) -> tuple[int, str, bytes]:
        shown = self.shown()
        page = int(number) if number.isdigit() else 0
        start = (page - 1) * self.per_page
        here = shown[start : start + self.per_page] if page > 0 else []
        if not here:
            return _NOTHING
        older = newer = ""
        if start + self.per_page < len(shown):
            older = f'<a rel="next" href="?page={page + 1}">Older stories</a>'
        if page > 1:
            back = f"?page={page - 1}" if page > 2 else "/articles/"
            newer = f'<a rel="prev" href="{back}">Newer stories</a>'
        cards = "".join(map(_card, here))
        pager = f'<nav class="pager">{newer} {older}</nav>'
        body = f'<h1>Articles</h1><div class="stream">{cards}</div>{pager}'
        return _page("Articles", body)

    def _article(self, slug: str) -> tuple[int, str, bytes]:
        article = self.articles.get(slug)
        if article is None or article.gone:
            status = article.gone if article else 404
            return _page("Gone", "<h1>Nothing here</h1>", status=status)
        first, *rest = (f"<p>{p}</p>" for p in article.paragraphs())
        head = (
            '<meta property="og:type" content="article">'
            f'<meta property="og:title" content="{escape(article.title)}">'
            f'<meta property="article:published_time" content="{_zoned(article.published)}">'
        )
        body = f"""<main><article><header><h1>{escape(article.title)}</h1>
            <p class="byline">By Ada Brook, <time datetime="{_zoned(article.published)}">
            {article.published:%d %B %Y}</time></p></header>{first}
            <figure><img src="/pictures/{slug}.gif" width="800" height="450"
            alt="A drawing for {escape(article.title)}">
            <figcaption>Drawing: Ada Brook</figcaption></figure>{"".join(rest)}
            </article></main><aside class="related"><h2>Read on</h2>
            {self._others(article)}</aside>"""
        return _page(article.title, body, head, article.furniture)

    def _others(self, article: Article) -> str:
        first = [a for a in self.articles.values() if a is not article][:3]
        return "".join(
            f'<p><a href="{a.path}">{escape(a.title)}</a></p>' for a in first
        )

    # ------------------------------------------------------------ sitemaps

    def children(self) -> list[list[Article]]:
        """The stories of each child, the oldest child first, and in it the oldest."""
        shown = self.shown()[: self.longest or None][::-1]
        size = self.per_sitemap
        return [shown[n : n + size] for n in range(0, len(shown), size)]

    def _index(self, host: str) -> tuple[int, str, bytes]:
        fresh = self._fresh()
        children = [
            ("/sitemaps/pages.xml", datetime(2026, 1, 1, tzinfo=UTC)),
            ("/sitemaps/news.xml", max((a.updated for a in fresh), default=self.now)),
            *(
                (f"/sitemaps/articles-{n}.xml.gz", max(a.updated for a in child))
                for n, child in enumerate(self.children(), 1)
            ),
        ]
        rows = "".join(
            f"<sitemap><loc>{host}{path}</loc>"
            + (f"<lastmod>{_zoned(at)}</lastmod>" if self.dated_index else "")
            + "</sitemap>"
            for path, at in children
        )
        return _xml(f'<sitemapindex xmlns="{_SITEMAP}">{rows}</sitemapindex>')

    def _child(self, host: str, number: int) -> tuple[int, str, bytes]:
        children = self.children()
        if not 1 <= number <= len(children):
            return _NOTHING
        rows = "".join(
            f"<url><loc>{host}{a.path}</loc>{_lastmod(a)}<image:image><image:loc>"
            f"{host}/pictures/{a.slug}.gif</image:loc></image:image></url>"
            for a in children[number - 1]
        )
        _, _, body = _xml(
            f'<urlset xmlns="{_SITEMAP}" xmlns:image="{_IMAGE}">{rows}</urlset>'
        )
        return 200, "application/gzip", gzip.compress(body, mtime=0)

    def _pages(self, host: str) -> tuple[int, str, bytes]:
        paths = ("/", "/articles/", "/about", "/tag/copper", "/tag/rye")
        rows = "".join(f"<url><loc>{host}{path}</loc></url>" for path in paths)
        return _xml(f'<urlset xmlns="{_SITEMAP}">{rows}</urlset>')

    def _fresh(self) -> list[Article]:
        """What a news sitemap may hold: the last two days."""
        return [a for a in self.shown() if self.now - a.published <= timedelta(days=2)]

    def _news(self, host: str) -> tuple[int, str, bytes]:
        rows = "".join(
            f"""<url><loc>{host}{a.path}</loc><news:news><news:publication>
            <news:name>The Kettle</news:name><news:language>en</news:language>
            </news:publication><news:publication_date>{_zoned(a.published)}
            </news:publication_date><news:title>{escape(a.title)}</news:title>
            </news:news></url>"""
            for a in self._fresh()
        )
        return _xml(f'<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">{rows}</urlset>')


_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"


def _lastmod(article: Article) -> str:
    said = {
        "zone": _zoned(article.updated),
        "utc": f"{article.updated:%Y-%m-%dT%H:%M:%SZ}",
        "day": f"{article.updated:%Y-%m-%d}",
        "none": "",
        "wrong": "the other day",
    }[article.lastmod]
    return f"<lastmod>{said}</lastmod>" if said else ""


def _zoned(at: datetime) -> str:
    """In the magazine's own zone, two hours ahead of UTC."""
    return f"{at + _ZONE:%Y-%m-%dT%H:%M:%S}+02:00"


def _card(article: Article) -> str:
    return f"""<article class="card"><a href="{article.path}"><img alt=""
        src="/pictures/{article.slug}.gif"></a><h2><a href="{article.path}">
        {escape(article.title)}</a></h2><time datetime="{_zoned(article.published)}">
        {article.published:%d %B %Y}</time><p>{article.paragraphs()[0][:120]} …</p>
        <a class="tag" href="/tag/{article.section}">{article.section}</a></article>"""


def _page(
    title: str, body: str, head: str = "", furniture: int = 1, status: int = 200
) -> tuple[int, str, bytes]:
    whole = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
        <title>{escape(title)} | The Kettle</title>{head}</head><body>
        <header class="site"><a href="/">The Kettle</a><nav><a href="/articles/">Articles
        </a> <a href="/about">About us</a></nav></header>{body}
        <footer><p>Edition {furniture} of The Kettle, a magazine about small things.</p>
        <a href="/about">Imprint and contact</a></footer></body></html>"""
    return status, "text/html; charset=utf-8", whole.encode()


_NOTHING = _page("Not found", "<h1>Nothing here</h1>", status=404)


def _xml(body: str) -> tuple[int, str, bytes]:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    return 200, "application/xml", text.encode()


def _paragraph(seed: str) -> str:
    """Four sentences, the same for the same seed."""
    numbers = sha256(seed.encode()).digest()
    picks = zip(*[iter(numbers[:16])] * 4, strict=True)
    return " ".join(
        f"{_WHO[a % len(_WHO)]} {_DID[b % len(_DID)]} {_WHAT[c % len(_WHAT)]}"
        f" {_WHERE[d % len(_WHERE)]}."
        for a, b, c, d in picks
    )
