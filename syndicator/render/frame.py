"""What a renderer is given besides items: who publishes, what, where, as of when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from syndicator.model import Feed, Image, Letter, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the published files are served: `base_url` ends in a slash."""

    site: Site
    base_url: str

    def media(self, image: Image) -> str:
        """The address of an image: ours where we hold it, else its own."""
        return f"{self.base_url}media/{image.mirror}" if image.mirror else image.url


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFrame(Place):
    """One feed: its settings and the newest `updated` among its items."""

    feed: Feed
    updated: datetime

    @property
    def title(self) -> str:
        return self.feed.title or self.site.title

    @property
    def description(self) -> str:
        return self.feed.description or self.site.description or self.title

    def address(self, suffix: str) -> str:
        """The feed's own address in one format, as in `.rss`."""
        return f"{self.base_url}feeds/{self.feed.name}{suffix}"


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
