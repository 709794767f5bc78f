"""How an element looks to a reader: hidden, tiny or painted over, and by what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

Colour = tuple[int, int, int]

SMALLEST = 12  # CSS pixels in which a notice can still be read
_ROOT_SIZE = 16.0
_FAINT = 0.2  # opacity
_APART = 40  # of 255, by which a colour must differ from its ground in one channel

# Readers and mail clients drop these, or fold them away, with all that is in them.
_DROPPED = ("aside", "footer", "nav")
_FOLDED = ("details", "dialog")
_MUTE_NAMES = (
    "audio canvas head iframe math noscript object option"
    " script select style svg template textarea title video"
)
_MUTE = frozenset(_MUTE_NAMES.split())
_SILENT = frozenset(("href", "rel", "src", "alt", "title"))  # attributes: of no looks
# What reader views take for furniture (Mozilla Readability's unlikelyCandidates).
_FURNITURE = re.compile(
    r"banner|footer|sponsor|social|sidebar|popup|promo|disclaimer|combx", re.IGNORECASE
)
_HIDING: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("display", r"none"),
        ("visibility", r"hidden|collapse"),
        ("mso-hide", r"all"),
        ("height", r"[01](?:px)?"),
        ("max-height", r"[01](?:px)?"),
        ("width", r"[01](?:px)?"),
        ("max-width", r"[01](?:px)?"),
        ("clip", r"rect\((?:[01](?:px)?[, ]*){4}\)"),
        ("clip-path", r"inset\((?:50|100)%.*"),
        ("text-indent", r"-\d{3,}.*|-\d+(?:em|rem|%).*"),
        ("left", r"-\d{3,}.*"),
        ("top", r"-\d{3,}.*"),
        ("margin-left", r"-\d{3,}.*"),
        ("transform", r"scale\(0\).*"),
        ("content-visibility", r"hidden"),
    )
)
_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
}
_SMALLER = {"small": 0.83, "sub": 0.83, "sup": 0.83}
_UNITS = {"px": 1.0, "pt": 4 / 3, "rem": _ROOT_SIZE}
_LENGTH = re.compile(r"(?:^|\s)(\d*\.?\d+)(px|pt|rem|em|%|(?=\s|$))")
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0)}
_HEX = re.compile(r"#([0-9a-f]{6})(?:[0-9a-f]{2})?\b|#([0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an element hands down; `hidden` says why its words are not seen, or ""."""

    hidden: str = ""
    mute: bool = False  # its words are no words of the page at all
    size: float = _ROOT_SIZE
    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = (255, 255, 255)


PLAIN = Look()


def look(above: Look, tag: str, attributes: Mapping[str, str]) -> Look:
    """The look of an element inside another."""
    said = tuple(a for a in attributes.items() if a[0] not in _SILENT)
    return _look(above, tag, said)


@lru_cache(maxsize=1024)  # most elements of a document are alike
def _look(above: Look, tag: str, said: tuple[tuple[str, str], ...]) -> Look:
    attributes = dict(said)
    css = _declarations(attributes)
    size = _size(above.size, tag, css)
    colour = _colour(css.get("color", ""), above.colour)
    ground = _colour(
        css.get("background-color") or css.get("background", ""), above.ground
    )
    return Look(
        hidden=above.hidden
        or _hidden_by_markup(tag, attributes)
        or _hidden_by_style(css)
        or _unreadable(size, colour, ground),
        mute=above.mute or tag in _MUTE,
        size=size,
        colour=colour,
        ground=ground,
    )


def _declarations(attributes: Mapping[str, str]) -> dict[str, str]:
    css = {"color": attributes.get("color", "")} if "color" in attributes else {}
    if "bgcolor" in attributes:
        css["background-color"] = attributes["bgcolor"].lower()
    for part in attributes.get("style", "").lower().split(";"):
        name, _, value = part.partition(":")
        css[name.strip()] = value.replace("!important", "").strip()
    return css


def _hidden_by_markup(tag: str, attributes: Mapping[str, str]) -> str:
    if tag in _DROPPED or (tag in _FOLDED and "open" not in attributes):
        return f"in <{tag}>"
    if "hidden" in attributes:
        return "hidden"
    if attributes.get("aria-hidden", "").lower() == "true":
        return "aria-hidden"
    named = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    furniture = _FURNITURE.search(named)
    return f"in class “{furniture[0]}”, which readers drop" if furniture else ""


def _hidden_by_style(css: Mapping[str, str]) -> str:
    for name, pattern in _HIDING:
        if name in css and pattern.fullmatch(css[name]):
            return f"{name}:{css[name]}"
    opacity = re.fullmatch(r"(\d*\.?\d+)(%?)", css.get("opacity", "1"))
    if opacity and float(opacity[1]) / (100 if opacity[2] else 1) < _FAINT:
        return f"opacity:{css['opacity']}"
    return ""


def _unreadable(size: float, colour: Colour | None, ground: Colour | None) -> str:
    if size < SMALLEST:
        return f"{size:.3g} px"
    if colour and ground:
        apart = max(abs(a - b) for a, b in zip(colour, ground, strict=True))
        if apart < _APART:
            return "painted in the colour of its ground"
    return ""


def _size(above: float, tag: str, css: Mapping[str, str]) -> float:
    """The font size in pixels; what cannot be worked out counts as inherited."""
    said = css.get("font-size") or css.get("font", "")
    if not said:
        return above * _SMALLER.get(tag, 1.0)
    if said in _SIZES:
        return _SIZES[said]
    length = _LENGTH.search(said.partition("/")[0])
    if not length:
        return above
    number, unit = float(length[1]), length[2]
    if unit in ("em", "%"):
        return above * number / (100 if unit == "%" else 1)
    if not unit and number:
        return above  # a weight, or no length at all
    return number * _UNITS.get(unit, 0.0)


def _colour(said: str, above: Colour | None) -> Colour | None:
    """A colour as numbers; None where it is said in a way not known here."""
    if said in ("", "inherit", "transparent", "none"):
        return above
    if said in _NAMED:
        return _NAMED[said]
    if found := _HEX.search(said):
        digits = found[1] or "".join(c * 2 for c in found[2])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.search(said):
        return int(found[1]), int(found[2]), int(found[3])
    return None
