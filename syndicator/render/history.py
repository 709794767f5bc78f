"""What a feed's documents say of its history: where the older ones are, what is gone.

RFC 5005 §4 (archived feeds) and RFC 6721 (deleted entries), for RSS and Atom alike.
"""

from lxml import etree

from syndicator import dates
from syndicator.render import facts
from syndicator.render.feedxml import ATOM, add
from syndicator.render.frame import Chain, FeedFrame

HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


def add_links(
    parent: etree._Element, frame: FeedFrame, suffix: str, media_type: str
) -> None:
    """Link to the documents around this one, and mark an archive page as such."""
    name = f"{{{ATOM}}}link" if parent.tag == "channel" else "link"
    for rel, page in _neighbours(frame.chain).items():
        add(parent, name, rel=rel, href=frame.address(suffix, page), type=media_type)
    if frame.chain.page:
        add(parent, f"{{{HISTORY}}}archive")


def _neighbours(chain: Chain) -> dict[str, int]:
    known = {"prev-archive": chain.older, "next-archive": chain.newer}
    found = {rel: page for rel, page in known.items() if page}
    return ({"current": 0} if chain.page else {}) | found


def add_deletions(feed: etree._Element, chain: Chain) -> None:
    """Tell readers of Atom to drop what was withdrawn, and the operator's reason."""
    for each in chain.gone:
        name, when = f"{{{TOMBSTONES}}}deleted-entry", dates.rfc3339(each.when)
        deleted = add(feed, name, ref=each.id, when=when)
        if each.reason:
            add(deleted, f"{{{TOMBSTONES}}}comment", facts.label(each.reason))
