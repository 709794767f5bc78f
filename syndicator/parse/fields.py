"""What feedparser found in a feed, a source or an entry, read without trusting its types.

Fields are looked up with dict's own method: FeedParserDict answers for a missing
`updated` with `published`.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from syndicator import text as plain
from syndicator import urls
from syndicator.model import Author, Origin
from syndicator.parse import markup, values

MARKUP = ("text/html", "application/xhtml+xml")
_REFERENCE = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+\d*);", re.IGNORECASE)
_NONE: Mapping[str, Any] = {}
_TEXTS = ("content", "title_detail", "summary_detail", "rights_detail")


class Fields:
    """One mapping of feedparser's; `atom` says whether its titles say their type."""

    def __init__(self, found: Any, *, atom: bool) -> None:
        self.found = found
        self.atom = atom

    def string(self, *names: str) -> str:
        """The first of these fields that says something, as it was said."""
        return next(
            filter(None, (values.word(dict.get(self.found, n)) for n in names)), ""
        )

    def tables(self, *names: str) -> Iterator[Mapping[str, Any]]:
        """The mappings in these fields, one or several in each."""
        return chain(*(values.tables(dict.get(self.found, name)) for name in names))

    def line(self, name: str) -> str:
        """A field that may hold markup, as one line of text.

        Atom says which it is (RFC 4287 §3.1); RSS does not, so there a reference gives
        the markup away, as in "AT&amp;T".
        """
        value = self.string(name)
        typed = any(
            detail.get("type") in MARKUP and values.first(detail, "value") == value
            for detail in self.tables(f"{name}_detail")
        )
        if typed or (not self.atom and _REFERENCE.search(value)):
            return markup.to_line(value)
        return plain.collapse(value)

    def said(self, name: str, text: Mapping[str, Any] = _NONE) -> str:
        """What xml:base or xml:lang says, as in force at this text, else at another."""
        texts = (text, *self.tables(*_TEXTS))
        return next(filter(None, (values.first(t, name) for t in texts)), "")

    def link(self) -> str:
        """The link; a guid stands in only where it is an address."""
        link = self.string("feedburner_origlink", "link")
        return link if link != self.string("id") or urls.is_web(link) else ""

    def base(self, fallback: str, text: Mapping[str, Any] = _NONE) -> str:
        return markup.base(self.said("base", text) or fallback, fallback)

    def people(self) -> tuple[Author, ...]:
        return markup.distinct_people(
            markup.person(values.first(a, "name", "email"), values.first(a, "href"))
            for a in self.tables("authors")
        )

    def origin(self, document_url: str, feed_url: str) -> Origin:
        return Origin(
            title=self.line("title"),
            id=self.string("id"),
            url=markup.resolve(self.link(), self.base(document_url)),
            feed_url=feed_url,
            updated=self.string("updated"),
            rights=self.line("rights"),
            language=self.string("language"),
        )
