"""How alike two articles are, told from small sketches of their words."""

import re
from collections.abc import Sequence
from hashlib import blake2b
from heapq import nsmallest

from syndicator import text
from syndicator.model import Article, Draft

_RUN = 4  # words in a row: few texts share one by chance
_SIZE = 64  # hashes kept: a likeness is right to about ±0.06
_FEWEST = 16  # runs below which a text is too short to be told by its words
_NAMES = 8  # two texts half alike share one of so many with 99.6 %

_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+"
)


def sketch(words: str) -> tuple[str, ...]:
    """The smallest hashes of the text's runs of words, in order; () if it is short.

    A bottom-k sketch (Cohen & Kaplan 2007, "Summarizing data using bottom-k
    sketches"). Letter case, punctuation and markup between words do not count.
    """
    found = _WORD.findall(words.casefold())
    runs = {" ".join(found[n : n + _RUN]) for n in range(len(found) - _RUN + 1)}
    if len(runs) < _FEWEST:
        return ()
    return tuple(nsmallest(_SIZE, map(_hash, runs)))


def _hash(run: str) -> str:
    return blake2b(run.encode("utf-8", "replace"), digest_size=6).hexdigest()


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of runs that two texts have in common, 0 … 1, from their sketches.

    0 where one of them is too short to tell.
    """
    if not one or not other:
        return 0.0
    size = min(_SIZE, len({*one, *other}))
    smallest = set(nsmallest(size, {*one, *other}))
    return len(smallest.intersection(one, other)) / size


def names(said: Draft | Article) -> tuple[str, ...]:
    """A few words by which an article that is alike can be looked up.

    Those of its words, and one of its title and day, for texts too short for that.
    """
    words = said.sketch[:_NAMES]
    if said.published is None:
        return words
    day = said.published.date().isoformat()
    return (*words, _hash(f"{text.fold(said.title)} {day}"))
