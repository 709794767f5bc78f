"""An article's body as HTML that mail clients draw: the floor all of them share.

No figure, aside, details, media, ids or style sheets: Outlook and Yahoo drop them, so
each becomes paragraphs and tables. What mail cannot show becomes a link to the article.

A body is written tag by tag: `_DRAWN` says how, what it does not name is kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from syndicator import html, text
from syndicator.model import Image, Item
from syndicator.render import mailpictures, tree
from syndicator.render.frame import Place
from syndicator.render.mailtree import LISTS, pictures_of

_ATTRIBUTES = "colspan dir height href lang rel reversed rowspan scope start title type value width"
_KEPT = frozenset(_ATTRIBUTES.split())
_VOID = ("br", "hr")
# Without words or a picture these would be gaps.
_FILLED = ("blockquote", "div", "li", "ol", "p", "ul")
_FILLED_IN_LINE = ("a", "code", "em", "strong")
_SEEN = re.compile(
    r"(?:^|>)(?:&nbsp;|[\s\u00ad\u200b\u2060\ufeff])*+[^<]|<(?:img|hr|table)\b"
)
_BLOCK = re.compile(r"<(?:p|div|table|ul|ol|blockquote|hr|h[1-6])\b")
_HEADING = re.compile(r"<h[1-6]\b")
# Blocks whose words may run against the direction of what holds them.
_TURNED = ("p", "li", "blockquote", "td", "th", "caption", *html.HEADINGS)
_WIDE, _WIDEST = 4, 7  # columns from which a table is too wide for a phone, for any


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    """What the drawing of one body needs to know besides its tree."""

    place: Place
    link: str  # where to see what mail cannot show
    pictures: dict[str, Image]
    top: int  # the level of the first heading
    direction: str
    levels: list[int] = field(default_factory=list)  # of the headings that are open
    say: Callable[[str], str] = tree.said  # how words are written here


def mail_html(body: HtmlElement, place: Place, item: Item, top: int) -> str:
    """A settled body, which is used up by it, as HTML for mail.

    Headings start at level `top`, none is skipped.
    """
    article = item.article
    drawing = _Drawing(
        place=place,
        link=item.link or article.url,
        pictures=pictures_of(place, item),
        top=top,
        direction=text.direction(article.language or place.site.language),
    )
    return _flow(body, drawing).strip()


# ---------------------------------------------------------------- what tags hold


def _draw(tag: HtmlElement, drawing: _Drawing) -> str:
    return _DRAWN.get(tag.tag, _kept)(tag, drawing)


def _inside(tag: HtmlElement, drawing: _Drawing) -> str:
    parts = [drawing.say(tag.text or "")]
    for child in tag:
        parts += (_draw(child, drawing), drawing.say(child.tail or ""))
    return "".join(parts)


def _flow(tag: HtmlElement, drawing: _Drawing) -> str:
    """What a tag holds, as blocks: words beside blocks are paragraphs of their own."""
    parts: list[str] = []
    line = drawing.say(tag.text or "")
    for child in tag:
        drawn = _draw(child, drawing)
        if _BLOCK.search(drawn):
            parts += (_paragraph(line), drawn)
            line = ""
        else:
            line += drawn
        line += drawing.say(child.tail or "")
    return "\n".join(filter(None, (*parts, _paragraph(line))))


def _paragraph(line: str) -> str:
    return f"<p>{line.strip()}</p>" if _SEEN.search(line) else ""


def _written(name: str, attributes: str, inside: str) -> str:
    if name in _FILLED and not _SEEN.search(inside):
        return ""
    if name in _FILLED_IN_LINE and not _SEEN.search(inside):
        return inside  # a space or a line break parts words still
    return f"<{name}{attributes}>{inside}</{name}>"


def _own(tag: HtmlElement, drawing: _Drawing) -> str:
    """The attributes of a tag that mean something in a mail."""
    own = {k: v for k, v in tag.items() if k in _KEPT}
    if tag.tag in _TURNED and "dir" not in own:
        turned = text.direction_of("".join(tag.itertext()))
        if turned and turned != _direction_around(tag, drawing):
            own["dir"] = turned
            tag.set("dir", turned)  # what it holds runs along
    return "".join(tree.attribute(*each) for each in own.items())


def _direction_around(tag: HtmlElement, drawing: _Drawing) -> str:
    above = next((a for a in tag.iterancestors() if a.get("dir")), None)
    return drawing.direction if above is None else tree.attr(above, "dir")


# ---------------------------------------------------------------- tags


def _kept(tag: HtmlElement, drawing: _Drawing) -> str:
    own = _own(tag, drawing)
    if tag.tag in _VOID:
        return f"<{tag.tag}{own}>"
    return _written(tag.tag, own, _inside(tag, drawing))


def _as(name: str, attributes: str = "") -> "_Draw":
    def drawn(tag: HtmlElement, drawing: _Drawing) -> str:
        own = attributes + _own(tag, drawing)
        return _written(name, own, _inside(tag, drawing))

    return drawn


def _wrapped(before: str, behind: str) -> "_Draw":
    def drawn(tag: HtmlElement, drawing: _Drawing) -> str:
        return f"{before}{_inside(tag, drawing)}{behind}"

    return drawn


def _nothing(tag: HtmlElement, drawing: _Drawing) -> str:
    return ""


def _heading(tag: HtmlElement, drawing: _Drawing) -> str:
    """A heading, numbered by how deep it stands, so that no level is skipped."""
    inside = _inside(tag, drawing)
    if not _SEEN.search(inside):
        return ""
    if _HEADING.search(inside):
        return inside  # the one it holds is the heading
    level, levels = int(tag.tag[1]), drawing.levels
    while levels and levels[-1] >= level:
        levels.pop()
    levels.append(level)
    name = f"h{min(drawing.top + len(levels) - 1, 6)}"
    return f"<{name}{_own(tag, drawing)}>{inside}</{name}>"


def _anchor(tag: HtmlElement, drawing: _Drawing) -> str:
    inside = _inside(tag, drawing)
    return _written("a", _own(tag, drawing), inside) if tag.get("href") else inside


def _span(tag: HtmlElement, drawing: _Drawing) -> str:
    """Worth keeping only for a language or direction of its own."""
    own, inside = _own(tag, drawing), _inside(tag, drawing)
    return f"<span{own}>{inside}</span>" if own else inside


def _box(tag: HtmlElement, drawing: _Drawing) -> str:
    own, inside = _own(tag, drawing), _flow(tag, drawing)
    return _written("div", own, inside) if own else inside


def _item(tag: HtmlElement, drawing: _Drawing) -> str:
    """An item without its list is a box."""
    parent = tag.getparent()
    inside_list = parent is not None and parent.tag in LISTS
    return (_kept if inside_list else _box)(tag, drawing)


def _lead_in(tag: HtmlElement, drawing: _Drawing) -> str:
    """A summary or a term: a bold paragraph, where it holds no blocks itself."""
    inside = _inside(tag, drawing)
    if _BLOCK.search(inside):
        return f"<div>{inside}</div>"
    bold = _written("strong", "", inside)
    return _written("p", _own(tag, drawing), bold)


def _code_block(tag: HtmlElement, drawing: _Drawing) -> str:
    """Code that wraps: Outlook never breaks <pre>, so its spaces and lines are kept
    as characters.
    """
    inside = _inside(tag, replace(drawing, say=_code))
    inside = re.sub(r"^((?:<(?!br)[^>]*>)*)<br>", r"\1", inside)
    inside = re.sub(r"(?:<br>|&nbsp;|\s)+((?:</\w+>)*)$", r"\1", inside)
    return _written("div", ' class="code" dir="ltr"', inside)


def _code(words: str) -> str:
    lines = words.expandtabs(4).split("\n")
    kept = (re.sub(r"^ | (?= )", "\u00a0", line) for line in lines)
    return "<br>".join(map(tree.said, kept))


# ---------------------------------------------------------------- pictures and tables


def _picture(tag: HtmlElement, drawing: _Drawing) -> str:
    image = drawing.pictures.get(tree.attr(tag, "src"), Image())
    return mailpictures.picture(tag, drawing.place, image, drawing.link)


def _film(tag: HtmlElement, drawing: _Drawing) -> str:
    image = drawing.pictures.get(tree.attr(tag, "poster"), Image())
    return mailpictures.poster(tag, drawing.place, image, drawing.link)


def _recording(tag: HtmlElement, drawing: _Drawing) -> str:
    return mailpictures.link_to_article(tag, drawing.link, "")


def _figure(tag: HtmlElement, drawing: _Drawing) -> str:
    """A table with the picture and its caption; of anything else, that thing."""
    if any(each.tag in ("table", "pre", "blockquote", "video") for each in tag.iter()):
        return _flow(tag, drawing)
    inside = _inside(tag, drawing).strip()
    return mailpictures.figure(inside) if "<img " in inside else _flow(tag, drawing)


def _caption(tag: HtmlElement, drawing: _Drawing) -> str:
    """One small paragraph, whatever blocks it is written in."""
    for block in list(tag.iter("p", "div")):
        block.tail = f" {block.tail or ''}"
        tree.unwrap(block)
    inside = _inside(tag, drawing).strip()
    return _written("p", f' class="small"{_own(tag, drawing)}', inside)


def _table(tag: HtmlElement, drawing: _Drawing) -> str:
    """A table with headers is data; without any it is announced as mere layout.

    A wide one scrolls where a client can, by keyboard too, and shrinks elsewhere.
    """
    cells = [each for each in tag.iter("tr") if _table_above(each) is tag]
    headed = any(cell.tag == "th" for row in cells for cell in row)
    columns = max((len(row) for row in cells), default=0)
    own = "".join(
        tree.attribute(k, tree.attr(tag, k)) for k in ("dir", "lang") if tag.get(k)
    )
    table = (
        f'<table{"" if headed else _LAYOUT} class="data" border="0" cellpadding="0"'
        f' cellspacing="0" width="100%"{own}>{_inside(tag, drawing)}</table>'
    )
    inner = _table_above(tag) is not None
    return table if inner or columns < _WIDE else _scrolling(tag, table, columns)


_LAYOUT = ' role="presentation"'


def _table_above(tag: HtmlElement) -> HtmlElement | None:
    return next(tag.iterancestors("table"), None)


def _scrolling(tag: HtmlElement, table: str, columns: int) -> str:
    caption = tag.find("caption")
    name = "" if caption is None else tree.words(caption)
    label = tree.attribute("aria-label", f"Table: {name}" if name else "Table")
    wide = "wide widest" if columns >= _WIDEST else "wide"
    return f'<div class="{wide}" role="region" tabindex="0"{label}>{table}</div>'


_Draw = Callable[[HtmlElement, _Drawing], str]
_DRAWN: dict[str, _Draw] = {
    **dict.fromkeys(html.HEADINGS, _heading),
    **dict.fromkeys(("div", "details", "dl"), _box),
    **dict.fromkeys(("kbd", "samp"), _as("code")),
    **dict.fromkeys(("var", "dfn", "cite"), _as("em")),
    **dict.fromkeys(("summary", "dt"), _lead_in),
    **dict.fromkeys(("abbr", "ruby", "source", "time", "wbr"), _wrapped("", "")),
    **dict.fromkeys(("span", "bdi", "bdo"), _span),
    "a": _anchor,
    "audio": _recording,
    "dd": _as("div", ' class="indented"'),
    "figcaption": _caption,
    "figure": _figure,
    "img": _picture,
    "li": _item,
    "mark": _as("strong"),
    "pre": _code_block,
    "q": _wrapped("“", "”"),  # as text: Outlook draws none around <q>
    "rp": _nothing,
    "rt": _wrapped(" (", ")"),  # the reading of a ruby, behind its base
    "table": _table,
    "video": _film,
}
