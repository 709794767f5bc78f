"""What no article is made of, taken out before anything is weighed."""

import re
from typing import Any

from syndicator.parse.tree import drop

_MACHINERY_NAMES = (
    "script style template noscript nav link meta base button input select textarea svg"
    " canvas dialog object embed applet param map area frame frameset noframes datalist"
)
_MACHINERY = _MACHINERY_NAMES.split()
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FOR_READERS_ALOUD = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text)(?:\s|$)", re.IGNORECASE
)
_NEVER_HIDDEN = frozenset(("html", "body", "img"))


def clean(root: Any) -> None:
    """Take out machinery and what is hidden; pictures are said to be there already."""
    for tag in [*root.iter(*_MACHINERY)]:
        drop(tag)
    for tag in [*root.iter()]:
        if tag.attrib and _is_hidden(tag):
            drop(tag)


def _is_hidden(tag: Any) -> bool:
    """Pictures are hidden until they are loaded, so what holds one is not hidden."""
    said = tag.attrib
    hidden = (
        "hidden" in said
        or said.get("aria-hidden") == "true"
        or ("style" in said and _HIDDEN.search(said["style"]) is not None)
        or ("class" in said and _FOR_READERS_ALOUD.search(said["class"]) is not None)
    )
    return hidden and tag.tag not in _NEVER_HIDDEN and tag.find(".//img") is None
