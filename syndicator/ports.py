"""What the pipeline needs of the outside world, as small Protocols, with their values.

Implementations live in fetch/, store/ and publish/; only app.py knows which is used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeVar

from syndicator.errors import FetchError
from syndicator.model import (
    Article,
    Feed,
    Issue,
    IssueRecord,
    RawEntry,
    Selection,
    Source,
)

# ---------------------------------------------------------------- fetching


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes as they came. `name` is stable within the source: a URL or a file name.

    `mark` changes when the document does; `charset` is the transport's word, or "".
    """

    name: str
    url: str
    body: bytes
    media_type: str = ""
    charset: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """Opaque words of a source, handed back at the next fetch (RFC 9110 §13)."""

    etag: str = ""
    last_modified: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one look at a source brought.

    `unchanged`: nothing new, `documents` is empty. `present`: every document the
    source holds, where it can say so (a folder), else None. `failed`: documents that
    are there and could not be had this time.
    """

    documents: tuple[Document, ...] = ()
    validators: Validators = field(default_factory=Validators)
    unchanged: bool = False
    present: frozenset[str] | None = None
    wait_seconds: int = 0  # how long the server asks to be left alone
    moved_to: str = ""  # where a permanent redirect points
    failed: tuple[FetchError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How to look at a file: `whole` with its bytes, else by as few as will do.

    `page` is what shows it: some hosts hand pictures to their own pages only.
    `validator` is a Picture's; with it, an unchanged file is not sent again.
    """

    whole: bool = False
    page: str = ""
    validator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What the bytes of an image say; `body` is there where all of them were wanted.

    `guarded`: only its own site may show it. `validator` is an opaque word of its host.
    """

    type: str
    width: int
    height: int
    length: int
    body: bytes = b""
    validator: str = ""
    guarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a server says of a file; 0 bytes where it does not say."""

    type: str
    length: int


