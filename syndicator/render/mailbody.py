"""An article's body as HTML that mail clients draw: the floor all of them share.

No figure, aside, details, media, ids or style sheets: Outlook and Yahoo drop them, so
each becomes paragraphs and tables. What mail cannot show becomes a link to the article.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bs4.element import NavigableString, PageElement, Tag

from syndicator import html, text
from syndicator.model import Image, Item
from syndicator.render import body
from syndicator.render.frame import Place

WIDTH = 536  # pixels: the letter's 600 less its padding
UNDESCRIBED = "Illustration"  # so that a blocked picture still shows something
IN_THE_ARTICLE = {
    "img": "See the picture in the article",
    "video": "Watch the video in the article",
    "audio": "Listen to the recording in the article",
}

_ATTRIBUTES = (
    "alt colspan dir height href lang rel reversed rowspan scope src start title type"
    " value width"
)
_KEPT = frozenset(_ATTRIBUTES.split())
_MAILABLE = ("image/jpeg", "image/png", "image/gif")
_EMPTY = ("p", "li", "blockquote", "div", "a", "em", "strong", "code", *html.HEADINGS)
_FILLED = ("img", "br", "hr", "table")
_LISTS = ("ul", "ol")
_BLOCKS = tuple(sorted(html.BLOCKS))


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the drawing of one body needs to know besides its tree."""

    place: Place
    link: str  # where to see what mail cannot show
    pictures: dict[str, Image]


def mail_html(place: Place, item: Item, top: int) -> str:
    """The lead picture and the body; headings start at level `top`, none is skipped."""
    setting = _Setting(place, item.link or item.article.url, _pictures(place, item))
    tree = settled(place, item)
    for tag in tree.find_all(True):
        tag.attrs = {k: v for k, v in tag.attrs.items() if k in _KEPT}
    for names, draw in _DRAWN:
        for tag in tree.find_all(names):
            draw(tag, setting)
    _drop_empty(tree)
    _level_headings(tree, top)
    return html.inner(tree).strip()


def settled(place: Place, item: Item) -> Tag:
    """The lead picture and the body as any mail says them, with this item's links.

    Pictures have their credits in the caption; tables have named headers, whole rows;
    lists hold items only.
    """
    drawn = body.draw_links(item.article.body, item.links)
    tree = html.fragment(body.lead_html(place, item.article) + drawn)
    pictures = _pictures(place, item)
    for figure in tree.find_all("figure"):
        _credit(figure, pictures)
    for group in tree.find_all(_LISTS):
        _itemize(group)
    for table in tree.find_all("table"):
        rows = [r for r in table.find_all("tr") if r.find_parent("table") is table]
        cells = [list(r.find_all(("th", "td"), recursive=False)) for r in rows]
        _name_headers(cells)
        _fill_rows(rows, cells)
    return tree


def _pictures(place: Place, item: Item) -> dict[str, Image]:
    """Each picture by every address a body may show it at."""
    images = item.article.images
    return {place.media(i): i for i in images} | {i.url: i for i in images}


def _itemize(group: Tag) -> None:
    """A list right inside a list belongs to the item before it.

    Other strays are an item together: a link must not lose the label behind it.
    """
    item: Tag | None = None
    stray = False
    for child in list(group.children):
        name = child.name if isinstance(child, Tag) else ""
        if isinstance(child, Tag) and name == "li":
            item, stray = child, False
        elif item and (stray or name in _LISTS):
            item.append(child.extract())
        elif name or str(child).strip():
            item, stray = child.wrap(Tag(name="li")), True


def _credit(figure: Tag, pictures: dict[str, Image]) -> None:
    """Say who made a picture, where its caption does not."""
    caption = figure.find("figcaption")
    said = text.fold(html.text_of(caption)) if isinstance(caption, Tag) else ""
    shown = [pictures.get(html.attr(i, "src"), Image()) for i in figure.find_all("img")]
    missing = [i.credit for i in shown if text.fold(i.credit) not in said]
    if not missing:
        return
    if not isinstance(caption, Tag):
        figure.append(*html.fragment("<figcaption></figcaption>").contents)
    for caption in figure.find_all("figcaption")[:1]:
        caption.append(NavigableString(f" {' '.join(missing)}"))


def _replace(node: PageElement, markup: str) -> None:
    node.replace_with(*list(html.fragment(markup).contents))


def _unwrap(tag: Tag, _: _Setting) -> None:
    tag.unwrap()


def _remove(tag: Tag, _: _Setting) -> None:
    tag.decompose()


# ---------------------------------------------------------------- pictures and media


