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
_SPACE = re.compile(
    r"(?<!\s)(?:\s|&#(?:0*(?:9|10|13|32)|x0*(?:9|a|d|20));){500,}", re.IGNORECASE
)


def _keep_author(self: Any, key: str = "author") -> None:
    """Keep a person given as one string as it is.

    feedparser's own method looks for a mail address in it with a pattern that takes
    quadratic time and cuts addresses of newer top-level domains in two.
    """
    context = self._get_context()
    people = context.get(f"{key}s")
    if people and not people[-1] and context.get(key):
        people[-1]["name"] = context[key]


def _add_tag(self: Any, term: Any, scheme: Any, label: Any) -> None:
    """Add a tag unless there are enough; feedparser compares each with all."""
    if len(self._get_context().get("tags") or ()) < _MOST_TAGS:
        _add_any_tag(self, term, scheme, label)


_add_any_tag = mixin._FeedParserMixin._add_tag
mixin._FeedParserMixin._sync_author_detail = _keep_author
mixin._FeedParserMixin._add_tag = _add_tag

# What feedparser is known to let out for broken input, beside its own `bozo`.
SLIPS = (ValueError, LookupError, AttributeError, TypeError, RecursionError)


def parse(text: str) -> Any:
    """The feed in `text` as a FeedParserDict, markup as it was; may raise SLIPS."""
    return feedparser.parse(
        io.BytesIO(_tamed(text).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _tamed(text: str) -> str:
    """No illegal characters, no declaration of an encoding, no endless prologue."""
    text = _SPACE.sub("\n", markup.legal(text))
    found = _FIRST_ELEMENT.search(text)
    start = found.start() if found else 0
    head = text[:start] if start <= _LONGEST_PROLOGUE else ""
    lines = (line.strip() for line in _DECLARATION.sub("", head).splitlines())
    return "\n".join((*filter(None, lines), text[start:]))
