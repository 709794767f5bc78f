"""How letters look: a theme's folder read in, and what all letters share laid under each."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from syndicator import urls
from syndicator.model import Brand, Letter

DEFAULT = "default"
_SUFFIXES = (".j2", ".css", ".toml")
_LARGEST = 256 * 1024  # bytes of one file: more is no theme
_PICTURES = (".jpg", ".jpeg", ".png", ".gif")
_WIDEST = 536  # pixels: a letter's 600 less its padding


def dressed(letter: Letter, shared: Brand, folder: Path, unread: list[str]) -> Letter:
    """The letter with its theme's files, and its own brand laid over the shared one."""
    worn = replace(letter, brand=_laid_over(letter.brand, shared))
    if letter.theme == DEFAULT or letter.theme_files:
        return worn
    try:
        return replace(worn, theme_files=_files(folder / Path(letter.theme).expanduser()))
    except (OSError, ValueError) as error:
        hint = "name a folder, or see `syndicator theme --help`"
        unread.append(f"letters.{letter.name}.theme: cannot be read: {error}; {hint}")
        return worn


def _laid_over(own: Brand, shared: Brand) -> Brand:
    """What one letter says for itself, and for the rest what all letters do."""
    laid: dict[str, Any] = {}
    for each in fields(Brand):
        over, under = getattr(own, each.name), getattr(shared, each.name)
        both = isinstance(over, Mapping)
        laid[each.name] = {**under, **over} if both else over or under
    return Brand(**laid)


def _files(folder: Path) -> dict[str, str]:
    found = sorted(p for p in folder.iterdir() if p.suffix in _SUFFIXES)
    if not found:
        raise ValueError(f"{folder} holds no {', '.join(_SUFFIXES)} file")
    large = [p for p in found if p.stat().st_size > _LARGEST]
    if large:
        raise ValueError(f"{large[0]} is larger than {_LARGEST // 1024} KiB")
    return {p.name: _text(p) for p in found}


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file}: is not UTF-8: {error}") from error


def brand_mistakes(where: str, brand: Brand) -> Iterator[str]:
    """A logo mail clients cannot show, a link that is none."""
    if brand.logo:
        shown = brand.logo.partition("?")[0].lower().endswith(_PICTURES)
        if not (shown and brand.logo.startswith("https://")):
            yield f"{where}.logo: {brand.logo!r} is not the https URL of a jpg, png or gif"
        if not (0 < brand.logo_width <= _WIDEST and brand.logo_height > 0):
            yield (
                f"{where}.logo: needs logo_width (at most {_WIDEST}) and logo_height:"
                " the pixels it is shown at"
            )
    for words, url in brand.footer_links.items():
        if not urls.is_web(url) or not words.strip():
            yield f"{where}.footer_links: {words!r} leads to {url!r}, no http(s) URL"
