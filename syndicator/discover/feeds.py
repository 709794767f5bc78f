"""Feeds that a site names, that it shows to people, or that may be where feeds are."""

import re
from collections.abc import Iterator

from syndicator import urls
from syndicator.model import Candidate, Home, Linked, Source

# Media types by which a page names its feeds, and what to call them.
_TYPES = {
    "application/atom+xml": "Atom",
    "application/rss+xml": "RSS",
    "application/rdf+xml": "RSS",
    "application/x.atom+xml": "Atom",
    "application/x-atom+xml": "Atom",
    "application/feed+json": "JSON",
    "application/json": "JSON",
    "text/xml": "XML",
    "application/xml": "XML",
}
_USUAL = ("/feed", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml")
_LESSER = (
    (
        re.compile(r"\bcomments?\b|kommentare?\b|commentaires?\b", re.IGNORECASE),
        "only comments",
    ),
    (
        re.compile(r"/(?:tags?|categor(?:y|ies)|topics?|authors?)/", re.IGNORECASE),
        "only a part of the site",
    ),
)
_NO_FEED = re.compile(r"oembed|/wp-json/|\.(?:webmanifest|css|js)\b", re.IGNORECASE)
_MOST = 4  # of those that are shown to people


def candidates(home: Home) -> Iterator[Candidate]:
    if home.kind == "feed":
        yield _candidate(home.url, "it is a feed")
    named = [link for link in home.links if _is_named(link)]
    for link in named:
        kind = f"{_TYPES.get(link.type, '')} feed".strip()
        yield _candidate(link.url, f"the page names it as its {kind}", link)
    for link in home.anchors[:_MOST]:
        yield _candidate(link.url, f"the page links to it: {link.title!r}", link)
    for path in _USUAL:
        there = urls.absolute(path, home.url)
        reason = "feeds often are at this address"
        yield Candidate(
            source=Source(kind="feed", url=there), reason=reason, guess=True
        )


def _is_named(link: Linked) -> bool:
    """Say whether a link is meant to lead programs to a feed."""
    if _NO_FEED.search(link.url) or not urls.is_web(link.url):
        return False
    typed = "alternate" in link.rel and link.type in _TYPES
    return typed or "feed" in link.rel


def _candidate(url: str, reason: str, link: Linked | None = None) -> Candidate:
    words = f"{link.title} {urls.path(url)}" if link else urls.path(url)
    lesser = next((what for sign, what in _LESSER if sign.search(words)), "")
    return Candidate(source=Source(kind="feed", url=url), reason=reason, lesser=lesser)
