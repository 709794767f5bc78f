"""The bones of a body: paragraphs that are paragraphs, headings in order, no debris."""

import re
from collections.abc import Iterable, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from syndicator import html, text
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
_ONE_LINE = [*html.HEADINGS, "figcaption", "summary", "caption", "dt"]
_LISTS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
MEDIA = ["img", "video", "audio"]
# An empty row keeps a table in shape; one whose cells are all empty goes whole.
_ROWS = ("thead", "tbody", "tfoot", "tr", "td", "th")
_KEEP_EMPTY = frozenset(("br", "hr", "source", "wbr", *_ROWS, *MEDIA))
_LANGUAGE = re.compile(
    r"\b(?:language|lang|highlight-source|brush:)[\s-]*([a-z][\w+#.-]*)", re.IGNORECASE
)
# A no-break space alone is meant; a run that holds one was padding.
_SPACE_RUN = re.compile(r"[ \t\r\n\f\u00a0]{2,}|[\t\r\n\f]")


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
    for tag in html.every(tree, _ONE_LINE):
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
    around = _around(html.every(tree, _BLOCKS))
    for tag in reversed(tree.find_all(True)):
        silent = tag.name == "span" and not _has_language(tag)
        if tag.name not in known and id(tag) in around:
            tag.name = "div"
        elif silent or tag.name not in known:
            html.unwrap(tag)
        elif tag.name in html.INLINE and id(tag) in around:
            _pass_down(tag)


def _around(nodes: Iterable[PageElement]) -> set[int]:
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
    while node is not None and (_is_space(node) or node.name in _LISTS):  # type: ignore[attr-defined]
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
    if all(_stands_alone(c) or _is_space(c) for c in children):
        return
    for child in children:  # taken out from the front: looking one up is then free
        child.extract()
    run: list[PageElement] = []
    for child in children:
        if _stands_alone(child):
            _add(tag, run)
            run = []
            tag.append(child)
        else:
            run.append(child)
    _add(tag, run)


def _stands_alone(node: PageElement) -> bool:
    return isinstance(node, Tag) and (_is_block(node) or node.name in MEDIA)


def _is_space(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not node.strip()


def _add(tag: Tag, run: Sequence[PageElement]) -> None:
    """Append a run, as a paragraph if it says anything."""
    holder = new("p") if not all(_is_space(n) for n in run) else tag
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
        elif not (_is_space(child) and breaks):
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


# ---------------------------------------------------------------- tidying


def tidy(tree: Tag) -> None:
    """Nothing empty, no space at the edges, no rule or heading with nothing to part."""
    drop_empty(tree)
    _squeeze(tree)
    for tag in html.every(tree, ["p", "li", "td", "th", *_ONE_LINE]):
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
        if _is_space(words) and any(map(_stands_alone, filter(None, beside))):
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


def drop_empty(tree: Tag) -> None:
    """Elements that hold neither words nor pictures."""
    for tag in html.every(tree, ["video", "audio"]):
        if not (tag.get("src") or tag.find("source")):
            tag.decompose()
    for tag in tree.find_all("source"):
        if tag.find_parent(["video", "audio"]) is None:
            tag.decompose()
    words = (s for s in html.strings(tree) if text.collapse(s))
    full = _around([*words, *html.every(tree, [*MEDIA, "hr"])])
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
