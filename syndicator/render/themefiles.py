"""A theme's files: the operator's own, and behind them those of the default theme."""

import pkgutil

from syndicator.model import Letter

PAGE, RULES, MEDIA, TOML = "letter.html.j2", "letter.css", "media.css", "theme.toml"
DEFAULT = "default"


def file_of(letter: Letter, name: str) -> tuple[str, str]:
    """Where a file of a letter's theme is, to be named to people, and what it says.

    KeyError where neither the theme nor the default one has it.
    """
    if name in letter.theme_files:
        return f"{letter.theme}/{name}", letter.theme_files[name]
    return f"{DEFAULT}/{name}", default_file(name)


def default_file(name: str) -> str:
    """A file of the default theme; KeyError where it has none of that name."""
    if "/" in name or "\\" in name:
        raise KeyError(name)
    try:
        found = pkgutil.get_data("syndicator.render", f"themes/{DEFAULT}/{name}")
    except OSError:
        raise KeyError(name) from None
    return (found or b"").decode()
