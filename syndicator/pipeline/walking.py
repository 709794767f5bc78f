"""A walk over a source: what is asked, answer by answer, and what they held together."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from syndicator import urls
from syndicator.errors import FetchError, ParseError
from syndicator.model import Found, Request, Walk
from syndicator.pipeline import kinds
from syndicator.pipeline.visit import Visit
from syndicator.ports import Document, Fetched, Validators

_MOST = 50  # requests of one look


@dataclass(slots=True)
class Walked:
    """What the answers of a walk held.

    `listed` are the keys of all that the source has, or, where some were asked about, of
    those of them that it has; None where it did not list them. `cursor` is from where to
    ask the next time, "" where that is as it was.
    """

    answers: list[tuple[Document, Found]] = field(default_factory=list)
    whole: bool = True  # nothing failed, and nothing is left to ask
    cursor: str = ""
    asked: set[str] = field(default_factory=set)  # keys, of each of which it was told

    @property
    def listed(self) -> frozenset[str] | None:
        pages = [f.listed for _, f in self.answers if f.listed is not None]
        told = pages and (self.whole or self.asked)
        return frozenset().union(*pages) if told else None

    @property
    def gone(self) -> frozenset[str]:
        return frozenset(key for _, found in self.answers for key in found.gone)

    @property
    def pace_seconds(self) -> int:
        return max((f.pace_seconds for _, f in self.answers), default=0)


def begun(
    visit: Visit, walk: Walk, known: Validators, marks: Mapping[str, str]
) -> tuple[tuple[Request, ...], Fetched]:
    """The requests a walk begins with, and what the first brought; or FetchError.

    A redirect tells where the source is now only where its own address was asked.
    """
    requests = kinds.walker(visit.source.kind).first(walk)
    validators = known if requests[0].conditional else Validators()
    fetched = _fetched(visit, walk, requests[0], validators, marks)
    own = requests[0].url == walk.source.url
    return requests, fetched if own else replace(fetched, moved_to="")


def _fetched(
    visit: Visit,
    walk: Walk,
    request: Request,
    known: Validators,
    marks: Mapping[str, str],
) -> Fetched:
    """What an address answers; of a token in it nobody here is told."""
    source, name = walk.source, kinds.walker(visit.source.kind).token
    if not (name and source.token):
        there = replace(source, url=request.url)
        return visit.fetcher.fetch(there, known, marks)
    told = urls.with_query(request.url, f"{name}={quote(source.token, safe='')}")
    there = replace(source, url=told)
    fetched = visit.fetcher.fetch(there, known, marks)
    documents = (
        replace(
            document,
            name=request.url,
            url=urls.without_parameter(document.url, name),
            links={
                r: urls.without_parameter(u, name) for r, u in document.links.items()
            },
        )
        for document in fetched.documents
    )
    return replace(fetched, documents=tuple(documents))


def walked(
    visit: Visit, walk: Walk, requests: tuple[Request, ...], fetched: Fetched
) -> Walked:
    """Follow a walk to its end; `fetched` is what its first request brought.

    Raises ParseError where that cannot be read, but for a kind that brings many
    documents; what fails later is reported, and asked again at the next look.
    """
    for error in fetched.failed:
        visit.report(error.subject, error.reason)
    done = Walked()
    waiting = deque(requests[1:])
    for document in fetched.documents:
        waiting += _first(visit, walk, requests[0], document, done)
    left = _MOST - 1
    while waiting and left and not visit.wait_seconds:
        left -= not waiting[0].asks  # which are no more than what is known
        waiting += _further(visit, walk, waiting.popleft(), done)
    _end(visit, done, left=bool(waiting))
    return done


def _end(visit: Visit, done: Walked, *, left: bool) -> None:
    """Where more was left than one look may ask, the next goes on, if it can."""
    goes_on = kinds.walker(visit.source.kind).ordered and done.whole and left
    visit.more = visit.more or goes_on
    done.whole = done.whole and not left
    done.cursor = done.cursor if done.whole or goes_on else ""


def _first(
    visit: Visit, walk: Walk, request: Request, document: Document, done: Walked
) -> Iterable[Request]:
    try:
        return _read(visit, walk, request, document, done)
    except ParseError as error:
        if not kinds.walker(visit.source.kind).many:
            raise
        visit.report(error.subject, error.reason)
        return ()


def _further(
    visit: Visit, walk: Walk, request: Request, done: Walked
) -> Iterable[Request]:
    try:
        document = asked(visit, walk, request)
        return _read(visit, walk, request, document, done)
    except (FetchError, ParseError) as error:
        visit.report(error.subject, error.reason)
        visit.wait(error)
        if not request.asks:
            visit.retry, done.whole = True, False
        return ()


def asked(visit: Visit, walk: Walk, request: Request) -> Document:
    """The answer to a request that is not conditional."""
    (document,) = _fetched(visit, walk, request, Validators(), {}).documents
    return document


def _read(
    visit: Visit, walk: Walk, request: Request, document: Document, done: Walked
) -> tuple[Request, ...]:
    """Take in what an answer held; return where it leads."""
    found = read(visit, walk, request, document)
    walker = kinds.walker(visit.source.kind)
    for remark in found.remarks:
        visit.report(document.name, remark)
    done.answers.append((document, found))
    done.asked.update(request.asks)
    done.cursor = walker.cursor(walk, request, found) or done.cursor
    return walker.then(walk, request, found)


def read(visit: Visit, walk: Walk, request: Request, document: Document) -> Found:
    """What an answer holds; ParseError for whatever is wrong, a fault of ours too."""
    reader = kinds.reader(visit.source.kind)
    if visit.source.kind != "folder":  # which is the operator's own
        return visit.sandbox.call(
            document.name, reader, document, walk.source, request.part
        )
    try:
        return reader(document, walk.source, request.part)
    except ParseError:
        raise
    except Exception as error:
        raise ParseError(document.name, f"our reader fails at it: {error!r}") from error
