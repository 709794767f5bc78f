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


def add_pictures(entry: etree._Element, place: Place, article: Article) -> None:
    """Every picture the article shows, with what is known of it."""
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
        _say(picture, "title", image.caption, "plain")
        _say(picture, "description", image.alt, "plain")
        _say(picture, "credit", image.credit, "")


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
    _say(content, "title", file.title, "plain")


def _say(content: etree._Element, name: str, words: str, kind: str) -> None:
    if facts.label(words):
        add(content, _name(name), facts.label(words), type=kind)


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"
