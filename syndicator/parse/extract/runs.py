"""Runs of text: words without a break between them, and the block they stand in."""

import re
from collections.abc import Set
from typing import Any

_BREAK_NAMES = (
    "address article aside audio blockquote body br caption center dd details dir div dl"
    " dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html"
    " iframe legend li main menu ol optgroup option p pre section summary table tbody td"
    " tfoot th thead title tr ul video"
)
BREAKS = frozenset(_BREAK_NAMES.split())
_CAPTION = re.compile(r"(?:^|[-_ ])(?:caption|credits?|copyright)", re.IGNORECASE)

Run = tuple[Any, str]


def runs(root: Any, breaks: Set[str] = BREAKS) -> list[Run]:
    """(block, words) of every run below an lxml element, in order."""
    found: list[Run] = []
    said: list[str] = []

    def end(block: Any) -> None:
        words = " ".join("".join(said).split())
        said.clear()
        if words:
            found.append((block, words))

    def walk(tag: Any, block: Any) -> None:
        said.append(tag.text or "")
        for child in tag:
            if child.tag in breaks:
                end(block)
                walk(child, child)
                end(child)
            else:
                walk(child, block)
            said.append(child.tail or "")

    walk(root, root)
    end(root)
    return found


def text(root: Any) -> str:
    """The running text, a line for each run; captions of pictures are none of it."""
    return "\n".join(words for block, words in runs(root) if not _is_caption(block))


def _is_caption(block: Any) -> bool:
    around = [block, *block.iterancestors()]
    named = any(_CAPTION.search(tag.get("class", "")) for tag in around[:2])
    return named or any(tag.tag == "figcaption" for tag in around)
