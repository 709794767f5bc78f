"""Disclosures taken out of a body: whole blocks, or the sentences that open or close one."""

import re

from bs4.element import NavigableString, Tag

from syndicator import html, text
from syndicator.model import Statement
from syndicator.normalize import structure
from syndicator.normalize.notices import Recogniser, is_heading, is_label


def take_out(tree: Tag, recogniser: Recogniser) -> tuple[Statement, ...]:
    """Take the disclosures out of a tree; return them in order.

    Their own headings ("Disclaimer") go with them; a wrapper left empty goes too.
    """
    found = [s for block in _leaves(tree) for s in _from_block(block, recogniser)]
    if found:
        _drop_headings(tree)
        structure.drop_empty(tree)
    return tuple(found)


def _from_block(block: Tag, recogniser: Recogniser) -> list[Statement]:
    passage = html.text_of(block)
    kind = recogniser.kind(passage, marked=_is_marked(block))
    if kind:
        block.decompose()
        return [Statement(kind=kind, text=passage, place="body")]
    if block.name not in ("p", "li", "blockquote", "dd"):
        return []
    sentences = text.sentences(passage)
    return [
        Statement(kind=kind, text=sentence, place="body")
        for sentence, kind in _at_the_edges(sentences, recogniser)
        if _remove(block, sentence) and kind
    ]


def _at_the_edges(
    sentences: list[str], recogniser: Recogniser
) -> list[tuple[str, str]]:
    """Sentences at the start or end that are disclosures, with their labels."""
    kinds = [recogniser.kind(s) for s in sentences]
    label = bool(sentences) and is_label(sentences[0]) and any(kinds[1:2])
    first = 1 if label else 0
    opening = first
    while opening < len(kinds) and kinds[opening]:
        opening += 1
    closing = len(kinds)
    while closing > opening and kinds[closing - 1]:
        closing -= 1
    edges = [*range(first, opening), *range(closing, len(kinds))]
    if label:
        edges.insert(0, 0)
    return [(sentences[n], kinds[n]) for n in edges]


def _remove(block: Tag, sentence: str) -> bool:
    """Cut a sentence out of the text of a block, whatever inline tags it runs across."""
    nodes = [n for n in block.descendants if type(n) is NavigableString]
    whole = "".join(nodes)
    words = r"\s+".join(re.escape(w) for w in sentence.split())
    match = re.search(words + r"\s*", whole)
    if match is None:
        return False
    start, end = match.span()
    at = 0
    for node in nodes:
        size = len(node)
        kept = node[: max(0, start - at)] + node[max(0, end - at) :]
        if start < at + size and end > at:
            node.replace_with(NavigableString(kept))
        at += size
    return True


def _leaves(tree: Tag) -> list[Tag]:
    """The smallest blocks of prose, in order."""
    prose = (
        "p",
        "li",
        "blockquote",
        "aside",
        "div",
        "dd",
        "td",
        "summary",
        "figcaption",
    )
    return [
        b for b in tree.find_all(prose) if not b.find(lambda t: t.name in html.BLOCKS)
    ]


def _is_marked(block: Tag) -> bool:
    near = [block, *list(block.parents)[:2]]
    return any(structure.DISCLOSURE.search(structure.tokens(t)) for t in near)


def _drop_headings(tree: Tag) -> None:
    for heading in tree.find_all(html.HEADINGS):
        after = heading.find_next_sibling()
        alone = after is None or after.name in (*html.HEADINGS, "hr")
        if alone and is_heading(html.text_of(heading)):
            heading.decompose()
