"""RawEntry → Draft: what a source said, in our terms. The order of the steps is here.

A body is parsed once, cleaned, relieved of the disclosures the source wrote into it,
and sanitized last.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bs4.element import Tag

from syndicator import consensus, html, likeness, text, urls
from syndicator.codec import digest
from syndicator.model import (
    Author,
    Disclaimer,
    Draft,
    Image,
    Origin,
    RawEntry,
    Site,
    Source,
    Statement,
)
from syndicator.normalize import (
    body,
    figures,
    furniture,
    images,
    metadata,
    phrases,
    podcasts,
    tidying,
)
from syndicator.normalize.language import detect
from syndicator.normalize.notices import Recogniser, known_wordings
from syndicator.normalize.page import Page
from syndicator.normalize.statements import take_out

SUMMARY_LENGTH = 320  # characters
_VERSION = 2  # of what this package makes of an entry; stored articles are renewed

# Words a minute by language: Trauzettel-Klosinski & Dietz, IOVS 2012 (IReST).
_READING_SPEED = {
    "ar": 138, "de": 179, "en": 228, "es": 218, "fi": 161, "fr": 195, "he": 187,
    "it": 188, "ja": 193, "nl": 202, "pl": 166, "pt": 181, "ru": 184, "sl": 180,
    "sv": 199, "tr": 166, "zh": 158,
}  # fmt: skip
_USUAL_SPEED = 190
# How systems end an excerpt, with what they put behind it.
_CUT_OFF = re.compile(
    r"\s*(?:…|\.\.\.|\[(?:…|\.{3})\])?\s*(?:(?:read\s+more|continue\s+reading)\b.{0,200}"
    r"|the\s+post\b.{0,300}\bappeared\s+first\s+on\b.{0,100})$|\s*(?:…|\.{3}|\[(?:…|\.{3})\])$",
    re.IGNORECASE,
)
_ROLE_PARTS = re.compile(r"\s+[—–|·-]\s+|(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything besides the entry that decides how it is normalized."""

    site: Site
    source: Source
    disclaimers: tuple[Disclaimer, ...]

    @property
    def recipe(self) -> str:
        """Changes when a stored article has to be made anew from what was said."""
        kinds = [(d.kind, known_wordings(d)) for d in self.disclaimers]
        asked = (self.source.timezone or self.site.timezone, self.source.language)
        added = (
            self.site.language,
            self.source.section,
            self.source.tags,
            self.source.own,
            self.source.links,
            self.source.trust,
            self.source.images,
            self.site.synonyms,
        )
        return digest(_VERSION, kinds, asked, added)


def normalize(raw: RawEntry, terms: Terms) -> Draft:
    """Bring one entry into our terms.

    Never fails on what a source wrote: what cannot be understood is left out.
    """
    source, site = terms.source, terms.site
    if source.trust:  # without, it has been settled where its claims were gathered
        raw = consensus.settled(raw, source.trust)
    base = raw.base or source.url or site.url
    recogniser = Recogniser(terms.disclaimers)
    people, in_roles = _without_statements(
        metadata.authors(raw.authors, base), recogniser
    )
    page = _page(raw, terms, base, people)
    shown = _read(raw, page, recogniser, source.links)
    words = text.count_words(shown.words)
    language = _language(raw, terms, shown.words)
    when = metadata.instants(raw, source, site)
    summary = _summary(raw, shown.tree, page.title, recogniser)
    title = page.title or text.shorten(summary, 80) or "Untitled"
    return Draft(
        source=source.name,
        key=raw.key,
        url=page.address,
        also=_other_addresses(raw, page),
        title=title,
        body=shown.markup,
        summary=summary,
        published=when.published,
        updated=when.updated,
        precision=when.precision,
        zone=when.zone,
        problems=when.problems,
        authors=people,
        section=metadata.term(raw.section or source.section, site.synonyms),
        tags=metadata.tags(raw, source.tags, site.synonyms),
        language=language,
        rights=text.collapse(raw.rights),
        license=metadata.address(raw.license, base),
        site=text.collapse(raw.site),
        images=shown.images,
        lead=shown.lead,
        enclosures=metadata.enclosures(raw, base),
        podcast=podcasts.checked(raw.podcast, base),
        origin=Origin() if source.own else raw.origin,
        statements=(*shown.statements, *in_roles),
        words=words,
        minutes=_minutes(words, language),
        digest=digest(title, shown.markup),
        sketch=likeness.sketch(shown.words),
    )


def _language(raw: RawEntry, terms: Terms, words: str) -> str:
    """What is said of it, else what the words look like, else the site's."""
    said = metadata.language(raw.language, terms.source.language)
    return said or detect(words) or metadata.language(terms.site.language)


