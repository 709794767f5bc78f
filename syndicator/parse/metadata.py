"""What a page says of itself: JSON-LD, Open Graph, meta tags, microdata, <time>.

Every statement becomes a Claim with its place; consensus/ decides between them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from syndicator import consensus, urls
from syndicator import text as plain
from syndicator.model import Claim
from syndicator.parse import guess, markup, people, values
from syndicator.parse.jsonld import address_of, headline, name_of
from syndicator.parse.seen import Page, is_elsewhere
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


def claims(page: Page) -> tuple[Claim, ...]:
    """Every statement, each place's once, in the order of the readers below."""
    texts = tuple(_texts(page))
    if not any(c.field == "published" and _is_date(c.value) for c in texts):
        texts += tuple(_guessed(page, texts))
    return tuple(dict.fromkeys((*texts, *_pictures(page), *people.claims(page))))


def _texts(page: Page) -> Iterator[Claim]:
    for field, place, read in _READERS:
        for value in islice(read(page), _MOST):
            line = markup.to_line(value[:_LONGEST])
            if line:
                yield Claim(field=field, place=place, value=line)


# ---------------------------------------------------------------- pictures


def _pictures(page: Page) -> Iterator[Claim]:
    """The lead picture as each place tells it, with its alternative text."""
    for place, address, alt in (
        (
            "opengraph",
            page.meta("og:image:secure_url", "og:image", "og:image:url"),
            page.meta("og:image:alt"),
        ),
        ("jsonld", *_stated_picture(page)),
        ("microdata", _marked_picture(page), ""),
        (
            "twitter",
            page.meta("twitter:image", "twitter:image:src"),
            page.meta("twitter:image:alt"),
        ),
        ("link", next(iter(page.links.get("image_src", ())), ""), ""),
    ):
        if address:
            note = plain.collapse(alt)
            yield Claim(field="image", place=place, value=address, note=note)


def _stated_picture(page: Page) -> tuple[str, str]:
    for value in page.graph.linked(page.node.get("image")):
        if address_of(value):
            table = value if isinstance(value, dict) else {}
            return address_of(value), values.first(table, "caption")
    return "", ""


def _marked_picture(page: Page) -> str:
    told = (
        attr(e, n) for e in page.marked("image") for n in ("content", "src", "href")
    )
    return next(filter(None, told), "")


# ---------------------------------------------------------------- dates


def _times(page: Page, wanted: re.Pattern[str], unwanted: str = "") -> Iterator[str]:
    """What <time> elements of a class say, those of asides and cards left out."""
    for element in page.seen.get("time", ()):
        if wanted.search(_marks(element)) and not is_elsewhere(element):
            yield moment_of(element)


def _published_times(page: Page) -> Iterator[str]:
    yield from _times(page, _PUBLISHED_CLASS)
    for element in page.seen.get("time", ()):
        if not (_UPDATED_CLASS.search(_marks(element)) or is_elsewhere(element)):
            yield moment_of(element)


def _marks(element: HtmlElement) -> str:
    own = attr(element, "class") + (" pubdate" if "pubdate" in element.attrib else "")
    return f"{own} {attr(element, 'itemprop')}"


def _date_in_address(page: Page) -> Iterator[str]:
    found = _URL_DATE.search(urls.path(page.address))
    if found:
        yield "-".join(found.groups())


def _is_date(written: str) -> bool:
    try:
        consensus.moment(written)
    except ValueError:
        return False
    return True


def _guessed(page: Page, told: tuple[Claim, ...]) -> Iterator[Claim]:
    """A day found among the words, unless it is one on which the page was changed."""
    day = guess.day(page.root, page.address)
    changed = (c.value for c in told if c.field == "updated" and _is_date(c.value))
    changes = {consensus.moment(c).local.date().isoformat() for c in changed}
    if day and day not in changes:
        yield Claim(field="published", place="text", value=day)


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
    ("published", "byline", lambda page: (line.published for line in page.lines)),
    ("published", "address", _date_in_address),
    ("updated", "jsonld", _stated("dateModified")),
    ("updated", "opengraph", _metas("article:modified_time", "og:updated_time")),
    ("updated", "meta", _metas(*_UPDATED)),
    ("updated", "microdata", _marked("dateModified")),
    ("updated", "byline", lambda page: (line.updated for line in page.lines)),
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