def _picture(tag: Tag, setting: _Setting) -> None:
    image = setting.pictures.get(html.attr(tag, "src"), Image())
    url = image.url or html.attr(tag, "src")
    source = setting.place.media(image) if image.mirror else url
    asked = [_number(tag, name) for name in ("width", "height")]
    real = [image.width, image.height]
    width, height = real if all(real) else asked
    mailable = (image.type or _type(url)) in _MAILABLE and source.startswith("https:")
    words = described(tag)
    if not (mailable and width and height):
        _link_to_article(tag, setting, words)
        return
    shown = min(asked[0] or width, width, WIDTH)
    tag.attrs = {
        "src": source,
        "width": str(shown),
        "height": str(max(1, round(height * shown / width))),
        "alt": words or UNDESCRIBED,
        "style": f"width:100%;max-width:{shown}px",
    }


def described(tag: Tag) -> str:
    """What a picture shows, in words its caption does not say already, or ""."""
    figure = tag.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    alt = text.collapse(html.attr(tag, "alt"))
    said = text.fold(html.text_of(caption)) if isinstance(caption, Tag) else ""
    return "" if text.fold(alt) in said else alt


def _number(tag: Tag, name: str) -> int:
    value = html.attr(tag, name)
    return int(value) if value.isdecimal() else 0


def _type(url: str) -> str:
    """What a picture is by its name: all there is to go by where no one has read it."""
    suffix = url.partition("?")[0].rpartition(".")[2].lower()
    return f"image/{'jpeg' if suffix == 'jpg' else suffix}"


def _medium(tag: Tag, setting: _Setting) -> None:
    _link_to_article(tag, setting, "")


def _link_to_article(tag: Tag, setting: _Setting, words: str) -> None:
    """Put a link where a picture or player was; inside a line, only its own words."""
    label = html.escape(IN_THE_ARTICLE[tag.name])
    words = html.escape(words)
    opened = f'<a href="{html.escape(setting.link)}">'
    if tag.find_parent("a"):
        _replace(tag, words or label)
    elif tag.find_parent(("p", "span", "figcaption", *html.HEADINGS)):
        _replace(tag, f"{opened}{words or label}</a>")
    else:
        behind = f": {words}" if words else ""
        _replace(tag, f"<p>{opened}{label}</a>{behind}</p>")


def _figure(tag: Tag, setting: _Setting) -> None:
    """A table with the picture and its caption: Outlook knows no figure."""
    for caption in tag.find_all("figcaption"):
        _caption(caption, setting)
    if not tag.find("img"):
        tag.unwrap()
        return
    table = html.fragment(
        '<table role="presentation" class="figure" border="0" cellpadding="0"'
        ' cellspacing="0" width="100%"><tr><td></td></tr></table>'
    )
    cell = table.find("td")
    tag.replace_with(*list(table.contents))
    if isinstance(cell, Tag):
        cell.extend(list(tag.contents))


def _caption(tag: Tag, _: _Setting) -> None:
    for block in tag.find_all(("p", "div")):
        block.insert_after(NavigableString(" "))
        block.unwrap()
    tag.name = "p"
    tag["class"] = "small"


# ---------------------------------------------------------------- tables


def _table(tag: Tag, _: _Setting) -> None:
    """A table with headers is data; without any it is announced as mere layout."""
    headed = any(th.find_parent("table") is tag for th in tag.find_all("th"))
    layout = {} if headed else {"role": "presentation"}
    plain = {"border": "0", "cellpadding": "0", "cellspacing": "0", "width": "100%"}
    own = {k: html.attr(tag, k) for k in ("dir", "lang") if tag.has_attr(k)}
    tag.attrs = {**layout, "class": "data", **plain, **own}


def _name_headers(cells: list[list[Tag]]) -> None:
    headed = any(cell.name == "th" for row in cells for cell in row)
    for number, row in enumerate(cells):
        for cell in row:
            in_head = cell.find_parent("thead") is not None
            if not html.text_of(cell):
                cell.name = "td"  # an empty header names nothing
            elif cell.name == "th" or (in_head and not headed):
                cell.name = "th"
                across = number == 0 or in_head
                cell["scope"] = cell.get("scope") or ("col" if across else "row")


def _fill_rows(rows: list[Tag], cells: list[list[Tag]]) -> None:
    """Give short rows the cells they lack, unless spans make the count a riddle."""
    every = [cell for row in cells for cell in row]
    if any(cell.get("rowspan") or cell.get("colspan") for cell in every):
        return
    width = max((len(row) for row in cells), default=0)
    for tag, row in zip(rows, cells, strict=True):
        missing = "<td></td>" * (width - len(row))
        if missing:
            filler = html.fragment(f"<table><tr>{missing}</tr></table>")
            tag.extend(list(filler.find_all("td")))


