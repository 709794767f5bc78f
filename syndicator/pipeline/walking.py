"""A walk over a source: what is asked, answer by answer, and what they held together."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from syndicator.errors import FetchError, ParseError
from syndicator.model import Found, Request, Walk
from syndicator.pipeline import kinds
from syndicator.pipeline.visit import Visit
from syndicator.ports import Document, Fetched, Validators

_MOST = 50  # requests of one look


@dataclass(slots=True)
class Walked:
    """What the answers of a walk held.

    `listed` are the keys of all that the source has, None where it did not list them;
    `cursor` is from where to ask the next time, "" where that is as it was.
    """

    answers: list[tuple[Document, Found]] = field(default_factory=list)
    whole: bool = True  # nothing failed, and nothing is left to ask
    cursor: str = ""

    @property
    def listed(self) -> frozenset[str] | None:
        pages = [f.listed for _, f in self.answers if f.listed is not None]
        return frozenset().union(*pages) if pages and self.whole else None

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
    there = replace(walk.source, url=requests[0].url)
    validators = known if requests[0].conditional else Validators()
    fetched = visit.fetcher.fetch(there, validators, marks)
    return requests, fetched if there == walk.source else replace(fetched, moved_to="")


def walked(
    visit: Visit, walk: Walk, requests: tuple[Request, ...], fetched: Fetched
) -> Walked:
    """Follow a walk to its end; `fetched` is what its first request brought.

    Raises ParseError where that cannot be read, but for a folder, which has many
    documents; what fails later is reported, and asked again at the next look.
    """
    for error in fetched.failed:
        visit.report(error.subject, error.reason)
    done = Walked()
    waiting = deque(requests[1:])
    for document in fetched.documents:
        waiting += _first(visit, walk, requests[0], document, done)
    for _ in range(_MOST - 1):
        if not waiting or visit.wait_seconds:
            break
        waiting += _further(visit, walk, waiting.popleft(), done)
    done.whole = done.whole and not waiting
    done.cursor = done.cursor if done.whole else ""
    return done


def _first(
    visit: Visit, walk: Walk, request: Request, document: Document, done: Walked
) -> Iterable[Request]:
    try:
        return _read(visit, walk, request, document, done)
    except ParseError as error:
        if visit.source.kind != "folder":
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
        visit.retry, done.whole = True, False
        visit.wait(error)
        return ()


def asked(visit: Visit, walk: Walk, request: Request) -> Document:
    """The answer to a request that is not conditional."""
    there = replace(walk.source, url=request.url)
    (document,) = visit.fetcher.fetch(there, Validators(), {}).documents
    return document


def _read(
    visit: Visit, walk: Walk, request: Request, document: Document, done: Walked
) -> tuple[Request, ...]:
    """Take in what an answer held; return where it leads."""
    found = read(visit, walk, request, document)
    walker = kinds.walker(visit.source.kind)
    done.answers.append((document, found))
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
