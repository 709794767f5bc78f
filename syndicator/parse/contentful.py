"""Contentful's rich text, a tree of nodes, to HTML; and its links, which come apart."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from syndicator.parse import nodes, values

Node = Mapping[str, Any]

_BLOCKS = {
    "paragraph": "p",
    **{f"heading-{n}": f"h{n}" for n in range(1, 7)},
    "unordered-list": "ul",
    "ordered-list": "ol",
    "list-item": "li",
    "blockquote": "blockquote",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "table-header-cell": "th",
}
_MARKS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "code": "code",
    "superscript": "sup",
    "subscript": "sub",
    "strikethrough": "s",
}


def to_html(tree: Any) -> str:
    """A document's HTML; of nodes nobody knows their text stays."""
    return "".join(_node(each) for each in values.tables(tree))


def _node(node: Node) -> str:
    kind = values.word(node.get("nodeType"))
    if kind in _BLOCKS:
        return f"<{_BLOCKS[kind]}>{_content(node)}</{_BLOCKS[kind]}>"
    return _OTHERS.get(kind, _content)(node)


def _content(node: Node) -> str:
    return "".join(_node(each) for each in values.tables(node.get("content")))


def _text(node: Node) -> str:
    html = nodes.words(node.get("value"))
    for mark in values.tables(node.get("marks")):
        tag = _MARKS.get(values.word(mark.get("type")))
        html = f"<{tag}>{html}</{tag}>" if tag and html else html
    return html


def _link(node: Node) -> str:
    data = _table(node, "data")
    url = values.first(data, "uri") or _file(_table(data, "target"))
    return f'<a href="{escape(url)}">{_content(node)}</a>' if url else _content(node)


def _asset(node: Node) -> str:
    return _figure(_table(node, "data", "target"))


def _entry(node: Node) -> str:
    """An entry among the words: the picture it holds, else what it is called."""
    fields = _table(node, "data", "target", "fields")
    for value in values.tables(list(fields.values())):
        if _file(value):
            return _figure(value, values.first(fields, "caption"))
    title = _title(node)
    return f"<p>{title}</p>" if title else ""


def _title(node: Node) -> str:
    fields = _table(node, "data", "target", "fields")
    return escape(values.first(fields, "title", "name", "headline"))


def _figure(asset: Node, caption: str = "") -> str:
    fields, url = _table(asset, "fields"), _file(asset)
    title = values.first(fields, "title")
    if not url:
        return ""
    if not values.first(_table(fields, "file"), "contentType").startswith("image/"):
        return f'<p><a href="{escape(url)}">{escape(title or url)}</a></p>'
    return nodes.figure(url, values.first(fields, "description") or title, caption)


def _file(asset: Node) -> str:
    return values.first(_table(asset, "fields", "file"), "url")


_OTHERS: dict[str, Callable[[Node], str]] = {
    "text": _text,
    "hr": lambda _: "<hr>",
    "hyperlink": _link,
    "asset-hyperlink": _link,
    "embedded-asset-block": _asset,
    "embedded-entry-block": _entry,
    "embedded-entry-inline": _title,
}


def _table(value: Any, *path: str) -> Node:
    """What is below a path of names, {} where that is no table."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


# ---------------------------------------------------------------- links


def join(data: Any) -> None:
    """Put what links name in their place, where the answer holds it.

    What is linked is below `includes`, or among the `items` themselves. Links may lead
    around in circles: then so does the data.
    """
    named = {}
    held = [*values.tables(_table(data).get("items"))]
    for each in _table(data, "includes").values():
        held += values.tables(each)
    for thing in held:
        sys = _table(thing, "sys")
        named[values.word(sys.get("type")), values.word(sys.get("id"))] = thing
    waiting: list[Any] = [thing.get("fields") for thing in held]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict | list):
            waiting += _joined(holder, named)


def _joined(holder: Any, named: Mapping[tuple[str, str], Node]) -> list[Any]:
    """What else the holder has, after its links have been replaced."""
    found = holder.items() if isinstance(holder, dict) else enumerate(holder)
    rest = []
    for at, value in list(found):
        sys = _table(value, "sys")
        if sys.get("type") != "Link":
            rest.append(value)
            continue
        key = (values.word(sys.get("linkType")), values.word(sys.get("id")))
        holder[at] = named.get(key, value)
    return rest
