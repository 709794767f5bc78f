"""An article's body as a tree of lxml's: parsed, read, changed, written.

Ten times as fast as a tree of BeautifulSoup's, which is for markup of any kind; a body
is clean already.
"""

from collections.abc import Iterator
from html import escape

import lxml.html
from lxml.html import HtmlElement

from syndicator import html, text

_UNKNOWN_VOID = ("source", "wbr")  # to libxml2, which knows HTML 4 only
_PARSER = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")


def parse(markup: str) -> HtmlElement:
    """Clean markup as the children of the returned element."""
    whole = f"<html><body>{text.clean(markup)}</body></html>".encode()
    root = lxml.html.document_fromstring(whole, parser=_PARSER)
    body: HtmlElement = root.find("body")
    for tag in list(body.iter(_UNKNOWN_VOID)):
        _empty(tag)
    return body


def _empty(tag: HtmlElement) -> None:
    """Move what a parser took for the content of a void element behind it."""
    behind = tag.tail or ""
    tag.tail, tag.text, inside = tag.text, None, list(tag)
    if not inside:
        tag.tail = (tag.tail or "") + behind
        return
    for child in reversed(inside):
        tag.addnext(child)
    inside[-1].tail = (inside[-1].tail or "") + behind


# ---------------------------------------------------------------- reading


def attr(tag: HtmlElement, name: str) -> str:
    value: str = tag.get(name, "")
    return value


def number(tag: HtmlElement, name: str) -> int:
    value = attr(tag, name)
    return int(value) if value.isdecimal() else 0


def words(tag: HtmlElement) -> str:
    """The words of a tag on one line; blocks and <br> part words, inline tags do not."""
    return text.collapse("".join(_words(tag)))


def _words(tag: HtmlElement) -> Iterator[str]:
    parts = tag.tag in html.BLOCKS or tag.tag == "br"
    yield " " if parts else ""
    yield tag.text or ""
    for child in tag:
        yield from _words(child)
        yield child.tail or ""
    yield " " if parts else ""


# ---------------------------------------------------------------- changing


def unwrap(tag: HtmlElement) -> None:
    """Leave what a tag holds in its place."""
    tag.drop_tag()


def remove(tag: HtmlElement) -> None:
    """Take a tag out with what it holds, and leave what stands behind it."""
    tag.drop_tree()


def add_words(tag: HtmlElement, said: str) -> None:
    """Put words at the end of what a tag holds."""
    if len(tag):
        tag[-1].tail = (tag[-1].tail or "") + said
    else:
        tag.text = (tag.text or "") + said


# ---------------------------------------------------------------- writing


def said(words: str) -> str:
    """Words as HTML text."""
    return escape(words, quote=False).replace("\u00a0", "&nbsp;")


def attribute(name: str, value: str) -> str:
    """An attribute with a space before it."""
    escaped = said(value)
    if '"' in escaped and "'" not in escaped:
        return f" {name}='{escaped}'"
    return f' {name}="{escaped.replace(chr(34), "&quot;")}"'
