"""How much text each element of a page holds: in all, in links, and of the article."""

from collections import Counter, defaultdict
from typing import Any

from syndicator.parse.extract.decision import Decision, key
from syndicator.parse.extract.runs import Run, runs

_PROSE = 80  # bytes of a run that is more than a label
_LINE = 40  # bytes from which a run tells where the article stands
_KINDRED = 2  # runs of the article that make others like them article, too

Weight = dict[Any, int]


class Weights:
    """Bytes of UTF-8 by element: a character of Chinese says more than one of Latin."""

    def __init__(self, root: Any, decision: Decision, titles: frozenset[str]) -> None:
        self.root = root
        self.all: Weight = defaultdict(int)
        self.linked: Weight = defaultdict(int)
        self.article: Weight = defaultdict(int)  # of which `decision` holds
        self.telling: Weight = defaultdict(int)  # the same, long runs only
        self.order = {tag: n for n, tag in enumerate(root.iter())}
        self.repeated: set[Any] = set()
        every = [r for r in runs(root)]
        chosen = _with_kindred(every, [decision.holds(w) for _, w in every])
        seen: dict[str, Any] = {}
        for (block, words), is_article in zip(every, chosen, strict=True):
            size = len(words.encode("utf-8", "replace"))
            if is_article and size >= _LINE:
                kind = (block.tag, block.get("class"))
                if seen.setdefault(words, kind) != kind:
                    self.repeated.add(block)
            counts = is_article and block not in self.repeated and key(words) not in titles
            self._add(block, size, counts)
        for link in root.iter("a"):
            size = len(" ".join("".join(link.itertext()).split()).encode("utf-8", "replace"))
            for tag in (link, *link.iterancestors()):
                self.linked[tag] += size
        said = [self.order[tag] for tag in self.article if not any(c in self.article for c in tag)]
        self.first = min(said, default=0)

    def _add(self, block: Any, size: int, counts: bool) -> None:
        for tag in (block, *block.iterancestors()):
            self.all[tag] += size
            if counts:
                self.article[tag] += size
                self.telling[tag] += size if size >= _LINE else 0


def _with_kindred(every: list[Run], chosen: list[bool]) -> list[bool]:
    """Prose marked up just as paragraphs of the article are belongs to it, too."""
    prose = [len(words.encode("utf-8", "replace")) >= _PROSE for _, words in every]
    kinds = Counter(
        _kind(block)
        for (block, _), long, is_article in zip(every, prose, chosen, strict=True)
        if long and is_article
    )
    return [
        is_article
        or (long and _kind(block) is not None and kinds[_kind(block)] >= _KINDRED and block.find(".//a") is None)
        for (block, _), long, is_article in zip(every, prose, chosen, strict=True)
    ]


def _kind(block: Any) -> tuple[Any, ...] | None:
    """What a paragraph and its holder are called; None where the holder has no name."""
    holder = block.getparent()
    if block.tag != "p" or holder is None or not holder.get("class"):
        return None
    return (block.get("class"), holder.tag, holder.get("class"))
