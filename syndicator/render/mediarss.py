"""Media RSS (rssboard.org/media-rss): pictures and files, in RSS and in Atom.

Each is a bare media:content: a group is for several renditions of one thing.
"""

from lxml import etree

from syndicator.model import Article, Enclosure
from syndicator.render import body, facts
from syndicator.render.feedxml import add, number
from syndicator.render.frame import Place

NAMESPACE = "http://search.yahoo.com/mrss/"
_MEDIUMS = ("image", "audio", "video")


def add_pictures(
    entry: etree._Element, place: Place, article: Article, full: bool
) -> None:
    """Every picture the article shows, with what is known of it.

    Beside an excerpt they go without alternative text: whoever reads with feedparser
    would be shown that instead, since it takes it for the item's content.
    """
    for image in body.shown_images(article):
        picture = add(
            entry,
            _name("content"),
            url=facts.uri(place.media(image)),
            type=image.type,
            medium="image",
            fileSize=number(image.length),
            width=number(image.width),
            height=number(image.height),
        )
        _say(picture, "title", image.caption)
        if full:
            _say(picture, "description", image.alt)
        _say(picture, "credit", image.credit)


def add_file(entry: etree._Element, file: Enclosure) -> None:
    """A file that is no picture, for readers of RSS that see more than an enclosure."""
    medium = file.type.partition("/")[0]
    content = add(
        entry,
        _name("content"),
        url=facts.uri(file.url),
        type=file.type,
        medium=medium if medium in _MEDIUMS else "document",
        fileSize=number(file.length),
        duration=number(file.seconds),
    )
    _say(content, "title", file.title)


def _say(content: etree._Element, name: str, words: str) -> None:
    """Plain text, without the `type` that would say so: rss2email prefers what says it
    is plain to the article itself.
    """
    if facts.label(words):
        add(content, _name(name), facts.label(words))


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"
