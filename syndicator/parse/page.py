"""An HTML page to the article on it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup
from bs4.element import Tag
from lxml.html import HtmlElement, tostring

from syndicator import consensus, html, urls
from syndicator import text as plain
from syndicator.model import Claim, Image, PageRules, RawEntry
from syndicator.parse import container, extract, markup, metadata, people, tree
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.parse.depth import shallow
from syndicator.parse.seen import Page
from syndicator.ports import Document

_LANGUAGE = ("lang", "xml:lang")
_NO_PAGE = ("a JSON document", "a sitemap", "an OPML list")
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page of an article, the addresses of further ones, and of all on one page."""

    entry: RawEntry
    pages: Mapping[int, str]
    whole: str


def read(document: Document) -> list[RawEntry]:
    """The one article of a page that holds little else, where all in doubt stays.

    ParseError where there is no page or no text.
    """
    root = tree.read(shallow(markup.of_page(_text(document))))
    told = _told(document, root, PageRules())
    holder = container.find(BeautifulSoup(tostring(root, encoding="unicode"), "lxml"))
    return [_with_body(document, _in_its_language(told, holder), _body(holder))]


def fetched(document: Document, rules: PageRules, first: str) -> Fetched:
    """The article among all else that a site puts on its pages."""
    text = _text(document)
    root = tree.read(shallow(markup.of_page(text)))
    found = extract.extract(text, document.url, rules, first)
    entry = _with_body(document, _told(document, root, rules), found.html)
    return Fetched(entry, found.pages, found.whole)


def _text(document: Document) -> str:
    text = decode(document, "a page")
    found = looks_like(text)
    if found in _NO_PAGE or "<" not in text:
        raise expected(document, "a page", found)
    if found != "an HTML page" and _FEED.search(text[:2000]):
        raise expected(document, "a page", "a feed")
    return text


def _told(document: Document, root: HtmlElement, rules: PageRules) -> RawEntry:
    """All that the page says of its article but the article itself."""
    page = Page(root, document.url)
    base = markup.base(page.base(), document.url)
    claims = (*_selected(root, rules), *metadata.claims(page))
    told = consensus.settled(RawEntry(key=document.name, base=base, claims=claims))
    people.drop_boxes(page, told.authors)
    images = tuple(_described(root, base, i) for i in told.images)
    return replace(told, images=images)


def _in_its_language(told: RawEntry, holder: Tag) -> RawEntry:
    """What the article's container says of its language goes before the page's."""
    around = (html.attr(t, n) for t in (holder, *holder.parents) for n in _LANGUAGE)
    said = next(filter(None, around), "")
    if not said:
        return told
    claim = Claim(field="language", place="lang", value=said)
    return consensus.settled(replace(told, claims=(claim, *told.claims)))


def _selected(root: HtmlElement, rules: PageRules) -> Iterator[Claim]:
    """What stands where the settings say."""
    for tag in root.cssselect(rules.date) if rules.date else ():
        yield Claim(field="published", place="selector", value=tree.moment_of(tag))
    for tag in root.cssselect(rules.author) if rules.author else ():
        author = markup.person(tree.attr(tag, "content") or tree.text_of(tag))
        yield Claim(field="authors", place="selector", author=author)


def _with_body(document: Document, told: RawEntry, body: str) -> RawEntry:
    if not told.title and not body:
        raise expected(document, "a page", "markup without a word of text")
    return replace(told, body=body, full=bool(body))


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
