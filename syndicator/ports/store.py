"""The service's memory."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from syndicator.model import Article, Feed, Issue, IssueRecord, RawEntry, Selection
from syndicator.ports.records import (
    Artifact,
    Backfill,
    Facet,
    Known,
    LetterState,
    News,
    Parcel,
    Problem,
    Recheck,
    SourceState,
)


class Store(Protocol):
    """The service's memory. Raises StoreError, never anything else.

    A *subject* is what a selection can ask for: "*", "source:lab", "tag:sleep",
    "section:…", "author:…", "language:…", "keyword:…". Settling an article touches its subjects, old
    and new, in the same transaction; `generation` is the newest touch among some.
    """

    def lock(self, holder: str) -> AbstractContextManager[None]:
        """Hold the store for one run, or raise Busy naming the holder, at once."""

    def state(self, source: str) -> SourceState: ...
    def states(self, sources: Iterable[str]) -> dict[str, SourceState]:
        """The state of each of these sources, those never looked at among them."""

    def save_states(self, states: Sequence[SourceState]) -> None:
        """Store them in one transaction."""

    def problems(self) -> list[Problem]: ...
    def save_problems(self, source: str, problems: Sequence[Problem]) -> None:
        """Replace the problems of a source; one already there keeps its `since`."""

    def marks(self, source: str) -> dict[str, str]:
        """Key → mark of every article of the source that is not withdrawn."""

    def skipped(self, source: str) -> dict[str, str]:
        """Key → mark of the links of a source that were not taken."""

    def skip(self, source: str, marks: Mapping[str, str]) -> None:
        """Remember links of a source that were not taken, beside those there are."""

    def receive(self, source: str, parcels: Sequence[Parcel]) -> None:
        """Keep what was pushed to a source, in place of what waits of the same keys.

        On return it survives a power cut. May be called while another holds the lock.
        """

    def inbox(self, source: str) -> list[Parcel]:
        """What waits to be settled, the oldest first; not more than fits in memory."""

    def inboxes(self) -> dict[str, int]:
        """The sources for which something waits, with the number of the newest."""

    def discharge(self, numbers: Iterable[int]) -> None:
        """Forget what has been settled: these, and nothing that came in their place."""

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

    def settle(
        self,
        news: Sequence[News],
        rechecks: Sequence[Recheck] = (),
        backfill: Backfill | None = None,
    ) -> None:
        """Store decisions and touch what they change, in one transaction.

        With them when which pages are to be asked again, and how far a backfill has
        come. What a backfill brought is of the past: feeds and letters take it by its
        date alone.
        """

    def rechecks(
        self, sources: Iterable[str], now: datetime, most: int
    ) -> dict[str, list[Recheck]]:
        """The pages of each source that are due, the longest due first, `most` each."""

    def missing(self, source: str) -> list[Recheck]:
        """Pages of a source that were not there when they were last asked, by key."""

    def sound(self, source: str, now: datetime, most: int) -> list[Recheck]:
        """Pages that were there and are not due yet; those that will be first."""

    def backfill(self, source: str) -> Backfill | None:
        """How far the backfill of a source has come; None where there was none."""

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
        reading, or by a backfill, is judged by its date alone: it is its past.
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
