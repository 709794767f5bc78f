"""What an artifact shows, as plain values: the same for every format."""

from dataclasses import dataclass
from typing import Any

BEHIND = 40  # characters behind a link in which its label is still beside it

Label = tuple[str, str]  # where it stands, and what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link: `behind` is what readers see right behind it, up to the next link.

    `rel` is None where the format has none; `shows` says that there are words or a
    picture to click on.
    """

    href: str
    rel: tuple[str, ...] | None = None
    words: str = ""
    behind: str = ""
    shows: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph's worth of words; `hidden` says why nobody sees them, or ""."""

    words: str
    hidden: str = ""
    anchors: tuple[Anchor, ...] = ()
    tag: str = ""
    part: int = -1  # which item it belongs to, -1 none


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One item as an artifact shows it.

    `labels` are its title, excerpt and the like: no place for a notice. `whole` is
    None where the format does not say whether this is the item or its excerpt.
    `facts` is what JSON says of it to machines.
    """

    id: str = ""
    link: str = ""
    blocks: tuple[Block, ...] = ()
    labels: tuple[Label, ...] = ()
    whole: bool | None = None
    facts: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole artifact: its items, and what stands above and below them.

    `plain` says that it is text, whose links are bare addresses.
    """

    items: tuple[Shown, ...] = ()
    head: tuple[Block, ...] = ()
    foot: tuple[Block, ...] = ()
    labels: tuple[Label, ...] = ()
    plain: bool = False
