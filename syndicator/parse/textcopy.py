"""A page copied out of a browser as text, to the article it was.

site, title, date and byline │ paragraphs, pictures, headings, lists │ author box
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from syndicator import html
from syndicator import text as plain
from syndicator.model import Author, RawEntry
from syndicator.parse import byline
from syndicator.parse.blocks import Block, Kind, blocks
from syndicator.parse.decode import decode, expected
from syndicator.ports import Document

_HEAD = 8  # blocks in which the line with date and author may stand
_FOOT = 8  # blocks in which the author box may stand
_INITIALS = re.compile(r"[A-Z]{2,3}$")
_INTRODUCTION = re.compile(r"(?:about the author|written by|author):?$", re.IGNORECASE)
_SITE_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the text, and the rest of the blocks."""

    title: str
    site: str
    said: byline.Byline
    rest: list[Block]


def read(document: Document) -> list[RawEntry]:
    """The one article of a text; ParseError where there is no text."""
    head = _head(blocks(decode(document, "text")))
    authors, rest = _box(head.said.authors, head.rest)
    body = "\n".join(_drawn(rest))
    if not head.title and not body:
        raise expected(document, "an article", "no sentence")
    return [
        RawEntry(
            key=document.name,
            url=document.url,
            base=document.url,
            title=head.title,
            body=body,
            published=head.said.published,
            updated=head.said.updated,
            authors=authors,
            site=head.site,
            full=bool(body),
        )
    ]


# ---------------------------------------------------------------- the head


def _head(found: list[Block]) -> _Head:
    lines = [b.text for b in found[:_HEAD]]
    said = [
        byline.read(line) if b.is_text else None
        for b, line in zip(found, lines, strict=False)
    ]
    marks = [i for i, s in enumerate(said) if s is not None]
    names = [i for i in _names(found) if i not in marks]
    if marks:
        before = [i for i in names if i < marks[0]]
        title = next(iter(before[-1:] or names[:1]), None)
    else:
        before = names[:2]
        title = max(before, key=lambda i: len(lines[i]), default=None)
    site = before[0] if before and lines[before[0]] != lines[title or 0] else None
    if site is not None and len(lines[site].split()) > _SITE_WORDS:
        title, site = site, None
    gone = {*marks, title, site}
    if title is not None:  # a title said twice, and what stands between site and title
        gone |= {i for i in names if i < title or lines[i] == lines[title]}
    return _Head(
        title=lines[title] if title is not None else "",
        site=lines[site] if site is not None else "",
        said=byline.merged(s for s in said if s is not None),
        rest=[b for i, b in enumerate(found) if i not in gone],
    )


def _names(found: list[Block]) -> list[int]:
    """The short lines before the first sentence, by number."""
    names: list[int] = []
    for i, block in enumerate(found[:_HEAD]):
        if block.is_text and block.is_prose and not byline.read(block.text):
            if len(block.text.split()) > _SITE_WORDS or names:
                break
        if block.is_text:
            names.append(i)
        else:
            break
    return names


# ---------------------------------------------------------------- the author box


def _box(
    authors: tuple[Author, ...], found: list[Block]
) -> tuple[tuple[Author, ...], list[Block]]:
    """The authors with the role line of a closing box, and the blocks without it."""
    for at in range(max(len(found) - _FOOT, 1), len(found)):
        name, before = found[at].text, found[at - 1].text
        boxed = bool(_INITIALS.match(before) or _INTRODUCTION.match(before))
        known = [a for a in authors if plain.fold(a.name) == plain.fold(name)]
        if not known and not (boxed and not authors and byline.is_name(name)):
            continue
        author = known[0] if known else Author(name=name)
        role = found[at + 1].text if at + 1 < len(found) else ""
        start = at
        while start and _is_box_start(found[start - 1]):
            start -= 1
        described = replace(author, role=author.role or role)
        people = tuple(described if a is author else a for a in authors)
        return people or (described,), found[:start] + found[at + 2 :]
    return authors, found


def _is_box_start(block: Block) -> bool:
    return bool(_INITIALS.match(block.text) or _INTRODUCTION.match(block.text))


# ---------------------------------------------------------------- the text


def _drawn(found: list[Block]) -> Iterator[str]:
    at = 0
    while at < len(found):
        block = found[at]
        if block.is_text and _repeats(found, at):
            yield f'<figure><img alt="{html.escape(block.text)}"></figure>'
            while _repeats(found, at):
                at += 1
        elif block.kind is Kind.TEXT and _is_heading(found, at):
            yield f"<h2>{html.escape(block.text)}</h2>"
        else:
            yield block.markup()
        at += 1


def _repeats(found: list[Block], at: int) -> bool:
    """A picture comes as its alternative text and the same words as its caption."""
    return at + 1 < len(found) and found[at].text == found[at + 1].text


def _is_heading(found: list[Block], at: int) -> bool:
    """A short line without an end, and text after it, be there a picture between."""
    if not found[at].is_label:
        return False
    after = at + 1
    while after < len(found) and found[after].is_text and _repeats(found, after):
        after += 1
        if not _repeats(found, after):
            after += 1
    return after < len(found) and (not found[after].is_text or found[after].is_prose)
