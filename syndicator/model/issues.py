"""An issue of a letter: frozen once published, and what it takes to prove and renew it."""

from dataclasses import dataclass, field
from datetime import datetime

from syndicator.model.settings import Disclaimer, Letter, LinkRules, Site
from syndicator.model.stages import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A change to a frozen issue, by command: when, why, and what was taken out."""

    at: datetime
    reason: str
    out: tuple[str, ...] = ()  # titles


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFile:
    """One of an issue's files, as it was frozen."""

    suffix: str  # .html, .txt or .json
    digest: str  # sha-256 of the bytes
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueItem:
    """An article of an issue, as lists show it."""

    id: str
    title: str
    link: str
    part: str = ""  # the heading it stands under


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue, as lists show it. `name` is its day, with -2 for that day's second."""

    id: str  # never changes, as an article's
    letter: str
    number: int  # from 1
    name: str
    made: datetime
    seen: int  # the newest generation of articles it could choose from
    subject: str
    preheader: str
    articles: tuple[IssueItem, ...] = ()
    files: tuple[IssueFile, ...] = ()
    revisions: tuple[Revision, ...] = ()
    left: tuple[str, ...] = ()  # ids of withdrawn articles that are to stay, by command
    notes: tuple[str, ...] = ()  # what of it was left out or cut, and why

    @property
    def updated(self) -> datetime:
        return self.revisions[-1].at if self.revisions else self.made


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecord:
    """What an issue was made of: its items, and the settings and policy of its day."""

    items: tuple[Item, ...]
    letter: Letter
    site: Site
    disclaimers: tuple[Disclaimer, ...] = ()
    links: LinkRules = field(default_factory=LinkRules)
