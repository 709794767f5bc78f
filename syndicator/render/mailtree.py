"""An article's body as every mail says it, before it is drawn or told in plain text.

Pictures have their credits in the caption; tables have named headers and whole rows;
lists hold items only.
"""

from collections.abc import Iterator

from lxml.etree import SubElement
from lxml.html import HtmlElement

from syndicator import text
from syndicator.model import Image, Item
from syndicator.render import body, tree
from syndicator.render.frame import Place

IN_THE_ARTICLE = {
    "img": "See the picture in the article",
    "video": "Watch the video in the article",
    "audio": "Listen to the recording in the article",
}
LISTS = ("ul", "ol")
_CELLS = ("th", "td")


def settled(place: Place, item: Item) -> HtmlElement:
    """The lead picture and the body, with this item's links."""
    drawn = body.draw_links(item.article.body, item.links)
    root = tree.parse(body.lead_html(place, item.article) + drawn)
    pictures = pictures_of(place, item)
    for figure in list(root.iter("figure")):
        _credit(figure, pictures)
        _tell_apart(figure)
    for group in list(root.iter(LISTS)):
        _itemize(group)
    for table in list(root.iter("table")):
        rows = [r for r in table.iter("tr") if _table_of(r) is table]
        cells = [[cell for cell in row if cell.tag in _CELLS] for row in rows]
        _name_headers(cells)
        _fill_rows(rows, cells)
    return root


def pictures_of(place: Place, item: Item) -> dict[str, Image]:
    """Each picture by every address a body may show it at."""
    images = item.article.images
    return {place.media(i): i for i in images} | {i.url: i for i in images}


# ---------------------------------------------------------------- figures


def _credit(figure: HtmlElement, pictures: dict[str, Image]) -> None:
    """Say who made a picture, where its caption does not."""
    caption = figure.find(".//figcaption")
    said = "" if caption is None else text.fold(tree.words(caption))
    shown = (pictures.get(tree.attr(i, "src"), Image()) for i in figure.iter("img"))
    missing = [i.credit for i in shown if text.fold(i.credit) not in said]
    if missing:
        caption = SubElement(figure, "figcaption") if caption is None else caption
        tree.add_words(caption, f" {' '.join(missing)}")


def _tell_apart(figure: HtmlElement) -> None:
    """A picture's description is not said again where its caption says it already."""
    caption = figure.find(".//figcaption")
    said = "" if caption is None else text.fold(tree.words(caption))
    for picture in figure.iter("img"):
        if text.fold(tree.attr(picture, "alt")) in said:
            picture.set("alt", "")


# ---------------------------------------------------------------- lists


def _itemize(group: HtmlElement) -> None:
    """A list right inside a list belongs to the item before it.

    Other strays are an item together: a link must not lose the label behind it.
    """
    if not _has_strays(group):
        return
    item: HtmlElement | None = None
    stray = False
    for piece in list(_taken_apart(group)):
        if not isinstance(piece, str) and piece.tag == "li":
            group.append(piece)
            item, stray = piece, False
        elif item is not None and (stray or _is_list(piece)):
            _append(item, piece)
        elif not isinstance(piece, str) or piece.strip():
            item, stray = SubElement(group, "li"), True
            _append(item, piece)


def _has_strays(group: HtmlElement) -> bool:
    loose = (group.text, *(child.tail for child in group))
    return any(child.tag != "li" for child in group) or any(
        words and words.strip() for words in loose
    )


def _taken_apart(group: HtmlElement) -> Iterator[HtmlElement | str]:
    """What a list holds, words and tags in order; the list is left empty."""
    children, first = list(group), group.text or ""
    group.text = None
    yield first
    for child in children:
        behind, child.tail = child.tail or "", None
        group.remove(child)
        yield child
        yield behind


def _is_list(piece: HtmlElement | str) -> bool:
    return not isinstance(piece, str) and piece.tag in LISTS


def _append(item: HtmlElement, piece: HtmlElement | str) -> None:
    if isinstance(piece, str):
        tree.add_words(item, piece)
    else:
        item.append(piece)


# ---------------------------------------------------------------- tables


def _table_of(tag: HtmlElement) -> HtmlElement | None:
    return next(tag.iterancestors("table"), None)


def _name_headers(cells: list[list[HtmlElement]]) -> None:
    headed = any(cell.tag == "th" for row in cells for cell in row)
    for number, row in enumerate(cells):
        for cell in row:
            in_head = next(cell.iterancestors("thead"), None) is not None
            if not tree.words(cell):
                cell.tag = "td"  # an empty header names nothing
            elif cell.tag == "th" or (in_head and not headed):
                cell.tag = "th"
                across = number == 0 or in_head
                cell.set("scope", cell.get("scope") or ("col" if across else "row"))


def _fill_rows(rows: list[HtmlElement], cells: list[list[HtmlElement]]) -> None:
    """Give short rows the cells they lack, unless spans make the count a riddle."""
    every = [cell for row in cells for cell in row]
    if any(cell.get("rowspan") or cell.get("colspan") for cell in every):
        return
    width = max(map(len, cells), default=0)
    for tag, row in zip(rows, cells, strict=True):
        for _ in range(width - len(row)):
            SubElement(tag, "td")
