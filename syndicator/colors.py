"""Colours: read, measured against each other, and turned as dark modes turn them.

Contrast is WCAG 2.2's (§1.4.3). A mail client that forces a dark mode flips how light a
colour is and keeps its hue: all colours, or only light grounds and dark words.
"""

import re
from collections.abc import Iterator

Color = tuple[int, int, int]  # red, green, blue: 0 to 255

LEAST = 4.5  # to 1, for text of any size (WCAG AA)
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_TO_RGB = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
_WHITE = (0.95047, 1.0, 1.08883)  # D65
_MIDDLE = 50.0  # of L*: lighter is light, darker is dark


def parse(written: str) -> Color:
    """A colour written as #rgb or #rrggbb; ValueError where it is none."""
    found = _HEX.fullmatch(written)
    if not found:
        raise ValueError(f"{written!r} is not a colour such as #0b5394")
    digits = found[1] if len(found[1]) == 6 else "".join(c * 2 for c in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def written(color: Color) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def contrast(one: Color, other: Color) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def inverted(color: Color) -> Color:
    """The colour with its lightness (CIE L*) flipped: white is black, blue stays blue."""
    lightness, a, b = _lab(color)
    return _rgb(100 - lightness, a, b)


def is_light(color: Color) -> bool:
    return _lab(color)[0] > _MIDDLE


def half_inverted(words: Color, ground: Color) -> tuple[Color, Color]:
    """What a client makes of a pair that turns only light grounds and dark words."""
    return (
        words if is_light(words) else inverted(words),
        inverted(ground) if is_light(ground) else ground,
    )


def _linear(color: Color) -> Iterator[float]:
    for part in color:
        share = part / 255
        yield share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _luminance(color: Color) -> float:
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(color: Color) -> tuple[float, float, float]:
    linear = tuple(_linear(color))
    x, y, z = (
        _root(sum(k * v for k, v in zip(row, linear, strict=True)) / white)
        for row, white in zip(_TO_XYZ, _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(t: float) -> float:
    return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116


def _rgb(lightness: float, a: float, b: float) -> Color:
    y = (lightness + 16) / 116
    xyz = tuple(
        white * (t**3 if t**3 > 216 / 24389 else (116 * t - 16) * 27 / 24389)
        for t, white in zip((y + a / 500, y, y - b / 200), _WHITE, strict=True)
    )
    red, green, blue = (
        _shown(sum(k * v for k, v in zip(row, xyz, strict=True))) for row in _TO_RGB
    )
    return red, green, blue


def _shown(linear: float) -> int:
    share = min(max(linear, 0.0), 1.0)
    curved = 12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055
    return round(255 * curved)
