"""RSS 2.0 (rssboard.org/rss-specification), by feedgen and an extension of our own."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from syndicator import dates, text
from syndicator.model import Item
from syndicator.render import facts, feedxml, history, mediarss, podcast
from syndicator.render.feedxml import add
from syndicator.render.frame import FeedFrame

MEDIA_TYPE = "application/rss+xml"
_NAMESPACES = {
    "atom": feedxml.ATOM,
    "content": feedxml.CONTENT,
    "dc": feedxml.DC,
    "fh": history.HISTORY,
    "media": mediarss.NAMESPACE,
    "sy": feedxml.SYNDICATION,
}
_PERIODS = (("hourly", 60), ("daily", 1440), ("weekly", 10080), ("yearly", 525600))


class _Unsaid(datetime):
    """A date that is not there.

    feedgen writes lastBuildDate from its default, the present, and in a way that sets
    the locale; only a date that counts as false makes it leave the element to us.
    """

    def __bool__(self) -> bool:
        return False


_UNSAID = _Unsaid(1970, 1, 1, tzinfo=UTC)


def entry(frame: FeedFrame, item: Item, full: bool) -> bytes:
    """One <item>."""
    frame, item, content = facts.ready(frame, item, full)
    article = item.article
    made = FeedEntry()
    made.title(facts.title(article))
    made.guid(article.id, permalink=False)
    made.link(href=facts.uri(item.link), rel="alternate")
    made.category([{"term": name} for name in facts.categories(article)])
    mark = feedxml.CONTENT_MARK if content else ""
    # The excerpt first, then the whole; an excerpt that stands alone has notices. A
    # description is HTML, even one without a tag in it. There always is one: feedparser
    # takes that of the first picture otherwise.
    excerpt = text.collapse(article.summary) or facts.title(article)
    made.description(escape(excerpt, False) if full else mark, isSummary=True)
    if full and content:
        made.content(mark)
    files = facts.enclosures(frame, article)
    for enclosure in files[:1]:  # clients read one only, and disagree on which
        made.enclosure(facts.uri(enclosure.url), enclosure.length, enclosure.type)
    if facts.is_foreign(article):
        feed_url = facts.uri(article.origin.feed_url)
        made.source(feed_url, facts.publication(article))
    extension = feedxml.Extension(partial(_finish_item, frame, item, full))
    made.register_extension("syndicator", lambda: extension)
    names = _NAMESPACES | podcast.NAMESPACES
    return feedxml.serialize(made.rss_entry(), names, content)


def _finish_item(
    frame: FeedFrame, item: Item, full: bool, element: etree._Element
) -> None:
    article, rights = item.article, facts.label(item.article.rights)
    for name in facts.bylines(frame, article):
        add(element, f"{{{feedxml.DC}}}creator", name)
    add(element, "pubDate", dates.rfc822(article.published))
    add(element, f"{{{feedxml.ATOM}}}updated", dates.rfc3339(article.updated))
    if rights:
        add(element, f"{{{feedxml.DC}}}rights", rights)
    if article.language and article.language != frame.site.language:
        add(element, f"{{{feedxml.DC}}}language", article.language)
    feedxml.add_license(element, article)
    if facts.is_foreign(article):
        feedxml.add_via(element, item)
    mediarss.add_pictures(
        element, frame, article, full
    )  # who takes the first, takes one
    podcast.add_episode(element, article, facts.enclosures(frame, article))
    for file in facts.enclosures(frame, article)[1:]:
        mediarss.add_file(element, file)


def document(frame: FeedFrame, fragments: Sequence[bytes]) -> bytes:
    """The whole feed: its header with the items spliced in."""
    frame = facts.scrub_frame(frame)
    made = FeedGenerator()
    made.title(facts.label(frame.title))
    made.description(facts.label(frame.description))
    own = frame.address(".rss", frame.chain.page)
    made.link(href=own, rel="self", type=MEDIA_TYPE)
    # feedgen takes the last link for the channel's own, whatever its rel.
    made.link(href=facts.uri(frame.site.url), rel="alternate")
    made.language(frame.site.language)
    made.rights(facts.label(frame.site.rights))
    made.generator(feedxml.GENERATOR)
    made.docs("")
    made.ttl(frame.feed.ttl_minutes)
    made.lastBuildDate(_UNSAID)
    if frame.site.icon:
        made.image(facts.uri(frame.site.icon))
    names = _NAMESPACES | podcast.used(fragments, frame.show)
    extension = feedxml.Extension(partial(_finish_channel, frame), names)
    made.register_extension("syndicator", lambda: extension)
    return feedxml.splice(frame, made.rss_str(pretty=True), b"  </channel>", fragments)


def _finish_channel(frame: FeedFrame, root: etree._Element) -> None:
    channel = root[0]
    period, frequency = cadence(frame.feed.ttl_minutes)
    for hub in frame.hubs:
        add(channel, f"{{{feedxml.ATOM}}}link", rel="hub", href=facts.uri(hub))
    podcast.add_tags(channel, frame.show)
    add(channel, "lastBuildDate", dates.rfc822(frame.updated))
    add(channel, f"{{{feedxml.SYNDICATION}}}updatePeriod", period)
    add(channel, f"{{{feedxml.SYNDICATION}}}updateFrequency", str(frequency))
    history.add_links(channel, frame, ".rss", MEDIA_TYPE)


def cadence(minutes: int) -> tuple[str, int]:
    """A time to live as so many updates per period (RSS 1.0 syndication module).

    >>> cadence(60), cadence(180), cadence(45)
    (('hourly', 1), ('daily', 8), ('daily', 32))

    Where no period is a multiple of it, updates are slightly rarer than it allows.
    """
    exact = [(name, long) for name, long in _PERIODS if long % minutes == 0]
    roomy = [(name, long) for name, long in _PERIODS if long >= minutes]
    name, long = (exact or roomy or _PERIODS[-1:])[0]
    return name, max(1, long // minutes)
