"""What a renderer is given besides items: who publishes, what, where, as of when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from syndicator.model import Feed, Image, Letter, Site, Tag
from syndicator.render.tools import TOOLS, Syntax


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the published files are served: `base_url` ends in a slash."""

    site: Site
    base_url: str

    def media(self, image: Image) -> str:
        """The address of an image: ours where we hold it, else its own."""
        return f"{self.base_url}media/{image.mirror}" if image.mirror else image.url

    @property
    def syntax(self) -> Syntax:
        """What its reader takes for the start of a tag; none where it knows no tags."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """An article that was withdrawn; the reason is the operator's, "" where none is."""

    id: str
    when: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Where a document stands in its feed's history (RFC 5005 §4).

    `page` is that of the archive, from 1 on, 0 for the feed's own document; `older` and
    `newer` are the pages beside it, 0 where there is none. `gone` is what was withdrawn
    from it, the last first.
    """

    page: int = 0
    older: int = 0
    newer: int = 0
    gone: tuple[Deletion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFrame(Place):
    """One document of a feed: its settings, and its newest change."""

    feed: Feed
    updated: datetime
    chain: Chain = field(default_factory=Chain)
    show: tuple[Tag, ...] = ()  # the podcast that all its episodes are of

    @property
    def title(self) -> str:
        return self.feed.title or self.site.title

    @property
    def description(self) -> str:
        return self.feed.description or self.site.description or self.title

    @property
    def syntax(self) -> Syntax:
        return TOOLS[self.feed.tool].syntax if self.feed.tool else ()

    @property
    def hubs(self) -> tuple[str, ...]:
        """Nobody subscribes to a page of the archive."""
        return () if self.chain.page else self.site.hubs

    def address(self, suffix: str, page: int = 0) -> str:
        """The feed's own address in one format, as in `.rss`, or that of a page."""
        name = archive_name(self.feed, page) if page else self.feed.name
        return f"{self.base_url}feeds/{name}{suffix}"


def archive_name(feed: Feed, page: int) -> str:
    return f"{feed.name}/archive/{page}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFrame(Place):
    """One issue of a letter; `date` is the instant it speaks of.

    `file` is what its files are called; `parts` are headings, by the id of the
    article above which each stands.
    """

    letter: Letter
    date: datetime
    file: str = "latest"
    number: int = 0  # of the issue, from 1; 0 where the letter comes in none
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.letter.title or self.site.title

    def address(self, suffix: str) -> str:
        """The issue's own address, as in `latest.html` for `.html`."""
        return f"{self.base_url}letters/{self.letter.name}/{self.file}{suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuesFrame(FeedFrame):
    """The feed of a letter's issues: `feed` is named as the letter."""

    def address(self, suffix: str, page: int = 0) -> str:
        return f"{self.base_url}letters/{self.feed.name}/issues{suffix}"
