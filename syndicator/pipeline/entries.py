"""Documents → news: each entry's way through parse, normalize and decide."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from syndicator import consensus, decide, parse, urls
from syndicator.codec import digest
from syndicator.errors import FetchError, ParseError
from syndicator.model import Draft, RawEntry
from syndicator.normalize import normalize
from syndicator.pipeline.visit import Visit, measured
from syndicator.ports import Document, Fetched, Known, News

# What only the entry can say; of the rest its word counts before its page's.
_ENTRYS_OWN = ("key", "url", "origin", "enclosures")


def taken_in(visit: Visit, fetched: Fetched, marks: Mapping[str, str]) -> list[News]:
    """What the documents mean for what is stored.

    `marks` are of all the source's articles: an entry that has its mark there is passed
    over, and an article that the source does not list any more is withdrawn.
    """
    for error in fetched.failed:
        visit.report(error.subject, error.reason)
    entries = _entries(visit, fetched.documents)
    fresh = {k: e for k, e in entries.items() if marks.get(k) != e[1]}
    whole = {k: (_followed(visit, raw), mark) for k, (raw, mark) in fresh.items()}
    drafts = [
        (draft, raw, mark)
        for raw, mark in whole.values()
        if raw is not None and (draft := _normalized(visit, raw)) is not None
    ]
    if visit.source.kind == "feed":
        ordered = decide.in_order([draft for draft, _, _ in drafts])
        drafts = [(d, *rest[1:]) for d, rest in zip(ordered, drafts, strict=True)]
    known = visit.store.known(
        visit.source.name,
        [d.key for d, _, _ in drafts],
        [d.url for d, _, _ in drafts],
    )
    candidates = measured(visit, drafts, known)
    present = fetched.present or frozenset(entries)
    news = [
        decide.decide(c, known, present, visit.plan.site, visit.now) for c in candidates
    ]
    taken = {n.article.id for n in news}
    gone = (n for n in _vanished(visit, fetched, marks) if n.article.id not in taken)
    return [*news, *gone]


def renewed(visit: Visit, outdated: Iterable[tuple[RawEntry, Known]]) -> list[News]:
    """Stored articles made anew from what was said, for settings that have changed."""
    drafts: list[tuple[Draft, RawEntry, str]] = []
    by_key: dict[str, Known] = {}
    for raw, known in outdated:
        draft = _normalized(visit, raw)
        if draft is not None:
            key = known.article.key
            drafts.append((replace(draft, key=key), raw, known.mark))
            by_key[f"key:{key}"] = known
    return [
        decide.decide(c, by_key, frozenset(), visit.plan.site, visit.now)
        for c in measured(visit, drafts, by_key)
    ]


def parsed(source_kind: str, document: Document) -> list[RawEntry]:
    """The document's entries; ParseError for whatever is wrong, a fault of ours too."""
    try:
        return parse.parse(parse.kind_of(source_kind, document), document)
    except ParseError:
        raise
    except Exception as error:
        raise ParseError(document.name, f"our reader fails at it: {error!r}") from error


# ---------------------------------------------------------------- the way of an entry


def _entries(
    visit: Visit, documents: Iterable[Document]
) -> dict[str, tuple[RawEntry, str]]:
    """Every entry by its key, with the mark that tells whether it has changed."""
    found: dict[str, tuple[RawEntry, str]] = {}
    for document in documents:
        for raw, mark in _read(visit, document):
            if not _says_anything(raw):
                visit.report(raw.key, "left out: it has no title, text or address")
            elif raw.key not in found:
                found[raw.key] = (raw, mark)
            elif found[raw.key][0] != raw:
                visit.report(raw.key, "the source uses this id twice; the first counts")
    return found


def _says_anything(raw: RawEntry) -> bool:
    return any((raw.title, raw.url, raw.body, raw.summary, raw.images, raw.enclosures))


def _read(visit: Visit, document: Document) -> list[tuple[RawEntry, str]]:
    try:
        raws = parsed(visit.source.kind, document)
    except ParseError as error:
        if visit.source.kind == "feed":
            raise
        visit.report(error.subject, error.reason)
        return []
    if visit.source.kind == "folder":  # a file is its own name, whatever it says inside
        mark = visit.mark(document.mark)
        return [(replace(raw, key=document.name), mark) for raw in raws]
    keyed = (replace(r, key=decide.native_key(r, document.url)) for r in raws)
    return [(raw, visit.mark(digest(raw))) for raw in keyed]


def _followed(visit: Visit, raw: RawEntry) -> RawEntry | None:
    """The entry with its page's article, where the source is to be followed.

    None where the page cannot be had now and the entry alone is not the article.
    """
    if not visit.source.follow or not raw.url:
        return raw
    try:
        page = visit.fetcher.page(visit.source, urls.absolute(raw.url, raw.base))
        return _joined(raw, parse.parse_page(page))
    except (FetchError, ParseError) as error:
        visit.report(error.subject, error.reason)
        visit.retry = visit.retry or not raw.full
        return raw if raw.full else None


def _joined(entry: RawEntry, page: RawEntry) -> RawEntry:
    """The page's article under the entry's identity, with the claims of both."""
    if len(page.body) <= len(entry.body) and entry.full:
        page = replace(page, body=entry.body, base=entry.base)
    joined = replace(
        page,
        **{name: getattr(entry, name) for name in _ENTRYS_OWN},
        images=page.images or entry.images,
        claims=(*consensus.own(entry), *page.claims),
    )
    return consensus.settled(joined)


def _normalized(visit: Visit, raw: RawEntry) -> Draft | None:
    """The draft; None, and a report, where a fault of ours would cost all the others."""
    try:
        draft = normalize(raw, visit.terms)
    except Exception as error:  # noqa: BLE001
        visit.faulty = True
        visit.report(raw.key, f"our normalizer fails at it: {error!r}")
        return None
    for problem in draft.problems:
        visit.report(raw.key, problem)
    return draft


# ---------------------------------------------------------------- what is not there


def _vanished(visit: Visit, fetched: Fetched, marks: Mapping[str, str]) -> list[News]:
    """What a source that lists all it has does not list any more."""
    if fetched.present is None:
        return []
    gone = [key for key in marks if key not in fetched.present]
    known = visit.store.known(visit.source.name, gone, ())
    theirs = (k for k in known.values() if k.article.key in gone)
    return decide.withdraw(theirs, "no longer at its source", visit.now)
