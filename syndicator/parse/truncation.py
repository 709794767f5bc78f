"""Is a feed's body the whole article, and is its summary another text than the body?"""

import re

from syndicator import text as plain
from syndicator.parse import markup

# How the texts of cut-off bodies end; looked for in the last characters only.
_SIGNS = (
    re.compile(r"[\[(]\s*(?:…|\.{3})\s*[\])]"),  # "[…]": WordPress, wherever it stands
    re.compile(r"(?:…|\.{3})\W*$"),
    re.compile(
        r"\b(?:(?:continue|keep|start) reading|read (?:more|on|the (?:rest|full|whole))"
        r"|(?:full|whole) (?:story|article)|more at|weiterlesen|lire la suite)\b"
        r".{0,80}$",
        re.IGNORECASE,
    ),
)
_TAIL = 240  # characters; "The post … appeared first on …" comes after the sign
_SHORT = 280  # characters: a teaser, unless it is marked up as a paragraph
_PARAGRAPH = re.compile(
    r"<(?:p|br|li|h[1-6]|blockquote|pre|figure|table|div)\b", re.IGNORECASE
)


def is_full(body: str) -> bool:
    """Say whether a body bears no sign of being only a part."""
    words = markup.to_line(body)
    if not words or any(sign.search(words[-_TAIL:]) for sign in _SIGNS):
        return False
    return len(words) >= _SHORT or bool(_PARAGRAPH.search(body))


def summary(text: str, body: str) -> str:
    """The summary, or "" where it says what the body says."""
    return "" if plain.fold(text) == plain.fold(markup.to_line(body)) else text
