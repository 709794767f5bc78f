"""As much of JSON Schema (2020-12) as our own schemas use: what is wrong, and where."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from difflib import get_close_matches
from typing import Any

from syndicator import dates, urls
from syndicator.model import Mistake

Schema = Mapping[str, Any]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
_FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {
    "uri": (urls.is_web, "is no http(s) URL"),
    "date-time": (
        lambda word: dates.parse(word, UTC) is not None,
        "is no date; write it as in 2026-05-04T08:00:00Z",
    ),
}


def mistakes(value: Any, schema: Schema, at: str = "") -> Iterator[Mistake]:
    """Everything a value does not keep; `at` is a JSON pointer to it (RFC 6901)."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_TYPES[kind](value) for kind in kinds):
        yield Mistake(pointer=at, detail=f"must be of type {' or '.join(kinds)}")
        return
    for kind, check in _CHECKS.items():
        if isinstance(value, kind) and not isinstance(value, bool):
            yield from check(value, schema, at)


def _object(value: dict[str, Any], schema: Schema, at: str) -> Iterator[Mistake]:
    properties: Schema = schema["properties"]
    for name in schema.get("required", ()):
        if name not in value:
            yield Mistake(pointer=at, detail=f"{name} is missing")
    for name, inner in value.items():
        there = f"{at}/{_escaped(name)}"
        if name in properties:
            yield from mistakes(inner, properties[name], there)
        else:
            near = get_close_matches(name, properties, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            yield Mistake(pointer=there, detail=f"there is no such field{meant}")


def _array(value: list[Any], schema: Schema, at: str) -> Iterator[Mistake]:
    if len(value) > schema["maxItems"]:
        yield Mistake(pointer=at, detail=f"has more than {schema['maxItems']} items")
        return
    for number, inner in enumerate(value):
        yield from mistakes(inner, schema["items"], f"{at}/{number}")


def _string(value: str, schema: Schema, at: str) -> Iterator[Mistake]:
    if len(value) < schema.get("minLength", 0):
        yield Mistake(pointer=at, detail="is empty or too short")
    elif len(value) > schema.get("maxLength", len(value)):
        limit = schema["maxLength"]
        yield Mistake(pointer=at, detail=f"has more than {limit} characters")
    elif "format" in schema:
        fits, words = _FORMATS[schema["format"]]
        if not fits(value):
            yield Mistake(pointer=at, detail=words)


def _integer(value: int, schema: Schema, at: str) -> Iterator[Mistake]:
    if value < schema.get("minimum", value):
        yield Mistake(pointer=at, detail=f"must be {schema['minimum']} or more")


_CHECKS: dict[type, Callable[[Any, Schema, str], Iterator[Mistake]]] = {
    dict: _object,
    list: _array,
    str: _string,
    int: _integer,
}


def _escaped(name: str) -> str:
    return name[:100].replace("~", "~0").replace("/", "~1")
