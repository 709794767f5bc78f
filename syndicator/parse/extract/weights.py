"""How much text each element of a page holds: in all, in links, and of the article."""

from collections import Counter, defaultdict
from typing import Any

from syndicator.parse import media
from syndicator.parse.extract.decision import Decision, key
from syndicator.parse.extract.runs import Run, runs

_LINE = 40  # bytes from which a run tells where the article stands
_PROSE = 80  # bytes of a run that is more than a label
_KINDRED = 2  # runs of the article that make others like them article, too

Weight = defaultdict[Any, int]


class Weights:
    """Bytes of text below each element: a character of Chinese says more than of Latin.

    `all`; `linked` to other pages; `article`, by the decision; of that what is
    `telling`, long enough not to stand there by chance.
    """

    def __init__(self, root: Any, decision: Decision, titles: frozenset[str]) -> None:
        self.root = root
        self.order = {tag: n for n, tag in enumerate(root.iter())}
        self.all, self.linked = Weight(int), Weight(int)
        self.article, self.telling = Weight(int), Weight(int)
        self.repeated: set[Any] = set()
        every = runs(root)
        of_article = _with_kindred(every, [decision.holds(w) for _, w in every])
        seen: dict[str, Any] = {}
        for (block, words), is_article in zip(every, of_article, strict=True):
            if is_article and self._repeats(block, words, seen):
                self.repeated.add(block)
                is_article = False
            self._add(block, size_of(words), is_article and key(words) not in titles)
        for link in root.iter("a"):
            if (to := link.get("href")) and not media.is_picture("", to):
                _count(self.linked, link, size_of("".join(link.itertext())))
        self.first = min(
            (self.order[tag] for tag in self.article if self._ends(tag)), default=0
        )

    def _repeats(self, block: Any, words: str, seen: dict[str, Any]) -> bool:
        """Say whether a line has been there already, in an element of another kind."""
        kind = (block.tag, block.get("class"))
        return size_of(words) >= _LINE and seen.setdefault(words, kind) != kind

    def _add(self, block: Any, size: int, is_article: bool) -> None:
        _count(self.all, block, size)
        if is_article:
            _count(self.article, block, size)
        if is_article and size >= _LINE:
            _count(self.telling, block, size)

    def _ends(self, tag: Any) -> bool:
        return not any(child in self.article for child in tag)


def size_of(words: str) -> int:
    return len(" ".join(words.split()).encode("utf-8", "replace"))


def _count(weight: Weight, tag: Any, size: int) -> None:
    weight[tag] += size
    for above in tag.iterancestors():
        weight[above] += size


def _with_kindred(every: list[Run], of_article: list[bool]) -> list[bool]:
    """Prose marked up just as paragraphs of the article are belongs to it, too."""
    kinds = [
        _kind(block) if size_of(words) >= _PROSE else None for block, words in every
    ]
    known = Counter(k for k, yes in zip(kinds, of_article, strict=True) if yes and k)
    return [
        yes
        or (kind is not None and known[kind] >= _KINDRED and block.find(".//a") is None)
        for (block, _), kind, yes in zip(every, kinds, of_article, strict=True)
    ]


def _kind(block: Any) -> tuple[Any, ...] | None:
    """What a paragraph and its holder are called; None where the holder has no name."""
    holder = block.getparent()
    if block.tag != "p" or holder is None or not holder.get("class"):
        return None
    return (block.get("class"), holder.tag, holder.get("class"))
