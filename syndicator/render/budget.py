"""What a letter weighs, and which of its items give way when that is too much.

Gmail clips a message at 102 KiB and hides the rest, the way to unsubscribe first of all.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from syndicator.render.tools import Tool

Drawn = TypeVar("Drawn")

_LINK = re.compile(rb'<a\s[^>]*?\bhref="(?=https?:)')


class Cut(NamedTuple):
    """How many items a letter shows, and how many of them, the first, in full."""

    shown: int
    full: int


def cuts(count: int, wanted: int) -> Iterator[Cut]:
    """From all there is to next to nothing: last items first, in full, then at all."""
    yield from (Cut(count, full) for full in range(wanted, -1, -1))
    yield from (Cut(shown, 0) for shown in range(count - 1, 0, -1))


def weight(markup: bytes, tool: Tool) -> int:
    """The finished bytes, and what the tool's tracking may add to each link."""
    return len(markup) + tool.link_bytes * len(_LINK.findall(markup))


def fit(
    limit: int,
    choices: list[Cut],
    draw: Callable[[Cut], Drawn],
    weigh: Callable[[Drawn], int],
) -> tuple[Cut, Drawn]:
    """The least cut that weighs no more than `limit`; the last where none does.

    Most letters fit as they are. Of the others few are drawn: weight falls with each cut.
    """
    best, drawn = choices[0], draw(choices[0])
    if weigh(drawn) <= limit:
        return best, drawn
    low, high = 1, len(choices)
    while low < high:
        middle = (low + high) // 2
        tried = draw(choices[middle])
        if weigh(tried) <= limit or middle == len(choices) - 1:
            best, drawn, high = choices[middle], tried, middle
        else:
            low = middle + 1
    return best, drawn
