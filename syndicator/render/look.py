"""A letter's colours and fonts: the theme's, with the publisher's own laid over them.

Colours are pairs, for light and for dark. Which is written on which the theme says, and
each such pair must be legible however a mail client turns it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from syndicator import colors
from syndicator.colors import Color
from syndicator.model import Letter
from syndicator.render.themefiles import TOML, file_of

Named = tuple[tuple[str, str], ...]  # names, and what they stand for
_TABLES = ("colors", "contrast", "fonts")
_FONT = re.compile(r"[\w ,'.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colours by name, in light and in dark, and font stacks."""

    light: Named
    dark: Named
    fonts: Named


def look(letter: Letter) -> Look:
    """What a letter's style sheets are filled with; it must be free of `problems`."""
    said = _read(file_of(letter, TOML)[1])
    pairs = {**said["colors"], **letter.brand.colors}
    fonts = {**said["fonts"], **letter.brand.fonts}
    return Look(
        light=tuple((name, light) for name, (light, _) in pairs.items()),
        dark=tuple((name, dark) for name, (_, dark) in pairs.items()),
        fonts=tuple(fonts.items()),
    )


@lru_cache(maxsize=32)
def _read(toml: str) -> dict[str, Any]:
    return tomllib.loads(toml)


# ---------------------------------------------------------------- what is wrong


def problems(letter: Letter) -> list[str]:
    """What is wrong with a letter's colours and fonts, the theme's or the brand's own."""
    where, toml = file_of(letter, TOML)
    try:
        theme = _read(toml)
    except tomllib.TOMLDecodeError as error:
        return [f"{where}: is not TOML: {error}"]
    wrong = [f"{where}:{_line(toml, name)}: {what}" for name, what in _misshapen(theme)]
    wrong = wrong or list(_strange(letter, theme))
    return wrong or list(_illegible(look(letter), theme["contrast"]))


def _line(toml: str, name: str) -> int:
    """The line on which a key such as "colors.ink" is set, 1 where it is missing."""
    table, _, key = name.partition(".")
    header = re.search(rf"^\s*\[{re.escape(table)}\]", toml, re.MULTILINE)
    start = header.start() if header else 0
    written = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=", re.MULTILINE)
    found = written.search(toml, start) if key else header
    return toml.count("\n", 0, found.end()) + 1 if found else 1


def _misshapen(theme: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys of theme.toml whose values cannot be meant, with the reason."""
    for table in sorted(set(theme) ^ set(_TABLES)):
        missing = "is missing" if table in _TABLES else "unknown table"
        yield table, f"{missing}; there are {', '.join(_TABLES)}"
    named = theme.get("colors", {})
    for name, pair in named.items():
        yield from ((f"colors.{name}", what) for what in _not_colors(pair))
    for name, grounds in theme.get("contrast", {}).items():
        known = isinstance(grounds, list) and {name, *grounds} <= set(named)
        if not known:
            yield f"contrast.{name}", "names what [colors] does not have"
    for name, font in theme.get("fonts", {}).items():
        yield from ((f"fonts.{name}", what) for what in _not_fonts(font))


def _strange(letter: Letter, theme: Mapping[str, Any]) -> Iterator[str]:
    """What the brand says that the theme cannot use."""
    said: Sequence[tuple[str, Mapping[str, object], Any]] = (
        ("colors", letter.brand.colors, _not_colors),
        ("fonts", letter.brand.fonts, _not_fonts),
    )
    for table, own, check in said:
        for name, value in own.items():
            where = f"brand.{table}.{name}"
            if name not in theme[table]:
                known = ", ".join(theme[table])
                yield f"{where}: theme {letter.theme} has no such; known are {known}"
            yield from (f"{where}: {what}" for what in check(value))


def _not_colors(pair: object) -> Iterator[str]:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        yield "is not a pair, for light and for dark"
        return
    for color in pair:
        try:
            colors.parse(str(color))
        except ValueError as error:
            yield str(error)


def _not_fonts(stack: object) -> Iterator[str]:
    if not isinstance(stack, str) or not _FONT.fullmatch(stack):
        yield f"{stack!r} is not a list of fonts such as Georgia, 'Times New Roman', serif"


# ---------------------------------------------------------------- contrast


def _illegible(seen: Look, contrast: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Pairs that cannot be read, in the way of showing them that is worst."""
    light, dark = dict(seen.light), dict(seen.dark)
    for words, grounds in contrast.items():
        for ground in grounds:
            shown = _shown(light[words], light[ground], dark[words], dark[ground])
            worst, way = min((colors.contrast(*pair), way) for way, pair in shown)
            if worst < colors.LEAST:
                pair = f"{words} {light[words]} on {ground} {light[ground]}"
                if way == "dark":
                    pair = f"{words} {dark[words]} on {ground} {dark[ground]}"
                yield (
                    f"colors: {pair} has a contrast of {worst:.2f} to 1 {_WAYS[way]};"
                    f" text needs {colors.LEAST} (WCAG 2.2, 1.4.3)"
                )


_WAYS = {
    "light": "in light mode",
    "dark": "in dark mode",
    "inverted": "where a mail client inverts all colours",
    "half": "where a mail client inverts light grounds and dark words",
}


def _shown(
    words: str, ground: str, dark_words: str, dark_ground: str
) -> Iterator[tuple[str, tuple[Color, Color]]]:
    """A pair in every way a mail client may show it.

    Gmail on iOS and Outlook on Windows invert all; Outlook.com and Gmail on Android
    invert in part. They do it to the light pair: they know of no other.
    """
    written = colors.parse(words), colors.parse(ground)
    yield "light", written
    yield "dark", (colors.parse(dark_words), colors.parse(dark_ground))
    yield "inverted", (colors.inverted(written[0]), colors.inverted(written[1]))
    yield "half", colors.half_inverted(*written)
