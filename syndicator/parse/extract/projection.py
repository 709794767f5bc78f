"""The decision about the words, projected on the elements of the page."""

from typing import Any

from syndicator.parse.extract.weights import Weights

_SHARE = 0.8  # of the article's text that its element holds
_ISLAND = 0.6  # of an element's text, from which it is article wherever it stands
_ISLAND_SIZE = 100  # bytes


def parts(weights: Weights) -> list[Any]:
    """The elements that make up the article, in their order; none without a word of it.

    One holds most of it; besides there may be a lead paragraph or a second half.
    """
    weight = weights.telling if weights.telling[weights.root] else weights.article
    wanted = _SHARE * weight[weights.root]
    if not wanted:
        return []
    holder = weights.root
    before: list[Any] = []
    after: list[Any] = []
    while True:
        inner = next((child for child in holder if weight[child] >= wanted), None)
        if inner is None:
            return [*before, holder, *after]
        siblings = [*inner.itersiblings(preceding=True)][::-1]
        before += [tag for tag in siblings if _is_island(tag, weights)]
        siblings = [*inner.itersiblings()]
        after = [tag for tag in siblings if _is_island(tag, weights)] + after
        holder = inner


def _is_island(tag: Any, weights: Weights) -> bool:
    mine = weights.telling[tag]
    return mine >= _ISLAND_SIZE and mine >= _ISLAND * weights.all[tag]
