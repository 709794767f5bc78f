"""Pages for people: one per feed, and the index of all that is published.

They need no other file and no network but for the pictures of articles, and link to
each other and to our media relatively, so they work wherever they are mounted.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from syndicator import dates, text
from syndicator.model import Item
from syndicator.render import body, facts
from syndicator.render.feeds import FORMATS, FeedCard, LetterCard
from syndicator.render.frame import FeedFrame, Place

# Body headings start at h2, as an item's title does on these pages: one level down.
# In markup of our own making "<h2" is a tag, as text and attributes escape "<".
_HEADING = re.compile(r"(</?h)([2-5])(?=[\s>])")


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
    made.filters["thumbnail"] = facts.picture
    made.filters["instant"] = lambda item: dates.rfc3339(item.article.published)
    script = made.get_template("copy.js").render()
    made.globals.update(
        formats=FORMATS.values(),
        style=Markup(made.get_template("page.css").render()),
        script=Markup(script),
        # The page's own script and no other runs, whatever an article brings along.
        script_digest=b64encode(sha256(script.encode()).digest()).decode(),
    )
    return made


_PAGES = _environment()


def feed_page(frame: FeedFrame, items: Sequence[Item]) -> bytes:
    """feeds/NAME.html: every item as the feed has it, notices and credit included."""
    above = "../" * (frame.feed.name.count("/") + 1)
    here = replace(facts.scrub(frame), base_url=above)
    return _page(
        "feed.html.j2",
        here,
        frame=here,
        file=frame.feed.name.rpartition("/")[2],
        items=tuple(map(facts.scrub, items)),
        content=lambda item: Markup(_content(here, item)),
    )


def index_page(
    place: Place, feeds: Sequence[FeedCard], letters: Sequence[LetterCard]
) -> bytes:
    """index.html: the feeds with their newest items, and the letters."""
    here = replace(facts.scrub(place), base_url="")
    return _page(
        "index.html.j2",
        here,
        feeds=tuple(map(facts.scrub, feeds)),
        letters=tuple(map(facts.scrub, letters)),
    )


def _page(name: str, place: Place, **facts_of_page: object) -> bytes:
    zone = dates.zone(place.site.timezone)

    def day(item: Item) -> str:
        return item.article.published.astimezone(zone).date().isoformat()

    template = _PAGES.get_template(name)
    drawn = template.render(place=place, site=place.site, day=day, **facts_of_page)
    return drawn.encode()


def _content(frame: FeedFrame, item: Item) -> str:
    whole = frame.feed.content == "full"
    drawn = body.full_html(frame, item) if whole else body.summary_html(item)
    return _HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) + 1}", drawn)
