"""The bones of a body: blocks that are blocks, and paragraphs that are paragraphs."""

import re
from collections.abc import Iterable, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from syndicator import html
from syndicator.normalize.furniture import DISCLOSURE, tokens

# What only holds blocks together, and goes once its loose words are paragraphs.
_WRAPPERS = [
    "address",
    "article",
    "center",
    "dir",
    "div",
    "fieldset",
    "footer",
    "header",
    "hgroup",
    "legend",
    "main",
    "search",
    "section",
]
_BLOCKS = html.BLOCKS | frozenset(_WRAPPERS)
_HOLDERS = [*_WRAPPERS, "aside", "blockquote", "details"]
ONE_LINE = [*html.HEADINGS, "figcaption", "summary", "caption", "dt"]
_LISTS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
MEDIA = ["img", "video", "audio"]
_LANGUAGE = re.compile(
    r"\b(?:language|lang|highlight-source|brush:)[\s-]*([a-z][\w+#.-]*)", re.IGNORECASE
)


def new(name: str) -> Tag:
    """A tag that stands nowhere yet."""
    return BeautifulSoup("", "lxml").new_tag(name)


def paragraphs(tree: Tag) -> None:
    """Loose text and <br><br> runs become paragraphs; wrappers that say nothing go."""
    for tag in html.every(tree, ["video", "audio"]):
        _empty_player(tag)
    _unwrap_idle(tree)
    for tag in tree.find_all("pre"):
        _settle_code(tag)
    for tag in html.every(tree, ONE_LINE):
        for inner in html.every(tag, ["p", *_WRAPPERS]):
            _unwrap_spaced(inner)
    for tag in [tree, *html.every(tree, _HOLDERS)]:
        _wrap_loose(tag)
    for tag in tree.find_all("p"):
        if tag.find("br"):
            _split_at_breaks(tag)
    for tag in html.every(tree, _WRAPPERS):
        _settle_wrapper(tag)
    for tag in html.every(tree, _LISTS):
        if tag.parent is not None and tag.parent.name not in _LISTS[tag.name]:
            _gather(tag)


# ---------------------------------------------------------------- wrappers


def _unwrap_idle(tree: Tag) -> None:
    """Inline tags say something and hold no blocks; others go, or pass it down."""
    known = html.TAGS | set(_HOLDERS) | {"h1"}
    around = all_around(html.every(tree, _BLOCKS))
    for tag in reversed(tree.find_all(True)):
        silent = tag.name == "span" and not _has_language(tag)
        if tag.name not in known and id(tag) in around:
            tag.name = "div"
        elif silent or tag.name not in known:
            html.unwrap(tag)
        elif tag.name in html.INLINE and id(tag) in around:
            _pass_down(tag)


def all_around(nodes: Iterable[PageElement]) -> set[int]:
    """The identities of all tags around these; each is visited once."""
    found: set[int] = set()
    for node in nodes:
        for parent in node.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return found


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS


def _has_language(tag: Tag) -> bool:
    return tag.has_attr("lang") or tag.has_attr("dir")


def _pass_down(tag: Tag) -> None:
    """A link or emphasis around blocks becomes one inside each of them."""
    for leaf in html.every(tag, _BLOCKS):
        if leaf.find(_is_block) or not (html.has_words(leaf) or leaf.find("img")):
            continue
        inside = new(tag.name)
        inside.attrs = dict(tag.attrs)
        for node in list(leaf.contents):
            inside.append(node.extract())
        leaf.append(inside)
    tag.unwrap()


def _unwrap_spaced(tag: Tag) -> None:
    if tag.previous_sibling is not None:
        tag.insert_before(" ")
    if isinstance(tag.next_sibling, NavigableString):
        tag.insert_after(" ")
    tag.unwrap()


def _settle_wrapper(tag: Tag) -> None:
    if DISCLOSURE.search(tokens(tag)):
        tag.name = "aside"
    elif _has_language(tag):
        tag.name = "div"
    else:
        html.unwrap(tag)


def _empty_player(player: Tag) -> None:
    """Words for readers without a player go; what an unclosed one swallowed does not."""
    place = player
    while place.parent is not None and place.parent.name in ("p", *html.INLINE):
        place = place.parent
    for node in list(player.contents)[::-1]:
        if isinstance(node, Tag) and (_is_block(node) or node.find(_is_block)):
            place.insert_after(node)
        elif not isinstance(node, Tag) or node.name != "source":
            node.extract()


def _gather(item: Tag) -> None:
    """Items outside of a list get one, with those that follow."""
    made = new(_LISTS[item.name][0])
    item.insert_before(made)
    node = made.next_sibling
    while node is not None and (is_space(node) or node.name in _LISTS):  # type: ignore[attr-defined]
        made.append(node)
        node = made.next_sibling


# ---------------------------------------------------------------- words


def _settle_code(pre: Tag) -> None:
    """Lines stay lines, whatever parted them; the language is said on <code>."""
    for tag in pre.find_all("br"):
        tag.replace_with("\n")
    for tag in html.every(pre, ["div", "p", "li"]):
        if not tag.get_text().endswith("\n"):
            tag.insert_after("\n")
        tag.unwrap()
    for words in html.strings(pre):  # a browser shows no line break there
        kept = words.lstrip("\r\n")
        words.replace_with(NavigableString(kept))
        if kept:
            break
    around = (html.attr(t, "class") for t in (pre, pre.parent) if t is not None)
    language = _LANGUAGE.search(" ".join(around))
    code = pre.find("code")
    if language and code is None:
        code = new("code")
        for node in list(pre.contents):
            code.append(node.extract())
        pre.append(code)
    if (
        isinstance(code, Tag)
        and language
        and not _LANGUAGE.search(html.attr(code, "class"))
    ):
        code["class"] = f"language-{language[1].lower()}"


def _wrap_loose(tag: Tag) -> None:
    """Put runs of text and inline tags that stand among blocks into paragraphs."""
    children = list(tag.contents)
    if all(stands_alone(c) or is_space(c) for c in children):
        return
    for child in children:  # taken out from the front: looking one up is then free
        child.extract()
    run: list[PageElement] = []
    for child in children:
        if stands_alone(child):
            _add(tag, run)
            run = []
            tag.append(child)
        else:
            run.append(child)
    _add(tag, run)


def stands_alone(node: PageElement) -> bool:
    """Say whether a node is a block, or a picture as good as one."""
    return isinstance(node, Tag) and (_is_block(node) or node.name in MEDIA)


def is_space(node: PageElement) -> bool:
    """Say whether a node is white space and nothing else."""
    return isinstance(node, NavigableString) and not node.strip()


def _add(tag: Tag, run: Sequence[PageElement]) -> None:
    """Append a run, as a paragraph if it says anything."""
    holder = new("p") if not all(is_space(n) for n in run) else tag
    for node in run:
        holder.append(node)
    if holder is not tag:
        tag.append(holder)


def _split_at_breaks(paragraph: Tag) -> None:
    """<br><br> parts paragraphs; a single <br> stays a line break."""
    runs: list[list[PageElement]] = [[]]
    breaks = 0
    for child in list(paragraph.contents):
        if isinstance(child, Tag) and child.name == "br":
            breaks += 1
        elif not (is_space(child) and breaks):
            if breaks > 1:
                runs.append([])
            breaks = 0
        runs[-1].append(child)
    if len(runs) < 2:
        return
    paragraph.clear()
    parts = [new("p") for _ in runs]
    for part, run in zip(parts, runs, strict=True):
        part.attrs = dict(paragraph.attrs)
        part.extend(run)
    paragraph.replace_with(*parts)
