"""Sitemaps of every kind, read as they stream by: addresses, and when they changed.

https://www.sitemaps.org/protocol.html, with Google's extensions for news and images.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import lru_cache
from io import BytesIO
from typing import Any

from lxml import etree

from syndicator import dates, urls
from syndicator import text as plain
from syndicator.errors import ParseError
from syndicator.model import Found, Image, Listed, PathRules, RawEntry, Source
from syndicator.parse import feed, markup
from syndicator.parse.addresses import may_be_article, same_site
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.ports import Document

_LONGEST = 20 * 1024 * 1024  # bytes, as of any document
_BARE = re.compile(rb"&(?!(?:\w+|#\d+|#x[\da-fA-F]+);)")  # in an address, mostly
_END = re.compile(rb"</(?:[\w.-]+:)?(?:urlset|sitemapindex)\s*>")
_ENTRY_END = re.compile(rb"</(?:[\w.-]+:)?(?:url|sitemap)\s*>")
_CDATA = b"<![CDATA["
_GZIP = b"\x1f\x8b"
_SITEMAP = re.compile(rb"<(?:[\w.-]+:)?(?:urlset|sitemapindex)\b")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_HEAD = 4000  # bytes that tell what it is
_TAGS = tuple(f"{{*}}{name}" for name in ("url", "sitemap"))
_ADDRESS = 2048  # characters of the longest (sitemaps.org)
_ORIGIN = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
_CLEAN = re.compile(r"[\w.~:/?#@!$&'()*+,;=-]+$", re.ASCII)  # nothing to be escaped
_W3C = re.compile(  # https://www.w3.org/TR/NOTE-datetime
    r"\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])"
    r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$"
)
_FEW = 10  # lists of fewer may well have changed all at once
_SECTION = 5  # addresses below one: it is a list of them

# Children named so list no articles; those of "page" do where there is nothing else.
_NO_ARTICLES = re.compile(
    r"(?<![a-z])(?:categor(?:y|ies)|tags?|taxonom(?:y|ies)|authors?|users?|products?)"
    r"(?![a-z])"
)
_PAGES = re.compile(r"(?<![a-z])pages?(?![a-z])")
_ARTICLES = re.compile(
    r"(?<![a-z])(?:posts?|articles?|blog|news|stor(?:y|ies))(?![a-z])"
)


@dataclass(slots=True)
class _Read:
    """What a sitemap says, in its order."""

    links: list[RawEntry] = field(default_factory=list)
    children: list[Listed] = field(default_factory=list)


def found(document: Document, source: Source, part: str = "") -> Found:
    """What a sitemap holds; ParseError where it is none.

    Entries are links: `updated` is their lastmod, `published` and `title` are what a
    news sitemap says. An index names further ones as `documents`. `part` is "past"
    where only what is known already is of interest.
    """
    unpacked = replace(document, body=_unpacked(document))
    read = _read(unpacked)
    links = _articles(read.links, document.url, source.paths)
    children = [c for c in read.children if same_site(c.url, document.url)]
    return Found(
        entries=tuple(_as_they_changed(links)),
        documents=tuple(_with_articles(children)),
        past=part == "past",
    )


def _unpacked(document: Document) -> bytes:
    """The bytes of a file that is compressed itself, however it was sent."""
    body = document.body
    if not body.startswith(_GZIP):
        return body
    pieces: list[bytes] = []
    room = _LONGEST
    while body.startswith(_GZIP) and room > 0:
        unzip = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            pieces.append(unzip.decompress(body, room))
        except zlib.error as error:
            raise expected(document, "a sitemap", "broken gzip data") from error
        room -= len(pieces[-1])
        if unzip.unconsumed_tail:
            room = 0
        body = unzip.unused_data
    if room <= 0:
        raise ParseError(document.name, f"larger than {_LONGEST:,} bytes unpacked")
    return b"".join(pieces)


def _read(document: Document) -> _Read:
    head = document.body[:_HEAD]
    if _SITEMAP.search(head):
        return _of_xml(document.body.lstrip(b"\xef\xbb\xbf \t\r\n"))
    if _FEED.search(head):
        return _Read(links=_of_feed(document))
    text = decode(document, "a sitemap")
    kind = looks_like(text)
    if kind == "a sitemap":  # in UTF-16, or behind a long comment
        return _of_xml(markup.legal(text).encode("utf-8", "replace"), "utf-8")
    links = _of_text(text) if kind == "text" else []
    if not links:
        raise expected(document, "a sitemap", kind)
    return _Read(links=links)


# ---------------------------------------------------------------- the kinds there are


def _of_xml(body: bytes, encoding: str | None = None) -> _Read:
    """As far as it can be read: what is cut off in the middle is left out."""
    read = _Read()
    if not _END.search(body[-_HEAD:]):
        body = body[: max((e.end() for e in _ENTRY_END.finditer(body)), default=0)]
    if _CDATA not in body:
        body = _BARE.sub(b"&amp;", body)
    events = etree.iterparse(
        BytesIO(body),
        events=("end",),
        tag=_TAGS,
        encoding=encoding,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        _take(events, read)
    except etree.XMLSyntaxError:
        pass  # beyond what can be mended; what came before stands
    return read


def _take(events: Iterable[tuple[str, Any]], read: _Read) -> None:
    for _, element in events:
        said, more = _said(element)
        url = said.get("loc", "")
        if _is_address(url):
            if element.tag.endswith("sitemap"):
                moment = _moment(said.get("lastmod", ""))
                read.children.append(Listed(url=url, updated=moment))
            else:
                read.links.append(_link(url, said, more))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _said(element: Any) -> tuple[dict[str, str], list[Any]]:
    """What the children of an element say, by local name; and those that have their own."""
    said: dict[str, str] = {}
    more = []
    for tag in element:
        if len(tag):
            more.append(tag)
        elif isinstance(tag.tag, str):
            said.setdefault(tag.tag.rpartition("}")[2], (tag.text or "").strip())
    return said, more


def _link(url: str, said: dict[str, str], more: list[Any]) -> RawEntry:
    news: dict[str, str] = {}
    images: list[Image] = []
    for tag in more:
        if tag.tag.endswith("}news"):
            own, inner = _said(tag)
            news = dict(*(_said(t)[0] for t in inner[:1])) | own
        elif tag.tag.endswith("}image"):
            images += _image(_said(tag)[0])
    return RawEntry(
        url=url,
        title=plain.collapse(news.get("title", "")),
        published=_moment(news.get("publication_date", "")),
        updated=_moment(said.get("lastmod", "")),
        language=news.get("language", ""),
        images=tuple(images),
        full=False,
    )


def _image(said: dict[str, str]) -> Iterator[Image]:
    if _is_address(said.get("loc", "")):
        yield Image(
            url=said["loc"],
            alt=plain.collapse(said.get("title", "")),
            caption=plain.collapse(said.get("caption", "")),
        )


def _of_feed(document: Document) -> list[RawEntry]:
    """A feed serves as a sitemap, too (sitemaps.org, "Other Sitemap formats")."""
    return [
        RawEntry(
            url=urls.absolute(entry.url, entry.base),
            title=entry.title,
            published=entry.published,
            updated=_moment(entry.updated),
            full=False,
        )
        for entry in feed.read(document)
    ]


def _of_text(text: str) -> list[RawEntry]:
    """An address a line, and nothing else."""
    lines = (line.strip() for line in text.splitlines())
    return [RawEntry(url=line, full=False) for line in lines if _is_address(line)]


def _is_address(url: str) -> bool:
    """What its host is called is looked at once for all that are there."""
    origin = _ORIGIN.match(url) if len(url) <= _ADDRESS else None
    return origin is not None and _is_web(origin[0])


_is_web = lru_cache(maxsize=1024)(urls.is_web)
_same_site = lru_cache(maxsize=1024)(same_site)


def _moment(said: str) -> str:
    """A date as it was said, "" where it is none."""
    return said if _W3C.match(said) or (said and dates.parse(said, UTC)) else ""


# ---------------------------------------------------------------- what to make of it


def _articles(links: Iterable[RawEntry], home: str, rules: PathRules) -> list[RawEntry]:
    """The links to what may be articles of the sitemap's own site, each once."""
    once: dict[str, RawEntry] = {}
    for link in links:
        origin = _ORIGIN.match(link.url)
        if origin and _same_site(origin[0], home):
            url = link.url if _CLEAN.match(link.url) else urls.ascii_url(link.url)
            if url not in once and may_be_article(url, rules):
                once[url] = replace(link, url=url) if url != link.url else link
    if rules.include:
        return list(once.values())
    below = Counter(url.rstrip("/").rpartition("/")[0] for url in once)
    return [link for url, link in once.items() if below[url.rstrip("/")] < _SECTION]


def _as_they_changed(links: list[RawEntry]) -> Iterator[RawEntry]:
    """Without a lastmod that most share: it is when the list was made, not an article."""
    times = Counter(link.updated[:16] for link in links if link.updated)
    common = {t for t, n in times.items() if 2 * n > len(links) >= _FEW}
    for link in links:
        yield replace(link, updated="") if link.updated[:16] in common else link


def _with_articles(children: list[Listed]) -> Iterator[Listed]:
    """The children of an index that may list articles, by how they are named."""
    names = {c.url: urls.path(c.url).lower() for c in children}
    some = any(
        _ARTICLES.search(n) for n in names.values() if not _NO_ARTICLES.search(n)
    )
    once: dict[str, Listed] = {}
    for child in children:
        once.setdefault(child.url, child)
    for child in once.values():
        name = names[child.url]
        aside = some and not _ARTICLES.search(name) and _PAGES.search(name)
        if not aside and not _NO_ARTICLES.search(name):
            yield child
