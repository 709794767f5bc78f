"""An article at each stage of its way: RawEntry → Draft → Article → Item."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from syndicator.model.parts import (
    Author,
    Carrier,
    Claim,
    Enclosure,
    Image,
    Origin,
    Podcast,
    Statement,
)
from syndicator.model.settings import Place

Precision = Literal["second", "minute", "day"]
ZoneOrigin = Literal["said", "source", "site"]
# A twin is another source's copy of an article: remembered, never shown.
Status = Literal["live", "scheduled", "withdrawn", "twin"]
LinkKind = Literal["own", "hub", "commercial", "user", "source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """What a source said, as it said it; only the format is undone.

    `key` is the source's own name for it: a guid, an API id, a file name; "" if none.
    `url` is as written; `base` is absolute and what relative references mean.
    `title`, `summary` are plain text; `body` is the article's HTML as found.
    `published`, `updated` are the source's own words. `full` is False where `body` is
    missing or known to be only a part. `claims` are all its statements where it makes
    several of one field, which then holds the one believed by default.
    """

    key: str = ""
    url: str = ""
    also: tuple[str, ...] = ()  # other addresses it goes by: a redirect's, a page's own
    base: str = ""
    title: str = ""
    body: str = ""
    summary: str = ""
    published: str = ""
    updated: str = ""
    authors: tuple[Author, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    rights: str = ""
    license: str = ""  # where its terms are told
    site: str = ""
    images: tuple[Image, ...] = ()  # those outside the body: the first is the lead
    enclosures: tuple[Enclosure, ...] = ()
    podcast: Podcast = field(default_factory=Podcast)
    origin: Origin = field(default_factory=Origin)
    full: bool = True
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a Draft and an Article share: the article itself, in our terms.

    `body` is clean HTML5: headings from h2, absolute URLs, pictures as
    `<figure><img><figcaption>`; no disclosure of ours or theirs is in it.
    `images` describe every picture, the lead first; `lead` says that images[0] is not
    in the body.
    """

    source: str
    key: str
    url: str
    title: str
    body: str
    summary: str
    precision: Precision = "second"  # of `published`
    zone: ZoneOrigin = "said"  # whose time zone `published` was understood in
    also: tuple[str, ...] = ()  # other addresses it goes by
    authors: tuple[Author, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = "en"
    rights: str = ""
    license: str = ""  # where its terms are told
    site: str = ""
    images: tuple[Image, ...] = ()
    lead: bool = False
    enclosures: tuple[Enclosure, ...] = ()
    podcast: Podcast = field(default_factory=Podcast)
    origin: Origin = field(default_factory=Origin)
    statements: tuple[Statement, ...] = ()
    words: int = 0
    minutes: int = 0  # reading time
    digest: str = ""  # of the article's own content: what moves `updated`
    sketch: tuple[str, ...] = ()  # of its words, to know it again by (likeness.py)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Content):
    """Normalized, but not settled: no identity, and dates only as far as said.

    `problems` are what the source said and we cannot take, with the reason.
    """

    published: datetime | None = None
    updated: datetime | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Content):
    """Settled: its id never changes, `published` never moves.

    `correction` is the operator's note on what was wrong, for every channel to show.
    `withdrawal` is why the operator withdrew it; "" where its source did.
    """

    id: str
    published: datetime
    updated: datetime
    status: Status = "live"
    correction: str = ""
    withdrawn: datetime | None = None
    withdrawal: str = ""
    twin_of: str = ""  # the id of the article that this is a copy of
    carriers: tuple[Carrier, ...] = ()  # other sources that carry it, as they do


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A disclosure an item must show, in its approved wording, and why it must."""

    kind: str
    text: str
    short: str
    place: Place
    plain: str = ""  # for plain text; "" means `text`
    version: str = ""
    why: str = ""
    language: str = ""  # of the wording; "" where nobody knows
    general: bool = False  # nothing in it is of the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the policy says of one link of the body; `url` is as the body has it."""

    url: str
    kind: LinkKind
    target: str  # what to link to: `url`, or `url` with UTM parameters
    rel: tuple[str, ...] = ()
    label: str = ""  # words to show beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who published it first, and where: "{text}: {url}", once per item."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where an item is shown; name and issue end up in UTM parameters."""

    medium: Literal["feed", "email"]
    name: str
    issue: str = ""
    credit: bool = True  # whether it shows who published an item first


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as one channel shows it: the article, and the policy's facts."""

    article: Article
    channel: Channel
    notices: tuple[Notice, ...] = ()
    links: tuple[Link, ...] = field(default=(), hash=False)  # they may be hundreds
    link: str = ""  # the article's own address, as this channel links to it
    position: int = 0  # in the channel, from 1
    credit: Credit | None = None
    waived: str = ""  # why it goes out although it cannot meet the policy
    doubts: tuple[str, ...] = ()  # what no rule covers, for the operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An article that cannot meet its policy: shown nowhere until it can."""

    article: Article
    reason: str
