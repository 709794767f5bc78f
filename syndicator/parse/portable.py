"""Portable text, a list of typed blocks (portabletext.org), to HTML."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from syndicator.parse import nodes, values

Block = Mapping[str, Any]

_STYLES = {
    **{f"h{n}": f"h{n}" for n in range(1, 7)},
    "blockquote": "blockquote",
}
_MARKS = {
    "strong": "strong",
    "em": "em",
    "code": "code",
    "underline": "u",
    "strike-through": "s",
    "sup": "sup",
    "sub": "sub",
}
_LISTS = {"bullet": "ul", "number": "ol"}
_DEEPEST = 20  # lists in lists
_WORDS = ("text", "title", "caption", "quote", "code")  # of blocks nobody knows


def to_html(blocks: Any) -> str:
    """The blocks' HTML; of blocks nobody knows their words stay."""
    return "".join(_drawn(list(values.tables(blocks))))


def _drawn(blocks: list[Block]) -> Iterator[str]:
    open_lists: list[str] = []
    for block in blocks:
        kind = _LISTS.get(values.word(block.get("listItem")), "ul")
        level = _level(block)
        while len(open_lists) > level or (
            level and len(open_lists) == level and open_lists[-1] != kind
        ):
            yield f"</li></{open_lists.pop()}>"
        if level and len(open_lists) == level:
            yield "</li><li>"
        while len(open_lists) < level:
            open_lists.append(kind)
            yield f"<{kind}><li>"
        yield _spans(block) if level else _block(block)
    for kind in reversed(open_lists):
        yield f"</li></{kind}>"


def _level(block: Block) -> int:
    """How many lists a block is in."""
    if not block.get("listItem"):
        return 0
    return min(max(values.number(block.get("level")), 1), _DEEPEST)


def _block(block: Block) -> str:
    kind = values.word(block.get("_type"))
    return _TYPES.get(kind, _unknown)(block)


def _paragraph(block: Block) -> str:
    tag = _STYLES.get(values.word(block.get("style")), "p")
    words = _spans(block)
    return f"<{tag}>{words}</{tag}>" if words else ""


def _spans(block: Block) -> str:
    links = {
        values.word(mark.get("_key")): values.first(mark, "href", "url")
        for mark in values.tables(block.get("markDefs"))
    }
    return "".join(_span(each, links) for each in values.tables(block.get("children")))


def _span(span: Block, links: Mapping[str, str]) -> str:
    words = span.get("text")
    if not isinstance(words, str):
        return _inside(span)
    html = nodes.words(words)
    for mark in map(values.word, values.items(span.get("marks"))):
        if mark in _MARKS:
            html = f"<{_MARKS[mark]}>{html}</{_MARKS[mark]}>"
        elif links.get(mark):
            html = f'<a href="{escape(links[mark])}">{html}</a>'
    return html


def _inside(block: Block) -> str:
    """What stands among words and is none: a picture, or its words."""
    if values.word(block.get("_type")) == "image":
        return _image(block)
    return escape(" ".join(w for w in (values.first(block, n) for n in _WORDS) if w))


def _image(block: Block) -> str:
    asset = block.get("asset")
    held = asset if isinstance(asset, Mapping) else {}
    url = values.first(block, "url") or values.first(held, "url")
    caption = values.first(block, "caption")
    if not url:  # a mere reference: `asset->` in the query brings the address
        return f"<p>{escape(caption)}</p>" if caption else ""
    alt = values.first(block, "alt") or values.first(held, "altText")
    return nodes.figure(url, alt, caption)


def _code(block: Block) -> str:
    return f"<pre><code>{escape(values.first(block, 'code'))}</code></pre>"


def _table(block: Block) -> str:
    rows = (
        "".join(
            f"<td>{escape(values.word(c))}</td>" for c in values.items(row["cells"])
        )
        for row in values.tables(block.get("rows"))
        if "cells" in row
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _unknown(block: Block) -> str:
    if block.get("children"):
        return _paragraph(block)
    words = _inside(block)
    return f"<p>{words}</p>" if words else ""


_TYPES: dict[str, Callable[[Block], str]] = {
    "block": _paragraph,
    "image": _image,
    "code": _code,
    "table": _table,
    "break": lambda _: "<hr>",
    "divider": lambda _: "<hr>",
}
