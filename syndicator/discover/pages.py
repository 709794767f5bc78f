"""A site's lists of its pages: sitemaps, and the pages that people find articles by."""

from collections.abc import Iterator

from syndicator import urls
from syndicator.model import Candidate, Home, Source

_USUAL = "/sitemap.xml"
_MOST = (
    3  # of the sitemaps that robots.txt names, and of the lists that a page links to
)


def sitemaps(home: Home) -> Iterator[Candidate]:
    if home.kind == "sitemap":
        yield _sitemap(home.url, "it is a sitemap")
    for url in filter(urls.is_web, home.sitemaps[:_MOST]):
        yield _sitemap(url, "robots.txt names it as a sitemap")
    if not home.sitemaps:
        there = urls.absolute(_USUAL, home.url)
        source = Source(kind="sitemap", url=there)
        reason = "sitemaps often are at this address"
        yield Candidate(source=source, reason=reason, guess=True)


def listings(home: Home) -> Iterator[Candidate]:
    """The page itself, and those it links to by a name that lists of articles have."""
    if home.kind != "page":
        return
    for url in home.lists[:_MOST]:
        yield _listing(url, "the page links to it as to a list of articles")
    yield _listing(home.url, "the page seems to list articles")


def _sitemap(url: str, reason: str) -> Candidate:
    return Candidate(source=Source(kind="sitemap", url=url), reason=reason)


def _listing(url: str, reason: str) -> Candidate:
    return Candidate(source=Source(kind="listing", url=url), reason=reason, guess=True)
