"""The table of feed formats, and what pages and lists say of feeds and letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from syndicator.model import Item
from syndicator.render import atom, jsonfeed, rss
from syndicator.render.frame import FeedFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a feed is written.

    `entry` gives one item, whole or as its excerpt, as bytes that depend on its
    arguments but never on `FeedFrame.updated`, so they can be kept; `document` gives
    the feed around such bytes.
    """

    label: str
    suffix: str
    media_type: str
    entry: Callable[[FeedFrame, Item, bool], bytes]
    document: Callable[[FeedFrame, Sequence[bytes]], bytes]


FORMATS = {
    "rss": Format(
        label="RSS",
        suffix=".rss",
        media_type=rss.MEDIA_TYPE,
        entry=rss.entry,
        document=rss.document,
    ),
    "atom": Format(
        label="Atom",
        suffix=".atom",
        media_type=atom.MEDIA_TYPE,
        entry=atom.entry,
        document=atom.document,
    ),
    "json": Format(
        label="JSON Feed",
        suffix=".json",
        media_type=jsonfeed.MEDIA_TYPE,
        entry=jsonfeed.entry,
        document=jsonfeed.document,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCard:
    """A feed as lists show it; `latest` are its newest items, newest first.

    `facets` are the feeds of single tags, authors, … it has been divided into.
    """

    name: str
    title: str
    description: str = ""
    items: int = 0
    updated: datetime | None = None
    latest: tuple[Item, ...] = ()
    facets: tuple["FeedCard", ...] = ()

    @property
    def kind(self) -> str:
        """What a facet is by, as in "tag": its name is FEED/KIND/VALUE."""
        return self.name.split("/")[-2]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCard:
    """A letter as lists show it; `subject` is that of its latest issue.

    `files` are what there is to look at, each (words, file), the foremost first.
    """

    name: str
    title: str
    subject: str = ""
    files: tuple[tuple[str, str], ...] = (
        ("Latest issue", "latest.html"),
        ("Plain text", "latest.txt"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MailCard:
    """One mail of a letter as its list shows it: `file` with each of some suffixes."""

    file: str
    title: str
    at: datetime
    files: tuple[str, ...]
    number: int = 0  # of the issue; 0 where it is none
    words: str = ""
    notes: tuple[str, ...] = ()