class Fetcher(Protocol):
    """Raises FetchError, never anything else."""

    def fetch(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        """Look at a source; documents whose mark is in `marks` may be left out."""

    def page(self, source: Source, url: str) -> Document:
        """Fetch one page an entry links to."""

    def picture(self, source: Source, url: str, look: Look) -> Picture | None:
        """Measure the image at `url`; None where it is what it was."""

    def file(self, source: Source, url: str) -> FileFacts:
        """Ask what the audio, video or other file at `url` is."""


# ---------------------------------------------------------------- reading safely

T = TypeVar("T")


class Sandbox(Protocol):
    """Where what strangers wrote is read: a hang or a crash ends there."""

    def call(self, subject: str, function: Callable[..., T], *arguments: object) -> T:
        """What the pure `function` returns; it and all values can be pickled.

        Raises ParseError, never anything else; `subject` is what is being read.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service answered, whatever its status."""

    status: int
    body: bytes


class Caller(Protocol):
    """Raises FetchError where there is no answer, or one that leads elsewhere."""

    def call(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        allow_networks: tuple[str, ...] = (),
    ) -> Answer:
        """Ask a service the operator named; redirects are not followed."""


# ---------------------------------------------------------------- storing


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
    pace_seconds: int = 0  # between looks, as the feed itself asks


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


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A decision about one article, to be stored as it stands.

    `reason` says why, in words for the log.
    """

    kind: Literal[
        "new", "changed", "refreshed", "withdrawn", "restored", "same", "twin"
    ]
    article: Article
    raw: RawEntry | None  # None: keep what is stored
    mark: str
    said: str
    recipe: str
    reason: str = ""


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


class Store(Protocol):
    """The service's memory. Raises StoreError, never anything else.

    A *subject* is what a selection can ask for: "*", "source:lab", "tag:sleep",
    "section:…", "author:…", "language:…", "keyword:…". Settling an article touches its subjects, old
    and new, in the same transaction; `generation` is the newest touch among some.
    """

    def lock(self, holder: str) -> AbstractContextManager[None]:
        """Hold the store for one run, or raise Busy naming the holder, at once."""

    def state(self, source: str) -> SourceState: ...
    def save_state(self, state: SourceState) -> None: ...
    def problems(self) -> list[Problem]: ...
    def save_problems(self, source: str, problems: Sequence[Problem]) -> None:
        """Replace the problems of a source; one already there keeps its `since`."""

    def marks(self, source: str) -> dict[str, str]:
        """Key → mark of every article of the source that is not withdrawn."""

    def known(
        self, source: str, keys: Iterable[str], urls: Iterable[str]
    ) -> dict[str, Known]:
        """Articles of a source by "key:…" and "url:…", past keys and URLs included.

        Addresses that `urls.key` takes for one are one.
        """

    def near(self, names: Iterable[str]) -> dict[str, list[Known]]:
        """Articles of any source, live or not, by each "url:…" or "like:…" asked for.

        They have or had that address, or share some words ("like:…" is a word of
        their sketch).
        """

    def held(self, ids: Iterable[str]) -> dict[str, tuple[RawEntry, Known]]:
        """Articles by id, with what the source had said."""

    def outdated(self, source: str, recipe: str) -> list[tuple[RawEntry, Known]]:
        """Articles normalized with another recipe, with what the source had said."""

    def settle(self, news: Sequence[News]) -> None:
        """Store decisions and touch what they change, in one transaction."""

    def release(self, now: datetime) -> int:
        """Make scheduled articles whose time has come live; return how many."""

    def select(self, selection: Selection, limit: int) -> list[Article]:
        """Live articles, newest published first, ties by id."""

    def gone(self, selection: Selection, limit: int) -> list[Article]:
        """Withdrawn articles of the selection, the last withdrawn first, ties by id."""

    def count(self, selection: Selection) -> int: ...
    def watch(self, keywords: Iterable[str]) -> None:
        """Make "keyword:…" subjects of these words, and of no others."""

    def find(self, text: str) -> list[Article]:
        """Articles, live or not, whose id, key or URL is `text`."""

    def said(self, article: str) -> RawEntry | None:
        """What the source had said of the article with this id, None without one."""

    def generation(self, subjects: Iterable[str]) -> int: ...

    def catch_up(self, feed: Feed) -> int:
        """Bring a feed's history and its facets up to what has been settled.

        An article enters the feed's window when it first is one of its selection. Of a
        window that holds more than `limit` articles the oldest move to the last page of
        the archive, and where that holds `limit`, to a new one; there they stay. A few
        that come late stay in the window as long as if they were new. Values
        of a kind in `facets` that have enough articles get a name.

        Return for how many values `facet_limit` left no room.
        """

    def window(self, feed: Feed) -> list[Article]:
        """The live articles of a feed's own document, newest first."""

    def pages(self, feed: str) -> dict[int, int]:
        """The pages of a feed's archive, from 1 on, with the generation of each."""

    def page(self, feed: Feed, number: int) -> list[Article]:
        """The articles of one page of the archive, live or withdrawn, newest first."""

    def facets(self, feed: Feed) -> list[Facet]:
        """The named values of the kinds in the feed's `facets`, sorted by name."""

    def rename_feed(self, old: str, new: str) -> None:
        """Hand a feed's history and names on to another that has none."""

    def fragments(self, scope: str) -> dict[str, tuple[str, bytes]]:
        """Article id → (digest of what it was made from, rendered bytes)."""

    def save_fragments(
        self, scope: str, fragments: Mapping[str, tuple[str, bytes]]
    ) -> None:
        """Make `fragments` the only ones of `scope`."""

    def artifacts(self) -> dict[str, Artifact]: ...
    def save_artifacts(
        self, made: Sequence[Artifact], gone: Sequence[str] = ()
    ) -> None: ...

    def letter_state(self, letter: str) -> LetterState: ...
    def save_letter_state(self, state: LetterState) -> None: ...
    def waiting(
        self,
        letter: str,
        selection: Selection,
        since: int,
        oldest: datetime,
        limit: int,
    ) -> list[Article]:
        """Live articles that no issue of a letter has held, newest published first.

        Those that first went live after generation `since`, whatever their date, and
        those published at `oldest` or later. What a source brought at its very first
        reading is judged by its date alone: it is its past.
        """

    def issues(self, letter: str) -> list[Issue]:
        """Every issue of a letter, the newest first."""

    def issue_record(self, letter: str, number: int) -> IssueRecord:
        """What an issue was made of; StoreError where there is no such issue."""

    def issue_file(self, letter: str, number: int, suffix: str) -> bytes: ...
    def save_issue(
        self,
        issue: Issue,
        record: IssueRecord,
        files: Mapping[str, bytes],
        state: LetterState,
    ) -> None:
        """Keep an issue with its files by suffix, all in one transaction.

        Its articles count as held by it. One of that number is replaced, and what it
        held and no longer shows still counts. StoreError where another issue holds one
        of its articles already, or a number would be left out.
        """

    def issued(self, letter: str, articles: Iterable[str]) -> dict[str, int]:
        """Of some articles those that an issue of the letter has held, by its number."""

    def withdrawn(self, letter: str) -> list[tuple[int, Article]]:
        """Withdrawn articles that issues of a letter still show, by issue number."""

    def page_names(self, letter: str, wanted: Mapping[str, str]) -> dict[str, str]:
        """Article id → the name of its page: the wanted one, or as it was first given.

        No two articles of a letter ever have one name: the second's ends in "-2".
        """

    def media(self, name: str) -> bytes: ...
    def save_media(self, name: str, body: bytes) -> None: ...
    def close(self) -> None: ...


# ---------------------------------------------------------------- publishing


class Publisher(Protocol):
    """Raises PublishError, never anything else."""

    def sweep(self) -> None:
        """Remove what a killed run left behind."""

    def size(self, path: str) -> int | None:
        """Bytes published at `path`, None where there are none."""

    def put(self, path: str, body: bytes) -> bool:
        """Replace atomically; False, and no write, where the bytes are there already."""

    def remove(self, path: str) -> None: ...
    def flush(self) -> None:
        """Return when all that was put survives a power cut."""


class Announcer(Protocol):
    """Raises PublishError, never anything else."""

    def announce(self, hub: str, topic: str) -> None:
        """Tell a hub that the feed at an address, `topic`, has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One issue of a letter, to be handed to who sends it.

    `issue` names it; "" where the letter comes in no issues, and this is its latest.
    """

    letter: str
    issue: str
    title: str
    subject: str
    html: str
    text: str


class Pusher(Protocol):
    """Raises PublishError, never anything else."""

    def request(self, mail: Mail) -> str:
        """What would be sent for this mail, for people; nothing is asked or sent."""

    def push(self, mail: Mail) -> str:
        """Leave the mail as a draft there; say what came of it. Twice is once."""
