"""feedparser on text from strangers: nothing is opened, and no input makes it crawl."""

import io
import re
from typing import Any

import feedparser
from feedparser import mixin

from syndicator.parse import markup

_DECLARATION = re.compile(r"<\?xml\b[^<>]*\?>", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(r"<\w")
_LONGEST_PROLOGUE = 10_000  # characters; its patterns are quadratic in it
_MOST_TAGS = 300
_MAIL = re.compile(
    r"(?<![\w.+%'-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w-])"
)
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|<\s*>|&lt;\s*&gt;")
_SPACE = re.compile(
    r"(?<!\s)(?:\s|&#(?:0*(?:9|10|13|32)|x0*(?:9|a|d|20));){500,}", re.IGNORECASE
)


def _sync_person(self: Any, key: str = "author") -> None:
    """Tell the name from the address of a person, and make one line of the two.

    feedparser's own method looks for the address with a pattern that takes quadratic
    time and cuts addresses of newer top-level domains in two.
    """
    context = self._get_context()
    person = (context.get(f"{key}s") or [feedparser.FeedParserDict()])[-1]
    if person:
        name, mail = person.get("name"), person.get("email")
        line = f"{name} ({mail})" if name and mail else name or mail
        if line:
            context[key] = line
    elif context.get(key):
        parts = _name_and_mail(context[key])
        person.update({k: v for k, v in parts.items() if v})
        context.setdefault(f"{key}_detail", person)


def _name_and_mail(said: str) -> dict[str, str]:
    found = _MAIL.search(said)
    if not found:
        return {"name": said.strip()}
    rest = _EMPTY_BRACKETS.sub("", said[: found.start()] + said[found.end() :])
    rest = rest.strip(' "')
    inner = rest.removeprefix("(").removesuffix(")").strip(' "')
    return {"name": inner, "email": found[0]}


def _add_tag(self: Any, term: Any, scheme: Any, label: Any) -> None:
    """Add a tag unless there are enough; feedparser compares each with all."""
    if len(self._get_context().get("tags") or ()) < _MOST_TAGS:
        _add_any_tag(self, term, scheme, label)


_add_any_tag = mixin._FeedParserMixin._add_tag
mixin._FeedParserMixin._sync_author_detail = _sync_person
mixin._FeedParserMixin._add_tag = _add_tag

# What feedparser is known to let out for broken input, beside its own `bozo`.
SLIPS = (ValueError, LookupError, AttributeError, TypeError, RecursionError)


def parse(text: str) -> Any:
    """The feed in `text` as a FeedParserDict, markup as it was; may raise SLIPS."""
    found = feedparser.parse(
        io.BytesIO(_tamed(text).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return _unscrambled(found)


def _unscrambled(found: Any) -> Any:
    """The same, every text in it that was read in a wrong encoding read in its own."""
    if isinstance(found, str):
        return markup.unscrambled(found)
    if isinstance(found, dict):
        for key in [*found]:
            dict.__setitem__(found, key, _unscrambled(dict.__getitem__(found, key)))
    if isinstance(found, list):
        found[:] = map(_unscrambled, found)
    return found


def _tamed(text: str) -> str:
    """No illegal characters, no declaration of an encoding, no endless prologue."""
    text = _SPACE.sub("\n", markup.legal(text))
    found = _FIRST_ELEMENT.search(text)
    start = found.start() if found else 0
    head = text[:start] if start <= _LONGEST_PROLOGUE else ""
    lines = (line.strip() for line in _DECLARATION.sub("", head).splitlines())
    return "\n".join((*filter(None, lines), text[start:]))
