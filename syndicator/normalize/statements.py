"""Disclosures taken out of a body: whole blocks, or the sentences that open or close one."""

from collections.abc import Iterable, Iterator, Sequence

from bs4.element import NavigableString, PageElement, Tag

from syndicator import html, text
from syndicator.model import Statement
from syndicator.normalize import furniture
from syndicator.normalize.notices import Recogniser, is_heading, is_label

_PROSE = ["p", "li", "blockquote", "aside", "div", "dd", "td", "summary", "figcaption"]
_IN_SENTENCES = ("p", "li", "blockquote", "dd", "td", "div", "aside")
_LONGEST_RUN = 8  # sentences of one disclosure beside prose
_HEADLINE = 60  # characters: a heading that is longer is a sentence in large type


def take_out(tree: Tag, recogniser: Recogniser) -> list[Statement]:
    """Take the disclosures out of a tree; return them in order.

    Their own headings ("Disclaimer") go with them.
    """
    announced = _announced(tree)
    found = [
        statement
        for block in _leaves(tree)
        for statement in _from_block(block, id(block) in announced, recogniser)
    ]
    _drop_labels(tree)
    return found


def _announced(tree: Tag) -> set[int]:
    """The identities of all blocks below a heading that says "Disclaimer"."""
    found: set[int] = set()
    for heading in html.every(tree, html.HEADINGS):
        if is_heading(html.text_of(heading)):
            for block in heading.find_next_siblings():
                if block.name in html.HEADINGS:
                    break
                found |= {id(b) for b in (block, *html.every(block, _PROSE))}
    return found


def _leaves(tree: Tag) -> list[Tag]:
    """The smallest blocks of prose, in order."""
    return [
        block
        for block in html.every(tree, [*_PROSE, *html.HEADINGS])
        if not any(t.name in html.BLOCKS for t in _tags(block.descendants))
    ]


def _tags(nodes: Iterable[PageElement]) -> Iterator[Tag]:
    """The tags among some nodes: bs4's own search costs several times the walk."""
    return (node for node in nodes if isinstance(node, Tag))


def _from_block(block: Tag, announced: bool, recogniser: Recogniser) -> list[Statement]:
    passage = html.text_of(block)
    if block.name in html.HEADINGS and len(passage) <= _HEADLINE:
        return []
    before = next(_tags(block.previous_siblings), None)
    labelled = (
        before is not None and before.name == "p" and is_label(html.text_of(before))
    )
    kind = recogniser.kind(passage, marked=announced or labelled or _is_marked(block))
    if not kind:
        beside = block.name in _IN_SENTENCES
        return _from_edges(block, passage, recogniser) if beside else []
    if labelled:
        before.decompose()  # type: ignore[union-attr]
    if block.name == "td":  # the row keeps its cells
        block.clear()
    else:
        block.decompose()
    return [Statement(kind=kind, text=passage, place="body")]


def _is_marked(block: Tag) -> bool:
    near = [block, *list(block.parents)[:2]]
    return any(furniture.DISCLOSURE.search(furniture.tokens(t)) for t in near)


def _drop_labels(tree: Tag) -> None:
    """Headings and boxes that announce a disclosure and hold nothing any more."""
    for heading in html.every(tree, html.HEADINGS):
        after = heading.find_next_sibling()
        alone = after is None or after.name in (*html.HEADINGS, "hr")
        if alone and is_heading(html.text_of(heading)):
            heading.decompose()
    for box in tree.find_all("details"):
        if is_heading(html.text_of(box)):
            box.decompose()


# ---------------------------------------------------------------- beside prose


def _from_edges(block: Tag, passage: str, recogniser: Recogniser) -> list[Statement]:
    """Take the sentences that open or close a block of prose, if they are disclosures."""
    rest = text.sentences(passage)
    opening: list[Statement] = []
    closing: list[Statement] = []
    while run := _run(rest, recogniser, from_start=True):
        size, statement = run
        _cut(block, statement.text, from_start=True)
        opening.append(statement)
        rest = rest[size:]
    while run := _run(rest, recogniser, from_start=False):
        size, statement = run
        _cut(block, statement.text, from_start=False)
        closing.insert(0, statement)
        rest = rest[:-size]
    return opening + closing


def _run(
    sentences: Sequence[str], recogniser: Recogniser, *, from_start: bool
) -> tuple[int, Statement] | None:
    """The longest run of sentences at one end that is a disclosure, with its label."""
    for size in range(min(_LONGEST_RUN, len(sentences)), 0, -1):
        run = sentences[:size] if from_start else sentences[-size:]
        kind = recogniser.run_kind(run[1:] if is_label(run[0]) else run)
        if kind:
            return size, Statement(kind=kind, text=" ".join(run), place="body")
    return None


def _cut(block: Tag, passage: str, *, from_start: bool) -> None:
    """Cut as many visible characters off one end of a block as a passage has.

    Spaces and inline tags make no difference to what a sentence is.
    """
    left = len(passage.replace(" ", ""))
    step = 1 if from_start else -1
    nodes = [n for n in block.descendants if type(n) is NavigableString]
    for node in nodes[::step]:
        characters = str(node)[::step]
        at = 0
        while left and at < len(characters):
            left -= bool(text.collapse(characters[at]))
            at += 1
        node.replace_with(NavigableString(characters[at:][::step]))
        if not left:
            return
