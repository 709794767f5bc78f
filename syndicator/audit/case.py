"""One item as one artifact shows it, beside what the policy demands of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from syndicator.audit.said import Said
from syndicator.audit.shown import Anchor, Block, Shown
from syndicator.audit.terms import Demand
from syndicator.model import Item

Fault = tuple[str, str]  # a rule, and what is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`whole` says that the item is shown and not its excerpt; `plain`, as text."""

    item: Item
    said: Said
    shown: Shown
    demand: Demand
    whole: bool
    plain: bool

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.shown.blocks

    @property
    def anchors(self) -> list[Anchor]:
        return [anchor for block in self.blocks for anchor in block.anchors]


Check = Callable[[Case], Iterator[Fault]]
