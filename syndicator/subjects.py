"""What a selection can ask for, and which of it an article answers to.

A subject is a word like "*", "source:lab" or "tag:sleep"; letter case does not count,
but for the names of sources.
"""

from collections.abc import Callable, Iterable

from syndicator.model import Article, Selection

EVERYTHING = "*"
LONGEST = 200  # characters; a database index cannot hold words of any length


def _subject(kind: str, word: str) -> str:
    return f"{kind}:{word if kind == 'source' else word.casefold()}"[:LONGEST]


def _languages(article: Article) -> Iterable[str]:
    """The tag and its primary subtag (RFC 5646 §2.1): en-GB is en, too."""
    return article.language, article.language.partition("-")[0]


# By kind: what a selection asks for, and what an article answers. The kinds that
# narrow a selection down most come first.
_KINDS: tuple[
    tuple[
        str,
        Callable[[Selection], Iterable[str]],
        Callable[[Article], Iterable[str]],
    ],
    ...,
] = (
    ("source", lambda s: s.sources, lambda a: (a.source,)),
    ("tag", lambda s: s.tags, lambda a: a.tags),
    ("section", lambda s: s.sections, lambda a: (a.section,)),
    ("author", lambda s: s.authors, lambda a: (who.name for who in a.authors)),
    ("language", lambda s: s.languages, _languages),
)


def subjects(article: Article) -> frozenset[str]:
    """Return every subject the article belongs to; "*" always."""
    found = {
        _subject(kind, word)
        for kind, _, words in _KINDS
        for word in words(article)
        if word
    }
    return frozenset(found | {EVERYTHING})


def demands(selection: Selection) -> list[frozenset[str]]:
    """Return sets of subjects, of each of which an article must have at least one."""
    asked = ((kind, words(selection)) for kind, words, _ in _KINDS)
    return [
        frozenset(_subject(kind, word) for word in words)
        for kind, words in asked
        if words
    ]


def exclusions(selection: Selection) -> frozenset[str]:
    """Return the subjects of which an article must have none."""
    return frozenset(_subject("tag", word) for word in selection.exclude_tags)


def selection_subjects(selection: Selection) -> frozenset[str]:
    """Return the few subjects without whose touch the selection cannot change."""
    return next(iter(demands(selection)), frozenset({EVERYTHING}))


def matches(selection: Selection, article: Article) -> bool:
    """Say whether an article is one the selection asks for."""
    own = subjects(article)
    wanted = all(own & asked for asked in demands(selection))
    return wanted and not own & exclusions(selection)
