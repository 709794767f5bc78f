"""Strapi's blocks, a tree of typed nodes, to HTML."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from syndicator.parse import nodes, values

Node = Mapping[str, Any]

_BLOCKS = {"paragraph": "p", "list-item": "li", "quote": "blockquote"}
_MARKS = {
    "code": "code",
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strikethrough": "s",
}


def to_html(blocks: Any) -> str:
    """The blocks' HTML; of blocks nobody knows their text stays."""
    return "".join(_node(each) for each in values.tables(blocks))


def _node(node: Node) -> str:
    kind = values.word(node.get("type"))
    if kind in _BLOCKS:
        return f"<{_BLOCKS[kind]}>{_children(node)}</{_BLOCKS[kind]}>"
    return _OTHERS.get(kind, _children)(node)


def _children(node: Node) -> str:
    return to_html(node.get("children"))


def _text(node: Node) -> str:
    html = nodes.words(node.get("text"))
    for mark, tag in _MARKS.items():
        if node.get(mark) is True and html:
            html = f"<{tag}>{html}</{tag}>"
    return html


def _link(node: Node) -> str:
    url = escape(values.first(node, "url"))
    return f'<a href="{url}">{_children(node)}</a>' if url else _children(node)


def _heading(node: Node) -> str:
    level = min(max(values.number(node.get("level")), 1), 6)
    return f"<h{level}>{_children(node)}</h{level}>"


def _list(node: Node) -> str:
    """A list in a list stands behind an item there, and belongs into it."""
    items: list[str] = []
    for child in values.tables(node.get("children")):
        if child.get("type") == "list" and items:
            items[-1] = f"{items[-1].removesuffix('</li>')}{_list(child)}</li>"
        else:
            items.append(_node(child))
    tag = "ol" if node.get("format") == "ordered" else "ul"
    return f"<{tag}>{''.join(items)}</{tag}>"


def _code(node: Node) -> str:
    return f"<pre><code>{_children(node).replace('<br>', chr(10))}</code></pre>"


def _image(node: Node) -> str:
    held = node.get("image")
    image = held if isinstance(held, Mapping) else {}
    said = (values.first(image, n) for n in ("url", "alternativeText", "caption"))
    return nodes.figure(*said)


_OTHERS: dict[str, Callable[[Node], str]] = {
    "text": _text,
    "link": _link,
    "heading": _heading,
    "list": _list,
    "code": _code,
    "image": _image,
}
