"""Pages for people: one per feed, and the index of all that is published.

A browser asks nobody else for anything: style and script are inside, and of pictures
only those are shown that we hold. Pages link to each other and to our media relatively,
so they work wherever they are mounted; what is there to be copied is the public address.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from syndicator import dates, text
from syndicator.model import Article, Image, Item
from syndicator.render import body, facts
from syndicator.render.feeds import FORMATS, FeedCard, LetterCard, MailCard
from syndicator.render.frame import FeedFrame, LetterFrame, Place

# The waves of a web feed, as what browsers show beside a title.
_ICON = (
    "data:image/svg+xml,"
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E"
    "%3Crect width='8' height='8' rx='1.5' fill='%23c2510c'/%3E"
    "%3Cg fill='none' stroke='%23fff'%3E%3Cpath d='M1.5 4a2.5 2.5 0 0 1 2.5 2.5'/%3E"
    "%3Cpath d='M1.5 2A4.5 4.5 0 0 1 6 6.5'/%3E%3C/g%3E"
    "%3Ccircle cx='2' cy='6' r='.7' fill='%23fff'/%3E%3C/svg%3E"
)


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("syndicator.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["direction"] = text.direction
    made.filters["headline"] = lambda item: facts.title(item.article)
    made.filters["authors"] = facts.authors
    made.filters["thumbnail"] = _picture
    made.filters["instant"] = lambda item: dates.rfc3339(item.article.published)
    style = made.get_template("page.css").render()
    script = made.get_template("copy.js").render()
    made.globals.update(
        formats=FORMATS.values(),
        icon=Markup(_ICON),
        style=Markup(style),
        script=Markup(script),
        page_policy=Markup(_policy(style, script)),
    )
    return made


def _policy(style: str, script: str) -> str:
    """The page's own style and script and no others, whatever an article brings along."""
    return (
        "default-src 'none'; img-src 'self' data:;"
        f" style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(written: str) -> str:
    """An inline element as a policy names it (CSP3 §2.3.1)."""
    return f"sha256-{b64encode(sha256(written.encode()).digest()).decode()}"


def _picture(article: Article) -> Image | None:
    """The first picture we hold: any other would be asked of somebody else's server."""
    return next((i for i in body.shown_images(article) if i.mirror), None)


_PAGES = _environment()


def feed_page(frame: FeedFrame, items: Sequence[Item]) -> bytes:
    """feeds/NAME.html: the items' excerpts, with the notices and credits they need."""
    folder, _, file = f"feeds/{frame.feed.name}".rpartition("/")
    up = "../" * len(folder.split("/"))
    return _page("feed.html.j2", frame, up, frame=frame, file=file, items=items)


def index_page(
    place: Place, feeds: Sequence[FeedCard], letters: Sequence[LetterCard]
) -> bytes:
    """index.html: the feeds with their newest items, and the letters."""
    return _page(
        "index.html.j2",
        place,
        "",
        feeds=feeds,
        letters=letters,
    )


def archive_page(
    frame: LetterFrame, mails: Sequence[MailCard], *, feed: bool = False
) -> bytes:
    """letters/NAME/index.html: all mails of a letter; `feed` says they are a feed, too."""
    zone = dates.zone(frame.letter.timezone or frame.site.timezone)
    return _page(
        "letter.html.j2",
        Place(site=frame.site, base_url=frame.base_url),
        "../../",
        title=facts.label(frame.title),
        mails=mails,
        feed=f"{frame.base_url}letters/{frame.letter.name}/issues" if feed else "",
        date=lambda mail: mail.at.astimezone(zone).date().isoformat(),
        labels={".html": "HTML", ".txt": "Plain text", ".json": "JSON"},
    )


def _page(name: str, place: Place, up: str, **facts_of_page: object) -> bytes:
    """A page that reaches the root of what is published by `up`."""
    zone = dates.zone(place.site.timezone)

    def day(item: Item) -> str:
        return item.article.published.astimezone(zone).date().isoformat()

    def public(feed: str, suffix: str) -> str:
        return f"{place.base_url}feeds/{feed}{suffix}"

    drawn = _PAGES.get_template(name).render(
        place=replace(place, base_url=up),
        site=place.site,
        day=day,
        public=public,
        content=lambda item: Markup(body.summary_html(item)),
        **facts_of_page,
    )
    return text.clean(drawn).encode()


# ---------------------------------------------------------------- a letter's preview

_SWITCHES = (
    ("width", "Width", (("640", "640"), ("375", "375"))),
    (
        "scheme",
        "Colours",
        (
            ("light", "light"),
            ("dark", "dark"),
            ("inverted", "forced dark, all"),
            ("half", "forced dark, in part"),
        ),
    ),
    ("images", "Pictures", (("on", "on"), ("off", "off"))),
    ("styles", "Style sheet", (("on", "on"), ("off", "off"))),
    ("form", "Form", (("html", "HTML"), ("text", "plain text"))),
)


def preview_page(name: str) -> bytes:
    """The page around a letter, with switches for how it is shown."""
    template = _PAGES.get_template("preview.html.j2")
    return template.render(name=name, switches=_SWITCHES, width=640).encode()
