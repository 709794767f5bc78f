"""Frozen values to JSON and back, by their type hints; and digests of them.

A field that has its default is left out, and one that is not known is passed over: so
stored JSON stays small, and a new field with a default needs no migration.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]

_AS_THEY_ARE = frozenset((str, int, float, bool, NoneType))


# ---------------------------------------------------------------- out


def to_data(value: object) -> Any:
    """Return what JSON can hold of `value`: instants as RFC 3339, bytes as base64."""
    kind: Any = type(value)
    return value if kind in _AS_THEY_ARE else _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """The function that writes a value of this type."""
    if is_dataclass(kind):
        return _members
    for base, write in _WRITERS:
        if issubclass(kind, base):
            return write
    raise TypeError(f"{kind.__name__} has no form in JSON")


def _members(value: object) -> dict[str, Any]:
    cls: Any = type(value)
    return {
        name: to_data(each)
        for name, usual in _usual(cls)
        if (each := getattr(value, name)) is not usual and each != usual
    }


@cache
def _usual(cls: Any) -> tuple[tuple[str, Any], ...]:
    """Each field's name with its default, MISSING where it has none."""
    return tuple(
        (
            each.name,
            each.default if each.default_factory is MISSING else each.default_factory(),
        )
        for each in fields(cls)
    )


def _instant(value: datetime) -> str:
    """RFC 3339 in UTC; one that has no zone stays without."""
    try:
        aware = value.astimezone(UTC) if value.tzinfo else value
    except OverflowError:  # UTC is outside the years 1 to 9999
        aware = value
    return aware.isoformat().replace("+00:00", "Z")


_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    ((str, int, float), lambda value: value),
    (datetime, _instant),
    (date, date.isoformat),
    (Path, str),
    (bytes, lambda value: base64.b64encode(value).decode("ascii")),
    (Mapping, lambda value: {str(k): to_data(each) for k, each in value.items()}),
    (Set, lambda value: sorted(map(to_data, value), key=_canonical)),
    (Sequence, lambda value: [to_data(each) for each in value]),
)


# ---------------------------------------------------------------- back


def from_data(cls: type[T], data: Any) -> T:
    """Make a `cls` of what `to_data` returned; raise ValueError where it cannot be."""
    hint: Any = cls
    value: T = _reader(hint)(data)
    return value


@cache
def _reader(hint: Any) -> Reader:
    """The function that reads a value of this type hint."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_dataclass(hint):
        return _dataclass(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _one_of(inner)
    if origin in (Union, UnionType):
        return _optional(inner)
    if origin in (tuple, frozenset):
        return _many(origin, _reader(inner[0]))
    if origin is Mapping:
        return _named(_reader(inner[1]))
    raise TypeError(f"{hint} has no form in JSON")


def _dataclass(cls: Any) -> Reader:
    readers = {name: _reader(hint) for name, hint in get_type_hints(cls).items()}

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise ValueError(f"{cls.__name__} cannot be read from {data!r:.80}")
        known = {
            name: readers[name](each) for name, each in data.items() if name in readers
        }
        try:
            return cls(**known)
        except TypeError as error:
            raise ValueError(f"{cls.__name__} is incomplete: {error}") from error

    return read


def _instance(*types: type) -> Reader:
    def read(data: Any) -> Any:
        if type(data) not in types:
            raise ValueError(f"{types[0].__name__} cannot be read from {data!r:.80}")
        return data

    return read


def _converted(convert: Callable[[str], Any]) -> Reader:
    text = _instance(str)
    return lambda data: convert(text(data))


def _one_of(choices: tuple[Any, ...]) -> Reader:
    def read(data: Any) -> Any:
        if data not in choices:
            raise ValueError(f"{data!r:.80} is none of {choices}")
        return data

    return read


def _optional(hints: tuple[Any, ...]) -> Reader:
    (inner,) = (_reader(each) for each in hints if each is not NoneType)
    return lambda data: None if data is None else inner(data)


def _many(make: Callable[[Iterable[Any]], Any], inner: Reader) -> Reader:
    items = _instance(list)
    return lambda data: make(map(inner, items(data)))


def _named(inner: Reader) -> Reader:
    members = _instance(dict)
    return lambda data: {str(key): inner(each) for key, each in members(data).items()}


_PLAIN: dict[Any, Reader] = {
    str: _instance(str),
    bool: _instance(bool),
    int: _instance(int),
    float: _instance(float, int),
    datetime: _converted(datetime.fromisoformat),
    date: _converted(date.fromisoformat),
    Path: _converted(Path),
    bytes: _converted(partial(base64.b64decode, validate=True)),
}


# ---------------------------------------------------------------- digests


def digest(*parts: object) -> str:
    """Return the sha-256, in hexadecimal, of the parts' canonical JSON.

    The same in every process; a dataclass field at its default does not count, so
    that a new one changes no digest. Lone surrogates are hashed as they are.
    """
    text = _canonical(to_data(parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
