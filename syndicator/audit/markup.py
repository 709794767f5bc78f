"""HTML as a reader sees it: blocks of words in order, with their links, seen or not.

Style sheets are written into the elements first, so that a rule hides as well as an
attribute does. Rules inside @media are left alone: they hold on some screens only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import lxml.html
from css_inline import CSSInliner, InlineError
from lxml import etree

from syndicator import text
from syndicator.audit.looks import PLAIN, Look, look
from syndicator.audit.shown import BEHIND, Anchor, Block
from syndicator.errors import ParseError

_INLINE_NAMES = (
    "a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd"
    " label mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr"
)
_INLINE = frozenset(_INLINE_NAMES.split())
# Deeper trees are nobody's article, and the style inliner's stack is the process's.
_DEEPEST = 250
_INLINER = CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)


def tree(markup: str) -> etree._Element:
    """The document or fragment as a tree; ParseError where it has none worth reading."""
    root = _parsed(markup)
    if "<style" not in markup.lower():
        return root
    try:
        return _parsed(_INLINER.inline(markup))
    except InlineError as error:
        raise ParseError("style", f"its style sheet cannot be read: {error}") from error


def _parsed(markup: str) -> etree._Element:
    parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
    cleaned = text.clean(markup)
    if "<body" not in cleaned.lower():
        cleaned = f"<html><body>{cleaned}</body></html>"
    try:
        root = lxml.html.document_fromstring(cleaned.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError("html", f"it is no HTML: {error}") from error
    if _is_deep(root):
        raise ParseError("html", f"it is nested more than {_DEEPEST} deep")
    return root


def _is_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def decoded(body: bytes) -> str:
    """The text of a file; ParseError where it is not UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError("text", f"it is not UTF-8: {error}") from error


def words_of(markup: str) -> str:
    """All the words of some markup on one line, seen or not."""
    if "<" not in markup and "&" not in markup:
        return text.collapse(markup)
    return " ".join(block.words for block in blocks(tree(markup)))


def blocks(
    root: etree._Element, parts: Mapping[etree._Element, int] | None = None
) -> list[Block]:
    """Every block below `root` in order; those inside an element of `parts` say so."""
    gathering = _Gathering()
    for piece in _pieces(root, parts or {}):
        gathering.take(piece)
    return gathering.finish()


# ---------------------------------------------------------------- tree → pieces


@dataclass(frozen=True, slots=True)
class _Words:
    words: str
    hidden: str


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where one block ends and another begins."""

    tag: str
    part: int


@dataclass(frozen=True, slots=True)
class _Open:
    href: str
    rel: tuple[str, ...]


class _Close:
    """Where a link ends."""


class _Picture:
    """Something to see that is no words."""


_Piece = _Words | _Edge | _Open | _Close | _Picture


def _pieces(
    root: etree._Element, parts: Mapping[etree._Element, int]
) -> Iterator[_Piece]:
    looks, tags, within = [PLAIN], [""], [-1]
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            looks.append(look(looks[-1], node.tag, node.attrib))
            within.append(parts.get(node, within[-1]))
            inline = node.tag in _INLINE
            tags.append(tags[-1] if inline else node.tag)
            if not inline:
                yield _Edge(tags[-1], within[-1])
            yield from _opened(node, looks[-1])
            yield from _words(node.text, looks[-1])
            continue
        if event == "end":
            if node.tag == "a" and not looks[-1].mute and node.get("href"):
                yield _Close()
            looks.pop(), tags.pop(), within.pop()
            if node.tag not in _INLINE:
                yield _Edge(tags[-1], within[-1])
        if node is not root:
            yield from _words(node.tail, looks[-1])


def _opened(node: etree._Element, seen: Look) -> Iterator[_Piece]:
    if seen.mute:
        return
    if node.tag == "a" and node.get("href"):
        yield _Open(node.get("href"), tuple(node.get("rel", "").lower().split()))
    elif node.tag == "br":
        yield _Words(" ", seen.hidden)
    elif node.tag == "img":
        yield _Picture()


def _words(words: str | None, seen: Look) -> Iterator[_Piece]:
    if words and not seen.mute:
        yield _Words(words, seen.hidden)


# ---------------------------------------------------------------- pieces → blocks


@dataclass(slots=True)
class _Link:
    href: str
    rel: tuple[str, ...]
    start: int  # in the stream of all that is seen
    end: int = -1
    picture: bool = False


@dataclass(slots=True)
class _Gathering:
    """Blocks in the making: `stream` is all that is seen, in one line per block."""

    stream: list[str] = field(default_factory=list)
    size: int = 0
    links: list[_Link] = field(default_factory=list)
    open: list[_Link] = field(default_factory=list)
    made: list[tuple[Block, range]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    unseen: list[_Words] = field(default_factory=list)
    first_link: int = 0
    edge: _Edge = field(default_factory=lambda: _Edge("", -1))

    def take(self, piece: _Piece) -> None:
        match piece:
            case _Words(words, "") if words:
                self._show(words)
                self.seen.append(words)
            case _Words():
                self.unseen.append(piece)
            case _Open(href, rel):
                link = _Link(href, rel, self.size)
                self.links.append(link)
                self.open.append(link)
            case _Close() if self.open:
                self.open.pop().end = self.size
            case _Picture():
                for link in self.open:
                    link.picture = True
            case _Edge():
                self._end_block()
                self.edge = piece

    def _show(self, words: str) -> None:
        line = words.replace("\n", " ")
        self.stream.append(line)
        self.size += len(line)

    def _end_block(self) -> None:
        tag, part = self.edge.tag, self.edge.part
        unseen = text.collapse("".join(piece.words for piece in self.unseen))
        if unseen:
            why = self.unseen[0].hidden
            hidden = Block(words=unseen, hidden=why, tag=tag, part=part)
            self.made.append((hidden, range(0)))
        words = text.collapse("".join(self.seen))
        links = range(self.first_link, len(self.links))
        if words or links:
            self.made.append((Block(words=words, tag=tag, part=part), links))
        if self.seen:
            self.stream.append("\n")
            self.size += 1
        self.seen, self.unseen, self.first_link = [], [], len(self.links)

    def finish(self) -> list[Block]:
        self._end_block()
        stream = "".join(self.stream)
        anchors = [self._anchor(n, stream) for n in range(len(self.links))]
        return [
            Block(
                words=block.words,
                hidden=block.hidden,
                anchors=tuple(anchors[n] for n in links),
                tag=block.tag,
                part=block.part,
            )
            for block, links in self.made
        ]

    def _anchor(self, number: int, stream: str) -> Anchor:
        """A link that ends its line has its label at the start of the next one."""
        link = self.links[number]
        end = link.end if link.end >= 0 else link.start
        later = self.links[number + 1 : number + 2]
        until = max(end, later[0].start) if later else len(stream)
        behind = stream[end : min(until, end + 4 * BEHIND)].lstrip()
        words = text.collapse(stream[link.start : end])
        return Anchor(
            href=link.href,
            rel=link.rel,
            words=words,
            behind=text.collapse(behind.partition("\n")[0])[:BEHIND],
            shows=bool(words) or link.picture,
        )
