"""Frozen values: what the operator asks for, and an article at each stage of its way.

RawEntry (as the source said it) → Draft (in our terms) → Article (settled, stored)
→ Item (as one channel shows it). No behaviour, no I/O, no clock.
Unknown text is "", an unknown number is 0; instants are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

Precision = Literal["second", "minute", "day"]
Status = Literal["live", "scheduled", "withdrawn"]
Place = Literal["top", "bottom"]
LinkKind = Literal["own", "hub", "commercial", "user", "source"]


# ---------------------------------------------------------------- what is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The publisher: what every feed and letter says of itself."""

    title: str
    url: str
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    rights: str = ""
    icon: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where articles come from.

    `feed`: `url` is an RSS, Atom or JSON Feed; `follow` fetches each entry's page.
    `folder`: `path` holds .html, .md and .txt files; `url` is the address the folder
    is published under, so `path`/a/b.html is `url`a/b.html.
    """

    kind: Literal["feed", "folder"]
    name: str = ""
    url: str = ""
    path: Path = Path()
    follow: bool = False
    own: bool = True  # ours; a foreign source is credited as such in every item
    poll_minutes: int = 60
    timezone: str = ""  # for dates without a zone; "" means the site's
    language: str = ""  # for articles that do not say; "" means the site's
    section: str = ""
    tags: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)  # words to be linked → URL
    allow_networks: tuple[str, ...] = ()  # CIDRs that may be fetched although private


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles: each non-empty list must match, within a list any one does."""

    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Selection):
    """A selection published as RSS, Atom, JSON Feed and a page for people."""

    name: str = ""
    title: str = ""  # "" means the site's
    description: str = ""  # "" means the site's
    content: Literal["full", "summary"] = "full"
    limit: int = 30  # items
    max_kilobytes: int = 250  # of content; older items beyond it show their summary
    ttl_minutes: int = 60
    credit: bool = True  # the line that says who published an item first


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Selection):
    """A newsletter: a selection as mail-ready HTML and plain text."""

    name: str = ""
    title: str = ""  # "" means the site's
    subject: str = "{title}"
    intro: str = ""
    tool: str = "plain"  # the newsletter tool whose merge tags are written
    unsubscribe: str = ""  # the `plain` tool's own placeholder or URL
    web_version: bool = False  # a "view in a browser" link, by the tool's own tag
    theme: str = "default"
    limit: int = 10
    content: Literal["full", "summary"] = "full"
    max_kilobytes: int = 90  # Gmail clips at 102 KiB and the tool adds its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An approved wording of a disclosure, in one language, in force from a day on."""

    text: str = ""
    file: Path = Path()  # instead of `text`
    short: str = ""  # for excerpts; "" means `text`
    plain: str = ""  # for plain text; "" means `text`
    language: str = ""  # "" means the site's
    since: date | None = None
    version: str = ""  # the operator's own mark, told beside it in JSON Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer(Wording):
    """One kind of disclosure: its approved wordings, and which items must carry it.

    `variants` are other wordings by which sources say the same; they are recognised
    and taken out. An item gets the notice when any of `always` … `commercial` applies
    to it and it was published between `first` and `last`.
    """

    kind: str = ""
    wordings: tuple[Wording, ...] = ()  # in other languages, or from a later day on
    place: Place = "top"
    variants: tuple[str, ...] = ()
    always: bool = False
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()  # of the article's language: "GB" is en-GB
    keywords: tuple[str, ...] = ()  # whole words of title or body
    commercial: bool = False  # every item that holds a commercial link
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRule:
    """Which kinds items get besides: every condition that is given must hold.

    `add` and `remove` change what the disclaimers themselves ask for, `only` replaces
    it. What a source had written itself comes back in any case.
    """

    reason: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    commercial: bool | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Leave for one article to go out although it cannot meet the policy, for a time."""

    article: str  # its id or URL
    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Utm:
    """Query parameters for links to our own pages, as templates, by medium.

    Filled in: {channel} (feed or email), {feed} (its name, or the letter's), {issue},
    {slug}, {position}.
    """

    feed: Mapping[str, str] = field(default_factory=dict)
    email: Mapping[str, str] = field(
        default_factory=lambda: {
            "utm_source": "{feed}",
            "utm_medium": "email",
            "utm_campaign": "{issue}",
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRules:
    """How links are told apart and shown.

    A host stands for its sub-domains too; "host/path*" for the addresses it matches.
    """

    own: tuple[str, ...] = ()  # the site's host is always own
    hub: tuple[str, ...] = ()  # own pages that gather others
    commercial: tuple[str, ...] = ()
    editorial: tuple[str, ...] = ()  # never commercial, whatever the address looks like
    user: tuple[str, ...] = ()  # where readers write
    strict: bool = False  # hold back items with commercial-looking links of new hosts
    commercial_rel: tuple[str, ...] = ("sponsored", "nofollow")
    label: str = "sponsored"  # the visible word beside a commercial link
    labels: Mapping[str, str] = field(default_factory=dict)  # by language
    suppliers: Mapping[str, str] = field(default_factory=dict)  # host → {supplier}
    utm: Utm = field(default_factory=Utm)
    credit: str = "Originally published by {site}"
    credits: Mapping[str, str] = field(default_factory=dict)  # by language


# ---------------------------------------------------------------- parts of an article


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    name: str
    url: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture; url is "" where the source described it but gave no address."""

    url: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    type: str = ""  # by its bytes, not its name
    width: int = 0  # pixels
    height: int = 0
    length: int = 0  # bytes
    mirror: str = ""  # its name below media/ where we hold the bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """An audio, video or other file that goes with an article."""

    url: str
    type: str
    length: int = 0  # bytes
    title: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The feed an entry came from, as it names itself."""

    title: str = ""
    id: str = ""
    url: str = ""
    feed_url: str = ""
    updated: str = ""
    rights: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A disclosure the source carried, taken out: what it said and where."""

    kind: str
    text: str
    place: Literal["body", "summary", "author"]


# ---------------------------------------------------------------- stages


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """What a source said, as it said it; only the format is undone.

    `key` is the source's own name for it: a guid, an API id, a file name; "" if none.
    `url` is as written; `base` is absolute and what relative references mean.
    `title`, `summary` are plain text; `body` is the article's HTML as found.
    `published`, `updated` are the source's own words. `full` is False where `body` is
    missing or known to be only a part.
    """

    key: str = ""
    url: str = ""
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
    site: str = ""
    images: tuple[Image, ...] = ()  # those outside the body: the first is the lead
    enclosures: tuple[Enclosure, ...] = ()
    origin: Origin = field(default_factory=Origin)
    full: bool = True


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
    precision: Precision = "second"
    authors: tuple[Author, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = "en"
    rights: str = ""
    site: str = ""
    images: tuple[Image, ...] = ()
    lead: bool = False
    enclosures: tuple[Enclosure, ...] = ()
    origin: Origin = field(default_factory=Origin)
    statements: tuple[Statement, ...] = ()
    words: int = 0
    minutes: int = 0  # reading time
    digest: str = ""  # of the article's own content: what moves `updated`


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Content):
    """Normalized, but not settled: no identity, and dates only as far as said."""

    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Content):
    """Settled: its id never changes, `published` never moves."""

    id: str
    published: datetime
    updated: datetime
    status: Status = "live"


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
    links: tuple[Link, ...] = ()
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
