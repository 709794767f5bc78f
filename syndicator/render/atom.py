"""Atom (RFC 4287), by feedgen and an extension of our own."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from syndicator import dates
from syndicator.model import Article, Item
from syndicator.render import facts, feedxml, history, mediarss
from syndicator.render.feedxml import add, number
from syndicator.render.frame import FeedFrame

MEDIA_TYPE = "application/atom+xml"
# Besides Atom's own, which feedgen writes without a prefix and on the root only.
_NAMESPACES = {
    "fh": history.HISTORY,
    "media": mediarss.NAMESPACE,
}


def entry(frame: FeedFrame, item: Item, full: bool) -> bytes:
    """One <entry>."""
    frame, item, content = facts.ready(frame, item, full)
    article = item.article
    made = FeedEntry()
    made.id(article.id)
    made.title(facts.title(article))
    made.updated(_apart(article))
    made.published(article.published.replace(microsecond=0))
    made.author(
        [{"name": a.name, "uri": facts.uri(a.url)} for a in facts.authors(article)]
    )
    made.link(href=facts.uri(item.link), rel="alternate")
    made.category(_categories(frame, article))
    made.rights(facts.label(article.rights))
    _describe(made, item, full, content)
    extension = feedxml.Extension(partial(_finish_entry, frame, item, full))
    made.register_extension("syndicator", lambda: extension)
    return feedxml.serialize(made.atom_entry(), _NAMESPACES, content)


def _categories(frame: FeedFrame, article: Article) -> list[dict[str, str]]:
    """Section and tags as kinds of their own (§4.2.2)."""
    section = facts.label(article.section)
    return [
        {
            "term": name,
            "scheme": f"{frame.base_url}#{'section' if name == section else 'tag'}",
            "label": name,
        }
        for name in facts.categories(article)
    ]


def _apart(article: Article) -> datetime:
    """`updated` with a fraction of a second that is the entry's own, made from its id.

    Entries of one feed should not share the value (validators warn, and readers that
    sort by it shuffle), and articles dated to the day do.
    """
    fraction = int.from_bytes(sha256(article.id.encode()).digest()[:4]) % 1_000_000
    return article.updated.replace(microsecond=fraction)


def _describe(made: FeedEntry, item: Item, full: bool, content: str) -> None:
    """Summary and content; an excerpt that stands alone has notices, so it is HTML."""
    mark = feedxml.CONTENT_MARK if content else ""
    if not full:
        made.summary(mark, type="html")
        return
    excerpt = facts.label(item.article.summary)
    if content:
        made.content(mark, type="html")
    if excerpt or not content:  # an entry has words, if only those of its title
        # HTML like the content: rss2email prefers to all else what says it is text.
        words = excerpt or facts.title(item.article)
        made.summary(escape(words, quote=False), type="html")


def _finish_entry(
    frame: FeedFrame, item: Item, full: bool, entry: etree._Element
) -> None:
    article = item.article
    if article.language and article.language != frame.site.language:
        entry.set(f"{{{feedxml.XML}}}lang", article.language)
    entry.find("title").set("type", "text")
    # feedgen writes entry links without rel, type, length and title: it is given the
    # alternate link only, and all that stands beside its address comes from here.
    entry.find("link").set("rel", "alternate")
    entry.find("link").set("type", "text/html")
    for enclosure in facts.enclosures(frame, article):
        add(
            entry,
            "link",
            rel="enclosure",
            href=facts.uri(enclosure.url),
            type=enclosure.type,
            length=number(enclosure.length),
            title=facts.label(enclosure.title),
        )
    feedxml.add_license(entry, article)
    if facts.is_foreign(article):
        feedxml.add_via(entry, item)
        _add_source(entry, article)
    mediarss.add_pictures(entry, frame, article, full)


def _add_source(entry: etree._Element, article: Article) -> None:
    """Whose entry this was, with all that a reader needs to show it (§4.2.11)."""
    origin = article.origin
    source = add(entry, "source")
    add(source, "id", facts.uri(origin.id or origin.feed_url))
    add(source, "title", facts.publication(article))
    said = dates.parse(origin.updated, UTC)
    add(source, "updated", dates.rfc3339(said[0] if said else article.updated))
    add(source, "link", rel="self", href=facts.uri(origin.feed_url))
    if origin.url:
        add(source, "link", rel="alternate", href=facts.uri(origin.url))
    if origin.rights:
        add(source, "rights", facts.label(origin.rights))


def document(frame: FeedFrame, fragments: Sequence[bytes]) -> bytes:
    """The whole feed: its header with the entries spliced in."""
    frame = facts.scrub_frame(frame)
    site, own = frame.site, frame.address(".atom", frame.chain.page)
    made = FeedGenerator()
    made.id(frame.address(".atom"))  # of all the pages of its archive, too
    made.title(facts.label(frame.title))
    made.subtitle(facts.label(frame.description))
    made.updated(frame.updated.replace(microsecond=0))
    # Entries without an author of their own take the feed's (§4.1.2).
    publisher = facts.publisher(frame)
    made.author(name=publisher.name, uri=facts.uri(publisher.url))
    made.link(href=own, rel="self", type=MEDIA_TYPE)
    made.link(href=facts.uri(site.url), rel="alternate", type="text/html")
    for hub in frame.hubs:
        made.link(href=facts.uri(hub), rel="hub")
    made.language(site.language)
    made.rights(facts.label(site.rights))
    made.generator(feedxml.GENERATOR)
    if site.icon:
        made.icon(facts.uri(site.icon))
        made.logo(facts.uri(site.icon))
    deletions = {"at": history.TOMBSTONES} if frame.chain.gone else {}
    extension = feedxml.Extension(partial(_finish_feed, frame), _NAMESPACES | deletions)
    made.register_extension("syndicator", lambda: extension)
    return feedxml.splice(frame, made.atom_str(pretty=True), b"</feed>", fragments)


def _finish_feed(frame: FeedFrame, feed: etree._Element) -> None:
    history.add_links(feed, frame, ".atom", MEDIA_TYPE)
    history.add_deletions(feed, frame.chain)
