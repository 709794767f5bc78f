"""In which ways a site can be read: pure, what it says of itself in, candidates out.

A kind of source is a row of WAYS; what came of trying it is judged by score.py.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from syndicator import urls
from syndicator.discover import apis, feeds, pages
from syndicator.discover.score import ranked
from syndicator.model import Candidate, Home, Source

__all__ = ["WAYS", "candidates", "identity", "name", "ranked"]

Way = Callable[[Home], Iterable[Candidate]]

_MOST = 5  # candidates that are alike

# Where several name the same source, the first counts; and this is the order of trying.
WAYS: dict[str, Way] = {
    "wordpress": apis.wordpress,
    "ghost": apis.ghost,
    "json": apis.json,
    "feed": feeds.candidates,
    "sitemap": pages.sitemaps,
    "listing": pages.listings,
}


def candidates(home: Home) -> tuple[Candidate, ...]:
    """The ways in which the site may be read, some of each kind, in order of trying:
    what it names itself, what can be guessed, what is of a part of it only.
    """
    found: dict[tuple[str, ...], Candidate] = {}
    for candidate in chain.from_iterable(way(home) for way in WAYS.values()):
        found.setdefault(identity(candidate.source), candidate)
    turns: Counter[tuple[str, bool, bool]] = Counter()
    kept = []
    for candidate in found.values():
        turn = candidate.source.kind, candidate.guess, bool(candidate.lesser)
        turns[turn] += 1
        kept += [candidate] if turns[turn] <= _MOST else []
    return tuple(sorted(kept, key=lambda c: (bool(c.lesser), c.guess)))


def identity(source: Source) -> tuple[str, ...]:
    """What two sources that are one and the same have in common."""
    if source.kind == "folder":
        return source.kind, str(source.path)
    return source.kind, urls.key(source.url)


_USUAL = frozenset(("www", "co", "com", "org", "net", "gov", "ac", "edu"))


def name(words: str, taken: Iterable[str]) -> str:
    """A name for a source by its host or its folder, unlike those that are taken."""
    labels = words.lower().split(".")
    telling = [label for label in labels[:-1] or labels if label not in _USUAL]
    plain = urls.slug("-".join(telling)).encode("ascii", "ignore").decode()
    stem = plain.strip("-_")[:56] if not plain.replace("-", "").isdigit() else ""
    return next(n for n in _numbered(stem or "site") if n not in set(taken))


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
