"""What a page says of itself: JSON-LD, Open Graph, meta tags, microdata, <time>."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, timedelta

from bs4 import BeautifulSoup
from bs4.element import Tag

from syndicator import dates, html, urls
from syndicator import text as plain
from syndicator.model import Author, Image
from syndicator.parse import markup, values
from syndicator.parse.jsonld import Graph, address_of, headline, name_of

_PUBLISHED = (
    "article:published_time og:published_time og:article:published_time datepublished"
    " date pubdate publishdate publish-date publish_date parsely-pub-date sailthru.date"
    " dc.date dc.date.issued dcterms.created dcterms.issued citation_publication_date"
)
_UPDATED = (
    "article:modified_time og:updated_time datemodified last-modified dcterms.modified"
)
_ZONE = re.compile(r"\d(?:Z|\s*(?:UTC|GMT)|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»:-]|::)\s+")
_PUBLISHED_CLASS = re.compile(
    r"publish|entry-date|post-date|dt-published|pubdate", re.IGNORECASE
)
_UPDATED_CLASS = re.compile(r"updated|modified", re.IGNORECASE)
_AUTHOR_BOX = re.compile(
    r"(?:author|writer)[-_]*(?:box|bio|card|info|about|profile|details)"
    r"|about[-_]*(?:the[-_]*)?author",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:byline|author|author-name|by-author|p-author)$", re.IGNORECASE
)
_LONGEST_ROLE = 200  # characters


class Page:
    """One page's statements, each question answered from the best place that does."""

    def __init__(self, soup: BeautifulSoup, address: str) -> None:
        self.soup = soup
        self.metas = _metas(soup)
        self.links = _links(soup)
        self.canonical = self.links.get("canonical", [""])[0] or self.meta("og:url")
        self.graph = Graph(soup)
        addresses = (urls.absolute(self.canonical, address), address)
        self.node = self.graph.article(addresses, (self.meta("og:title"), *self._h1s()))
        self.host = urls.host(address)

    def meta(self, *names: str) -> str:
        """The first of these meta tags that says something."""
        found = (value for name in names for value in self.metas.get(name, ()))
        return next(filter(None, found), "")

    def property(self, name: str) -> Iterator[Tag]:
        """The elements with that microdata property."""
        return (t for t in self.soup.find_all(itemprop=True) if name in _itemprops(t))

    def _h1s(self) -> list[str]:
        return [t for t in map(html.text_of, self.soup.find_all("h1")) if t]

    def site(self) -> str:
        publisher = self.graph.names(self.node.get("publisher"))
        return plain.collapse(
            self.meta("og:site_name") or next(iter(publisher), "")
        ) or self.meta("application-name")

    def title(self) -> str:
        """A heading that another statement agrees with; else the best statement."""
        tag = self.soup.find("title")
        others = [
            self._without_site(plain.collapse(markup.to_line(t)))
            for t in (
                headline(self.node),
                self.meta("og:title"),
                self.meta("twitter:title"),
                html.text_of(tag) if isinstance(tag, Tag) else "",
            )
            if t
        ]
        site = plain.fold(self.site())
        heads = [h for h in self._h1s() if plain.fold(h) != site]
        agreed = [h for h in heads if any(_agree(h, other) for other in others)]
        return max(agreed, key=len, default="") or next(iter((*others, *heads)), "")

    def _without_site(self, title: str) -> str:
        """Drop a first or last segment that is the site's name or host."""
        names = {plain.fold(self.site()), self.host, self.host.partition(".")[0]}
        names = {n.replace(" ", "") for n in names if n}
        marks = list(_SEPARATOR.finditer(title))
        if not marks:
            return title
        first, last = title[: marks[0].start()], title[marks[-1].end() :]
        if plain.fold(last).replace(" ", "") in names:
            return title[: marks[-1].start()]
        if plain.fold(first).replace(" ", "") in names:
            return title[marks[0].end() :]
        return title

    def description(self) -> str:
        found = (
            self.meta("description"),
            self.meta("og:description"),
            values.first(self.node, "description"),
            self.meta("twitter:description"),
        )
        return markup.to_line(next(filter(None, found), ""))

    def published(self) -> str:
        return best_date(self._dates("datePublished", _PUBLISHED, _PUBLISHED_CLASS))

    def updated(self) -> str:
        return best_date(self._dates("dateModified", _UPDATED, _UPDATED_CLASS))

    def _dates(self, field: str, names: str, kind: re.Pattern[str]) -> Iterator[str]:
        yield values.first(self.node, field)
        yield from (v for n in names.split() for v in self.metas.get(n, ()))
        yield from map(_moment, self.property(field))
        times = [
            t for t in self.soup.find_all("time") if t.find_parent("aside") is None
        ]
        yield from (_moment(t) for t in times if kind.search(_marks(t)))
        if field == "datePublished":
            rest = (t for t in times if not _UPDATED_CLASS.search(_marks(t)))
            yield from (_moment(t) for t in rest if t.get("datetime"))

    def authors(self) -> tuple[Author, ...]:
        """From the first place that names any; roles may come from an author box."""
        places: tuple[Callable[[], Iterable[Author | None]], ...] = (
            self._stated_authors,
            lambda: map(markup.person, self.metas.get("citation_author", ())),
            lambda: map(markup.person, self._meta_authors()),
            lambda: map(_person, self.property("author")),
            lambda: map(_person, self.soup.find_all("a", rel="author")),
            lambda: map(_person, self._bylines()),
        )
        for place in places:
            found = markup.distinct_people(place())
            if found:
                return found
        return ()

    def _stated_authors(self) -> Iterator[Author | None]:
        for value in self.graph.linked(self.node.get("author")):
            link, role = "", ""
            if isinstance(value, dict):
                same = next(iter(values.items(value.get("sameAs"))), "")
                link = address_of(value) or values.word(same)
                role = next(iter(self.graph.names(value.get("jobTitle"))), "")
            name = name_of(value)
            if not urls.is_web(name):
                yield markup.person(markup.to_line(name), link, role)

    def _meta_authors(self) -> list[str]:
        names = (*self.metas.get("author", ()), *self.metas.get("article:author", ()))
        return [n for n in names if not urls.is_web(n)]

    def _bylines(self) -> Iterator[Tag]:
        found = self.soup.find_all(class_=_BYLINE)
        return (t for t in found if len(html.text_of(t)) < _LONGEST_ROLE)

    def author_box(self, author: Author) -> tuple[Tag, str] | None:
        """The box that presents an author, and the line below the name in it."""
        wanted = plain.fold(author.name)
        for box in self.soup.find_all(class_=_AUTHOR_BOX):
            lines = [plain.collapse(s) for s in box.stripped_strings]
            folded = [plain.fold(line) for line in lines]
            if wanted in folded:
                rest = lines[folded.index(wanted) + 1 :]
                role = rest[0] if rest and len(rest[0]) <= _LONGEST_ROLE else ""
                return box, role
        return None

    def section(self) -> str:
        stated = map(values.word, values.items(self.node.get("articleSection")))
        return markup.to_line(
            next(filter(None, stated), "") or self.meta("article:section")
        )

    def tags(self) -> tuple[str, ...]:
        stated = [
            values.word(k) or name_of(k)
            for k in values.items(self.node.get("keywords"))
        ]
        places = (
            self.metas.get("article:tag", []),
            [k for words in stated for k in words.split(",")],
            [html.text_of(a) for a in self.soup.find_all("a", rel="tag")],
            self.meta("news_keywords", "keywords").split(","),
        )
        return next(filter(None, map(markup.distinct, places)), ())

    def language(self, holder: Tag) -> str:
        """What the article's container says, or else what the page does around it."""
        around = (holder, *holder.parents)
        tags = (html.attr(t, n) for t in around for n in ("lang", "xml:lang"))
        said = next(filter(None, tags), "")
        stated = values.first(self.node, "inLanguage")
        found = said or stated or self.meta("og:locale", "content-language")
        return found.strip().replace("_", "-")

    def rights(self) -> str:
        found = (
            values.first(self.node, "copyrightNotice", "license"),
            next(iter(self.links.get("license", ())), ""),
            self.meta("copyright", "rights", "dc.rights", "dcterms.rights"),
        )
        return plain.collapse(next(filter(None, found), ""))

    def images(self) -> tuple[Image, ...]:
        """The lead picture: Open Graph's is the one shown in 97 of 100 pages."""
        address = self.meta("og:image", "og:image:url", "og:image:secure_url")
        if address:
            return (Image(url=address, alt=plain.collapse(self.meta("og:image:alt"))),)
        for value in self.graph.linked(self.node.get("image")):
            if address_of(value):
                caption = (
                    values.first(value, "caption") if isinstance(value, dict) else ""
                )
                return (Image(url=address_of(value), alt=plain.collapse(caption)),)
        address = self.meta("twitter:image", "twitter:image:src")
        alt = plain.collapse(self.meta("twitter:image:alt"))
        return (Image(url=address, alt=alt),) if address else ()


