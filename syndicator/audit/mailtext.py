"""A letter as plain text: underlined titles with an address below begin its items.

A link is "words (address)", or "words [1]" with the address in a list at the item's end.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from syndicator import text
from syndicator.audit.markup import decoded
from syndicator.audit.shown import BEHIND, Anchor, Block, Reading, Shown
from syndicator.errors import ParseError

_URL = re.compile(r"https?://\S+")
_LISTED = re.compile(r"\[(\d+)\] (https?://\S+|mailto:\S+|tel:\S+)")
_NUMBER = re.compile(r"\[(\d+)\]")
_RULE = re.compile(r"-{10,}")
_PUNCTUATION = ".,;:!?'\"”’»>"
_UNDERLINES = ("=", "-")


def letter(body: bytes) -> Reading:
    """A letter by its paragraphs."""
    whole = decoded(body)
    if not whole.strip():
        raise ParseError("text", "it is empty")
    paragraphs = [p for p in re.split(r"\n\s*\n", whole) if p.strip()]
    end = next((n for n, p in enumerate(paragraphs) if _is_rule(p)), len(paragraphs))
    starts = _item_starts(paragraphs[:end])
    edges = (*starts, end)
    items = (
        _text_item(paragraphs[start:stop], part)
        for part, (start, stop) in enumerate(pairwise(edges))
    )
    return Reading(
        items=tuple(items),
        head=tuple(_text_block(p, -1) for p in paragraphs[: edges[0]]),
        foot=tuple(_text_block(p, -1) for p in paragraphs[end:]),
        plain=True,
    )


def _is_rule(paragraph: str) -> bool:
    return bool(_RULE.fullmatch(paragraph.strip()))


def _item_starts(paragraphs: Sequence[str]) -> list[int]:
    """Underlined titles with an address below: the first level at which there are any."""
    for mark in _UNDERLINES:
        found = [
            n
            for n, (title, below) in enumerate(pairwise(paragraphs))
            if _is_underlined(title, mark)
            and _URL.fullmatch(below.strip().split("\n")[-1].strip())
        ]
        if found:
            return found
    return []


def _is_underlined(paragraph: str, mark: str) -> bool:
    *title, line = paragraph.strip().split("\n")
    return bool(title) and bool(line.strip()) and not line.strip().strip(mark)


def _text_item(paragraphs: Sequence[str], part: int) -> Shown:
    title, below = paragraphs[0], paragraphs[1].strip().split("\n")
    return Shown(
        link=below[-1].strip(),
        blocks=tuple(_text_block(p, part) for p in _resolved(paragraphs[2:])),
        labels=(("title", text.collapse(title.strip().rpartition("\n")[0])),),
    )


def _resolved(paragraphs: Sequence[str]) -> Iterator[str]:
    """Paragraphs with each number's address in its place, and without the list."""
    lists = [p for p in paragraphs if _is_list(p)]
    listed = {m[1]: m[2] for p in lists for m in _LISTED.finditer(p)}
    for paragraph in paragraphs:
        if paragraph not in lists:
            yield _NUMBER.sub(
                lambda m: f"({listed[m[1]]})" if m[1] in listed else m[0], paragraph
            )


def _is_list(paragraph: str) -> bool:
    return all(map(_LISTED.fullmatch, paragraph.strip().split("\n")))


def _text_block(paragraph: str, part: int) -> Block:
    words = text.collapse(paragraph)
    starts = [match.start() for match in _URL.finditer(words)]
    anchors = (
        _text_anchor(words[start:stop]) for start, stop in pairwise([*starts, None])
    )
    return Block(words=words, anchors=tuple(anchors), part=part)


def _text_anchor(words: str) -> Anchor:
    """The address that begins some words, and what stands behind it."""
    href = trim(words.partition(" ")[0])
    return Anchor(href=href, behind=words.removeprefix(href).lstrip(")]")[:BEHIND])


@lru_cache(maxsize=4096)  # several checks ask of the same links
def trim(url: str) -> str:
    """An address without the punctuation and brackets of the sentence it stands in."""
    unopened = {
        ")": url.count(")") - url.count("("),
        "]": url.count("]") - url.count("["),
    }
    end = len(url)
    while end and (url[end - 1] in _PUNCTUATION or unopened.get(url[end - 1], 0) > 0):
        end -= 1
        if url[end] in unopened:
            unopened[url[end]] -= 1
    return url[:end]
