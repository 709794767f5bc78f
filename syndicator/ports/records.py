"""What the store remembers, value by value."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from syndicator.model import Article, RawEntry, Request
from syndicator.ports.fetching import Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A permanent redirect of a source, and how often it has led there, days apart."""

    to: str = ""
    times: int = 0
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered of a source between polls. Instants are UTC, None is never."""

    name: str
    validators: Validators = field(default_factory=Validators)
    recipe: str = ""  # of the settings its articles were last normalized with
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    next_at: datetime | None = None
    blocked_until: datetime | None = None  # the server's own wish (Retry-After)
    failures: int = 0  # in a row
    error: str = ""
    move: Move = field(default_factory=Move)
    gone_at: datetime | None = None  # its publisher ended it (410): it is parked
    pace_seconds: int = 0  # between looks, as the source itself asks
    cursor: str = ""  # from where to ask for changes, in the source's own words
    listed_at: datetime | None = None  # when all it has was last listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Something pushed to a source, as it waits; without a body `key` is no more.

    `number` is given when it is received, and never again to another.
    """

    key: str
    url: str = ""
    media_type: str = ""
    charset: str = ""
    body: bytes = b""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something of a source that was left out, and why."""

    source: str
    subject: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A stored article, with what it was made from."""

    article: Article
    mark: str  # of the document or entry it came from
    said: str  # digest of the RawEntry
    recipe: str


NewsKind = Literal[
    "new", "changed", "refreshed", "withdrawn", "restored", "same", "twin"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A decision about one article, to be stored as it stands.

    `reason` says why, in words for the log.
    """

    kind: NewsKind
    article: Article
    raw: RawEntry | None  # None: keep what is stored
    mark: str
    said: str
    recipe: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """When the page of a source's entry is to be asked again, and what is known of it.

    `entry` is what the source said of an article that was read from the page; None
    where the source said all of it, and only whether the page is there is of interest.
    `since` is when that was brought in, or the article withdrawn for its page (`gone`).
    """

    source: str
    key: str
    url: str
    since: datetime
    due_at: datetime | None  # None: it is not asked any more
    validators: Validators = field(default_factory=Validators)
    entry: RawEntry | None = None
    missed_at: datetime | None = None  # when it first was not there
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """How far the past of a source has been brought in.

    `pending` is still to be asked, in that order; `seen` are short digests of all that
    was ever to be asked.
    """

    source: str
    reading: str = ""  # the way of reading it goes by
    since: datetime | None = None
    taken: int = 0  # articles, by now
    pending: tuple[Request, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One published file, and what it was made from."""

    path: str  # below the publish path, with forward slashes
    recipe: str  # digest of settings, policy and code
    generation: int  # of its subjects when it was made
    made_from: str  # digest of everything that went in
    digest: str  # sha-256 of the bytes
    size: int
    items: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterState:
    """How far a letter with a schedule has come. Instants are UTC, None is never."""

    name: str
    began: datetime | None = None  # when its schedule was first seen
    first: int = 0  # the newest generation then
    kept: datetime | None = None  # up to when its schedule has been kept
    schedule: str = ""  # that is kept; with another, keeping starts anew
    refused: str = ""  # digest of what could not be made an issue of
    pinned: tuple[str, ...] = ()  # ids, by command


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A value with a feed of its own; its name, as in "tag/sleep", never changes."""

    subject: str
    name: str
    label: str  # the value as an article wrote it

    @property
    def kind(self) -> str:
        return self.subject.partition(":")[0]
