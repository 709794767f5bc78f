"""The address of a site that an operator names → what it says of how it can be read."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from syndicator import text as plain
from syndicator import urls
from syndicator.errors import ParseError
from syndicator.model import Home, HomeKind, Linked
from syndicator.parse import markup, tree
from syndicator.parse.decode import decode, looks_like
from syndicator.parse.depth import shallow
from syndicator.parse.tree import attr, text_of
from syndicator.ports import Document

_GZIP = b"\x1f\x8b"
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_HEAD = 4000  # characters in which a format says what it is
_KINDS: dict[str, HomeKind] = {
    "an HTML page": "page",
    "a JSON document": "json",
    "a sitemap": "sitemap",
}
_SITEMAP = re.compile(
    r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE
)
# Where a feed may be, by the address or the words of what leads there.
_LOGIN = re.compile(r"log-?in|sign-?in|/auth|/sso", re.IGNORECASE)
_LIKELY = re.compile(
    r"(?:[/.=?_-]|\b)(?:rss2?|atom|feeds?)(?:\.(?:xml|json|php|rss))?(?:[/?#&]|\b)",
    re.IGNORECASE,
)
# What the pages are called on which sites list their articles.
_LISTS = re.compile(
    r"/(?:articles?|blog|news|posts?|stories|archives?|magazine|journal|aktuell(?:es)?"
    r"|actualites|noticias)/?$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright)\s.{0,120}", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|–—·•:»-]\s+")
_LONGEST_LINE = 160  # characters of one that says whose rights there are
_MOST = 200  # links of a page that are looked at


def read_home(document: Document, robots: str = "") -> Home:
    """What is at an address; a `kind` of "" where that is nothing that can be read.

    `robots` is the text of its host's robots.txt (RFC 9309), which may name sitemaps.
    """
    sitemaps = tuple(dict.fromkeys(_SITEMAP.findall(robots)))
    if document.body.startswith(_GZIP):
        return Home(url=document.url, kind="sitemap", sitemaps=sitemaps)
    try:
        text = decode(document, "a page")
    except ParseError:
        return Home(url=document.url, sitemaps=sitemaps)
    kind = _kind(text)
    if kind != "page":
        return Home(url=document.url, kind=kind, sitemaps=sitemaps)
    return _page(document, text, sitemaps)


def _kind(text: str) -> HomeKind:
    found = looks_like(text)
    if found == "a JSON document" and _JSON_FEED.search(text[:_HEAD]):
        return "feed"
    if found == "another kind of markup":
        return "feed" if _FEED.search(text[:_HEAD]) else "page"
    return _KINDS.get(found, "")


def _page(document: Document, text: str, sitemaps: tuple[str, ...]) -> Home:
    root = tree.read(shallow(markup.of_page(text)))
    base = markup.base(_first(root, "//base/@href"), document.url)
    portal = next(iter(root.xpath("//script[@data-key]")), None)
    return Home(
        url=document.url,
        kind="login" if _is_login(document, root) else "page",
        title=_title(root),
        description=_meta(root, "description", "og:description"),
        language=_language(root),
        rights=_meta(root, "copyright", "rights", "dc.rights") or _rights(root),
        icon=_icon(root, base),
        generator=_meta(root, "generator"),
        links=(*_said(document), *_links(root, base)),
        anchors=tuple(_anchors(root, base)),
        lists=tuple(dict.fromkeys(_lists(root, base))),
        sitemaps=sitemaps,
        key="" if portal is None else attr(portal, "data-key"),
        api="" if portal is None else attr(portal, "data-ghost"),
    )


def _is_login(document: Document, root: HtmlElement) -> bool:
    """Say whether the address led to a page that asks who is there."""
    led = document.url != document.name and _LOGIN.search(document.url)
    return bool(led and root.xpath("//input[@type='password']"))


# ---------------------------------------------------------------- links


def _said(document: Document) -> Iterator[Linked]:
    """What the transport says; of a media type it says nothing that we keep."""
    return (Linked(url=url, rel=(rel,)) for rel, url in document.links.items())


def _links(root: HtmlElement, base: str) -> list[Linked]:
    """Links with a relation, those of the head and those of the text."""
    tags = root.xpath("(//link | //a)[@rel and @href]")[:_MOST]
    return [_linked(tag, base) for tag in tags]


def _anchors(root: HtmlElement, base: str) -> Iterator[Linked]:
    seen: set[str] = set()
    for tag in root.xpath("//a[@href]"):
        link = _linked(tag, base)
        there = urls.path(link.url) + link.url.partition("?")[2]
        if _LIKELY.search(there) or _LIKELY.search(link.title):
            if link.url not in seen and len(seen) < _MOST and urls.is_web(link.url):
                seen.add(link.url)
                yield link


def _lists(root: HtmlElement, base: str) -> Iterator[str]:
    for href in root.xpath("//a/@href"):
        url = urls.absolute(plain.clean(str(href)), base)
        if urls.host(url) == urls.host(base) and _LISTS.search(urls.path(url)):
            yield url


def _linked(tag: HtmlElement, base: str) -> Linked:
    return Linked(
        url=urls.absolute(attr(tag, "href"), base),
        rel=tuple(attr(tag, "rel").lower().split()),
        type=attr(tag, "type").partition(";")[0].strip().lower(),
        title=attr(tag, "title") or text_of(tag)[:_LONGEST_LINE],
    )


# ---------------------------------------------------------------- the site


def _title(root: HtmlElement) -> str:
    """The site's name, without what the page's title says besides."""
    named = _meta(
        root, "og:site_name", "application-name", "apple-mobile-web-app-title"
    )
    said = _first(root, "//title/text()")
    return named or _SEPARATOR.split(plain.collapse(said))[0]


def _language(root: HtmlElement) -> str:
    said = root.get("lang") or root.get("xml:lang") or _meta(root, "og:locale")
    return plain.clean(said).strip().replace("_", "-")


def _icon(root: HtmlElement, base: str) -> str:
    for rel in ("apple-touch-icon", "icon"):
        for tag in root.xpath("//link[@rel and @href]"):
            if rel in attr(tag, "rel").lower().split():
                return urls.absolute(attr(tag, "href"), base)
    return ""


def _rights(root: HtmlElement) -> str:
    """The last line of a page that begins with a copyright sign."""
    for text in reversed(root.xpath("//body//text()")):
        line = plain.collapse(plain.clean(str(text)))
        if (
            "©" in line
            and len(line) < _LONGEST_LINE
            and (found := _RIGHTS.search(line))
        ):
            return found[0]
    return ""


def _meta(root: HtmlElement, *names: str) -> str:
    """What the first of these meta elements says, on one line."""
    metas = root.xpath("//meta[@content and (@name or @property)]")[:_MOST]
    said: dict[str, str] = {}
    for tag in metas:
        name = (attr(tag, "name") or attr(tag, "property")).lower()
        said.setdefault(name, plain.collapse(attr(tag, "content")))
    return next((said[name] for name in names if said.get(name)), "")


def _first(root: HtmlElement, path: str) -> str:
    found = root.xpath(path)
    return plain.clean(str(found[0])) if found else ""
