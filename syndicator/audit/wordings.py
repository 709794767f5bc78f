"""Approved wordings looked for in what is shown: whole, inside other words, or altered."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from syndicator import text
from syndicator.audit.shown import Block
from syndicator.model import Disclaimer, Notice

How = Literal["whole", "inside", "altered"]

_RUN = 8  # words in a row by which a wording is known again
_ALIKE = 0.8  # of its words, by which an altered one is
_PLACEHOLDER = re.compile(r"\{\w+\}")
_FEWEST = 3  # words of its own that a wording with placeholders must have
_FILLED = 300  # characters at most that a placeholder became
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a kind; `{…}` in it stands for what an article fills in."""

    kind: str
    words: str
    form: Literal["text", "short", "plain", "variant"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A wording seen in the block of that number."""

    index: int
    wording: Wording
    how: How
    hidden: str


@lru_cache(maxsize=4096)
def squeeze(words: str) -> str:
    """For comparing letter by letter: white space makes no difference, all else does."""
    return text.collapse(words).replace(" ", "")


@lru_cache(maxsize=4096)
def tokens(words: str) -> tuple[str, ...]:
    """For comparing loosely: words without case or accents; an ideograph is a word."""
    return tuple(_TOKEN.findall(text.fold(words)))


@lru_cache(maxsize=1024)
def _template(words: str) -> re.Pattern[str]:
    parts = (re.escape(squeeze(part)) for part in _PLACEHOLDER.split(words))
    return re.compile(rf".{{1,{_FILLED}}}?".join(parts), re.DOTALL)


def known(notices: Iterable[Notice], kinds: Iterable[Disclaimer]) -> list[Wording]:
    """Every wording there is, each once: as demanded first, then as configured."""
    notices, kinds = tuple(notices), tuple(kinds)
    approved = [(k.kind, w) for k in kinds for w in (k, *k.wordings)]
    forms = [(n.kind, n) for n in notices] + approved
    found = [
        *(Wording(kind, said.text, "text") for kind, said in forms),
        *(Wording(kind, said.short, "short") for kind, said in forms),
        *(Wording(kind, said.plain, "plain") for kind, said in forms),
        *(Wording(k.kind, v, "variant") for k in kinds for v in k.variants),
    ]
    distinct: dict[str, Wording] = {}
    for wording in found:
        if _tells(wording.words):
            distinct.setdefault(squeeze(wording.words), wording)
    return list(distinct.values())


def _tells(words: str) -> bool:
    """Say whether a wording can be known again: "By {author}." fits any words at all."""
    own = tokens(_PLACEHOLDER.sub(" ", words))
    return len(own) >= (_FEWEST if _PLACEHOLDER.search(words) else 1)


def sightings(blocks: Sequence[Block], wordings: Sequence[Wording]) -> list[Sighting]:
    """What each block says of what is known; most say nothing."""
    return [
        Sighting(index, wording, how, block.hidden)
        for index, block in enumerate(blocks)
        for wording, how in _seen(block.words, wordings)
    ]


def _seen(words: str, wordings: Sequence[Wording]) -> Iterator[tuple[Wording, How]]:
    whole = next((w for w in wordings if is_whole(words, w)), None)
    if whole:
        yield whole, "whole"
        return
    inside = [w for w in wordings if w.form != "variant" and is_inside(words, w)]
    if inside:
        yield from ((w, "inside") for w in inside)
        return
    altered = (w for w in wordings if w.form != "variant" and _is_altered(words, w))
    yield from ((w, "altered") for w in list(altered)[:1])


def is_whole(words: str, wording: Wording) -> bool:
    """Say whether a block is this wording and nothing else."""
    said = squeeze(words)
    if wording.form == "variant":
        return tokens(words) == tokens(wording.words)
    if not _PLACEHOLDER.search(wording.words):
        return said == squeeze(wording.words)
    longest = len(wording.words) + _FILLED * wording.words.count("{")
    return len(said) <= longest and bool(_template(wording.words).fullmatch(said))


def is_inside(words: str, wording: Wording) -> bool:
    """Say whether a wording is there whole, among other words.

    One of few words must be a sentence of its own: as part of one it may be prose.
    """
    wanted = squeeze(wording.words)
    if wanted not in squeeze(words):
        return False
    if len(tokens(wording.words)) >= _RUN:
        return True
    sentences = text.sentences(words)
    size = len(text.sentences(wording.words))
    runs = (sentences[n : n + size] for n in range(len(sentences)))
    return any(squeeze(" ".join(run)) == wanted for run in runs)


def shares_run(words: str, wording: Wording) -> bool:
    """Say whether eight words in a row of a wording are there."""
    wanted = tokens(wording.words)
    runs = {wanted[n : n + _RUN] for n in range(len(wanted) - _RUN + 1)}
    said = tokens(words)
    return any(said[n : n + _RUN] in runs for n in range(len(said) - _RUN + 1))


def _is_altered(words: str, wording: Wording) -> bool:
    wanted = tokens(_PLACEHOLDER.sub(" ", wording.words))
    said = tokens(words)
    if not said or len(said) > 2 * len(wanted) + _RUN:
        return False
    if len(wanted) < _RUN:
        return _shared(said, wanted) * 2 >= _ALIKE * (len(said) + len(wanted))
    return _shared(said, wanted) >= _ALIKE * len(wanted) or _is_cut(said, wanted)


def _shared(said: Sequence[str], wanted: Sequence[str]) -> int:
    """How many words both have, in the same order."""
    if len(set(said) & set(wanted)) < _ALIKE * len(set(wanted)) * _ALIKE:
        return 0
    matcher = SequenceMatcher(None, said, wanted, autojunk=False)
    return sum(match.size for match in matcher.get_matching_blocks())


def _is_cut(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Say whether a block is nothing but a piece of a wording, half of it or more."""
    if len(said) < min(_RUN, len(wanted) // 2):
        return False
    return any(
        tuple(wanted[n : n + len(said)]) == tuple(said)
        for n in range(len(wanted) - len(said) + 1)
    )
