"""Copied text to blocks: paragraphs, lists, tables, whatever way its lines are broken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from syndicator import html
from syndicator import text as plain

_BULLET = re.compile(r"\s*[•·▪◦‣⁃*–-]\s+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")
_END = re.compile(r"[.!…:;,。！][\"'”’»)\]]*$")
_BUTTON_WORDS = (
    "share|share this|share this article|share this story|share on facebook"
    "|share on twitter|share on x|share on linkedin|tweet|pin|pin it|save|print|email"
    "|e-mail|copy link|facebook|twitter|x|linkedin|whatsapp|reddit|telegram|pinterest"
    "|bookmark|like|comment|comments|follow|subscribe|advertisement|skip to content"
    "|skip to main content|menu|search|home|listen|back to top"
)
_BUTTONS = frozenset(_BUTTON_WORDS.split("|"))
_LABEL_LENGTH = 100  # characters of a heading
_LABEL_WORDS = 15
_PROSE_LENGTH = 120  # characters from which a line is prose, ended or not
_WRAP = (55, 100)  # characters of the longest line of a hard-wrapped paragraph
_WRAP_SHARE = 0.6  # of the longest line that every wrapped line but the last reaches


class Kind(Enum):
    TEXT = "p"
    BULLETS = "ul"
    NUMBERS = "ol"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or the lines of one list or table."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return plain.collapse(" ".join(self.lines))

    @property
    def is_text(self) -> bool:
        return self.kind is Kind.TEXT

    @property
    def is_prose(self) -> bool:
        """A sentence or more: it is long, or comes to an end."""
        return len(self.text) > _PROSE_LENGTH or bool(_END.search(self.text))

    @property
    def is_label(self) -> bool:
        """Short and without an end; a question may be a heading."""
        short = (
            len(self.text) <= _LABEL_LENGTH and len(self.text.split()) <= _LABEL_WORDS
        )
        return short and not _END.search(self.text)

    def markup(self) -> str:
        return _DRAWN[self.kind](self)


def _paragraph(block: Block) -> str:
    return f"<p>{html.escape(block.text)}</p>"


def _bullets(block: Block) -> str:
    items = (_BULLET.sub("", line, count=1) for line in block.lines)
    return f"<ul>{_items(items)}</ul>"


def _numbers(block: Block) -> str:
    first = _NUMBER.match(block.lines[0])
    start = int(first[1]) if first else 1
    items = (_NUMBER.sub("", line, count=1) for line in block.lines)
    numbered = f' start="{start}"' if start != 1 else ""
    return f"<ol{numbered}>{_items(items)}</ol>"


def _items(items: Iterator[str]) -> str:
    return "".join(f"<li>{html.escape(plain.collapse(i))}</li>" for i in items)


def _table(block: Block) -> str:
    """The first line of a copied table names its columns."""
    rows = [[plain.collapse(c) for c in line.split("\t")] for line in block.lines]
    head = "".join(f"<th>{html.escape(c)}</th>" for c in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>"
        for row in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_DRAWN = {
    Kind.TEXT: _paragraph,
    Kind.BULLETS: _bullets,
    Kind.NUMBERS: _numbers,
    Kind.TABLE: _table,
}


def blocks(text: str) -> list[Block]:
    """The blocks of a text in order, share buttons and the like left out."""
    lines = (line.rstrip().lstrip("\ufeff") for line in plain.clean(text).splitlines())
    found: list[Block] = []
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        if filled:
            found += _split(list(group))
    return list(_merged(b for b in found if b.text.lower() not in _BUTTONS))


def _kind(line: str) -> Kind:
    if "\t" in line.strip():
        return Kind.TABLE
    if _BULLET.match(line):
        return Kind.BULLETS
    return Kind.NUMBERS if _NUMBER.match(line) else Kind.TEXT


def _split(lines: list[str]) -> Iterator[Block]:
    """The blocks among lines without a blank one between."""
    for kind, group in groupby(_continued(lines), key=_kind):
        run = [line.strip() for line in group]
        if kind is Kind.TEXT and not _wrapped(run):
            yield from (Block(kind, (line,)) for line in run)
        elif kind is Kind.TABLE and not _is_table(run):
            yield from (Block(Kind.TEXT, (line,)) for line in run)
        else:
            yield Block(kind, tuple(run))


def _continued(lines: list[str]) -> list[str]:
    """The lines, an indented one below a list item made part of it."""
    whole: list[str] = []
    for line in lines:
        listed = bool(whole) and _kind(whole[-1]) in (Kind.BULLETS, Kind.NUMBERS)
        if listed and line[0].isspace() and _kind(line) is Kind.TEXT:
            whole[-1] += " " + line.strip()
        else:
            whole.append(line)
    return whole


def _wrapped(lines: list[str]) -> bool:
    """Lines broken by width, not by meaning."""
    longest = max(map(len, lines))
    even = all(len(line) >= _WRAP_SHARE * longest for line in lines[:-1])
    distinct = len(set(lines)) == len(lines)  # a picture's words come twice
    return len(lines) > 1 and _WRAP[0] <= longest <= _WRAP[1] and even and distinct


def _is_table(lines: list[str]) -> bool:
    return len(lines) > 1 and len({line.count("\t") for line in lines}) == 1


def _merged(found: Iterator[Block]) -> Iterator[Block]:
    """Lists whose items stand apart become one again."""
    for kind, group in groupby(found, key=lambda block: block.kind):
        if kind in (Kind.BULLETS, Kind.NUMBERS):
            yield Block(kind, tuple(line for block in group for line in block.lines))
        else:
            yield from group
