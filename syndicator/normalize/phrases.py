"""Words that were links before a page was copied as text are links again."""

import re
from collections.abc import Mapping

from bs4.element import NavigableString, Tag

from syndicator import html
from syndicator.normalize.structure import new

_NOT_IN = ["a", "pre", "code", *html.HEADINGS]


def link(tree: Tag, addresses: Mapping[str, str]) -> None:
    """Link each phrase, where it stands first in running text, to its address."""
    for phrase, address in addresses.items():
        words = r"\s+".join(re.escape(w) for w in phrase.split())
        pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
        for node in tree.find_all(string=pattern):
            if words and node.find_parent(_NOT_IN) is None:
                _link(node, pattern, address)
                break


def _link(node: NavigableString, pattern: re.Pattern[str], address: str) -> None:
    before, after = pattern.split(node, maxsplit=1)
    match = pattern.search(node)
    anchor = new("a")
    anchor["href"] = address
    anchor.string = match[0] if match else ""
    node.replace_with(NavigableString(before), anchor, NavigableString(after))
