"""The decision about the words, projected on the elements of the page."""

from collections.abc import Iterator
from typing import Any

from syndicator.parse.extract.weights import Weights

_SHARE = 0.8  # of the article's text that the element of the article holds
_ISLAND = 0.6  # of an element's text, from which it is article wherever it stands
_ISLAND_SIZE = 100  # bytes


def parts(weights: Weights) -> list[Any]:
    """The elements that make up the article, in their order.

    One holds most of it; besides there may be a lead paragraph or a second half.
    """
    weight = weights.telling if weights.telling[weights.root] else weights.article
    wanted = _SHARE * weight[weights.root]
    holder = weights.root
    before: list[Any] = []
    after: list[Any] = []
    while True:
        inner = next((c for c in holder if weight[c] >= wanted > 0), None)
        if inner is None:
            return [*before, holder, *after]
        before += [t for t in inner.itersiblings(preceding=True) if _is_island(t, weights)][::-1]
        after = [t for t in inner.itersiblings() if _is_island(t, weights)] + after
        holder = inner


def _is_island(tag: Any, weights: Weights) -> bool:
    mine = weights.telling[tag]
    return mine >= _ISLAND_SIZE and mine >= _ISLAND * weights.all[tag]
