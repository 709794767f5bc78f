"""Bytes to text: which encoding, and what the bytes are when they are no text at all."""

import codecs
import re
from collections.abc import Iterator

import cchardet
from bs4.dammit import EncodingDetector

from syndicator import text as plain
from syndicator.errors import ParseError
from syndicator.ports import Document

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (  # "<?" or "<x" without a mark (XML 1.0 appendix F)
    (re.compile(rb"<\0\0\0.\0\0\0", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0.", re.DOTALL), "utf-32-be"),
    (re.compile(rb"<\0[!-~]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[!-~]"), "utf-16-be"),
)
_READABLE = 0.9  # of the characters of a text
_FILES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
)
_LOOKS = (
    (
        re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE),
        "an HTML page",
    ),
    (re.compile(r"\s*[{\[]"), "a JSON document"),
    (re.compile(r"\s*<(?:urlset|sitemapindex)\b", re.IGNORECASE), "a sitemap"),
    (re.compile(r"\s*<opml\b", re.IGNORECASE), "an OPML list"),
    (re.compile(r"\s*<[a-z?!]", re.IGNORECASE), "another kind of markup"),
)
_PROLOGUE = re.compile(r"\s*<[?!](?!doctype\s+html)[^<>]*>", re.IGNORECASE)
# The web's meaning of these names (Encoding Standard §4.2).
_WEB_NAMES = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "uhc": "cp949",
    "big5": "big5hkscs",
    "x-gbk": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "x-mac-cyrillic": "mac_cyrillic",
}
_SAMPLE = 200_000  # bytes by which an encoding is guessed
_TELLING = 8  # bytes that are no ASCII, below which it is not guessed


def decode(document: Document, wanted: str) -> str:
    """The text of a document without its byte order mark.

    Order: mark, strict UTF-8, the transport's word, the document's own declaration,
    what its bytes look like, windows-1252. Strict UTF-8 goes before what anybody says:
    other encodings do not pass for it by chance. ParseError where the bytes are no text.
    """
    for signature, kind in _FILES:
        if document.body.startswith(signature):
            raise expected(document, wanted, kind)
    text = _decoded(document)
    readable = len(plain.clean(text))
    if readable < _READABLE * len(text):
        raise expected(document, wanted, "binary data")
    if not text.strip():
        raise expected(document, wanted, "nothing at all")
    return text


def _decoded(document: Document) -> str:
    body = document.body
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for pattern, name in _WIDE:
        if pattern.match(body):
            return body.decode(name, "replace")
    for name in _candidates(document):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def _candidates(document: Document) -> Iterator[str]:
    yield from _said(document)
    yield _guessed(document.body)


def _guessed(body: bytes) -> str:
    """What the bytes look like; "" where too few of them tell."""
    sample = body[:_SAMPLE]
    if len(sample.translate(None, bytes(range(128)))) < _TELLING:
        return ""
    name = str(cchardet.detect(sample)["encoding"] or "").lower()
    return _WEB_NAMES.get(name, name)


def _said(document: Document) -> list[str]:
    body = document.body
    said = document.charset.strip().lower()
    declared = EncodingDetector.find_declared_encoding(
        body[:4096], is_html=True, search_entire_document=True
    )
    names = [_WEB_NAMES.get(n, n) for n in (said, (declared or "").lower()) if n]
    # ISO-2022 and its like are ASCII bytes throughout, told by their escapes alone.
    # Bytes in which a declaration could be found are not the UTF-16 it may claim.
    names = [n for n in names if n.isprintable() and not n.startswith("u")]
    return [*names, "utf-8"] if b"\x1b" in body else ["utf-8", *names]


def looks_like(text: str) -> str:
    """What a text is, said plainly, as far as its first tag tells."""
    at = 0
    while found := _PROLOGUE.match(text, at):
        at = found.end()
    for pattern, kind in _LOOKS:
        if pattern.match(text, at):
            return kind
    return "text"


def expected(document: Document, wanted: str, found: str) -> ParseError:
    """The error for a document that is something else."""
    return ParseError(document.name, f"{found} where {wanted} was expected")
