"""The tree of an XML feed, for what feedparser does not keep of it."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from syndicator.parse import markup

_ENTRIES = ("item", "entry")


def tree(text: str) -> Any | None:
    """The root of a feed as far as it can be read, or None; nothing is opened."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        return etree.fromstring(markup.legal(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def entries(root: Any) -> Iterator[Any]:
    """Its entries, in order."""
    return (
        tag
        for tag in root.iter()
        if isinstance(tag.tag, str) and tag.tag.rpartition("}")[2] in _ENTRIES
    )
