"""An HTML page to the article on it."""

import re
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import Tag
from lxml.html import HtmlElement, tostring

from syndicator import consensus, html, urls
from syndicator import text as plain
from syndicator.model import Image, RawEntry
from syndicator.parse import container, markup, metadata, people, tree
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.parse.depth import shallow
from syndicator.parse.seen import Page
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
    root = tree.read(shallow(_INSTRUCTION.sub("", markup.legal(text))))
    entry = _entry(document, root)
    if not entry.title and not entry.body:
        raise expected(document, "a page", "markup without a word of text")
    return [entry]


def _entry(document: Document, root: HtmlElement) -> RawEntry:
    page = Page(root, document.url)
    base = markup.base(page.base(), document.url)
    told = consensus.settled(RawEntry(base=base, claims=metadata.claims(page)))
    people.drop_boxes(page, told.authors)
    images = tuple(_described(root, base, i) for i in told.images)
    holder = container.find(BeautifulSoup(tostring(root, encoding="unicode"), "lxml"))
    body = _body(holder)
    return replace(told, key=document.name, body=body, images=images, full=bool(body))


def _described(root: HtmlElement, base: str, lead: Image) -> Image:
    """The lead picture with the words the page itself puts beside it."""
    address = urls.absolute(lead.url, base)
    for img in root.iter("img"):
        if urls.absolute(tree.attr(img, "src"), base) == address:
            figure = next(img.iterancestors("figure"), None)
            caption = None if figure is None else figure.find(".//figcaption")
            said = "" if caption is None else tree.text_of(caption)
            alt = lead.alt or plain.collapse(tree.attr(img, "alt"))
            return replace(lead, alt=alt, caption=said)
    return lead


def _body(holder: Tag) -> str:
    """The markup in the article's container, "" where it holds no word or picture."""
    container.prune(holder)
    empty = not html.text_of(holder) and holder.find(("img", "video", "audio")) is None
    return "" if empty else html.inner(holder).strip()
