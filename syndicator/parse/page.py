"""An HTML page to the article on it."""

import re
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import Tag

from syndicator import html, urls
from syndicator import text as plain
from syndicator.model import Author, Image, RawEntry
from syndicator.parse import container, markup
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.parse.depth import shallow
from syndicator.parse.metadata import Page
from syndicator.ports import Document

_NO_PAGE = ("a JSON document", "a sitemap", "an OPML list")
# HTML has none; XHTML begins with one, which bs4 takes for a sign of some other XML.
_INSTRUCTION = re.compile(r"<\?\w[^<>]*>?")
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b[^<>]*>", re.IGNORECASE)


def read(document: Document) -> list[RawEntry]:
    """The one article of a page; ParseError where there is no page or no text."""
    text = decode(document, "a page")
    found = looks_like(text)
    if found in _NO_PAGE or "<" not in text:
        raise expected(document, "a page", found)
    if found != "an HTML page" and _FEED.search(text[:2000]):
        raise expected(document, "a page", "a feed")
    soup = BeautifulSoup(shallow(_INSTRUCTION.sub("", markup.legal(text))), "lxml")
    entry = _entry(document, soup)
    if not entry.title and not entry.body:
        raise expected(document, "a page", "markup without a word of text")
    return [entry]


def _entry(document: Document, soup: BeautifulSoup) -> RawEntry:
    page = Page(soup, document.url)
    title, published, tags = page.title(), page.published(), page.tags()
    authors = tuple(_with_role(page, a) for a in page.authors())
    base = _base(document, soup)
    images = tuple(_described(soup, base, i) for i in page.images())
    holder = container.find(soup)
    language = page.language(holder)
    body = _body(holder)
    return RawEntry(
        key=document.name,
        url=page.canonical or document.url,
        base=base,
        title=title,
        body=body,
        summary=page.description(),
        published=published,
        updated=page.updated(),
        authors=authors,
        section=page.section(),
        tags=tags,
        language=language,
        rights=page.rights(),
        site=page.site(),
        images=images,
        full=bool(body),
    )


def _base(document: Document, soup: BeautifulSoup) -> str:
    tag = soup.find("base", href=True)
    said = html.attr(tag, "href") if isinstance(tag, Tag) else ""
    return markup.base(said, document.url)


def _described(soup: BeautifulSoup, base: str, lead: Image) -> Image:
    """The lead picture with the words the page itself puts beside it."""
    address = urls.absolute(lead.url, base)
    for img in soup.find_all("img"):
        if urls.absolute(html.attr(img, "src"), base) == address:
            figure = img.find_parent("figure")
            caption = figure.find("figcaption") if figure else None
            said = html.text_of(caption) if isinstance(caption, Tag) else ""
            alt = lead.alt or plain.collapse(html.attr(img, "alt"))
            return replace(lead, alt=alt, caption=said)
    return lead


def _with_role(page: Page, author: Author) -> Author:
    """The author with the role an author box gives; the box is no part of the text."""
    found = page.author_box(author)
    if found is None:
        return author
    box, role = found
    box.extract()
    return replace(author, role=author.role or role)


def _body(holder: Tag) -> str:
    """The markup in the article's container, "" where it holds no word or picture."""
    container.prune(holder)
    empty = not html.text_of(holder) and holder.find(("img", "video", "audio")) is None
    return "" if empty else html.inner(holder).strip()
