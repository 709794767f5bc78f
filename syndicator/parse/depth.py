"""Markup nested without end made shallow, so that no reader further on drowns in it."""

import re
from collections import Counter

_DEEPEST = 100  # open elements that are kept; table cells and list items come on top
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>")
_VOID_NAMES = "area base br col embed hr img input link meta p param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())  # these never nest; nor does an open <p>
# An opening tag of these closes the one before, so they nest with what holds them.
_PARTS = frozenset(
    ("li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot")
)
_RAW = {"": "-->", "script": "</script", "style": "</style"}  # no markup up to there


def shallow(markup: str) -> str:
    """The markup with tags nested too deep to be meant left out; no word is lost."""
    kept: list[str] = []
    elements = _Open()
    unclosed: set[str] = set()
    start = at = 0
    while found := _TAG.search(markup, at):
        at = found.end()
        closing, name, rest = bool(found[1]), (found[2] or "").lower(), found[3] or ""
        if name in _RAW and not closing and name not in unclosed:
            end = markup.find(_RAW[name], at)
            at = max(at, end)
            if end < 0:  # looked for once, or it would be for each of many
                unclosed.add(name)
        elif name and name not in _VOID and not rest.endswith("/"):
            if not (elements.close(name) if closing else elements.open(name)):
                kept += (markup[start : found.start()], " ")
                start = at
    return "".join((*kept, markup[start:])) if kept else markup


class _Open:
    """The elements that are open, each with whether its tags are kept."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, bool]] = []
        self.names: Counter[str] = Counter()
        self.depth = 0

    def open(self, name: str) -> bool:
        keep = self.depth < _DEEPEST
        if name in _PARTS:
            return keep
        self.stack.append((name, keep))
        self.names[name] += 1
        self.depth += keep
        return keep

    def close(self, name: str) -> bool:
        """Close the innermost of that name and all in it; a stray tag may stay."""
        if not self.names[name]:
            return name not in _PARTS or self.depth < _DEEPEST
        last, keep = "", True
        while last != name:
            last, keep = self.stack.pop()
            self.names[last] -= 1
            self.depth -= keep
        return keep
