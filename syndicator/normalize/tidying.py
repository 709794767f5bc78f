"""A body tidied: nothing empty, no idle space, headings in order, a block a line."""

import re

from bs4.element import NavigableString, Tag

from syndicator import html, text
from syndicator.normalize.structure import (
    MEDIA,
    ONE_LINE,
    all_around,
    is_space,
    stands_alone,
)

# An empty row keeps a table in shape; one whose cells are all empty goes whole.
_ROWS = ("thead", "tbody", "tfoot", "tr", "td", "th")
_KEEP_EMPTY = frozenset(("br", "hr", "source", "wbr", *_ROWS, *MEDIA))
# A no-break space alone is meant; a run that holds one was padding.
_SPACE_RUN = re.compile(r"[ \t\r\n\f\u00a0]{2,}|[\t\r\n\f]")


def tidy(tree: Tag) -> None:
    """Nothing empty, no space at the edges, no rule or heading with nothing to part."""
    _drop_empty(tree)
    _squeeze(tree)
    for tag in html.every(tree, ["p", "li", "td", "th", *ONE_LINE]):
        _trim(tag, 0, str.lstrip)
        _trim(tag, -1, str.rstrip)
    _drop_idle_rules(tree)


def _squeeze(tree: Tag) -> None:
    """White space says nothing between blocks, and no more than once inside them.

    So an article has not changed where only its source is laid out anew.
    """
    _join_strings(tree)
    kept = {id(s) for t in html.every(tree, ["pre", "code"]) for s in t.descendants}
    for words in html.strings(tree):
        if id(words) in kept:
            continue
        beside = (words.previous_sibling, words.next_sibling)
        if is_space(words) and any(map(stands_alone, filter(None, beside))):
            words.extract()
        elif (one := _SPACE_RUN.sub(" ", words)) != words:
            words.replace_with(NavigableString(one))


def _join_strings(tree: Tag) -> None:
    """Strings that came to stand side by side are one (Tag.smooth recurses)."""
    for words in html.strings(tree):
        behind = words.next_sibling
        if words.parent is None or type(behind) is not NavigableString:
            continue
        run = [words]
        while type(behind) is NavigableString:
            run.append(behind)
            behind = behind.next_sibling
        for part in run[1:]:
            part.extract()
        words.replace_with(NavigableString("".join(run)))


def _trim(tag: Tag, end: int, strip) -> None:  # type: ignore[no-untyped-def]
    while tag.contents:
        node = tag.contents[end]
        if isinstance(node, NavigableString) and (kept := strip(node)):
            if kept != node:
                node.replace_with(NavigableString(kept))
            return
        if isinstance(node, Tag) and node.name != "br":
            return
        node.extract()


def _drop_empty(tree: Tag) -> None:
    """Elements that hold neither words nor pictures."""
    for tag in html.every(tree, ["video", "audio"]):
        if not (tag.get("src") or tag.find("source")):
            tag.decompose()
    for tag in tree.find_all("source"):
        if tag.find_parent(["video", "audio"]) is None:
            tag.decompose()
    words = (s for s in html.strings(tree) if text.collapse(s))
    full = all_around([*words, *html.every(tree, [*MEDIA, "hr"])])
    for tag in tree.find_all(True):
        if not (html.is_gone(tag) or tag.name in _KEEP_EMPTY or id(tag) in full):
            tag.decompose()


def _drop_idle_rules(tree: Tag) -> None:
    """A rule parts two blocks; a heading is followed by something."""
    blocks = [c for c in tree.contents if isinstance(c, Tag)]
    for before, rule in zip([None, *blocks], blocks, strict=False):
        if rule.name == "hr" and (before is None or before.name == "hr"):
            rule.extract()
    blocks = [c for c in tree.contents if isinstance(c, Tag)]
    while len(blocks) > 1 and blocks[-1].name in ("hr", *html.HEADINGS):
        blocks.pop().decompose()


def on_lines(tree: Tag) -> None:
    """Each block of the tree on a line of its own.

    Taken off one end and put on at the other: inserting in the middle would have bs4
    search all siblings each time.
    """
    children = list(tree.contents)
    for child in children:
        tree.append(child.extract())
        if isinstance(child, Tag) and child is not children[-1]:
            tree.append(NavigableString("\n"))


def level_headings(tree: Tag) -> None:
    """Levels start at 2 and never skip one on the way down."""
    offset: dict[int, int] = {}
    previous = 1
    for heading in html.every(tree, html.HEADINGS):
        written = int(heading.name[1])
        offset = {w: n for w, n in offset.items() if w <= written}
        level = offset.get(written) or min(
            max(offset.values(), default=1) + 1, previous + 1, 6
        )
        offset[written] = previous = level
        heading.name = f"h{level}"
