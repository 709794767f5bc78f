"""A tool's tags in their slots, and everything else out of the tool's reach.

A letter is drawn with slots where a tag belongs. Filling it writes the tool's own tags
there, byte for byte, and breaks whatever else looks like a tag: a reader of an article
about templates must see the template, and no article may run code in the tool. What
breaks it depends on where it stands:

- in HTML, a numeric reference: no cost to any reader, no tag to a tool that reads bytes;
- in a URL, percent-encoding: it outlives a tool that decodes references first;
- in plain text, a word joiner (U+2060) behind the first character: nobody sees it, and
  the words stay whole; a space would show, and a look-alike would be another character.
"""

import re
from functools import lru_cache

from syndicator.render.tools import EVERY_SYNTAX, Syntax, Tool
from syndicator.text import ascii_markup

_JOINER = "\u2060"
_ESCAPE = re.compile("%[0-9a-f]{2}", re.IGNORECASE)

# Noncharacters: `text.clean` takes them out of all that comes from outside.
_SLOT = re.compile("\ufdd0([a-z_]+)\ufdd1")
# A style sheet has no references; comments are the theme's own.
_OF_THE_THEME = re.compile(r"(<style\b.*?</style>|<!--.*?-->)", re.DOTALL)
# A tool that decodes once too often must not turn "&amp;lt;" into a tag; "&nbsp;" is
# not known to all of them.
_TOLD_BY_NUMBER = re.compile(r"&(?:amp;(?=\w+;|#)|nbsp;)")
_NUMBERS = {"&amp;": "&#38;", "&nbsp;": "&#160;"}


def slot(name: str) -> str:
    """Where the tool's tag of that name is to stand, as in `slot("unsubscribe")`."""
    return f"\ufdd0{name}\ufdd1"


def fill_html(markup: str, tool: Tool) -> bytes:
    """Finished HTML in ASCII: the tool's tags in their slots, all else literal.

    Every tool's syntax is broken, whichever sends the letter: it costs nothing. No
    attribute may hold a bare "<", which might look like the start of a comment.
    """
    syntax = (*EVERY_SYNTAX, *tool.syntax)
    parts = _OF_THE_THEME.split(markup)
    parts[::2] = [literal_html(part, syntax) for part in parts[::2]]
    filled = _SLOT.sub(lambda found: getattr(tool, found[1]).html, "".join(parts))
    return ascii_markup(filled).encode("ascii")


def fill_text(text: str, tool: Tool) -> bytes:
    """Finished text in UTF-8: the tool's tags in their slots, all else literal."""
    parts = _SLOT.split(text)
    parts[::2] = [literal_text(part, tool.syntax) for part in parts[::2]]
    parts[1::2] = [getattr(tool, name).text for name in parts[1::2]]
    return "".join(parts).encode("utf-8")


@lru_cache(maxsize=64)
def _pattern(*syntax: str) -> re.Pattern[str]:
    return re.compile("|".join(syntax), re.IGNORECASE)


def _opens_a_tag(words: str, syntax: Syntax) -> bool:
    """Say whether anything does; hardly ever, and looking for letters is quick."""
    firsts = ((each, each.removeprefix("\\")[0]) for each in syntax)
    near = [s for s, c in firsts if c in words or c.swapcase() in words]
    return bool(near) and _pattern(*near).search(words) is not None


def literal_text(text: str, syntax: Syntax) -> str:
    """Plain text, a subject too, in which nothing opens a tag of that syntax."""
    if not _opens_a_tag(text, syntax):
        return text

    def parted(match: re.Match[str]) -> str:
        if match["url"]:
            return _literal_url(match["url"], syntax)
        return f"{match[0][0]}{_JOINER}{match[0][1:]}"

    return _pattern(r"(?P<url>https?://\S+)", *syntax).sub(parted, text)


def literal_html(markup: str, syntax: Syntax) -> str:
    """HTML in which nothing opens a tag of that syntax, and which shows the same."""
    once = _TOLD_BY_NUMBER.sub(lambda found: _NUMBERS[found[0]], markup)
    if not _opens_a_tag(once, syntax):
        return once

    def referenced(match: re.Match[str]) -> str:
        if match["url"]:
            return match["before"] + _literal_url(match["url"], syntax)
        return f"&#{ord(match[0][0])};{match[0][1:]}"

    address = r'(?P<before>\b(?:href|src)=")(?P<url>https?://[^"]*)'
    return _pattern(address, *syntax).sub(referenced, once)


def _literal_url(url: str, syntax: Syntax) -> str:
    """The same address without a tag in it (RFC 3986 §2.1, §6.2.2.2).

    Twice, since a brace that is percent-encoded may open a tag as well.
    """

    def encoded(match: re.Match[str]) -> str:
        before, last = match[0][:-1], match[0][-1]
        if last == "%" and _ESCAPE.match(match.string, match.start()):
            return match[0]
        return f"{before}%{ord(last):02X}"

    shown = url
    for _ in range(2):
        shown = _pattern(*syntax).sub(encoded, shown)
    # A closing bracket without its opening one is cut off where addresses are found.
    lonely = "[" in url and "[" not in shown
    return shown.replace("]", "%5D") if lonely else shown