# ---------------------------------------------------------------- words


def _rename(name: str, class_: str = "") -> "_Draw":
    def renamed(tag: Tag, _: _Setting) -> None:
        tag.name = name
        if class_:
            tag["class"] = class_

    return renamed


def _quote(tag: Tag, _: _Setting) -> None:
    """Quotation marks as text: Outlook draws none around <q>."""
    tag.insert(0, NavigableString("“"))
    tag.append(NavigableString("”"))
    tag.unwrap()


def _gloss(tag: Tag, _: _Setting) -> None:
    """The reading of a ruby, in brackets behind its base."""
    tag.insert(0, NavigableString(" ("))
    tag.append(NavigableString(")"))
    tag.unwrap()


def _lead_in(tag: Tag, _: _Setting) -> None:
    """A summary or a term, as a bold paragraph, where it holds no blocks itself."""
    if tag.find(_BLOCKS):
        tag.name = "div"
        return
    strong = html.fragment("<p><strong></strong></p>")
    paragraph, bold = strong.find("p"), strong.find("strong")
    if isinstance(paragraph, Tag) and isinstance(bold, Tag):
        bold.extend(list(tag.contents))
        tag.replace_with(paragraph)


def _code_block(tag: Tag, _: _Setting) -> None:
    """Code that wraps: Outlook never breaks <pre>, so its spaces and lines are kept
    as characters.
    """
    strings = tag.find_all(string=True)
    for number, string in enumerate(strings):
        code = str(string).expandtabs(4)
        code = code if number else code.removeprefix("\n")
        code = code.rstrip() if number == len(strings) - 1 else code
        lines = (re.sub(r"^ | (?= )", "\u00a0", line) for line in code.split("\n"))
        _replace(string, "<br>".join(html.escape(line) for line in lines))
    tag.name = "div"
    tag["class"] = "code"


def _item(tag: Tag, _: _Setting) -> None:
    """An item without its list."""
    if tag.parent is None or tag.parent.name not in _LISTS:
        tag.name = "div"


def _span(tag: Tag, _: _Setting) -> None:
    """Worth keeping only for a language or direction of its own."""
    tag.name = "span"
    if not tag.attrs:
        tag.unwrap()


def _box(tag: Tag, _: _Setting) -> None:
    """A box of words is a paragraph; one of blocks says nothing and goes."""
    if "class" in tag.attrs:
        return
    if not tag.find(_BLOCKS):
        tag.name = "p"
    elif not tag.attrs and not any(_is_words(child) for child in tag.children):
        tag.unwrap()
    else:
        tag.name = "div"


def _is_words(node: PageElement) -> bool:
    if isinstance(node, Tag):
        return node.name not in html.BLOCKS
    return bool(str(node).strip())


def _anchor(tag: Tag, _: _Setting) -> None:
    if not tag.get("href"):
        tag.unwrap()


def _level_headings(tree: Tag, top: int) -> None:
    """Number headings by how deep they stand, so that no level is skipped."""
    open_levels: list[int] = []
    for tag in tree.find_all(html.HEADINGS):
        level = int(tag.name[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        tag.name = f"h{min(top + len(open_levels) - 1, 6)}"


def _drop_empty(tree: Tag) -> None:
    """Drop what would be drawn as a gap, the innermost first."""
    for tag in reversed(tree.find_all(_EMPTY)):
        if not html.text_of(tag) and not tag.find(_FILLED):
            tag.decompose()


_Draw = Callable[[Tag, _Setting], None]
# In this order: a picture looks at its figure, and a figure becomes a table.
_DRAWN: tuple[tuple[tuple[str, ...], _Draw], ...] = (
    (("img",), _picture),
    (("video", "audio"), _medium),
    (("table",), _table),
    (("figure",), _figure),
    (("pre",), _code_block),
    (("q",), _quote),
    (("rt",), _gloss),
    (("rp",), _remove),
    (("mark",), _rename("strong")),
    (("kbd", "samp"), _rename("code")),
    (("var", "dfn", "cite"), _rename("em")),
    (("summary", "dt"), _lead_in),
    (("dd",), _rename("div", "indented")),
    (("a",), _anchor),
    (("span", "bdi", "bdo"), _span),
    (("abbr", "dl", "figcaption", "ruby", "source", "time", "wbr"), _unwrap),
    (("div", "details"), _box),
    (("li",), _item),
)
