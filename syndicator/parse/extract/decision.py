"""Which words of a page are the article: trafilatura decides."""

import re
from typing import Any

from lxml import etree
from lxml import html as lx

from syndicator.parse.extract.runs import runs

_WORD = re.compile(r"\w+")
_TELLING = 24  # letters: fewer may stand anywhere by chance
_LARGE = 10_000  # elements: beyond, trafilatura's own second opinion takes for ever
# What parts words in trafilatura's own vocabulary, which is TEI's.
_BREAK_NAMES = "ab body cell code div graphic head item lb list p quote row table"
_BREAKS = frozenset(_BREAK_NAMES.split())


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
    """The first opinion there is: trafilatura's, readability's, or that all is article.

    Both are heavy, and loaded here only.
    """
    for opinion in (_trafilatura, _readability, _all):
        decision = Decision(opinion(root, url))
        if decision:
            return decision
    return Decision([])


def _trafilatura(root: Any, url: str) -> list[str]:
    from trafilatura.core import bare_extraction

    fast = sum(1 for _ in root.iter()) > _LARGE
    found = bare_extraction(root, url=url or None, include_comments=False, fast=fast)
    body = getattr(found, "body", None)
    return [] if body is None else [words for _, words in runs(body, _BREAKS)]


def _readability(root: Any, url: str) -> list[str]:
    from readability import Document
    from readability.readability import Unparseable

    page = Document(etree.tostring(root, encoding="unicode", method="html"), url=url)
    try:
        made = page.summary(html_partial=True, keep_all_images=True)
    except Unparseable:
        return []
    return [
        words for _, words in runs(lx.fragment_fromstring(made, create_parent=True))
    ]


def _all(root: Any, url: str) -> list[str]:
    return [words for block, words in runs(root) if block.tag != "title"]
