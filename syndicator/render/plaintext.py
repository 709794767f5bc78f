"""An article's body as plain text, from the same tree as the mail's HTML.

Links are written "text (URL)": the address stands where it belongs. Or they are numbered,
"text [1]", with the addresses below the article; not where an author numbers notes the
same way. Tables are lines of "header: value"; headings are underlined; lines end by
column 72, but no URL is ever broken.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from lxml.html import HtmlElement

from syndicator import html, urls
from syndicator import text as plain
from syndicator.model import Item
from syndicator.render import tree
from syndicator.render.mailtree import IN_THE_ARTICLE
from syndicator.render.wrapping import WIDTH, underlined, wrap

_BLOCK_NAMES = html.BLOCKS | {"video", "audio"}
_LONG_GAP = re.compile(" {12,}")
_NOTE = re.compile(r"\[\d+\]")
_BREAK = "\x00"  # a line break inside a paragraph, until it is wrapped
_END = "\x01"  # of an address, until it is known what stands behind it
# Behind an address programs take all but closing punctuation for a part of it.
_RUN_ON = re.compile(r"\x01+(?!\x01)(?!\s|\x00|$|[.,;:!?)\]}'\"”’»…]+(?:\s|\x00|$))")


def plain_text(body: HtmlElement, item: Item, *, numbered: bool = False) -> str:
    """A settled body, which is used up by it, as paragraphs parted by empty lines."""
    for tag in body.iter(*IN_THE_ARTICLE):
        tag.set("data-see", item.link or item.article.url)
    _close_inner_links(body, item.article.url)
    references = _number_links(body) if numbered else []
    return "\n\n".join((*_blocks(body), *references))


def _close_inner_links(body: HtmlElement, own: str) -> None:
    """A link within the article leads nowhere in text: a note's number stays, no more.

    Arrows back to where a note was called are nothing but a link.
    """
    for tag in list(body.iter("a")):
        url = tree.attr(tag, "href")
        if "#" not in url or urls.key(url) != urls.key(own):
            continue
        if plain.fold(tree.words(tag)):
            tree.unwrap(tag)
        else:
            tree.remove(tag)


def _number_links(body: HtmlElement) -> list[str]:
    """Give each address a number, and list them; none where notes are numbered so."""
    if _NOTE.search(tree.words(body)):
        return []
    numbers: dict[str, int] = {}
    for tag in body.iter("a"):
        words, url = _one_line(tag), tree.attr(tag, "href")
        if linked(words, url) != f"{words} ({url})" or _holds_block(tag):
            continue  # its words say where it leads
        tag.set("data-number", str(numbers.setdefault(url, len(numbers) + 1)))
    lines = [f"[{number}] {url}" for url, number in numbers.items()]
    return ["\n".join(lines)] if lines else []


def _said(url: str) -> str:
    """An address as one would write it down: who a mail goes to, not what is in it."""
    if url.startswith("mailto:"):
        return unquote(url.removeprefix("mailto:").partition("?")[0])
    return url.removeprefix("tel:")


def linked(words: str, url: str) -> str:
    """A link in running text: "words (URL)", or the address alone if that is all."""
    address = _said(url)
    bare = re.sub(r"^\w+://|/$", "", url)
    if not words or words.rstrip("/") in (url.rstrip("/"), bare, address):
        return address
    return words if address in words else f"{words} ({address})"


def _indented(block: str, first: str, rest: str) -> str:
    return first + block.replace("\n", f"\n{rest}").replace(f"\n{rest}\n", "\n\n")


# ---------------------------------------------------------------- blocks


def _blocks(tag: HtmlElement, width: int = WIDTH) -> Iterator[str]:
    """The blocks inside a tag; words between two blocks are a paragraph."""
    words = tag.text or ""
    for child in tag:
        if _holds_block(child):
            yield from _paragraph(words, width)
            yield from _BLOCKS.get(child.tag, _blocks)(child, width)
            words = child.tail or ""
        else:
            words += _inline(child) + (child.tail or "")
    yield from _paragraph(words, width)


def _holds_block(tag: HtmlElement) -> bool:
    return tag.tag in _BLOCK_NAMES or any(map(_holds_block, tag))


def _paragraph(words: str, width: int) -> Iterator[str]:
    lines = (wrap(line, width) for line in _parted(words).split(_BREAK))
    shown = "\n".join(line for line in lines if line)
    if shown:
        yield shown


def _heading(tag: HtmlElement, _: int) -> Iterator[str]:
    words = _one_line(tag)
    if words:
        yield underlined(words, "~")


def _list(tag: HtmlElement, width: int) -> Iterator[str]:
    numbers = _numbers(tag)
    lines: list[str] = []
    for item in tag.findall("li"):
        mark = next(numbers)
        content = "\n".join(_blocks(item, width - len(mark)))
        if content:
            lines.append(_indented(content, mark, " " * len(mark)))
    if lines:
        yield "\n".join(lines)


def _numbers(tag: HtmlElement) -> Iterator[str]:
    """What stands before each item: a dash, or its number as HTML counts it."""
    items = tag.findall("li")
    step = 1 if tag.get("reversed") is None else -1
    start = tree.attr(tag, "start")
    number = int(start) if start.isdecimal() else len(items) if step < 0 else 1
    for item in items:
        value = tree.attr(item, "value")
        number = int(value) if value.isdecimal() else number
        yield f"{number}. " if tag.tag == "ol" else "- "
        number += step


def _quote(tag: HtmlElement, width: int) -> Iterator[str]:
    content = "\n\n".join(_blocks(tag, width - 2))
    if content:
        yield "\n".join(f"> {line}".rstrip() for line in content.split("\n"))


def _code(tag: HtmlElement, _: int) -> Iterator[str]:
    """Lines as they are; deep indents in tabs, and no gap as wide as a layout's."""
    code = "".join(tag.itertext()).expandtabs(4).removeprefix("\n").rstrip()
    if code:
        yield "\n".join(_code_line(f"    {line}".rstrip()) for line in code.split("\n"))


