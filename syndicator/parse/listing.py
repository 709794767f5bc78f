"""A page that lists articles to links: where the settings say, else by its structure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC

from lxml.html import HtmlElement

from syndicator import dates, urls
from syndicator import text as plain
from syndicator.errors import ParseError
from syndicator.model import Found, Image, ListingRules, RawEntry, Source
from syndicator.parse import markup, onward, repeated, tree
from syndicator.parse.addresses import same_site
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.parse.depth import shallow
from syndicator.parse.rows import HEADINGS, Row, Site, date_of, title_of
from syndicator.ports import Document

_TEASER = 40  # characters of a paragraph that tells something


def found(document: Document, source: Source, part: str = "") -> Found:
    """The articles a page lists, newest as it has them, and where the list goes on.

    `part` is the number of the page. ParseError where there is no page, or none of a
    list on the first.
    """
    text = decode(document, "a page")
    if looks_like(text) in ("a JSON document", "a sitemap", "an OPML list"):
        raise expected(document, "a page", looks_like(text))
    root = tree.read(shallow(markup.of_page(text)))
    said = (tree.attr(b, "href") for b in root.iter("base"))
    base = markup.base(next(filter(None, said), ""), document.url)
    site = Site(document.url, base, source.paths)
    rules = source.listing
    selected = rules.item or rules.link
    rows = _selected(root, site, rules) if selected else repeated.rows(root, site)
    entries = tuple(_once(_entry(row, site, rules) for row in rows))
    if not entries and part in ("", "1"):
        found_by = "`listing` selectors find" if selected else "structure shows"
        reason = f"no list of articles that its {found_by}; see [sources.NAME.listing]"
        raise ParseError(document.name, reason)
    further = onward.following(root, site, rules.next) or document.next
    return Found(entries=entries, next=further)


def _selected(root: HtmlElement, site: Site, rules: ListingRules) -> Iterator[Row]:
    """The rows where the settings say; a link alone is a row."""
    for item in root.cssselect(rules.item or rules.link):
        links = item.cssselect(rules.link) if rules.item and rules.link else [item]
        inside = (a for each in links for a in each.iter("a"))
        addresses = [(site.address(a), a) for a in inside]
        known = [(url, a) for url, a in addresses if same_site(url, site.url)]
        if known:
            url, link = max(known, key=lambda pair: len(tree.text_of(pair[1])))
            yield Row(url=url, link=link, elements=(item,))


def _once(entries: Iterable[RawEntry]) -> Iterator[RawEntry]:
    seen: set[str] = set()
    for entry in entries:
        if urls.key(entry.url) not in seen:
            seen.add(urls.key(entry.url))
            yield entry


def _entry(row: Row, site: Site, rules: ListingRules) -> RawEntry:
    title = _by(row, rules.title, tree.text_of) or title_of(row)
    return RawEntry(
        url=row.url,
        base=site.base,
        title="" if title.endswith(("…", "...")) else title,
        published=_by(row, rules.date, tree.moment_of) or date_of(row),
        summary=_teaser(row, title),
        images=tuple(_pictures(row, site))[:1],
        full=False,
    )


def _by(row: Row, selector: str, read: Callable[[HtmlElement], str]) -> str:
    """What the first element says that a selector finds in a row."""
    if not selector:
        return ""
    hits = (hit for element in row.elements for hit in element.cssselect(selector))
    hit = next(hits, None)
    return "" if hit is None else plain.collapse(read(hit))


def _teaser(row: Row, title: str) -> str:
    """The first words in a row that are more than its title."""
    for element in row.elements:
        for tag in element.iter("p", "dd", "div", "td"):
            if tag.find(".//p") is None and not any(tag.iter(*HEADINGS)):
                words = tree.text_of(tag)
                told = words != title and not dates.parse(words, UTC)
                if told and len(words) >= _TEASER and words.count(" ") > 4:
                    return words
    return ""


def _pictures(row: Row, site: Site) -> Iterator[Image]:
    for element in row.elements:
        for img in element.iter("img"):
            said = tree.attr(img, "data-src") or tree.attr(img, "src")
            url = urls.absolute(said, site.base) if said else ""
            if urls.is_web(url):
                yield Image(url=url, alt=plain.collapse(tree.attr(img, "alt")))
