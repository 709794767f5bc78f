"""What a site says of the ways in which it can be read, and what came of trying them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from syndicator.model.settings import Source
from syndicator.model.stages import Draft

# What is at the address that an operator names; "" is anything else, or unknown.
HomeKind = Literal["", "page", "feed", "sitemap", "json", "folder", "login"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A link of a page: its relations in lower case, its media type and its words."""

    url: str
    rel: tuple[str, ...] = ()
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What is at the address that an operator names, and what it says of its site.

    `links` are those meant for programs, `anchors` those for people that may lead to a
    feed, `lists` those to pages named as lists of articles are; `sitemaps` are named by
    robots.txt. `key` and `api` are what a Ghost's own scripts ask it with.
    """

    url: str  # at the end of all redirects
    kind: HomeKind = ""
    title: str = ""
    description: str = ""
    language: str = ""
    rights: str = ""
    icon: str = ""
    generator: str = ""
    links: tuple[Linked, ...] = ()
    anchors: tuple[Linked, ...] = ()
    lists: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    key: str = ""
    api: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A way in which a site may be read, and what speaks for it.

    `lacks` is what the operator has to add before it can be tried. `lesser` says what
    it is of where it is not of the whole site. A `guess` is an address nobody named.
    """

    source: Source
    reason: str
    lacks: str = ""
    lesser: str = ""
    guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a candidate gave when it was read as the service would read it.

    `articles` are the newest as they would come out, `told` how many of them came whole
    without their page; `requests` is what a look at it costs. `error` is why it cannot
    be used, "" where it can.
    """

    candidate: Candidate
    articles: tuple[Draft, ...] = ()
    told: int = 0
    entries: int = 0
    oldest: datetime | None = None
    edits: bool = False  # it would be noticed that an article was edited
    deletions: bool = False  # … and that one was deleted
    requests: int = 0
    score: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """All that was tried at an address, the best first, and what it cost."""

    home: Home
    trials: tuple[Trial, ...] = ()
    requests: int = 0
    error: str = ""  # why the address itself could not be read
