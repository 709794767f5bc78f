"""Settings as text: tables of TOML, and files that are replaced whole or not at all."""

import json
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from syndicator.errors import ConfigError
from syndicator.model import Source

# What a new file says of its site, and for what nobody has told, an example.
_SITE = {
    "title": "Your Publication",
    "url": "https://www.publisher.example/",
    "description": "One sentence on what you publish.",
    "language": "en",
    "timezone": "Europe/London",
    "rights": "© Your Publication",
    "icon": "https://www.publisher.example/icon.png",
    "postal_address": "Your Publication, 1 Sample Street, London N1 1AA, UK",
}
_WHAT_FOR = {
    "language": "for articles that do not say",
    "timezone": "for dates without a zone; UTC",
    "postal_address": "letters need one",
}
_NEEDED = ("title", "url")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def start(site: Mapping[str, str]) -> str:
    """A first settings file, with what is known of the site by the keys of [site]."""
    lines = (_site_line(key, site.get(key, "")) for key in _SITE)
    template = files("syndicator.config").joinpath("start.toml").read_text("utf-8")
    return template.format(site="\n".join(lines))


def _site_line(key: str, told: str) -> str:
    line = f"{key} = {_string(told or _SITE[key])}"
    line = line if told or key in _NEEDED else f"# {line}"
    return f"{line:<32} # {_WHAT_FOR[key]}" if key in _WHAT_FOR else line


def source_table(source: Source, remarks: Iterable[str] = ()) -> str:
    """`[sources.NAME]` with what differs from a source of which nothing is said.

    `remarks` are comments, a line each.
    """
    plain = Source(kind="")
    names = (f.name for f in fields(Source) if f.name != "name")
    said = {n: v for n in names if (v := getattr(source, n)) != getattr(plain, n)}
    head = [*(f"# {_one_line(r)}" for r in remarks), f"[sources.{_key(source.name)}]"]
    return "\n".join([*head, *(f"{name} = {_value(v)}" for name, v in said.items())])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        rows = (f"{_string(k)} = {_value(v)}" for k, v in value.items())
        return f"{{ {', '.join(rows)} }}"
    return str(value) if isinstance(value, int) else _string(str(value))


def _string(text: str) -> str:
    """A basic string of TOML 1.0: what JSON escapes, and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    """A key as it may stand bare, else as a string."""
    return name if _BARE.fullmatch(name) else _string(name)


def _one_line(text: str) -> str:
    """Text as a comment may hold it: without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def with_table(text: str, table: str) -> str:
    """A settings file's text with a table behind all it says, in its own line breaks."""
    newline = "\r\n" if "\r\n" in text else "\n"
    before = text if text.endswith("\n") else text + newline
    return before + newline + table.replace("\n", newline) + newline


# ---------------------------------------------------------------- files


def replace_file(file: Path, text: str) -> None:
    """Put a text in the place of a file at once; its mode and owner stay.

    ConfigError where that cannot be done; the file is then as it was.
    """
    there = file.resolve()  # a link stays one
    try:
        handle, name = tempfile.mkstemp(prefix=f".{there.name}.", dir=there.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as new:
            new.write(text)
    except OSError as error:
        raise _not_written(file, error) from error
    try:
        _like(there, Path(name))
        Path(name).replace(there)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _not_written(file, error) from error


def _like(old: Path, new: Path) -> None:
    """Give a new file the owner and the mode of the old one."""
    kept, made = old.stat(), new.stat()
    if (kept.st_uid, kept.st_gid) != (made.st_uid, made.st_gid):
        os.chown(new, kept.st_uid, kept.st_gid)
    new.chmod(stat.S_IMODE(kept.st_mode))


def create_file(file: Path, text: str) -> bool:
    """Write a new file; False, and nothing done, where there is one already."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="") as new:
            new.write(text)
    except FileExistsError:
        return False
    except OSError as error:
        raise _not_written(file, error) from error
    return True


def _not_written(file: Path, error: OSError) -> ConfigError:
    return ConfigError([f"{file}: cannot be written: {error.strerror}"])
