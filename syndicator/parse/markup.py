"""Small steps every format needs: text to paragraphs, titles to text, depth bounded."""

import re
from collections.abc import Iterable

from syndicator import html, urls
from syndicator import text as plain
from syndicator.model import Author

_DEEPEST = 200  # open elements; recursive readers further on end near a thousand
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>")
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
# An opening tag of these closes the one before, so they do not nest by being left open.
_SELF_CLOSING_NAMES = "p li dt dd tr td th option thead tbody tfoot"
_SELF_CLOSING = frozenset(_SELF_CLOSING_NAMES.split())
_RAW = frozenset(("script", "style", "template", "textarea", "title"))
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_STRAY = re.compile(r"<(?![a-zA-Z/!])")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_MAILED = re.compile(r"[^\s()<>@]+@[^\s()<>@]+ \((.+)\)$|(.+) <[^\s<>]+@[^\s<>]+>$")
_LONGEST_NAME = 300  # characters
_BY = re.compile(r"(?:by|words by|written by)[:\s]\s*(?=\S)", re.IGNORECASE)


def shallow(markup: str) -> str:
    """The markup with tags nested too deep to be meant left out; no word is lost."""
    kept: list[str] = []
    opened: list[tuple[str, bool]] = []
    counts: dict[str, int] = {}
    depth = start = at = 0
    while found := _TAG.search(markup, at):
        at = found.end()
        name = (found[2] or "").lower()
        if not name or name in _RAW:
            at = _after_raw(markup, at, name, bool(found[1]))
            continue
        if name in _VOID or name in _SELF_CLOSING or found[3].endswith("/"):
            continue
        if found[1]:
            drop = False
            if counts.get(name):
                while True:
                    last, shown = opened.pop()
                    counts[last] -= 1
                    depth -= shown
                    if last == name:
                        drop = not shown
                        break
        else:
            drop = depth >= _DEEPEST
            opened.append((name, not drop))
            counts[name] = counts.get(name, 0) + 1
            depth += not drop
        if drop:
            kept += (markup[start : found.start()], " ")
            start = at
    return "".join((*kept, markup[start:])) if kept else markup


def _after_raw(markup: str, at: int, name: str, closing: bool) -> int:
    """Where the markup goes on after a comment or an element whose text is no markup."""
    if closing:
        return at
    end = markup.find(f"</{name}" if name else "-->", at)
    return end if end >= 0 else len(markup)


def has_tags(text: str) -> bool:
    return bool(_ANY_TAG.search(text))


def to_line(markup: str) -> str:
    """Markup as one line of text; a "<" that begins no tag is a "<"."""
    return html.to_text(shallow(_STRAY.sub("&lt;", markup)))


def from_text(text: str) -> str:
    """Plain text as HTML: a paragraph for each, a <br> for each line break."""
    return in_paragraphs(html.escape(text))


def in_paragraphs(markup: str) -> str:
    """Markup without block elements as paragraphs, parted where blank lines are."""
    parts = (p.strip() for p in _BLANK_LINE.split(markup.replace("\r\n", "\n")))
    return "\n".join(f"<p>{p.replace(chr(10), '<br>')}</p>" for p in parts if p)


def person(name: str, url: str = "", role: str = "") -> Author | None:
    """An author, or None without a name.

    Neither "By" nor a mail address beside the name is part of it (RSS 2.0 <author>).
    """
    line = plain.collapse(name[:_LONGEST_NAME])
    mailed = _MAILED.match(line)
    line = (mailed[1] or mailed[2]).strip('" ') if mailed else line
    known = _BY.match(line)
    line = line[known.end() :] if known else line
    if not line:
        return None
    return Author(name=line, url=plain.collapse(url), role=plain.collapse(role))


def distinct_people(people: Iterable[Author | None]) -> tuple[Author, ...]:
    """Each person once, in order; a later mention adds what an earlier one lacked."""
    found: dict[str, Author] = {}
    for one in people:
        if one is None:
            continue
        same = plain.fold(one.name) or one.name
        known = found.get(same, one)
        found[same] = Author(
            name=known.name, url=known.url or one.url, role=known.role or one.role
        )
    return tuple(found.values())


def distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Non-empty lines, each once, in order."""
    return tuple(dict.fromkeys(w for w in map(plain.collapse, words) if w))


def resolve(url: str, base: str) -> str:
    """A reference made absolute; "" stays ""."""
    return urls.absolute(url, base) if url.strip() else ""
