"""Every picture stands alone in a <figure>, said once: alt, caption and credit."""

import re
from dataclasses import replace

from bs4.element import NavigableString, PageElement, Tag

from syndicator import html, text
from syndicator.model import Image
from syndicator.normalize.structure import MEDIA, new
from syndicator.pictures import key as picture_key

_CAPTION = re.compile(r"(?:.*[-_])?caption(?:[-_]text)?", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"\S+\.(?:png|jpe?g|gif|webp|avif|svg)|(?:img|dsc|image)[-_ ]?\d+", re.IGNORECASE
)
_CREDIT = re.compile(
    r"(?:^|[\s(|–—.,;-])(?:(?:photo(?:graph)?|image|picture|illustration|graphic)s?\s*"
    r"(?:credits?\s*:|by\b|courtesy(?:\s+of)?\b|:|/)|credits?\s*:|source\s*:|©|\(c\))"
    r"[\s:/]*(?P<who>(?:the\s+)?(?-i:[^\Wa-z])(?:[^.;|()]|(?<=\b[A-Z])\.){1,60}?)\)?\.?\s*$",
    re.IGNORECASE,
)
_BOXES = ("div", "figure", "dl", "aside")
_OTHERS = ("table", "pre", "video", "audio")  # what else a figure may be of
_NO_FIGURE = frozenset(("p", "pre", "dt", "summary", "caption", *html.HEADINGS))


def part(tree: Tag) -> None:
    """A figure is one picture with its caption, or a table, code, a quotation, a list.

    A box of a picture and what its markup calls a caption is one too; galleries, and
    figures of nothing but words, are boxes.
    """
    for tag in [t for t in tree.find_all(True) if _is_caption(t)]:
        tag.name = "figcaption"
        tag.parent.name = "figure"  # type: ignore[union-attr]
    for caption in tree.find_all("figcaption"):
        for img in caption.find_all("img"):  # else a caption could hold its own figure
            caption.insert_before(img)
    for tag in reversed(tree.find_all("figure")):
        _part_group(tag)


def stand_alone(tree: Tag) -> None:
    """Every picture is in a figure of its own, with nothing but its caption."""
    for img in tree.find_all("img"):
        _tidy(img.find_parent("figure") or _wrapped(img), img)


def _is_named_caption(tag: Tag) -> bool:
    return any(_CAPTION.fullmatch(c) for c in html.attr(tag, "class").split())


def _is_caption(tag: Tag) -> bool:
    box = tag.parent
    if (
        not _is_named_caption(tag)
        or tag.name in ("figcaption", "caption")
        or box is None
    ):
        return False
    alone = box.name in _BOXES and box.find("figcaption") is None
    return alone and tag.find("img") is None and len(box.find_all("img", limit=2)) == 1


def _part_group(figure: Tag) -> None:
    pictures = figure.find_all("img")
    others = figure.find(["figure", *_OTHERS])
    if len(pictures) == 1 and others is None:
        return
    if not pictures and figure.find(["blockquote", "ul", "ol", *_OTHERS]):
        return
    caption = figure.find("figcaption", recursive=False)
    for img in pictures:
        if img.find_parent("figure") is figure:
            _wrapped(img)
    last = pictures[-1].find_parent("figure") if pictures else None
    if isinstance(caption, Tag):
        if last is not None and last.find("figcaption") is None:
            last.append(caption.extract())
        else:
            caption.name = "p"
    figure.name = "div"


def _wrapped(img: Tag) -> Tag:
    """A new figure where the picture stood, outside what held nothing else.

    A link around a picture goes: it mostly leads to the same picture, larger. In a
    table cell or a list item it stays, so that the table stays a table.
    """
    figure = new("figure")
    place: Tag = img
    for parent in img.parents:
        if parent.name in html.BLOCKS and parent.name not in _NO_FIGURE:
            break
        place = parent
    place.insert_before(figure)
    figure.append(img.extract())
    if place is not img and not html.has_words(place) and not place.find(MEDIA):
        place.decompose()
    return figure


def _tidy(figure: Tag, img: Tag) -> None:
    """Only the picture and one caption stay; whatever else was said is the caption."""
    img.extract()
    alt = text.collapse(html.attr(img, "alt"))
    img["alt"] = "" if _FILE_NAME.fullmatch(alt) else alt
    for link in figure.find_all(lambda t: t.name == "a" and not html.has_words(t)):
        link.decompose()
    said = [*figure.find_all("figcaption"), figure]
    caption = new("figcaption")
    for part in said:
        if html.has_words(part):
            _add_words(caption, part)
    figure.clear()
    figure.append(img)
    words = text.fold(html.text_of(caption))
    if words and words != text.fold(html.attr(img, "alt")):
        figure.append(caption)


def _add_words(caption: Tag, part: Tag) -> None:
    if caption.contents:
        caption.append(NavigableString(" "))
    for block in html.every(part, ["p", "div", "ul", "ol", "li", "dt", "dd", "small"]):
        block.insert_after(NavigableString(" "))
        block.unwrap()
    for node in list(part.contents):
        caption.append(node.extract())
    part.clear()


def drop_repeated(tree: Tag) -> None:
    """The same picture twice is shown once; a following paragraph of its words, never."""
    seen: set[str] = set()
    for figure in _figures(tree):
        img = figure.find("img")
        name = picture_key(html.attr(img, "src")) if isinstance(img, Tag) else ""
        if name and name in seen:
            figure.decompose()
        seen.add(name)
    for figure in _figures(tree):
        while _take_in(figure, figure.find_next_sibling()):
            pass


def _take_in(figure: Tag, after: PageElement | None) -> bool:
    """The paragraph behind a picture, where it is empty, its caption, or says it again."""
    if not isinstance(after, Tag) or after.name != "p" or after.find(MEDIA):
        return False
    words = text.fold(html.text_of(after))
    alt = "".join(text.fold(html.attr(i, "alt")) for i in figure.find_all("img"))
    said = {alt, text.fold(html.text_of(figure))} - {""}
    if words in said or not html.has_words(after):
        after.decompose()
    elif figure.find("figcaption") is None and _is_named_caption(after):
        after.name = "figcaption"
        figure.append(after.extract())
    else:
        return False
    return True


def describe(tree: Tag) -> tuple[Image, ...]:
    """The pictures of a body in order, with the credits their captions name."""
    return tuple(_image(figure) for figure in _figures(tree))


def drop_unaddressed(tree: Tag) -> None:
    """A picture known by its words only cannot be shown."""
    for figure in _figures(tree):
        if not html.attr(figure.find("img"), "src"):  # type: ignore[arg-type]
            figure.decompose()


def _figures(tree: Tag) -> list[Tag]:
    return [f for f in tree.find_all("figure") if f.find("img")]


def _image(figure: Tag) -> Image:
    img, caption = figure.find("img"), figure.find("figcaption")
    said = html.text_of(caption) if isinstance(caption, Tag) else ""
    return told(
        Image(
            url=html.attr(img, "src"),  # type: ignore[arg-type]
            alt=html.attr(img, "alt"),  # type: ignore[arg-type]
            caption=said,
        )
    )


def told(image: Image) -> Image:
    """The picture with each thing said of it once, and its credit by itself."""
    alt, caption = text.collapse(image.alt), text.collapse(image.caption)
    if text.fold(caption) == text.fold(alt):
        caption = ""
    match = _CREDIT.search(caption)
    credit = match["who"].strip(" :/") if match else image.credit
    return replace(image, alt=alt, caption=caption, credit=credit)