def _code_line(line: str) -> str:
    words = line.lstrip(" ")
    tabs, spaces = divmod(len(line) - len(words), 8)
    return "\t" * tabs + " " * spaces + _LONG_GAP.sub(" " * 11, words)


def _figure(tag: HtmlElement, width: int) -> Iterator[str]:
    """What its pictures show and its caption says, in brackets; then all else in it."""
    pictures = list(tag.iter("img"))
    if pictures:
        captions = list(tag.iter("figcaption"))
        said = (*map(_described, pictures), *map(_one_line, captions))
        words = " – ".join(filter(None, said))
        yield from _paragraph(f"[Image: {words}]" if words else "", width)
        for shown in (*pictures, *captions):
            tree.remove(shown)
    yield from _blocks(tag, width)


def _table(tag: HtmlElement, width: int) -> Iterator[str]:
    """Its caption, and a line for each row: "header: value; header: value"."""
    caption = tag.find(".//caption")
    if caption is not None:
        yield from _paragraph(f"[Table: {_one_line(caption)}]", width)
    headers: list[str] = []
    lines: list[str] = []
    for row in tag.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("th", "td")]
        words = [_one_line(cell) for cell in cells]
        if not headers and _is_header(row, cells):
            headers = words
        elif any(words):
            lines.append(_indented(wrap(_row(headers, words), width - 2), "- ", "  "))
    if lines or headers:
        yield "\n".join(lines or [wrap(" | ".join(headers), width)])


def _is_header(row: HtmlElement, cells: list[HtmlElement]) -> bool:
    every = all(cell.tag == "th" for cell in cells)
    return bool(cells) and (every or next(row.iterancestors("thead"), None) is not None)


def _row(headers: list[str], words: list[str]) -> str:
    if len(headers) != len(words):
        return " | ".join(word for word in words if word)
    pairs = zip(headers, words, strict=True)
    return "; ".join(f"{h}: {w}" if h else w for h, w in pairs if w)


def _rule(_: HtmlElement, __: int) -> Iterator[str]:
    yield "* * *"


def _medium(tag: HtmlElement, width: int) -> Iterator[str]:
    line = linked(IN_THE_ARTICLE[tag.tag], tree.attr(tag, "data-see"))
    yield from _paragraph(line, width)


def _linked_blocks(tag: HtmlElement, width: int) -> Iterator[str]:
    """A link around blocks: its address behind them."""
    yield from _blocks(tag, width)
    yield from _paragraph(tree.attr(tag, "href"), width)


def _definition(tag: HtmlElement, width: int) -> Iterator[str]:
    content = "\n".join(_blocks(tag, width - 4))
    if content:
        yield _indented(content, "    ", "    ")


_BLOCKS: dict[str, Callable[[HtmlElement, int], Iterator[str]]] = {
    **dict.fromkeys(html.HEADINGS, _heading),
    "a": _linked_blocks,
    "ul": _list,
    "ol": _list,
    "blockquote": _quote,
    "pre": _code,
    "figure": _figure,
    "table": _table,
    "hr": _rule,
    "dd": _definition,
    "video": _medium,
    "audio": _medium,
}


# ---------------------------------------------------------------- running text


def _inline(tag: HtmlElement) -> str:
    return _INLINE.get(tag.tag, _children)(tag)


def _children(tag: HtmlElement) -> str:
    gap = " " if tag.tag in html.BLOCKS else ""
    parts = [gap, tag.text or ""]
    for child in tag:
        parts += (_inline(child), child.tail or "")
    return "".join((*parts, gap))


def _parted(words: str) -> str:
    """The words with a space between an address and what would run into it."""
    return _RUN_ON.sub(" ", words).replace(_END, "")


def _one_line(tag: HtmlElement) -> str:
    return plain.collapse(_parted(_children(tag)).replace(_BREAK, " "))


def _anchor(tag: HtmlElement) -> str:
    words, url = _children(tag), tree.attr(tag, "href")
    if not url:
        return words
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() else ""
    number = tree.attr(tag, "data-number")
    line = _one_line(tag)
    shown = f"{line} [{number}]" if number else f"{linked(line, url)}{_END}"
    return f"{before}{shown}{after}"


def _described(tag: HtmlElement) -> str:
    return plain.collapse(tree.attr(tag, "alt"))


def _image(tag: HtmlElement) -> str:
    words = _described(tag)
    return f"[Image: {words}]" if words else ""


def _raised(tag: HtmlElement) -> str:
    """A power stays one: 10^-9, not 10-9; a reference or an ordinal needs no mark."""
    words = _children(tag)
    power = re.fullmatch(r"\s*[-+−]?\d+\s*", words)
    return f"^{words.strip()}" if power else words


_INLINE: dict[str, Callable[[HtmlElement], str]] = {
    "a": _anchor,
    "br": lambda _: _BREAK,
    "img": _image,
    "sup": _raised,
    "q": lambda tag: f"“{_children(tag)}”",
    "rt": lambda tag: f" ({_children(tag)})",
    "rp": lambda _: "",
}
