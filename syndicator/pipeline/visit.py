"""One look at one source, while it lasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from syndicator.codec import digest
from syndicator.errors import FetchError, SourceError
from syndicator.model import Source
from syndicator.normalize import Terms
from syndicator.pipeline import kinds
from syndicator.pipeline.plan import Plan
from syndicator.ports import (
    Fetcher,
    Problem,
    Recheck,
    Sandbox,
    Store,
    Validators,
)


@dataclass(slots=True)
class Visit:
    """One look at one source, while it lasts."""

    source: Source
    plan: Plan
    fetcher: Fetcher
    store: Store
    now: datetime
    sandbox: Sandbox
    problems: list[Problem] = field(default_factory=list)
    read: dict[str, Validators] = field(default_factory=dict)  # pages, by entry's key
    rechecks: list[Recheck] = field(default_factory=list)  # to be stored with the news
    past: bool = False  # what it brings is old, and no news
    faulty: bool = False  # our own code failed at something
    retry: bool = False  # something may succeed next time: do not call this read
    more: bool = False  # there is more to be had, as soon as another look may be
    wait_seconds: int = 0  # how long a server asked to be left alone on the way
    skipped: dict[str, str] = field(default_factory=dict)  # links not taken, by key
    reading: str = field(init=False)

    def __post_init__(self) -> None:
        self.reading = reading(self.source)

    @property
    def terms(self) -> Terms:
        return Terms(self.plan.site, self.source, self.plan.disclaimers)

    @property
    def links(self) -> bool:
        """Its entries are but links, and what they lead to is the article."""
        return kinds.walker(self.source.kind).links

    @property
    def follow(self) -> bool:
        """The article is what is on an entry's page, and without it there is none."""
        return self.source.follow or self.links

    def mark(self, plain: str) -> str:
        """The mark of an entry as it is stored: it holds for one way of reading."""
        return f"{plain} {self.reading}"

    def marks(self) -> dict[str, str]:
        """The mark of each article that is stored."""
        return self.store.marks(self.source.name)

    def plain_marks(self, marks: Mapping[str, str]) -> dict[str, str]:
        """The marks that still hold, as the fetcher gave them."""
        tail = self.mark("")
        return {k: m.removesuffix(tail) for k, m in marks.items() if m.endswith(tail)}

    def wait(self, error: SourceError) -> None:
        """Leave a server alone for as long as it asks, where it does."""
        if isinstance(error, FetchError):
            self.wait_seconds = max(self.wait_seconds, error.wait_seconds)

    def report(self, subject: str, reason: str) -> None:
        self.problems.append(
            Problem(
                source=self.source.name, subject=subject, reason=reason, since=self.now
            )
        )


def besides(source: str) -> tuple[str, str]:
    """Under what is reported what pages asked again and backfills left out."""
    return f"{source}, pages", f"{source}, backfill"


def reading(source: Source) -> str:
    """Changes when what the source said has to be read again.

    A folder may be moved: what is in it tells for itself whether it has changed.
    """
    rules = (source.page, source.json, source.paths, source.listing)
    return digest(source.kind, source.url, source.follow, *rules)[:16]


def recipe(source: Source, plan: Plan) -> str:
    """How a source is read and its articles are made: "reading/making"."""
    making = Terms(plan.site, source, plan.disclaimers).recipe
    return f"{reading(source)}/{making}"
