"""A whole page to the article on it: its words as trafilatura decides, its markup as
the page has it.

text → tree → pictures settled → decision → machinery out → weights → parts → pruned
"""

import re
from dataclasses import dataclass
from typing import Any

from lxml import html as lx

from syndicator.parse.decode import decode
from syndicator.parse.extract import clean, decision, paragraphs, photos, projection, runs, tree
from syndicator.parse.extract.pruning import Pruning
from syndicator.parse.extract.weights import Weights
from syndicator.ports import Document

_TITLES = ("og:title", "twitter:title")
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»:-]|::)\s+")
_LONG_TITLE = 8  # letters; a shorter part of a title may be a word of the text


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article: `html` is the page's own markup of it, not yet sanitized, pictures
    with absolute addresses; `text` its running text, a line for each paragraph, without
    the captions of pictures. Both are "" where the page holds no article.
    """

    html: str = ""
    text: str = ""


def article(html: bytes, url: str = "") -> Extracted:
    """The article on a page; ParseError where the bytes are no text at all."""
    return extract(decode(Document(name=url, url=url, body=html), "a page"), url)


def extract(text: str, url: str) -> Extracted:
    """The article on a page that has been decoded; `url` is where it came from."""
    root = tree.parse(text)
    titles = _titles(root)
    photos.settle(root, url)
    said = decision.decide(root, url)
    clean.clean(root)
    weights = Weights(tree.body_of(root), said, titles)
    holder = lx.Element("div")
    if said:
        found = projection.parts(weights)
        pruning = Pruning(weights, titles)
        for part in found:
            pruning.prune(part)
        for part in found:
            if part.tag in ("body", "html"): part.tag = "div"
            part.tail = None
            holder.append(part)
    paragraphs.wrap(holder)
    return Extracted(tree.inner(holder), runs.text(holder))


def _titles(root: Any) -> frozenset[str]:
    """The title, and each part of it between separators, as keys."""
    said = ["".join(t.itertext()) for t in root.iter("title")]
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name")) in _TITLES:
            said.append(meta.get("content", ""))
    parts = [part for title in said for part in (title, *_SEPARATOR.split(title))]
    return frozenset(k for k in map(decision.key, parts) if len(k) > _LONG_TITLE)
