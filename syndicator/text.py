"""Plain text: cleaned, measured, cut. Contains no business logic."""

import re
import unicodedata

# XML 1.0 §2.2 allows no other code points; noncharacters are legal there, but readers
# choke on them, and U+0080–U+009F make Gmail clip a whole mail.
_ILLEGAL = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
    + "".join(f"{chr(n << 16)}-{chr(n << 16 | 0xFFFD)}" for n in range(1, 17))
    + "]"
)
# The same as bytes of UTF-8, by the byte that begins them: looking there first, and only
# for what is there at all, takes a twentieth of the time on a whole article.
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_ILLEGAL_BYTES = {
    0xC2: re.compile(rb"\xc2[\x80-\x9f]"),
    0xED: re.compile(rb"\xed[\xa0-\xbf]"),
    0xEF: re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
    **dict.fromkeys(
        range(0xF0, 0xF5),
        re.compile(rb"\xbf(?<=[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf)[\xbe\xbf]"),
    ),
}
_LEGAL = bytes({*range(256)} - {*_CONTROLS, *_ILLEGAL_BYTES})
_SPACE = re.compile(
    r"[ \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SENTENCE_END = re.compile(
    r"(?<=[.!?…。！？؟])[\"'”’»)\]]*(\s+)(?=[\"'“‘«(\[]*[^\sa-z])"
    r"|(?<=[。！？])(?=[^\s」』）”’])"
)
# A full stop after one of these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs|etc|cf|al|approx|Fig|Figs|No|Vol|pp|ca|e\.g|i\.e"
    r"|Inc|Ltd|Co|Corp|Jr|Sr|z\.\s?B|bzw)|\b[A-Z])\.$"
)
_APOSTROPHE = re.compile("['’]")
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def clean(text: str) -> str:
    """Drop what no XML or mail may carry: controls, lone surrogates, noncharacters."""
    if len(text) < 64 and text.isascii() and text.isprintable():
        return text
    written = text.encode("utf-8", "surrogatepass")
    doubtful = {*written.translate(None, _LEGAL)}
    if any(b in _CONTROLS or _ILLEGAL_BYTES[b].search(written) for b in doubtful):
        return _ILLEGAL.sub("", text)
    return text


def collapse(text: str) -> str:
    """One line: every run of white space is one space, invisible marks are gone."""
    cleaned = clean(text)
    if cleaned.isascii():  # most words are, and then this says the same much sooner
        return " ".join(cleaned.split())
    return _SPACE.sub(" ", _INVISIBLE.sub("", cleaned)).strip()


def fold(text: str) -> str:
    """For comparing: letters and digits only, without case, accents or typography."""
    kept = text.casefold()
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text).casefold()
        kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", kept))


def mentions(text: str, phrase: str) -> bool:
    """Say whether a phrase stands in a text as whole words, in any letter case."""
    return bool(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE))


def slug(words: str) -> str:
    """Lower-case ASCII letters and digits for a path, joined by "-"; may be "".

    >>> slug("Crème brûlée – O’Brien’s"), slug("睡眠")
    ('creme-brulee-obriens', '')
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", words.casefold()))
    kept = "".join(c for c in plain if c.isascii() or not (c.isalnum() or _joins(c)))
    return re.sub(r"[^a-z0-9]+", "-", kept)[:60].strip("-")


def _joins(character: str) -> bool:
    return unicodedata.combining(character) > 0


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph, in order, complete."""
    line = collapse(text)
    found: list[str] = []
    start = 0
    for end in (*(m.end() for m in _SENTENCE_END.finditer(line)), len(line)):
        part = line[start:end].rstrip()
        if part and not _ABBREVIATION.search(part):
            found.append(part)
            start = end
    return [*found, line[start:]] if line[start:] else found


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters: whole sentences if one fits, else whole words and …

    >>> shorten("One two three.", 9)
    'One two…'
    """
    text = collapse(text)
    if len(text) <= limit:
        return text
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > limit:
            break
        kept = longer
    if len(kept) > limit // 3:
        return kept
    cut = text[:limit]
    if " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:–—-.") + "…"


def count_words(text: str) -> int:
    """Words; an ideograph or kana counts as half a word, as readers of those do."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return len(_WORD.findall(_IDEOGRAPH.sub(" ", text))) + (ideographs + 1) // 2


def ascii_markup(markup: str) -> str:
    """Markup with every non-ASCII character as a numeric reference."""
    if markup.isascii():
        return clean(markup)
    return clean(markup).encode("ascii", "xmlcharrefreplace").decode("ascii")


# ---------------------------------------------------------------- direction

_RTL_LANGUAGES = frozenset(
    "ar arc ckb dv fa he iw nqo ps sd ug ur yi".split()  # noqa: SIM905
)
_RTL_SCRIPTS = frozenset(("adlm", "arab", "hebr", "nkoo", "syrc", "thaa"))
_RTL_LETTER = re.compile(r"[\u05d0-\u08c7\ufb1d-\ufdfd\ufe70-\ufefc]")
_LTR_LETTER = re.compile(
    r"[A-Za-z\u00c0-\u02af\u0370-\u0556\u0900-\u1fff\u2c00-\ud7ff]"
)


def direction(language: str) -> str:
    """The `dir` of HTML in a language (BCP 47): "ltr" or "rtl"."""
    tag = language.lower().replace("_", "-").split("-")
    scripts = [part for part in tag[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if tag[0] in _RTL_LANGUAGES else "ltr"


def direction_of(words: str) -> str:
    """The direction most letters run in, whatever their language; "" without letters."""
    right = len(_RTL_LETTER.findall(words))
    if not right:
        return "ltr" if _LTR_LETTER.search(words) else ""
    return "rtl" if right > len(_LTR_LETTER.findall(words)) else "ltr"
