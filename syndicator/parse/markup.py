"""Small steps every format needs: text to paragraphs, markup to a line, people."""

import re
from collections.abc import Iterable
from html import unescape

from syndicator import html, names, urls
from syndicator import text as plain
from syndicator.model import Author
from syndicator.parse.depth import shallow

_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_INSTRUCTION = re.compile(r"<\?\w[^<>]*>?")
_REFERENCE = re.compile(r"(&#(?:\d+|x[\da-f]+));?", re.IGNORECASE | re.ASCII)
_MARKS = frozenset("<>&\"' \t\n\r\f\u00a0")  # what stays a reference
_LONGEST_REFERENCE = 12
_CONTROL = re.compile("[\x80-\x9f]")
# Parsers take quadratic time for the attributes of one tag.
_LONG_TAG = re.compile(r"<([a-zA-Z][\w:.-]*)\s([^<>]{10000,})")
_MOST_ATTRIBUTES = 500
_WINDOWS = {n: unescape(f"&#{n};") for n in range(0x80, 0xA0)}
_BYTES = {ord(meant): n for n, meant in _WINDOWS.items()}
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_MAILED = re.compile(r"[^\s()<>@]+@[^\s()<>@]+ \((.+)\)$|(.+) <[^\s<>]+@[^\s<>]+>$")
_LONGEST_NAME = 300  # characters
_BY = re.compile(r"(?:by|words by|written by)[:\s]\s*(?=\S)", re.IGNORECASE)


def legal(text: str) -> str:
    """The markup without characters that are none, written out or by number.

    Those from 128 to 159 mean windows-1252 (HTML §13.2.5.80). Nor does any tag keep
    more attributes than one could mean.
    """
    meant = text.translate(_WINDOWS) if _CONTROL.search(text) else text
    return _REFERENCE.sub(_character, _LONG_TAG.sub(_tag, plain.clean(meant)))


def _tag(long: re.Match[str]) -> str:
    mark = "=" if '"' in long[2] or "'" in long[2] else " "
    many = long[2].count(mark) > _MOST_ATTRIBUTES
    end = "/" if long[2].endswith("/") else ""
    return f"<{long[1]}{end}" if many else long[0]


def of_page(text: str) -> str:
    """The legal markup of a page without XML instructions.

    HTML has none; XHTML begins with one, which names an encoding that was, and which bs4
    takes for a sign of some other XML.
    """
    return _INSTRUCTION.sub("", legal(text))


def unscrambled(text: str) -> str:
    """UTF-8 that was taken for windows-1252, as it was meant; all else as it is.

    What is no such mistake does not pass for UTF-8 by chance.
    """
    if text.isascii():
        return text
    try:
        return text.translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _character(reference: re.Match[str]) -> str:
    meant = (
        unescape(f"{reference[1]};") if len(reference[1]) < _LONGEST_REFERENCE else ""
    )
    if meant == "\ufffd" or plain.clean(meant) != meant:
        return ""
    return reference[0] if meant in _MARKS else meant


def has_tags(text: str) -> bool:
    return bool(_ANY_TAG.search(text))


def to_line(markup: str) -> str:
    """Markup as one line of text."""
    if "<" not in markup and "&" not in markup:
        return plain.collapse(markup)
    return html.to_text(shallow(markup))


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
        found[same] = names.filled(found.get(same, one), one)
    return tuple(found.values())


def distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Non-empty lines, each once, in order."""
    return tuple(dict.fromkeys(w for w in map(plain.collapse, words) if w))


def resolve(url: str, base: str) -> str:
    """A reference made absolute; "" stays ""."""
    return urls.absolute(url, base) if url.strip() else ""


def base(said: str, fallback: str) -> str:
    """What relative references mean: what is said, where that is a web address."""
    found = resolve(said, fallback)
    return found if urls.is_web(found) else fallback
