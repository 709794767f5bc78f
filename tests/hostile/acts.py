"""What is done to hostile input; called in a child process that has limits."""

from collections.abc import Iterable
from html import escape

from syndicator import html
from syndicator.errors import SourceError
from syndicator.fetch.http import HttpFetcher
from syndicator.fetch.limits import Limits
from syndicator.model import Site, Source
from syndicator.normalize import Terms, normalize
from syndicator.parse import parse
from syndicator.ports import Document, Validators

SITE = Site(title="Lab", url="https://lab.example/", postal_address="1 Example Street")
TERMS = Terms(SITE, Source(kind="feed", name="news"), ())


def fetched(url: str, allowed: str, seconds: float = 3) -> str:
    """Words on what came of a look: the number of bytes, or the error."""
    web = HttpFetcher("Syndicator/1", Limits(total_seconds=seconds))
    source = Source(kind="feed", name="news", url=url, allow_networks=(allowed,))
    try:
        (document,) = web.fetch(source, Validators(), {}).documents
    except SourceError as error:
        return f"error: {error.reason}"
    finally:
        web.close()
    return f"{len(document.body)} bytes"


def rebound(url: str, answers: Iterable[str]) -> str:
    """The same with a name server that gives another answer each time it is asked."""
    turns = iter(answers)
    web = HttpFetcher("Syndicator/1", Limits(), lambda host, port: [next(turns)])
    source = Source(kind="feed", name="news", url=url, allow_networks=("127.0.0.1",))
    try:
        web.fetch(source, Validators(), {})
    except SourceError as error:
        return f"error: {error.reason}"
    finally:
        web.close()
    return "had"


def read(kind: str, body: bytes, charset: str = "") -> str:
    """Titles and texts of all articles a document makes, or the error."""
    document = Document(
        name="in", url="https://site.example/a", body=body, charset=charset
    )
    try:
        said = [raw for raw in parse(kind, document) if raw.title or raw.body]
        drafts = [normalize(raw, TERMS) for raw in said]
    except SourceError as error:
        return f"error: {error.reason}"
    return "\n".join(f"{d.title}\n{html.to_text(d.body)}\n{d.summary}" for d in drafts)


def parsed(kind: str, body: bytes) -> str:
    """What a document says, before anything is made of it."""
    document = Document(name="in", url="https://site.example/a", body=body)
    return "\n".join(
        html.to_text(raw.body or raw.summary) for raw in parse(kind, document)
    )


def bodies(markup: str) -> list[str]:
    """The bodies of the articles of a feed with this markup as its text."""
    shown = f"<p>Words before.</p>{markup}<p>Words behind.</p>"
    item = f"<item><title>A</title><description>{escape(shown)}</description></item>"
    feed = f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>"
    document = Document(name="in", url="https://site.example/f", body=feed.encode())
    return [normalize(raw, TERMS).body for raw in parse("feed", document)]
