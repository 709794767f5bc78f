"""What a page says of itself: JSON-LD, Open Graph, meta tags, microdata, <time>.

The tree is gone through once; every statement becomes a Claim with its place.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from itertools import islice

from lxml.html import HtmlElement

from syndicator import text as plain
from syndicator import urls
from syndicator.model import Claim
from syndicator.parse import byline, markup, people, values
from syndicator.parse.jsonld import Graph, address_of, headline, name_of
from syndicator.parse.tree import attr, moment_of, text_of

_PUBLISHED = [
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published",
    "publication_date",
    "published_time",
    "article.published",
    "article:post_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "citation_online_date",
    "original-publish-date",
    "article_date_original",
]
_UPDATED = [
    "datemodified",
    "last-modified",
    "lastmod",
    "revised",
    "article.updated",
    "dcterms.modified",
    "dc.date.modified",
]
_RIGHTS = ("copyright", "rights", "dc.rights", "dcterms.rights")
_PUBLISHED_CLASS = re.compile(
    r"publish|entry-date|post-date|dt-published|pubdate|posted|created", re.IGNORECASE
)
_UPDATED_CLASS = re.compile(r"updated|modified", re.IGNORECASE)
_URL_DATE = re.compile(
    r"(?:^|/)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_LONGEST = 2000  # characters of a claim
_MOST = 24  # claims about a field in one place
_BEFORE, _BEHIND = 40, 600  # elements around the title that its byline is among
_PARAGRAPH = 200  # characters of one that is text
_TAGS = ("meta", "link", "script", "title", "h1", "time", "a", "base")


class Page:
    """One page's statements about its article."""

    def __init__(self, root: HtmlElement, address: str) -> None:
        self.root = root
        self.address = address
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.seen: dict[str, list[HtmlElement]] = {}
        for element in root.iter(*_TAGS):
            self._see(element)
        scripts = (s.text or "" for s in self.seen.get("script", ()))
        self.graph = Graph(scripts)
        self.heads = [h for h in map(text_of, self.seen.get("h1", ())) if h]
        said = self.links.get("canonical", [""])[0] or self.meta("og:url")
        addresses = (urls.absolute(said, address), address)
        self.node = self.graph.article(addresses, (self.meta("og:title"), *self.heads))

    def _see(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "meta":
            _note_meta(self.metas, element)
        elif tag == "script":
            if "ld+json" in attr(element, "type").lower():
                self.seen.setdefault(tag, []).append(element)
        elif tag in ("link", "a"):
            for rel in attr(element, "rel").lower().split():
                if element.get("href"):
                    self.links.setdefault(rel, []).append(attr(element, "href"))
                    self.seen.setdefault(f"{tag} {rel}", []).append(element)
        else:
            self.seen.setdefault(tag, []).append(element)

    @cached_property
    def _flat(self) -> list[HtmlElement]:
        return list(self.root.iter("*"))

    def opening(self) -> list[HtmlElement]:
        """The elements from the title on, until the text has begun."""
        return self._opening

    @cached_property
    def _opening(self) -> list[HtmlElement]:
        heads = self.seen.get("h1", ())
        start = self._flat.index(heads[0]) if heads else 0
        found: list[HtmlElement] = []
        paragraphs = 0
        for element in self._flat[max(0, start - _BEFORE) : start + _BEHIND]:
            found.append(element)
            paragraphs += element.tag == "p" and len(text_of(element)) > _PARAGRAPH
            if paragraphs == 3:
                break
        return found

    @cached_property
    def _lines(self) -> list[byline.Byline]:
        lines = (text_of(e) for e in self._opening if people.is_line(e))
        return [said for line in lines if line and (said := byline.read(line))]

    def lines(self) -> list[byline.Byline]:
        """The lines below the title that say by whom and when, and nothing else."""
        return self._lines

    def meta(self, *names: str) -> str:
        """The first of these meta tags that says something."""
        return next(self.all_metas(*names), "")

    def all_metas(self, *names: str) -> Iterator[str]:
        return (value for name in names for value in self.metas.get(name, ()))

    def marked(self, name: str) -> Iterator[HtmlElement]:
        """The elements with that microdata property."""
        return (
            element
            for element in self.root.iterfind(".//*[@itemprop]")
            if name in attr(element, "itemprop").split()
        )

    def base(self) -> str:
        """What the page says its references are relative to, "" where it does not."""
        said = (attr(b, "href") for b in self.seen.get("base", ()))
        return next(filter(None, said), "")

    def claims(self) -> tuple[Claim, ...]:
        """Every statement, each place's once, in the order of the places below."""
        texts = (
            Claim(field=field, place=place, value=line)
            for field, place, read in _READERS
            for value in islice(read(self), _MOST)
            if (line := markup.to_line(value[:_LONGEST]))
        )
        return tuple(dict.fromkeys((*texts, *self._images(), *people.claims(self))))

    # ------------------------------------------------------------ pictures

    def _images(self) -> Iterator[Claim]:
        claim = partial(Claim, field="image")
        for address in self.all_metas(
            "og:image", "og:image:url", "og:image:secure_url"
        ):
            alt = plain.collapse(self.meta("og:image:alt"))
            yield claim(place="opengraph", value=address, note=alt)
            break
        for value in self.graph.linked(self.node.get("image")):
            if address_of(value):
                table = value if isinstance(value, dict) else {}
                alt = plain.collapse(values.first(table, "caption"))
                yield claim(place="jsonld", value=address_of(value), note=alt)
                break
        address = self.meta("twitter:image", "twitter:image:src")
        if address:
            alt = plain.collapse(self.meta("twitter:image:alt"))
            yield claim(place="twitter", value=address, note=alt)


def _note_meta(metas: dict[str, list[str]], element: HtmlElement) -> None:
    content = attr(element, "content")
    for attribute in ("property", "name", "http-equiv"):
        name = attr(element, attribute).lower()
        if name and content:
            metas.setdefault(name, []).append(content)


# ---------------------------------------------------------------- dates


def _times(page: Page, wanted: re.Pattern[str], unwanted: str = "") -> Iterator[str]:
    """What <time> elements of a class say, those of asides and cards left out."""
    for element in page.seen.get("time", ()):
        if wanted.search(_marks(element)) and not people.is_elsewhere(element):
            yield moment_of(element)


def _published_times(page: Page) -> Iterator[str]:
    yield from _times(page, _PUBLISHED_CLASS)
    for element in page.seen.get("time", ()):
        if not (_UPDATED_CLASS.search(_marks(element)) or people.is_elsewhere(element)):
            yield moment_of(element)


def _marks(element: HtmlElement) -> str:
    own = attr(element, "class") + (" pubdate" if "pubdate" in element.attrib else "")
    return f"{own} {attr(element, 'itemprop')}"


def _date_in_address(page: Page) -> Iterator[str]:
    found = _URL_DATE.search(urls.path(page.address))
    if found:
        yield "-".join(found.groups())


# ---------------------------------------------------------------- the rest


def _words(node: object, *names: str) -> Iterator[str]:
    """What these fields of a node say, lists one by one."""
    if isinstance(node, dict):
        for name in names:
            yield from filter(None, map(values.word, values.items(node.get(name))))


def _sites(page: Page) -> Iterator[str]:
    yield from page.graph.names(page.node.get("publisher"))
    yield from page.graph.sites()


def _keywords(page: Page) -> Iterator[str]:
    for keyword in values.items(page.node.get("keywords")):
        yield from (values.word(keyword) or name_of(keyword)).split(",")


def _listed(*names: str) -> Callable[[Page], Iterator[str]]:
    return lambda page: (w for v in page.all_metas(*names) for w in v.split(","))


def _metas(*names: str) -> Callable[[Page], Iterator[str]]:
    return lambda page: page.all_metas(*names)


def _stated(*names: str) -> Callable[[Page], Iterator[str]]:
    return lambda page: _words(page.node, *names)


def _marked(name: str) -> Callable[[Page], Iterator[str]]:
    return lambda page: map(moment_of, page.marked(name))


_READERS: tuple[tuple[str, str, Callable[[Page], Iterable[str]]], ...] = (
    ("url", "link", lambda page: page.links.get("canonical", ())),
    ("url", "opengraph", _metas("og:url")),
    ("url", "jsonld", lambda page: page.graph.addresses(page.node)),
    ("url", "address", lambda page: (page.address,)),
    ("title", "jsonld", lambda page: (headline(page.node),)),
    ("title", "opengraph", _metas("og:title")),
    ("title", "microdata", lambda page: islice(_marked("headline")(page), 1)),
    ("title", "twitter", _metas("twitter:title")),
    ("title", "title", lambda page: map(text_of, page.seen.get("title", ())[:1])),
    ("title", "h1", lambda page: page.heads),
    ("summary", "meta", _metas("description")),
    ("summary", "opengraph", _metas("og:description")),
    ("summary", "jsonld", _stated("description")),
    ("summary", "twitter", _metas("twitter:description")),
    ("published", "jsonld", _stated("datePublished")),
    (
        "published",
        "opengraph",
        _metas(
            "article:published_time", "og:published_time", "og:article:published_time"
        ),
    ),
    ("published", "meta", _metas(*_PUBLISHED)),
    ("published", "microdata", _marked("datePublished")),
    ("published", "time", _published_times),
    ("published", "byline", lambda page: (line.published for line in page.lines())),
    ("published", "address", _date_in_address),
    ("updated", "jsonld", _stated("dateModified")),
    ("updated", "opengraph", _metas("article:modified_time", "og:updated_time")),
    ("updated", "meta", _metas(*_UPDATED)),
    ("updated", "microdata", _marked("dateModified")),
    ("updated", "byline", lambda page: (line.updated for line in page.lines())),
    ("updated", "time", lambda page: _times(page, _UPDATED_CLASS)),
    ("section", "jsonld", _stated("articleSection")),
    ("section", "opengraph", _metas("article:section")),
    ("tags", "opengraph", _metas("article:tag")),
    ("tags", "jsonld", _keywords),
    ("tags", "rel", lambda page: map(text_of, page.seen.get("a tag", ()))),
    ("tags", "meta", _listed("news_keywords", "keywords")),
    (
        "language",
        "lang",
        lambda page: (attr(page.root, "lang") or attr(page.root, "xml:lang"),),
    ),
    ("language", "jsonld", _stated("inLanguage")),
    ("language", "opengraph", _metas("og:locale")),
    ("language", "meta", _metas("content-language", "language")),
    ("rights", "jsonld", _stated("copyrightNotice")),
    ("rights", "meta", _metas(*_RIGHTS)),
    ("license", "jsonld", _stated("license")),
    ("license", "link", lambda page: page.links.get("license", ())),
    ("site", "opengraph", _metas("og:site_name")),
    ("site", "jsonld", _sites),
    (
        "site",
        "meta",
        _metas("application-name", "al:android:app_name", "twitter:app:name:iphone"),
    ),
)
