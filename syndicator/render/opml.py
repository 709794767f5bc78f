"""OPML 2.0 (opml.org/spec2.opml): every feed in one file, for readers to import."""

import re
from collections.abc import Sequence

from lxml import etree

from syndicator import dates
from syndicator.render import facts
from syndicator.render.feeds import FeedCard
from syndicator.render.feedxml import add
from syndicator.render.frame import Place

MEDIA_TYPE = "text/x-opml"
# Texts may hold encoded markup, says the specification: what looks like the beginning of
# an entity, as in R&D, is parted by a mark that nobody sees (word joiner).
_LIKE_AN_ENTITY = re.compile(r"&(?=[#\w])")


def document(place: Place, feeds: Sequence[FeedCard]) -> bytes:
    """The list of feeds, as of the newest change in any of them."""
    place, cards = facts.scrub(place), tuple(map(facts.scrub, feeds))
    root = etree.Element("opml", version="2.0")
    head = add(root, "head")
    add(head, "title", _text(place.site.title))
    changes = [card.updated for card in cards if card.updated]
    if changes:
        add(head, "dateModified", dates.rfc822(max(changes)))
    body = add(root, "body")
    for card in cards:
        _add_feed(body, place, card)
        if card.facets:  # a folder of them, below the name of the feed
            folder = add(body, "outline", text=_text(card.title))
            for facet in card.facets:
                _add_feed(folder, place, facet)
    written: bytes = etree.tostring(
        root, encoding="UTF-8", xml_declaration=True, pretty_print=True
    )
    return written


def _add_feed(parent: etree._Element, place: Place, card: FeedCard) -> None:
    address = f"{place.base_url}feeds/{card.name}"
    add(
        parent,
        "outline",
        type="rss",
        text=_text(card.title),
        title=_text(card.title),
        description=_text(card.description),
        xmlUrl=f"{address}.rss",
        htmlUrl=f"{address}.html",
    )


def _text(words: str) -> str:
    return _LIKE_AN_ENTITY.sub("&\u2060", facts.label(words))
