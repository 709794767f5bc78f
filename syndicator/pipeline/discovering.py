"""What is at an address → every way of reading it, tried as it would be, and judged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from syndicator import dates, discover, parse, urls
from syndicator.decide import native_key
from syndicator.errors import FetchError, ParseError
from syndicator.model import (
    Candidate,
    Discovery,
    Draft,
    Found,
    Home,
    RawEntry,
    Source,
    Trial,
    Walk,
)
from syndicator.pipeline import kinds, walking
from syndicator.pipeline.entries import normalized
from syndicator.pipeline.pages import followed
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.sparing import Sparing
from syndicator.pipeline.visit import Visit
from syndicator.ports import Document, Fetcher, Sandbox, Store, Validators

REQUESTS = 16  # for a site in all, beside what the fetcher asks robots.txt for itself
_A_LOOK = 4  # of them for one look at one candidate
_NEWEST = 3  # articles that are read whole
_PAGES = 6  # requests for those
_MOST = 10  # candidates that are tried
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
Answers = list[tuple[Document, Found]]


@dataclass(slots=True)
class Search:
    """A search for ways to read a site; `like` has the settings that all of them get."""

    like: Source
    plan: Plan
    fetcher: Sparing
    store: Store
    now: datetime
    sandbox: Sandbox


def discovered(
    like: Source,
    plan: Plan,
    fetcher: Fetcher,
    store: Store,
    now: datetime,
    sandbox: Sandbox,
) -> Discovery:
    """Try the ways to read what is at `like.url`, or the folder `like.path`.

    Nothing is stored. Raises FetchError where there is nobody to ask; whatever else
    fails is told by the trials.
    """
    sparing = Sparing(fetcher, REQUESTS)
    search = Search(like, plan, sparing, store, now, sandbox)
    if like.kind == "folder":
        home, error = Home(url=like.url, kind="folder"), ""
        trials = [_trial(search, Candidate(source=like, reason="it is a folder"))]
    else:
        home, error = _home(search)
        keyed = replace(home, key=home.key or like.token)
        trials = list(_trials(search, discover.candidates(keyed)))
    ranked = discover.ranked(trials)
    return Discovery(home=home, trials=ranked, requests=sparing.asked, error=error)


# ---------------------------------------------------------------- the address


def _home(search: Search) -> tuple[Home, str]:
    """What is at the address, and why that could not be seen, or ""."""
    like, fetcher = search.like, search.fetcher
    fetcher.allow(2)
    robots = _robots(search)
    rules = "" if isinstance(robots, FetchError) else robots
    try:
        document, error = fetcher.page(like, like.url), ""
    except FetchError as refusal:
        if isinstance(robots, FetchError) and not (robots.status or refusal.status):
            raise FetchError(like.url, robots.reason) from refusal
        document, error = Document(name=like.url, url=like.url, body=b""), str(refusal)
    home = search.sandbox.call(like.url, parse.read_home, document, rules)
    if home.kind == "login":
        error = f"{home.url}: it is behind a login wall"
    return home, error


def _robots(search: Search) -> str | FetchError:
    there = replace(search.like, url=urls.absolute("/robots.txt", search.like.url))
    try:
        (document,) = search.fetcher.fetch(there, Validators(), {}).documents
    except FetchError as error:
        return error
    return document.body.decode("utf-8-sig", "replace")


# ---------------------------------------------------------------- trials


def _trials(search: Search, candidates: Sequence[Candidate]) -> Iterator[Trial]:
    """Try what the site names; what is guessed, only where that brings no whole articles;
    and what is only of a part of the site, where nothing else does.
    """
    found: set[str] = set()
    tried = 0
    for candidate in candidates:
        if candidate.lacks:
            yield Trial(candidate=candidate, error=candidate.lacks)
        elif candidate.guess and any(not kinds.walker(k).links for k in found):
            continue
        elif candidate.lesser and found:
            yield Trial(candidate=candidate, error=f"not tried: {candidate.lesser}")
        elif tried < _MOST:
            tried += 1
            trial = _trial(search, candidate)
            found |= set() if trial.error else {candidate.source.kind}
            yield trial


def _trial(search: Search, candidate: Candidate) -> Trial:
    """Read a candidate as a source would be, and its newest articles whole."""
    like = search.like
    source = replace(
        candidate.source, name=like.name, allow_networks=like.allow_networks
    )
    candidate = replace(candidate, source=source)
    edges = (search.fetcher, search.store, search.now, search.sandbox)
    visit = Visit(source, search.plan, *edges)
    try:
        answers = _answers(search, visit)
    except (FetchError, ParseError) as error:
        own = error.subject == source.url
        return Trial(candidate=candidate, error=error.reason if own else str(error))
    entries = _entries(answers)
    newest = sorted(entries, key=_instant, reverse=True)[:_NEWEST]
    search.fetcher.allow(_PAGES)
    articles = tuple(_articles(visit, newest))
    problem = next((f"{p.subject}: {p.reason}" for p in visit.problems), "")
    told = 0 if visit.links else sum(raw.full for raw in newest)
    return Trial(
        candidate=candidate,
        articles=articles,
        told=told,
        entries=len(entries),
        oldest=min(filter(_is_told, map(_instant, entries)), default=None),
        edits=told > 0 or any(raw.updated for raw in newest),
        deletions=_tells_deletions(source),
        requests=0 if source.kind == "folder" else len(answers),
        error="" if articles else problem or "there are no articles in it",
    )


def _answers(search: Search, visit: Visit) -> Answers:
    """What a first look at a source brings; FetchError or ParseError where it fails."""
    walk = Walk(source=visit.source)
    search.fetcher.allow(_A_LOOK)
    begun = walking.begun(visit, walk, Validators(), {})
    return walking.walked(visit, walk, *begun).answers


def _tells_deletions(source: Source) -> bool:
    walker = kinds.walker(source.kind)
    return source.kind == "folder" or (walker.listing and walker.tells(source))


def _entries(answers: Answers) -> list[RawEntry]:
    """What answers hold; of an article that is in several, what the first says."""
    entries: dict[str, RawEntry] = {}
    for document, found in answers:
        for raw in found.entries:
            entries.setdefault(native_key(raw, document.url), raw)
    return list(entries.values())


def _articles(visit: Visit, newest: Sequence[RawEntry]) -> Iterator[Draft]:
    for raw in newest:
        whole = followed(visit, raw)
        draft = None if whole is None else normalized(visit, whole)
        if draft is not None and (draft.title or draft.body):
            yield draft


def _instant(raw: RawEntry) -> datetime:
    """When an entry came out, or was changed; long ago where it does not say."""
    for said in (raw.published, raw.updated):
        found = dates.parse(said, UTC) if said else None
        if found:
            return found[0]
    return _LONG_AGO


def _is_told(instant: datetime) -> bool:
    return instant != _LONG_AGO
