"""What the operator asks for: sites, sources, feeds, letters and the policy's rules.

Frozen; "" is unknown or not given, 0 an unknown number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Place = Literal["top", "bottom"]
FacetKind = Literal["tag", "author", "section", "source", "language"]


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
    hubs: tuple[str, ...] = ()  # WebSub: told of each change, and named in the feeds
    # a tag or section → other ways in which sources spell it
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRules:
    """What is what on a source's pages, as CSS selectors; "" lets the page tell."""

    body: str = ""
    strip: tuple[str, ...] = ()  # taken out before anything else is looked at
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRules:
    """How a JSON API is asked, and what is what in its answers.

    What is not said otherwise is a JMESPath (jmespath.org): of the first group in an
    answer, of the second in an article. `paging`, `since` and `lookup` are templates, of
    query parameters those two, of a whole URL the last: see walk/README.md.
    """

    items: str = ""  # the list of articles; "" looks for it under the usual names
    next: str = (
        ""  # the next page: its URL, a word for `paging`, or whether it is there
    )
    cursor: str = ""  # from where to ask at the next look; "" is the newest `updated`
    deleted: str = ""  # keys of what is no more

    key: str = "documentId || _id || id || uuid || guid || sys.id"
    url: str = "url || link || permalink || canonical_url || href"
    title: str = "title || name || headline"
    body: str = "body_html || content_html || body || content || html || text"
    summary: str = "summary || excerpt || description || teaser || lead"
    published: str = (
        "published_at || publishedAt || datePublished || date_published || published"
        " || publish_date || publishDate || date || _createdAt || createdAt || created_at"
        " || date_created || sys.createdAt"
    )
    updated: str = (
        "updated_at || updatedAt || _updatedAt || dateModified || date_modified"
        " || date_updated || modified || updated || sys.updatedAt"
    )
    authors: str = "authors || author || byline || creator"
    tags: str = "tags || keywords || topics"
    section: str = "section || category || categories[0]"
    language: str = "language || locale || lang"
    rights: str = "rights || copyright"
    image: str = (
        "image || hero || cover || coverImage || mainImage || featured_image"
        " || featuredImage || heroImage || thumbnail"
    )
    image_alt: str = "image_alt || imageAlt"
    image_caption: str = "image_caption || imageCaption"
    enclosures: str = "enclosures || attachments"

    body_format: Literal[
        "html", "markdown", "text", "contentful", "portable", "strapi"
    ] = "html"
    url_template: str = ""  # "https://site/{slug}", where an article tells no address
    base: str = ""  # what relative addresses in bodies mean; "" is the API's own
    paging: str = ""  # with {page}, {offset}, {end}, {size} or {next}
    page_size: int = 100
    first_page: int = 1
    since: str = ""  # with {cursor}: what has changed since then
    lookup: str = ""  # with {keys}: where those that an answer names are whole
    complete: bool = False  # it can list all it has: what it lists no more was deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRules:
    """Which addresses of a site are articles', as patterns of paths (fnmatch).

    Where some are to be included, they alone are; without, all but what plainly is
    something else. None of those to be excluded is.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRules:
    """What is what on a list of articles, as CSS selectors; "" lets the page tell.

    `link`, `title` and `date` are looked for in each `item`; `next` is the next page.
    """

    item: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where articles come from.

    `feed`: `url` is an RSS, Atom or JSON Feed; `follow` fetches each entry's page.
    `folder`: `path` holds .html, .md and .txt files; `url` is the address the folder
    is published under, so `path`/a/b.html is `url`a/b.html.
    `sitemap` and `listing`: `url` is that of a sitemap, or of a page with a list; the
    articles are on the pages these name.
    What other kinds there are is in walk/; packages can add more.
    """

    kind: str
    name: str = ""
    url: str = ""
    path: Path = Path()
    token: str = field(default="", repr=False)  # that an API asks for
    # sent with each request to the URL's host, as "Authorization"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    follow: bool = False  # also where the entries seem to be whole
    robots: bool = True  # obey it where pages are followed
    reread: bool = True  # the pages of what it brought, for edits and deletions
    page: PageRules = PageRules()
    json: JsonRules = JsonRules()
    paths: PathRules = PathRules()
    listing: ListingRules = ListingRules()
    own: bool = True  # ours; a foreign source is credited as such in every item
    poll_minutes: int = 60
    timezone: str = ""  # for dates without a zone; "" means the site's
    language: str = ""  # for articles that do not say; "" means the site's
    section: str = ""
    tags: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)  # words to be linked → URL
    # field → places of a page to be believed first, "-place" never
    trust: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # link to them, measure them, or keep copies; "" is mirror for folders, else measure
    images: Literal["", "link", "measure", "mirror"] = ""
    allow_networks: tuple[str, ...] = ()  # CIDRs that may be fetched although private


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles: each non-empty list must match, within a list any one does.

    None of what is excluded may. Keywords are whole words of title or body; `first` and
    `last` are days of publication in UTC, both included.
    """

    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    exclude_sources: tuple[str, ...] = ()
    exclude_sections: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()
    exclude_authors: tuple[str, ...] = ()
    exclude_languages: tuple[str, ...] = ()
    exclude_keywords: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


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
    tool: str = ""  # the newsletter tool that reads it, if it is for one
    credit: bool = True  # the line that says who published an item first
    repeat_creator: bool = False  # RSS: a dc:creator for each author, not one for all
    facets: tuple[FacetKind, ...] = ()  # a feed of its own for each tag, author, …
    facet_minimum: int = 3  # articles a value needs before it gets one
    facet_limit: int = 100  # such feeds of each kind
    retired: date | None = None  # the day from which the feed is no more
    farewell: str = ""  # what its last item says, for the last weeks before that day


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetFeed(Feed):
    """The articles of a feed that share one value: a feed of its own, NAME/KIND/VALUE.

    Not a thing an operator writes: `facets` of a feed asks for such.
    """

    facet: str = ""  # the subject they share, as in "tag:sleep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Selection):
    """A part of a digest under a heading of its own."""

    title: str
    limit: int = 0  # items; 0 is as many as the letter has room for


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """How a publisher's letters look; what is not given is as the theme has it.

    `colors` are pairs, for light and for dark, under the names the theme has for them;
    `fonts` are CSS font stacks.
    """

    logo: str = ""  # https URL of a jpg, png or gif; the file may hold twice its size
    logo_width: int = 0  # pixels, as it is shown
    logo_height: int = 0
    logo_alt: str = ""  # "" means the site's title
    colors: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    fonts: Mapping[str, str] = field(default_factory=dict)
    footer_links: Mapping[str, str] = field(default_factory=dict)  # words → URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Selection):
    """A newsletter: a selection as mail-ready HTML and plain text.

    A `digest` without a `schedule` is one page that follows its selection; with one it
    comes in issues, each frozen, of what no issue has held before. An `article` letter
    is a page for each article.
    """

    name: str = ""
    kind: Literal["digest", "article"] = "digest"
    title: str = ""  # "" means the site's
    subject: str = "{title}"
    preheader: str = ""  # "" means the first prose there is
    intro: str = ""
    intro_file: Path = Path()  # instead of `intro`; read afresh for each issue
    outro: str = ""
    outro_file: Path = Path()
    schedule: str = ""  # five fields of crontab(5)
    timezone: str = ""  # of the schedule and of an issue's date; "" means the site's
    minimum: int = 1  # items; where fewer are new there is no issue, and they wait
    lookback_days: int = 30  # of the first issue; and how long what had no room waits
    pinned: tuple[str, ...] = ()  # ids or URLs: first in the next issue
    parts: tuple[Part, ...] = ()
    tool: str = "plain"  # the newsletter tool whose merge tags are written
    unsubscribe: str = ""  # the `plain` tool's own placeholder or URL
    # the other placeholders of the `plain` tool: web, address, first_name
    placeholders: Mapping[str, str] = field(default_factory=dict)
    text_links: Literal["inline", "numbered"] = "inline"  # in plain text
    web_version: bool = False  # a "view in a browser" link, by the tool's own tag
    theme: str = "default"  # or a folder with a theme of one's own
    theme_files: Mapping[str, str] = field(
        default_factory=dict
    )  # what is in the folder
    brand: Brand = field(default_factory=Brand)  # where it differs from all letters'
    limit: int = 10
    content: Literal["full", "summary"] = "full"
    max_kilobytes: int = 90  # Gmail clips at 102 KiB and the tool adds its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Listmonk:
    """A listmonk that letters are pushed to, by a user of its API."""

    url: str = ""  # of its admin, as in https://lists.example/; "" means there is none
    user: str = ""
    token: str = field(default="", repr=False)
    lists: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # letter → ids
    template: int = 0  # one that holds nothing but the content
    from_email: str = ""  # "" means listmonk's own
    allow_networks: tuple[str, ...] = ()  # CIDRs it may be in although private


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
