"""A letter as a mail client would show it: for a preview, and never to be published.

Nothing in it asks the network: pictures we hold come from beside it, others are boxes
of their size.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import urlencode

from syndicator import colors, html
from syndicator.text import ascii_markup

Scheme = Literal["light", "dark", "inverted", "half"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark", "inverted", "half")

_IMAGE_SOURCE = re.compile(r'(<img\b[^>]*?) src="([^"]*)"([^>]*>)')
_BESIDE = "../../media/"  # as a letter that is not public yet has them
_SIZE = re.compile(r'\b(width|height)="(\d+)"')
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_DARK = "@media (prefers-color-scheme:dark)"
_STYLED = re.compile(r'style="([^"]*)"')
_COLOR = re.compile(
    r"\b(background-color|color|border[a-z-]*):([^;\"]*?)(#[0-9a-fA-F]{3,6})\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a client shows mail; `media` is the address our own pictures have in public."""

    scheme: Scheme = "light"
    images: bool = True
    styles: bool = True
    media: str


def seen(mail: str, view: View) -> str:
    """The letter as that client shows it, with pictures from media/ and picture.svg."""
    shown = mail if view.styles else _STYLE.sub("", mail)
    scheme = "all" if view.scheme == "dark" else "not all"
    shown = shown.replace(_DARK, f"@media {scheme}")
    shown = _IMAGE_SOURCE.sub(lambda found: _image(found, view), shown)
    turn = _TURNS.get(view.scheme)
    return _STYLED.sub(lambda found: _turned(found[0], turn), shown) if turn else shown


def _image(found: re.Match[str], view: View) -> str:
    before, address, behind = found.groups()
    if not view.images:
        return before + behind
    for ours in (ascii_markup(html.escape(view.media)), _BESIDE):
        if address.startswith(ours):
            return f'{before} src="media/{address.removeprefix(ours)}"{behind}'
    size = {name: int(value) for name, value in _SIZE.findall(found[0])}
    asked = html.escape(urlencode(size))
    return f'{before} src="picture.svg?{asked}"{behind}'


def _turned(style: str, turn: Callable[[str, colors.Color], colors.Color]) -> str:
    def turned(found: re.Match[str]) -> str:
        name, before, color = found.groups()
        return f"{name}:{before}{colors.written(turn(name, colors.parse(color)))}"

    return _COLOR.sub(turned, unescape(style) if "&#" in style else style)


def _invert(name: str, color: colors.Color) -> colors.Color:
    return colors.inverted(color)


def _half(name: str, color: colors.Color) -> colors.Color:
    """What is a ground turns if it is light; words and lines if they are dark."""
    ground = name == "background-color"
    return colors.inverted(color) if colors.is_light(color) == ground else color


_TURNS = {"inverted": _invert, "half": _half}


def box(width: int, height: int) -> str:
    """A picture of that size that stands for one we do not hold."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        '<rect width="100%" height="100%" fill="#8a94a0"/><text x="50%" y="50%" fill="#fff"'
        ' font-family="sans-serif" font-size="14" text-anchor="middle">'
        f"{width} × {height}</text></svg>"
    )
