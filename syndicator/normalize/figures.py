"""Every picture stands alone in a <figure>, said once: alt, caption and credit."""

import re
from dataclasses import replace

from bs4.element import NavigableString, Tag

from syndicator import html, text
from syndicator.model import Image
from syndicator.normalize.images import picture_key
from syndicator.normalize.structure import MEDIA, new, split_at_breaks, wrap_loose

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


def stand_alone(tree: Tag) -> None:
    """Take pictures out of what holds more than one thing, each with its own caption."""
    for caption in tree.find_all("figcaption"):
        for img in caption.find_all("img"):  # else a caption could hold its own figure
            caption.insert_before(img)
    for tag in reversed(tree.find_all("figure")):
        _settle_group(tag)
    for img in tree.find_all("img"):
        _tidy(img.find_parent("figure") or _wrapped(img), img)
    _drop_repeated(tree)


def find_captions(tree: Tag) -> None:
    """A box of a picture and what its markup calls a caption is a figure."""
    for tag in tree.find_all(_is_caption):
        tag.name = "figcaption"
        tag.parent.name = "figure"  # type: ignore[union-attr]


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


def _settle_group(figure: Tag) -> None:
    """A figure holds one picture, or no picture: galleries and boxes are opened."""
    pictures = figure.find_all("img")
    if not pictures:
        if figure.find(["blockquote", "ul", "ol", *_OTHERS]) is None:
            _open(figure)
        return
    if len(pictures) == 1 and figure.find(["figure", *_OTHERS]) is None:
        return
    caption = figure.find("figcaption", recursive=False)
    holders = [i.find_parent("figure") for i in pictures]
    inner = [
        _wrapped(i) if h is figure else h
        for i, h in zip(pictures, holders, strict=True)
    ]
    last = inner[-1]
    if (
        isinstance(caption, Tag)
        and isinstance(last, Tag)
        and not last.find("figcaption")
    ):
        last.append(caption.extract())
    _open(figure)


def _open(figure: Tag) -> None:
    caption = figure.find("figcaption", recursive=False)
    if isinstance(caption, Tag):
        caption.name = "p"
        split_at_breaks(caption)
    wrap_loose(figure)
    figure.unwrap()


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
    for block in part.find_all(["p", "div", "ul", "ol", "li", "dt", "dd", "small"]):
        block.insert_after(NavigableString(" "))
        block.unwrap()
    for node in list(part.contents):
        caption.append(node.extract())
    part.clear()


def _drop_repeated(tree: Tag) -> None:
    """The same picture twice is shown once; a following paragraph of its words, never."""
    seen: set[str] = set()
    for figure in tree.find_all("figure"):
        img = figure.find("img")
        if not isinstance(img, Tag):
            continue
        name = picture_key(html.attr(img, "src"))
        if name and name in seen:
            figure.decompose()
            continue
        seen.add(name)
        after = figure.find_next_sibling(html.has_words)
        if isinstance(after, Tag) and after.name == "p":
            _take_in(figure, after)


def _take_in(figure: Tag, after: Tag) -> None:
    """The paragraph behind a picture, where it is its caption or says it again."""
    img, caption = figure.find("img"), figure.find("figcaption")
    words = text.fold(html.text_of(after))
    alt = text.fold(html.attr(img, "alt")) if isinstance(img, Tag) else ""
    if words in {alt, text.fold(html.text_of(figure))} - {""}:
        after.decompose()
    elif caption is None and _is_named_caption(after):
        after.name = "figcaption"
        figure.append(after.extract())


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
