"""Whether tables have the right shape: known keys, values of the right type."""

import difflib
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import ValidationError
from pydantic_settings import EnvSettingsSource, SettingsError

from syndicator.config.settings import NAMED, PREFIX, Tables

# What a site must have, while it is looked at what else is wrong.
_STAND_INS = {"title": "untitled", "url": "https://untitled.example/"}
_WORDS = {
    "dataclass_type": "must be a table",
    "dict_type": "must be a table",
    "missing": "is missing",
}


def validate(
    data: dict[str, Any], environment: Mapping[str, str]
) -> tuple[Tables | None, list[str]]:
    """The tables and what is wrong; wrong values are left out of the tables.

    A table that cannot do without a wrong value is left out whole, so that the others
    can still be looked at.
    """
    mistakes: list[str] = []
    left_out: set[tuple[Any, ...]] = set()
    try:
        data = merged(data, environment)
    except SettingsError as error:  # names the field, not its value
        mistakes.append(f"environment: {error}; it must be JSON")
    for _ in range(3):
        try:
            return Tables(**data), mistakes
        except ValidationError as error:
            problems = error.errors(include_url=False, include_input=False)
        fresh = [p for p in problems if p["loc"] not in left_out]
        mistakes += [_mistake(p, environment) for p in fresh]
        wrong = {_culprit(p) for p in problems}
        left_out |= wrong | {p["loc"] for p in problems}
        data = _without(data, wrong)
        data["site"] = _STAND_INS | data.get("site", {})
    return None, mistakes


def _culprit(problem: Any) -> tuple[Any, ...]:
    """What must be left out: a table that lacks something is of no use, but the site."""
    location: tuple[Any, ...] = problem["loc"]
    whole = problem["type"] == "missing" and location[0] != "site"
    return location[:-1] if whole else location


def merged(data: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """The file's tables with the environment laid over them."""
    source = EnvSettingsSource(Tables)
    source.env_vars = {k.lower(): v for k, v in environment.items()}

    def lay(over: Any, under: Any) -> Any:
        if not (isinstance(over, dict) and isinstance(under, dict)):
            return over
        both = {k: lay(v, under[k]) for k, v in over.items() if k in under}
        return {**under, **over, **both}

    merged: dict[str, Any] = lay(source(), data)
    return merged


def _without(data: dict[str, Any], locations: Set[tuple[Any, ...]]) -> dict[str, Any]:
    def prune(value: Any, at: tuple[Any, ...]) -> Any:
        if at in locations and at:
            return None
        if not isinstance(value, dict):
            return value
        pruned = {k: prune(v, (*at, k)) for k, v in value.items()}
        return {k: v for k, v in pruned.items() if v is not None}

    result: dict[str, Any] = prune(data, ())
    return result


def _mistake(problem: Any, environment: Mapping[str, str]) -> str:
    location = tuple(str(part) for part in problem["loc"])
    path = ".".join(location)
    variable = PREFIX + "__".join(location).upper()
    origin = f" (from {variable})" if variable in environment else ""
    if problem["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        allowed = _allowed(location[:-1])
        return f"{path}{origin}: unknown key{guess(location[-1], allowed)}"
    if problem["type"] in _WORDS:
        return f"{path}{origin}: {_WORDS[problem['type']]}"
    return f"{path}{origin}: {problem['msg'][0].lower()}{problem['msg'][1:]}"


def _allowed(location: tuple[str, ...]) -> list[str]:
    """The keys allowed in the table at a location."""
    if not location:
        return list(Tables.model_fields)
    shape: Any = Tables.model_fields[location[0]].annotation
    for part in location[1:]:
        shape = _inside(shape, part)
    hidden = NAMED.get(location[0]) if len(location) == 2 else None
    return sorted(f.name for f in fields(shape) if f.name != hidden)


def _inside(shape: Any, part: str) -> Any:
    """The type of one member: a table's field, a mapping's value, a list's element."""
    if is_dataclass(shape):
        return get_type_hints(shape)[part]
    inner = get_args(shape)
    return inner[1] if get_origin(shape) is dict else inner[0]


def guess(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"{meant or ';'} allowed: {', '.join(known)}"
