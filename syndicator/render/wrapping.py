"""Plain text in lines of so many columns, as a terminal or a mail client counts them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from syndicator import text as plain

WIDTH = 72  # columns (RFC 3676 §4.2 has 66 to 78)
# Thai and Lao, Chinese, Japanese and Korean: written without spaces, so that a line may
# end at any letter but where `_NO_START` and `_NO_END` forbid it (JIS X 4051).
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]")
_NO_START = frozenset(
    "、。，．・：；？！々ー〜…」』）】〕〉》”’)]},.:;?!%ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
    "ะาำฯๆຯະາຳ"
)
_NO_END = frozenset("「『（【〔〈《“‘([{$¥#เแโใไເແໂໃໄ")
_INVISIBLE = ("Mn", "Me", "Cf")


def columns(text: str) -> int:
    """How wide text is: two for a wide letter, none for a mark on another (UAX #11)."""
    return len(text) if text.isascii() else sum(map(_column, text))


@lru_cache(maxsize=4096)
def _column(character: str) -> int:
    if unicodedata.category(character) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int = WIDTH, *, whole: bool = False) -> str:
    """One paragraph in lines; words, and with them URLs, stay whole.

    Scripts without spaces break between letters, unless the paragraph is to be found
    again `whole` by who takes a line's end for a space.
    """
    line = plain.collapse(text)
    return line if columns(line) <= width else "\n".join(_lines(line, width, whole))


def _lines(text: str, width: int, whole: bool) -> list[str]:
    if text.isascii():
        return _ascii_lines(text, width)
    lines = [""]
    for glue, atom in _atoms(text, width, whole):
        longer = f"{lines[-1]}{glue}{atom}"
        if lines[-1] and columns(longer) > width:
            lines.append(atom)
        else:
            lines[-1] = longer if lines[-1] else atom
    return lines


def _ascii_lines(text: str, width: int) -> list[str]:
    """The same where a letter is a column: line by line, not word by word."""
    lines = []
    while len(text) > width:
        end = text.rfind(" ", 0, width + 1)
        end = text.find(" ", width) if end < 0 else end
        if end < 0:
            break
        lines.append(text[:end])
        text = text[end + 1 :]
    return [*lines, text]


def _atoms(text: str, width: int, whole: bool) -> Iterator[tuple[str, str]]:
    """What no line may part, each with what stands before it on the same line."""
    for word in text.split(" "):
        parts = _letters(word) if not whole and _is_prose(word, width) else [word]
        for number, part in enumerate(parts):
            yield "" if number else " ", part


def _is_prose(word: str, width: int) -> bool:
    """Say whether a "word" is running text without spaces; a short one stays whole."""
    long = columns(word) > width // 2
    return long and "://" not in word and _UNSPACED.search(word) is not None


def _letters(word: str) -> list[str]:
    """The pieces between which a line may end."""
    pieces = [word[0]]
    for before, after in pairwise(word):
        if _may_end(before, after):
            pieces.append(after)
        else:
            pieces[-1] += after
    return pieces


def _may_end(before: str, after: str) -> bool:
    if before in _NO_END or after in _NO_START or not _column(after):
        return False
    return bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def underlined(text: str, mark: str) -> str:
    """A heading with a line of `mark` below it."""
    lines = wrap(text)
    longest = max(map(columns, lines.split("\n")))
    return f"{lines}\n{mark * min(longest, WIDTH)}"
