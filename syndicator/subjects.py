"""What a selection can ask for, and which of it an article answers to.

A subject is a word like "*", "source:lab", "tag:sleep" or "keyword:melatonin"; letter
case does not count, but for the names of sources.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from syndicator import html, text
from syndicator.model import Article, FacetFeed, Selection

EVERYTHING = "*"
LONGEST = 200  # characters; a database index cannot hold words of any length


def _languages(article: Article) -> Iterable[str]:
    """The tag and its primary subtag (RFC 5646 §2.1): en-GB is en, too."""
    return article.language, article.language.partition("-")[0]


def _sources(article: Article) -> Iterable[str]:
    """Its own, and the others that carry it; so with sections and tags."""
    return article.source, *(c.source for c in article.carriers)


def _sections(article: Article) -> Iterable[str]:
    return article.section, *(c.section for c in article.carriers)


def _tags(article: Article) -> Iterable[str]:
    return *article.tags, *(tag for c in article.carriers for tag in c.tags)


@dataclass(frozen=True, slots=True)
class _Kind:
    """`asked` and "exclude_" + `asked` are fields of a Selection."""

    name: str
    asked: str
    words: Callable[[Article], Iterable[str]]


# The kinds that narrow a selection down most come first.
_KINDS = (
    _Kind("source", "sources", _sources),
    _Kind("keyword", "keywords", lambda _: ()),  # see `subjects`
    _Kind("tag", "tags", _tags),
    _Kind("section", "sections", _sections),
    _Kind("author", "authors", lambda a: (who.name for who in a.authors)),
    _Kind("language", "languages", _languages),
)


def subject(kind: str, word: str) -> str:
    return f"{kind}:{word if kind == 'source' else word.casefold()}"[:LONGEST]


def subjects(article: Article, keywords: Iterable[str] = ()) -> frozenset[str]:
    """Return every subject the article belongs to; "*" always.

    Of all its words only those count that some selection asks for: `keywords`.
    """
    found = {
        subject(kind.name, word)
        for kind in _KINDS
        for word in kind.words(article)
        if word
    }
    said = ""
    for word in keywords:
        said = said or f"{article.title} {html.to_text(article.body)}"
        if text.mentions(said, word):
            found.add(subject("keyword", word))
    return frozenset(found | {EVERYTHING})


def spelling(article: Article, wanted: str) -> str:
    """A subject's word as the article writes it; "" where it is not the article's."""
    name, _, _ = wanted.partition(":")
    words = (
        word for kind in _KINDS if kind.name == name for word in kind.words(article)
    )
    return next((word for word in words if subject(name, word) == wanted), "")


def demands(selection: Selection) -> list[frozenset[str]]:
    """Return sets of subjects, of each of which an article must have at least one.

    The one that narrows the selection down most comes first.
    """
    shared = [frozenset({selection.facet})] if isinstance(selection, FacetFeed) else []
    return shared + [
        frozenset(subject(kind.name, word) for word in words)
        for kind in _KINDS
        if (words := getattr(selection, kind.asked))
    ]


def exclusions(selection: Selection) -> frozenset[str]:
    """Return the subjects of which an article must have none."""
    return frozenset(
        subject(kind.name, word)
        for kind in _KINDS
        for word in getattr(selection, f"exclude_{kind.asked}")
    )


def selection_subjects(selection: Selection) -> frozenset[str]:
    """Return the few subjects without whose touch the selection cannot change."""
    return next(iter(demands(selection)), frozenset({EVERYTHING}))


def days(selection: Selection) -> tuple[datetime | None, datetime | None]:
    """The span of `first` and `last`: from the one instant, to before the other."""
    first, last = selection.first, selection.last
    return (
        datetime.combine(first, time(), UTC) if first else None,
        datetime.combine(last + timedelta(days=1), time(), UTC) if last else None,
    )


def matches(selection: Selection, article: Article) -> bool:
    """Say whether an article is one the selection asks for."""
    own = subjects(article, (*selection.keywords, *selection.exclude_keywords))
    wanted = all(own & asked for asked in demands(selection))
    begin, end = days(selection)
    in_time = (begin is None or begin <= article.published) and (
        end is None or article.published < end
    )
    return wanted and in_time and not own & exclusions(selection)
