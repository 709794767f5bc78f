"""The settings before a Markdown text: YAML, TOML or JSON, as site generators read them."""

import json
import re
import tomllib
from typing import Any

import yaml

from syndicator.errors import ParseError
from syndicator.ports import Document

_LARGEST = 64 * 1024  # characters
_YAML = re.compile(
    r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(
    r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_JSON = re.compile(r"\{\s*[\"}]")  # not "{{", with which a template begins


class _Words(yaml.SafeLoader):
    """YAML whose scalars stay the words of the source: dates, "No", 1.10, 2024."""


_Words.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in known if tag.endswith((":null", ":merge"))
    ]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def split(document: Document, text: str) -> tuple[dict[str, Any], str]:
    """The settings, their names in lower case, and the Markdown after them.

    A text that begins with none has no settings. ParseError where they are broken.
    """
    for pattern, load in ((_YAML, _yaml), (_TOML, tomllib.loads)):
        found = pattern.match(text)
        if found:
            return _loaded(document, load, found[1]), text[found.end() :]
    if _JSON.match(text):
        return _json(document, text)
    return {}, text


def _yaml(text: str) -> Any:
    return yaml.load(text, Loader=_Words)  # noqa: S506 - a SafeLoader that knows less


def _loaded(document: Document, load: Any, text: str) -> dict[str, Any]:
    if len(text) > _LARGEST:
        raise ParseError(document.name, "front matter of over 64 kB")
    try:
        return _settings(document, load(text))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise ParseError(document.name, f"broken front matter: {reason}") from error


def _json(document: Document, text: str) -> tuple[dict[str, Any], str]:
    try:
        data, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(document.name, f"broken front matter: {error}") from error
    return _settings(document, data), text[end:]


def _settings(document: Document, data: Any) -> dict[str, Any]:
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ParseError(document.name, "front matter that is no list of settings")
    return {str(name).lower(): value for name, value in data.items()}
