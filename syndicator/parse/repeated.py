"""Which blocks of a page are rows of a list of articles, by what they have in common.

Every link that may lead to an article has a block of its own: all around it that holds
no other. Blocks alike in place and tag are a group; the group that looks most like
articles is the list, and others that look as much like it are more of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from syndicator.parse import tree
from syndicator.parse.candidates import OUTSIDE_NAMES, Links, links
from syndicator.parse.rows import HEADINGS, MORE, Row, Site, own_heading, worth

_OTHERS = re.compile(  # headings of lists that are of older articles
    r"^(?:most (?:read|popular|viewed|shared)|popular|trending|related|recommended"
    r"|you may (?:also )?like|editors?['’]? picks?|from the archives?|read (?:next|more|on)"
    r"|meist\s?gelesen\w*|beliebt\w*|das könnte sie|les plus lus|lo más leído|più letti)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[\d_-]+")
_ALIKE = 0.8  # of what the rows of the list have on average, and it is more of the list
_POOR = 0.75  # where there is nothing better, and three of them
_LEAST = 1.2  # what a row must have, on average, to be one of a list
_LEVELS = 5  # above a row in which its list's heading may stand
_BEHIND = 6  # elements behind a row's own that may tell of it
Held = dict[HtmlElement, set[str]]


@dataclass(slots=True)
class _Group:
    """Rows alike in place and tag."""

    rows: list[Row]
    worth: float = 0.0  # of a row, on average

    @property
    def weight(self) -> float:
        return len(self.rows) * max(self.worth - _POOR, 0) ** 2


def rows(root: HtmlElement, site: Site) -> list[Row]:
    """The rows of the page's list of articles, in its order; none where it has none."""
    return _rows(root, site, OUTSIDE_NAMES) or _rows(root, site, None)


def _rows(root: HtmlElement, site: Site, outside: re.Pattern[str] | None) -> list[Row]:
    plainly, short = links(root, site, outside)
    held = _held(plainly)
    groups = [_Group(some) for some in _grouped(plainly, held, site).values()]
    for group in groups:
        group.worth = sum(worth(r, site) for r in group.rows) / len(group.rows)
    kept = _best([g for g in groups if not _of_others(g.rows[0])])
    places = {_place_of(row.elements[0]) for row in kept}
    kept += (
        r for r in _shorter(short, held, site) if _place_of(r.elements[0]) in places
    )
    order = {element: n for n, element in enumerate(root.iter())}
    return sorted(kept, key=lambda row: order[row.elements[0]])


def _best(groups: list[_Group]) -> list[Row]:
    """The rows of the group that weighs most, and of those that are as much worth."""
    believed = [g for g in groups if g.worth >= _LEAST]
    believed = believed or [g for g in groups if g.worth >= _POOR and len(g.rows) > 2]
    several = [g for g in believed if len(g.rows) > 1]
    best = max(several or believed, key=lambda g: g.weight, default=None)
    if best is None:
        return []
    alike = (g for g in believed if g is best or g.worth >= best.worth * _ALIKE)
    return [row for group in alike for row in group.rows]


def _held(found: Links) -> Held:
    """Which addresses are linked in each element of the page."""
    held: Held = defaultdict(set)
    for key, some in found.items():
        for link in some:
            held[link].add(key)
            for up in link.iterancestors():
                held[up].add(key)
    return held


def _grouped(found: Links, held: Held, site: Site) -> dict[tuple[str, ...], list[Row]]:
    """Rows by the place of their blocks in the page and by their tags."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for some in found.values():
        block = titled = max(some, key=_title_rank)
        while (up := block.getparent()) is not None and len(held[up]) == 1:
            block = up
        row = Row(site.address(titled), titled, (block, *_tail(block, held)))
        groups[_place_of(block)].append(row)
    return groups


def _shorter(short: Links, held: Held, site: Site) -> Iterator[Row]:
    """The blocks of links of a word or none, in which there is no other."""
    beside = _held(short)
    for some in short.values():
        for block in some[:1]:
            link = block
            while (
                (up := block.getparent()) is not None
                and len(beside[up]) == 1
                and not held.get(up)
            ):
                block = up
            if tree.text_of(link):
                yield Row(site.address(link), link, (block, *_tail(block, held)))


def _tail(block: HtmlElement, held: Held) -> Iterator[HtmlElement]:
    """What stands behind a block and is no other's: a heading's text, a term's."""
    if block.tag not in (*HEADINGS, "dt", "a", "header", "p"):
        return
    for behind in islice(block.itersiblings(), _BEHIND):
        if held.get(behind) or behind.tag in HEADINGS:
            return
        if isinstance(behind.tag, str):
            yield behind


def _title_rank(link: HtmlElement) -> tuple[bool, bool, int]:
    words = tree.text_of(link)
    return own_heading(link) is not None, not MORE.match(words), len(words)


def _place_of(block: HtmlElement) -> tuple[str, ...]:
    """The tags and classes above a block, and its tag; numbers in names do not count."""
    above = (
        f"{up.tag}.{_PLACE.sub('', tree.attr(up, 'class'))}"
        for up in block.iterancestors()
    )
    return (str(block.tag), *above)


def _of_others(row: Row) -> bool:
    """Say whether the heading above a row tells of a list of articles read or liked."""
    block = row.elements[0]
    for element in (block, *islice(block.iterancestors(), _LEVELS)):
        for before in element.itersiblings(preceding=True):
            heads = [before] if before.tag in HEADINGS else []
            if isinstance(before.tag, str) and not heads:
                heads = [*before.iter(*HEADINGS)] if before.tag == "header" else []
            for head in heads:
                if next(head.iter("a"), None) is None:
                    return bool(_OTHERS.match(tree.text_of(head)))
    return False
