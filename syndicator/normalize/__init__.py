"""RawEntry → Draft: what a source said, in our terms. The order of the steps is here.

A body is parsed once, cleaned, relieved of the disclosures the source wrote into it,
and sanitized last.
"""

import re
from dataclasses import dataclass

from bs4.element import Tag

from syndicator import dates, html, text, urls
from syndicator.codec import digest
from syndicator.model import (
    Author,
    Disclaimer,
    Draft,
    Origin,
    RawEntry,
    Site,
    Source,
    Statement,
)
from syndicator.normalize import body, images, metadata
from syndicator.normalize.notices import Recogniser
from syndicator.normalize.statements import take_out

SUMMARY_LENGTH = 320  # characters
_VERSION = 1  # of what this package makes of an entry; stored articles are renewed

# Words a minute by language: Trauzettel-Klosinski & Dietz, IOVS 2012 (IReST).
_READING_SPEED = {
    "ar": 138, "de": 179, "en": 228, "es": 218, "fi": 161, "fr": 195, "he": 187,
    "it": 188, "ja": 193, "nl": 202, "pl": 166, "pt": 181, "ru": 184, "sl": 180,
    "sv": 199, "tr": 166, "zh": 158,
}  # fmt: skip
_USUAL_SPEED = 190
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
        kinds = [(d.kind, d.text, d.short, d.variants) for d in self.disclaimers]
        asked = (self.source.timezone or self.site.timezone, self.source.language)
        added = (
            self.site.language,
            self.source.section,
            self.source.tags,
            self.source.own,
        )
        return digest(_VERSION, kinds, asked, added)


def normalize(raw: RawEntry, terms: Terms) -> Draft:
    """Bring one entry into our terms.

    Never fails on what a source wrote: what cannot be understood is left out.
    """
    source, site = terms.source, terms.site
    recogniser = Recogniser(terms.disclaimers)
    base = raw.base or source.url or site.url
    title = metadata.title(raw)
    tree = body.clean(raw.body, base, title)
    statements = take_out(tree, recogniser)
    authors, in_roles = _without_statements(metadata.authors(raw.authors), recogniser)
    _drop_author_box(tree, authors)
    pictures, lead = images.with_lead(images.describe(tree), raw.images, base)
    images.drop_unaddressed(tree)
    clean_body = html.sanitize(html.inner(tree)).strip()
    language = metadata.language(raw.language, source.language, site.language)
    words = text.count_words(html.text_of(tree))
    zone = dates.zone(source.timezone or site.timezone)
    published, updated, precision = metadata.instants(raw, zone)
    summary = _summary(raw, tree, title, recogniser)
    title = title or text.shorten(summary, 80) or "Untitled"
    return Draft(
        source=source.name,
        key=raw.key,
        url=_address(raw, base),
        title=title,
        body=clean_body,
        summary=summary,
        published=published,
        updated=updated,
        precision=precision,
        authors=authors,
        section=text.collapse(raw.section) or source.section,
        tags=metadata.tags(raw, source.tags),
        language=language,
        rights=text.collapse(raw.rights),
        site=text.collapse(raw.site),
        images=pictures,
        lead=lead,
        enclosures=tuple(e for e in raw.enclosures if urls.is_web(e.url)),
        origin=Origin() if source.own else raw.origin,
        statements=(*statements, *in_roles),
        words=words,
        minutes=_minutes(words, language),
        digest=digest(title, clean_body),
    )


def _address(raw: RawEntry, base: str) -> str:
    url = urls.strip_tracking(urls.absolute(raw.url, base)) if raw.url else base
    return url if urls.is_web(url) else base


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
        people.append(Author(name=author.name, url=author.url, role=role))
        found += [
            Statement(kind=kind, text=part, place="author")
            for part, kind in zip(parts, kinds, strict=True)
            if kind
        ]
    return tuple(people), tuple(found)


def _drop_author_box(tree: Tag, authors: tuple[Author, ...]) -> None:
    """Closing lines that hold nothing but a name and its role are known already."""
    known = {text.fold(part) for a in authors for part in (a.name, a.role) if part}
    initials = {"".join(w[0] for w in a.name.split()).casefold() for a in authors}
    for block in reversed(tree.find_all(["p", "aside"])[-4:]):
        line = text.fold(html.text_of(block))
        if line and line not in known and line not in initials:
            break
        block.decompose()


def _summary(raw: RawEntry, tree: Tag, title: str, recogniser: Recogniser) -> str:
    """The source's own excerpt if it is prose, else the first real sentences."""
    own = " ".join(
        recogniser.prose(text.sentences(html.to_text(html.escape(raw.summary))))
    )
    if len(own) >= 60 and text.fold(own) != text.fold(title):
        return text.shorten(own, SUMMARY_LENGTH)
    paragraphs = [
        html.text_of(p) for p in tree.find_all("p") if not p.find_parent("figure")
    ]
    said = [s for p in paragraphs[:6] for s in recogniser.prose(text.sentences(p))]
    first = text.shorten(" ".join(said), SUMMARY_LENGTH)
    return first or own or text.shorten(html.text_of(tree), SUMMARY_LENGTH)
