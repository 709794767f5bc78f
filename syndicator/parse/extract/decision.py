"""Which words of a page are the article: trafilatura decides."""

import re
from typing import Any

from syndicator.parse.extract.runs import runs

_WORD = re.compile(r"\w+")
_TELLING = 24  # letters: fewer may stand anywhere by chance
# What parts words in trafilatura's own vocabulary, which is TEI's.
_BREAKS = frozenset("ab body cell code div graphic head item lb list p quote row table".split())


def key(words: str) -> str:
    """What counts of a run: its letters and digits."""
    return "".join(_WORD.findall(words.lower()))


class Decision:
    """The runs that were taken for the article."""

    def __init__(self, lines: list[str]) -> None:
        keys = [k for k in map(key, lines) if k]
        self._lines = frozenset(keys)
        self._all = "\n".join(keys)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def holds(self, words: str) -> bool:
        """Say whether a run is one of those, or a telling part of one."""
        said = key(words)
        return said in self._lines or (len(said) >= _TELLING and said in self._all)


def decide(root: Any, url: str) -> Decision:
    """trafilatura's decision about a page; it is heavy, and loaded here only."""
    from trafilatura.core import bare_extraction

    found = bare_extraction(root, url=url or None, include_comments=False)
    body = getattr(found, "body", None)
    return Decision([] if body is None else [words for _, words in runs(body, _BREAKS)])
