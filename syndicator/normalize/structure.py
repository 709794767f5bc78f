"""The bones of a body: paragraphs that are paragraphs, headings in order, no debris."""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from syndicator import html

_PHRASING_PARENTS = frozenset(
    {
        "body",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "center",
        "blockquote",
        "details",
        "figure",
    }
)
_KEEP_EMPTY = frozenset(
    {"img", "br", "hr", "td", "th", "video", "audio", "source", "wbr"}
)
DISCLOSURE = re.compile(r"disclo|disclaim|legal-?notice|sponsor-?notice", re.IGNORECASE)


def tokens(tag: Tag) -> str:
    """What the markup calls a tag."""
    return " ".join(html.attr(tag, n) for n in ("class", "id", "role", "aria-label"))


def paragraphs(tree: Tag) -> None:
    """Loose text and <br><br> runs become paragraphs; wrappers that say nothing go."""
    for tag in tree.find_all(["p", "div"]):
        if tag.find("br") and not tag.find(lambda t: t.name in html.BLOCKS):
            _split_at_breaks(tag)
    for tag in [tree, *tree.find_all(_PHRASING_PARENTS - {"body", "figure"})]:
        _wrap_loose(tag)
    for tag in tree.find_all(
        ["div", "section", "article", "main", "center", "header", "footer", "font"]
    ):
        marked = DISCLOSURE.search(tokens(tag))
        language = tag.has_attr("lang") or tag.has_attr("dir")
        if marked:
            tag.name = "aside"
        elif not language:
            tag.unwrap()


def _split_at_breaks(tag: Tag) -> None:
    """<br><br> parts paragraphs; a single <br> stays a line break."""
    runs: list[list[Tag | NavigableString]] = [[]]
    breaks = 0
    for child in list(tag.children):
        if isinstance(child, Tag) and child.name == "br":
            breaks += 1
            runs[-1].append(child)
        elif isinstance(child, NavigableString) and not child.strip() and breaks:
            continue
        else:
            if breaks >= 2:
                runs.append([])
            breaks = 0
            runs[-1].append(child)  # type: ignore[arg-type]
    if len(runs) < 2:
        return
    soup = BeautifulSoup("", "lxml")
    for run in runs:
        paragraph = soup.new_tag("p")
        for node in run:
            paragraph.append(node.extract())
        _trim_breaks(paragraph)
        tag.insert_before(paragraph)
    tag.decompose()


def _trim_breaks(paragraph: Tag) -> None:
    while (
        paragraph.contents
        and isinstance(paragraph.contents[-1], Tag)
        and paragraph.contents[-1].name == "br"
    ):
        paragraph.contents[-1].decompose()


def _wrap_loose(tag: Tag) -> None:
    """Put runs of text and inline tags that stand among blocks into paragraphs."""
    if tag.name == "blockquote" and not tag.find(lambda t: t.name in html.BLOCKS):
        pass
    elif tag.name not in _PHRASING_PARENTS:
        return
    run: list[Tag | NavigableString] = []
    for child in [*tag.children, None]:
        inline = isinstance(child, NavigableString) or (
            isinstance(child, Tag)
            and child.name not in html.BLOCKS
            and child.name != "img"
        )
        if inline:
            run.append(child)  # type: ignore[arg-type]
        elif run:
            _enclose(run)
            run = []


def _enclose(run: list[Tag | NavigableString]) -> None:
    said = any(
        str(n).strip() if not isinstance(n, Tag) else html.text_of(n) for n in run
    )
    if not said:
        return
    paragraph = BeautifulSoup("", "lxml").new_tag("p")
    run[0].insert_before(paragraph)
    for node in run:
        paragraph.append(node.extract())


def level_headings(tree: Tag) -> None:
    """Levels start at 2 and never skip one on the way down."""
    offset: dict[int, int] = {}
    previous = 1
    for heading in tree.find_all(html.HEADINGS):
        written = int(heading.name[1])
        offset = {w: n for w, n in offset.items() if w <= written}
        level = offset.get(written) or min(
            max(offset.values(), default=1) + 1, previous + 1, 6
        )
        offset[written] = previous = level
        heading.name = f"h{level}"


def drop_empty(tree: Tag) -> None:
    """Elements that hold neither words nor pictures, from the inside out."""
    for tag in reversed(tree.find_all(True)):
        if tag.name in _KEEP_EMPTY or html.text_of(tag):
            continue
        if not tag.find(["img", "video", "audio", "hr", "td", "th"]):
            tag.decompose()
