"""HTML files: a page by its <article>s, a letter by its linked headings."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from syndicator import text
from syndicator.audit import markup
from syndicator.audit.shown import Block, Label, Reading, Shown
from syndicator.errors import ParseError

_TITLES = ("h1", "h2", "h3")


def page(body: bytes) -> Reading:
    """A feed's page: every <article> is an item's excerpt, which has no links."""
    root = _document(body)
    articles = root.findall(".//article")
    found = markup.blocks(root, {a: n for n, a in enumerate(articles)})
    around = tuple(b for b in found if b.part < 0)
    return Reading(
        items=tuple(
            replace(_article(own), whole=False)
            for own in _by_part(found, len(articles))
        ),
        foot=around,
        labels=(*_metadata(root), *(("page", b.words) for b in around)),
    )


def _document(body: bytes) -> etree._Element:
    if not body.strip():
        raise ParseError("html", "it is empty")
    return markup.tree(markup.decoded(body))


def _metadata(root: etree._Element) -> Iterator[Label]:
    """What a page says of itself: title, description and the like."""
    for title in root.findall(".//title"):
        yield "title", text.collapse(title.text or "")
    for meta in root.findall(".//meta"):
        yield meta.get("name") or "meta", text.collapse(meta.get("content", ""))


def _by_part(found: Sequence[Block], parts: int) -> list[list[Block]]:
    """The blocks of each part."""
    grouped: list[list[Block]] = [[] for _ in range(parts)]
    for block in found:
        if block.part >= 0:
            grouped[block.part].append(block)
    return grouped


def _article(own: Sequence[Block]) -> Shown:
    """An item by its blocks: its first heading is its title."""
    title = next((b for b in own if b.tag in _TITLES and not b.hidden), Block(words=""))
    return Shown(
        link=next((a.href for a in title.anchors), ""),
        blocks=tuple(b for b in own if b is not title),
        labels=(("title", title.words),),
    )


def letter(body: bytes) -> Reading:
    """A letter: what holds a linked heading is an item."""
    root = _document(body)
    headings = _item_headings(root)
    cells = [_cell(heading) for heading in headings]
    parts = {cell: n for n, cell in reversed(list(enumerate(cells)))}
    found = markup.blocks(root, parts)
    own = _by_part(found, len(cells))
    items = tuple(_article(own[parts[cell]]) for cell in cells)
    first, last = _bounds(found)
    seen = next((n for n, b in enumerate(found) if not b.hidden), len(found))
    preheader = [("preheader", b.words) for b in found[: min(seen, first)]]
    return Reading(
        items=items,
        head=tuple(found[min(seen, first) : first]),
        foot=tuple(found[last:]),
        labels=(*_metadata(root), *preheader),
    )


def _item_headings(root: etree._Element) -> list[etree._Element]:
    """A letter that is one article links its h1; any other links each h2."""
    for level in ("h1", "h2"):
        linked = [h for h in root.iter(level) if h.find(".//a[@href]") is not None]
        if linked:
            return linked
    return []


def _cell(heading: etree._Element) -> etree._Element:
    """What holds an item: the innermost table cell or article around its heading."""
    above = heading.iterancestors("td", "article", "body")
    return next(above, heading)


def _bounds(found: Sequence[Block]) -> tuple[int, int]:
    """Where the first item starts and the last one ends."""
    within = [n for n, block in enumerate(found) if block.part >= 0]
    return (within[0], within[-1] + 1) if within else (len(found), len(found))


def index(body: bytes) -> Reading:
    """The newest items are the dated lines; everything said is a label."""
    root = _document(body)
    dated = [li for li in root.iter("li") if li.find(".//time") is not None]
    links = (a.get("href", "") for li in dated for a in li.findall(".//a")[:1])
    said = [("page", block.words) for block in markup.blocks(root)]
    return Reading(
        items=tuple(Shown(link=link) for link in links),
        labels=(*_metadata(root), *said),
    )
