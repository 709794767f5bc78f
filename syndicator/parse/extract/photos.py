"""Every picture of a page as an <img> with its true and absolute address."""

from typing import Any

from lxml import html as lx

from syndicator import pictures, urls
from syndicator.parse.tree import drop

_SETTLED = ("srcset", "sizes", "loading", "decoding", "fetchpriority")
_NOTHING = 2  # pixels: a tracker


def settle(root: Any, base: str) -> None:
    """Lazy pictures get their address; what has none, or is tiny, is dropped."""
    for tag in [*root.iter("noscript")]:
        _settle_noscript(tag)
    for tag in [*root.iter("picture")]:
        _settle_picture(tag)
    for tag in [*root.iter("img")]:
        _settle_image(tag, base)


def _settle_image(img: Any, base: str) -> None:
    said = pictures.address(img.attrib)
    address = urls.absolute(said, base)
    if not said or said.startswith("#") or is_small(img, _NOTHING + 1):
        drop(img)
        return
    img.set("src", address)
    for name in img.attrib:
        if name.startswith("data-") or name in _SETTLED:
            del img.attrib[name]


def is_small(img: Any, pixels: int) -> bool:
    """Say whether both sides of a picture are said to be shorter, or one is nothing."""
    said = (img.get(name, "").removesuffix("px") for name in ("width", "height"))
    sides = [int(s) for s in said if s.isdecimal() and len(s) < 6]
    return bool(sides) and (max(sides) < pixels or 0 < min(sides) <= _NOTHING)


def has_caption(img: Any) -> bool:
    figure = next(img.iterancestors("figure"), None)
    return figure is not None and figure.find(".//figcaption") is not None


def _settle_picture(tag: Any) -> None:
    """One <img> in place of a <picture>, with a rendition where it names none."""
    img = tag.find(".//img")
    if img is None:
        img = lx.Element("img")
    if not pictures.address(img.attrib):
        # Mail clients cannot show the modern formats: they come last.
        sources = sorted(
            tag.iter("source"),
            key=lambda s: s.get("type") in ("image/avif", "image/webp"),
        )
        sets = (s.get(n, "") for s in sources for n in ("srcset", "data-srcset"))
        img.set("src", next(filter(None, map(pictures.widest, sets)), ""))
    img.tail = None
    tag.addprevious(img)
    drop(tag)


def _settle_noscript(tag: Any) -> None:
    """A noscript with one picture is the true twin of a lazy one beside it."""
    inside = [*tag.iter("img")] or _written(tag.text or "")
    if len(inside) != 1:
        return
    true = inside[0]
    beside = (s for s in (tag.getprevious(), tag.getnext()) if s is not None)
    twin = next((img for s in beside for img in s.iter("img")), None)
    if twin is None:
        true.tail = None
        tag.addprevious(true)
    elif not pictures.address(twin.attrib):
        twin.attrib.update(true.attrib)


def _written(text: str) -> list[Any]:
    """The pictures in markup that was read as text."""
    if "<img" not in text:
        return []
    return [*lx.fragment_fromstring(text, create_parent=True).iter("img")]
