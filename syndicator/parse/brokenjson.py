"""JSON as it stands in pages: wrapped, with stray commas, quotes, comments, cut off.

Of a thousand pages with article data 36 hold some that a strict reader refuses.
"""

import html
import json
import re
from collections.abc import Callable
from typing import Any

_WRAPPING = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|\]\]>|<!--|-->)\s*(?:\*/)?")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_COMMENT = re.compile(r"^\s*//[^\n]*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_ESCAPE = re.compile(r"\\(u[\da-fA-F]{4}|.)", re.DOTALL)
_TOKEN = re.compile(r'\\.|"', re.DOTALL)
_BEHIND_STRING = re.compile(r'\s*(?:[:}\]]|,\s*(?:["{\[\d-]|true|false|null|$)|$)')
_STRING = re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL)
_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"?|[{}\[\]]', re.DOTALL)
_CLOSING = {"{": "}", "[": "]"}
_HALF_MEMBER = re.compile(r',?\s*(?:"[^"]*"\s*:)?\s*,?\s*$')
_VALUE = re.compile(r"[^\s;,]")


def read(text: str) -> Any:
    """What the text holds, a list where it holds several values; None where nothing."""
    text = text.strip()
    for mend in _MENDS:
        try:
            return _values(mend(text))
        except (ValueError, RecursionError):
            continue
    return None


def _values(text: str) -> Any:
    """One value, or several one behind the other; what follows them is passed over."""
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    at = _next(text, 0)
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError:
            if not found:
                raise
            break
        if not isinstance(value, dict | list):
            raise ValueError("a scalar is no data of a page")  # but a piece of some
        found.append(value)
        at = _next(text, at)
    return found[0] if len(found) == 1 else found


def _next(text: str, at: int) -> int:
    """Where the next value begins, or the text ends."""
    found = _VALUE.search(text, at)
    return found.start() if found else len(text)


def _unwrapped(text: str) -> str:
    return _TRAILING_COMMA.sub("", _WRAPPING.sub("", text)).strip()


def _unescaped(text: str) -> str:
    return _TRAILING_COMMA.sub("", html.unescape(_WRAPPING.sub("", text)))


def _requoted(text: str) -> str:
    """Without comments and escapes that are none, quotes inside of strings escaped."""
    text = _ESCAPE.sub(_known_escape, _COMMENT.sub("", _unwrapped(text)))
    kept: list[str] = []
    inside, start = False, 0
    for token in _TOKEN.finditer(text):
        if token[0] != '"':
            continue
        if inside and not _BEHIND_STRING.match(text, token.end()):
            kept += (text[start : token.start()], '\\"')
            start = token.end()
        else:
            inside = not inside
    return _TRAILING_COMMA.sub("", "".join((*kept, text[start:])))


def _known_escape(match: re.Match[str]) -> str:
    known = match[1][0] in '"\\/bfnrt' or len(match[1]) > 1
    return match[0] if known else match[1]


def _closed(text: str) -> str:
    """Without what is half said at the end, the brackets closed that stand open."""
    text = _requoted(text)
    waiting: list[str] = []
    for token in _TOKENS.finditer(text):
        mark = token[0]
        if mark in _CLOSING:
            waiting.append(_CLOSING[mark])
        elif mark in ("}", "]") and waiting:
            waiting.pop()
        elif token.end() == len(text) and not _STRING.fullmatch(mark):
            text = text[: token.start()]
    return _HALF_MEMBER.sub("", text) + "".join(reversed(waiting))


_MENDS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    _unwrapped,
    _unescaped,
    _requoted,
    _closed,
)