def _page(raw: RawEntry, terms: Terms, base: str, people: Sequence[Author]) -> Page:
    """What is known of an entry beside its body, and need not be said in it."""
    sites = _names_of(raw, terms)
    return Page(
        base=base,
        address=_address(raw, base),
        title=consensus.without_site(text.collapse(raw.title), sites),
        sites=sites,
        people=tuple(p for a in people for p in (a.name, a.role) if p),
        topics=(raw.section, *raw.tags),
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """A body as it will be shown, and what was found in it."""

    tree: Tag
    markup: str
    words: str
    statements: Sequence[Statement]
    images: tuple[Image, ...]
    lead: bool  # whether the first picture is not in the body


def _read(
    raw: RawEntry, page: Page, recogniser: Recogniser, links: Mapping[str, str]
) -> _Body:
    tree = body.clean(raw.body, page)
    statements = _take_apart(tree, page, recogniser)
    phrases.link(tree, links)
    pictures, lead = images.with_lead(
        figures.describe(tree), tuple(map(figures.told, raw.images)), page.base
    )
    figures.drop_unaddressed(tree)
    markup = body.finish(tree)
    return _Body(tree, markup, html.text_of(tree), statements, pictures, lead)


def _names_of(raw: RawEntry, terms: Terms) -> tuple[str, ...]:
    """What the publisher of an entry calls itself."""
    ours = (terms.site.title, urls.host(terms.site.url)) if terms.source.own else ()
    names = (raw.site, raw.origin.title, urls.host(raw.base), *ours)
    return tuple(dict.fromkeys(n for n in map(text.collapse, names) if n))


def _take_apart(tree: Tag, page: Page, recogniser: Recogniser) -> list[Statement]:
    """Take out what is not the article; return the disclosures among it.

    Until nothing is found: what one thing hid may be another.
    """
    found: list[Statement] = []
    before = None
    while before != (before := (len(tree.find_all(True)), len(found))):
        figures.drop_repeated(tree)
        furniture.drop_lines(tree, page)
        found += take_out(tree, recogniser)
        tidying.tidy(tree)
    return found


def _address(raw: RawEntry, base: str) -> str:
    url = urls.strip_tracking(urls.absolute(raw.url, base)) if raw.url else base
    return url if urls.is_web(url) else base


def _other_addresses(raw: RawEntry, page: Page) -> tuple[str, ...]:
    found = (urls.strip_tracking(urls.absolute(u, page.base)) for u in raw.also)
    others = dict.fromkeys(u for u in found if urls.is_web(u) and u != page.address)
    return tuple(others)


def _minutes(words: int, language: str) -> int:
    speed = _READING_SPEED.get(language.partition("-")[0], _USUAL_SPEED)
    return max(1, round(words / speed)) if words else 0


def _without_statements(
    authors: tuple[Author, ...], recogniser: Recogniser
) -> tuple[tuple[Author, ...], tuple[Statement, ...]]:
    """A role line may end in a disclosure: the role stays, the disclosure is kept."""
    people: list[Author] = []
    found: list[Statement] = []
    for author in authors:
        parts = [p for p in _ROLE_PARTS.split(text.collapse(author.role)) if p]
        kinds = [recogniser.kind(p) for p in parts]
        role = " · ".join(p for p, kind in zip(parts, kinds, strict=True) if not kind)
        people.append(replace(author, role=role))
        found += [
            Statement(kind=kind, text=part, place="author")
            for part, kind in zip(parts, kinds, strict=True)
            if kind
        ]
    return tuple(people), tuple(found)


def _summary(raw: RawEntry, tree: Tag, title: str, recogniser: Recogniser) -> str:
    """The source's own excerpt if it is whole and prose, else the first sentences."""
    written = text.collapse(raw.summary)
    own = " ".join(recogniser.prose(text.sentences(_CUT_OFF.sub("", written))))
    whole = not _CUT_OFF.search(written) and text.fold(own) != text.fold(title)
    if whole and len(own) >= 60:
        return text.shorten(own, SUMMARY_LENGTH)
    paragraphs = [
        html.text_of(p)[: 4 * SUMMARY_LENGTH]
        for p in tree.find_all("p", limit=12)
        if not p.find_parent("figure")
    ]
    said = [s for p in paragraphs[:6] for s in recogniser.prose(text.sentences(p))]
    first = text.shorten(" ".join(said), SUMMARY_LENGTH)
    if not raw.full and not whole and len(own) > len(first):
        return text.shorten(own, SUMMARY_LENGTH).rstrip(".…") + "…"
    return first or own or text.shorten(html.text_of(tree), SUMMARY_LENGTH)