def best_date(candidates: Iterable[str]) -> str:
    """The first date that can be read, or the same day said with a time and a zone."""
    found = [d for d in map(plain.collapse, candidates) if d]
    read = [(d, at[0]) for d in found if (at := dates.parse(d, UTC))]
    if not read:
        return next(iter(found), "")
    words, instant = read[0]
    if not _ZONE.search(words):
        for other, then in read:
            if _ZONE.search(other) and abs(then - instant) <= timedelta(hours=26):
                return other
    return words


def _agree(head: str, other: str) -> bool:
    head, other = plain.fold(head), plain.fold(other)
    if not head or not other:
        return False
    return head.startswith(other) or other.startswith(head) or other.endswith(head)


def _metas(soup: BeautifulSoup) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in soup.find_all("meta"):
        content = plain.clean(html.attr(tag, "content")).strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = html.attr(tag, attribute).strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def _links(soup: BeautifulSoup) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in soup.find_all(["link", "a"]):
        for rel in html.attr(tag, "rel").lower().split():
            if tag.get("href") and (tag.name == "link" or rel == "license"):
                found.setdefault(rel, []).append(html.attr(tag, "href").strip())
    return found


def _itemprops(tag: Tag) -> list[str]:
    return html.attr(tag, "itemprop").split()


def _marks(tag: Tag) -> str:
    return f"{html.attr(tag, 'class')} {'pubdate' if tag.has_attr('pubdate') else ''}"


def _moment(tag: Tag) -> str:
    return html.attr(tag, "datetime") or html.attr(tag, "content") or html.text_of(tag)


def _person(tag: Tag) -> Author | None:
    name = tag.find(itemprop="name")
    role = tag.find(itemprop="jobTitle")
    link = tag if tag.name == "a" else tag.find("a", href=True)
    said = html.text_of(name) if isinstance(name, Tag) else ""
    return markup.person(
        said or html.attr(tag, "content") or html.text_of(tag),
        html.attr(link, "href") if isinstance(link, Tag) else "",
        html.text_of(role) if isinstance(role, Tag) else "",
    )
