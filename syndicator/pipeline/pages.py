"""An entry's page, and the further pages of its article."""

from dataclasses import replace

from syndicator import consensus, html, parse, text, urls
from syndicator.errors import FetchError, ParseError
from syndicator.model import RawEntry
from syndicator.parse.page import Fetched
from syndicator.pipeline import links
from syndicator.pipeline.visit import Visit
from syndicator.ports import Document

_MOST = 10  # pages of one article
_SHARED = 0.5  # of the words of a teaser that its article's page must have

# What only the entry can say; of the rest its word counts before its page's.
_ENTRYS_OWN = ("key", "url", "origin", "enclosures", "podcast")


def followed(visit: Visit, raw: RawEntry) -> RawEntry | None:
    """The entry with its page's article, where it is a part only or to be followed.

    None where the page cannot be had now and the entry, by the settings, is not the
    article without.
    """
    if not raw.url or (raw.full and not visit.follow):
        return raw
    try:
        document = visit.fetcher.page(visit.source, urls.absolute(raw.url, raw.base))
        page = whole(visit, document.name, document)
    except (FetchError, ParseError) as error:
        visit.report(error.subject, error.reason)
        if raw.full or not (visit.follow or _is_better_left(visit, error)):
            return raw
        _try_again(visit, raw, error)
        return None
    if not visit.follow and not is_its_page(raw, page):
        visit.report(
            document.url, "shows something else than the entry that links to it"
        )
        return raw
    visit.read[raw.key] = document.validators
    return joined(visit, raw, page, document)


def _is_better_left(visit: Visit, error: FetchError | ParseError) -> bool:
    """Of the past, what has been deleted since or can be had another time."""
    return (
        visit.past
        and isinstance(error, FetchError)
        and (error.missing or error.status == 429 or error.status >= 500)
    )


def _try_again(visit: Visit, raw: RawEntry, error: FetchError | ParseError) -> None:
    """At the next look; or tomorrow where there is nothing behind a mere link."""
    lasting = isinstance(error, ParseError) or error.missing
    if visit.links and lasting:
        visit.skipped[raw.key] = links.tried(visit, raw)
    else:
        visit.retry = True
        visit.wait(error)


def whole(visit: Visit, url: str, document: Document) -> RawEntry:
    """The article at an address, put together from all its pages; this is the first."""
    found = _read(visit, document, url)
    if visit.links and not found.entry.body:
        raise ParseError(url, "no article can be found on it")
    if found.whole:
        all_in_one = _read(visit, visit.fetcher.page(visit.source, found.whole), url)
        if len(all_in_one.entry.body) > len(found.entry.body):
            return replace(found.entry, body=all_in_one.entry.body)
    bodies = [found.entry.body]
    addresses = dict(found.pages)
    while (number := len(bodies) + 1) in addresses and number <= _MOST:
        further = visit.fetcher.page(visit.source, addresses[number])
        page = _read(visit, further, url)
        if page.entry.body in bodies:
            break
        bodies.append(page.entry.body)
        addresses = {**page.pages, **addresses}
    return replace(found.entry, body="\n".join(bodies))


def _read(visit: Visit, document: Document, first: str) -> Fetched:
    rules = visit.source.page
    return visit.sandbox.call(document.name, parse.parse_page, document, rules, first)


def is_its_page(entry: RawEntry, page: RawEntry) -> bool:
    """Say whether a page has the words of the teaser that leads to it."""
    teaser = set(text.fold(html.to_text(entry.body) or entry.summary).split())
    said = (page.title, page.summary, html.to_text(page.body))
    words = {word for part in said for word in text.fold(part).split()}
    return len(teaser & words) >= _SHARED * len(teaser)


def _also(entry: RawEntry, page: Document) -> tuple[str, ...]:
    """Where a redirect led to."""
    there = urls.absolute(entry.url, entry.base)
    return () if urls.key(page.url) == urls.key(there) else (page.url,)


def joined(
    visit: Visit, entry: RawEntry, page: RawEntry, document: Document
) -> RawEntry:
    """The page's article under the entry's identity, with the claims of both."""
    place = "list" if visit.links else "source"
    if len(page.body) <= len(entry.body) and entry.full:
        page = replace(page, body=entry.body, base=entry.base)
    both = replace(
        page,
        **{name: getattr(entry, name) for name in _ENTRYS_OWN},
        images=page.images or entry.images,
        claims=(*consensus.own(entry, place), *page.claims),
    )
    return replace(consensus.settled(both), also=_also(entry, document))
