"""Foreign data (JSON, YAML, TOML) read without trusting any of its types."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from syndicator import text as plain


def word(value: Any) -> str:
    """A scalar as text, "" for everything else; dates as ISO 8601, zone kept."""
    if isinstance(value, str):
        return plain.clean(value).strip()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def number(value: Any) -> int:
    """A whole number that is not negative, 0 for everything else."""
    text = word(value).partition(".")[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def items(value: Any) -> list[Any]:
    """A list as it is, a lone value as a list of one, nothing as none."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def tables(value: Any) -> Iterator[Mapping[str, Any]]:
    """The mappings among `items`."""
    return (entry for entry in items(value) if isinstance(entry, Mapping))


def first(table: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds a word."""
    return next((w for w in (word(table.get(n)) for n in names) if w), "")


def seconds(text: str) -> int:
    """A duration: seconds, or H:MM:SS, or MM:SS; 0 where it is neither."""
    total = 0
    for part in text.strip().split(":")[:3]:
        whole = part.partition(".")[0]
        if not (whole.isascii() and whole.isdigit() and len(whole) < 9):
            return 0
        total = total * 60 + int(whole)
    return total
