"""What a walk brought → news: each entry's way through parse, normalize and decide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from syndicator import decide, likeness, schedule, urls
from syndicator.codec import digest
from syndicator.decide import (
    Candidate,
    Held,
    Scene,
    Settling,
    Verdict,
    looked_for,
    recognise,
)
from syndicator.model import Article, Draft, RawEntry
from syndicator.normalize import normalize
from syndicator.pipeline import kinds, links
from syndicator.pipeline.links import Entry
from syndicator.pipeline.pages import followed
from syndicator.pipeline.pictures import measured
from syndicator.pipeline.visit import Visit
from syndicator.pipeline.walking import Walked
from syndicator.ports import Document, Known, News, Recheck, Validators

_ENOUGH = 5  # pages in a row that fail: the others would, too


@dataclass(frozen=True, slots=True)
class Entries:
    """What a look at a source brought, ready to be settled.

    `present` are the keys the source has now; `whole` says that it lists all it has;
    `gone` are those that are no more, and why. `said` are the entries by key as they
    came, without their pages.
    """

    candidates: list[Candidate]
    present: Set[str]
    whole: bool = False
    gone: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, RawEntry] = field(default_factory=dict)


def drafted(
    visit: Visit, walked: Walked, present: Set[str] | None, marks: Mapping[str, str]
) -> Entries:
    """The entries of a walk as drafts, but those that have their mark in `marks`.

    `present` are the keys of all that the source has, None where it does not say.
    """
    entries = keyed(visit, walked, marks)
    if visit.links:
        fresh = links.chosen(visit, entries, marks)
    else:
        fresh = {k: e for k, e in entries.items() if marks.get(k) != e[1]}
    here = entries.keys() if present is None else present
    return Entries(
        made(visit, fresh.values()),
        here,
        present is not None,
        dict.fromkeys(walked.gone, "deleted at its source"),
        {key: raw for key, (raw, _) in fresh.items()},
    )


def made(visit: Visit, fresh: Iterable[Entry]) -> list[Candidate]:
    """What entries come to, with what is on their pages; those that can be had now."""
    drafts = [
        (draft, raw, mark)
        for raw, mark in _followed(visit, fresh)
        if (draft := normalized(visit, raw)) is not None
    ]
    if visit.source.kind != "folder":
        ordered = decide.in_order([draft for draft, _, _ in drafts])
        drafts = [(d, *rest[1:]) for d, rest in zip(ordered, drafts, strict=True)]
    known = _known(visit, [d for d, _, _ in drafts])
    return measured(visit, drafts, known, anew=True)


def settled(visit: Visit, entries: Entries, marks: Mapping[str, str]) -> list[News]:
    """What the entries mean for what is stored.

    An article that the source, listing all it has, does not list any more is withdrawn.
    """
    drafts = [c.draft for c in entries.candidates]
    known = _known(visit, drafts)
    scene = Scene(known, _near(visit, drafts, known), entries.present)
    verdicts = recognise(entries.candidates, scene)
    settling = Settling(
        visit.plan.site,
        visit.now,
        own=frozenset(s.name for s in visit.plan.sources if s.own),
        held=visit.store.held(sorted(_shown_elsewhere(verdicts))),
        names=known,
    )
    for verdict in verdicts:
        settling.take(verdict)
        draft = verdict.candidate.draft
        for doubt in (*verdict.doubts, *decide.far_ahead(draft, visit.now)):
            visit.report(draft.url, doubt)
    gone = [k for k in marks if k not in entries.present] if entries.whole else []
    _withdraw(visit, settling, gone, "no longer at its source")
    for reason in sorted(set(entries.gone.values())):
        keys = sorted(k for k, why in entries.gone.items() if why == reason)
        _withdraw(visit, settling, keys, reason)
    visit.rechecks += _rechecks(visit, entries)
    return [*settling.news, *_forgotten(visit, entries, marks)]


def read_again(
    visit: Visit, found: Iterable[tuple[RawEntry, Known]], gone: Mapping[str, str]
) -> list[News]:
    """What articles whose pages have been asked again mean for what is stored.

    `found` are those that may have changed or come back, `gone` the keys of those
    whose page is no more, and why.
    """
    drafts = [
        (draft, raw, known.mark)
        for raw, known in found
        if (digest(raw) != known.said or known.article.status == "withdrawn")
        and (draft := normalized(visit, raw)) is not None
    ]
    if not drafts and not gone:
        return []
    pictured = _known(visit, [d for d, _, _ in drafts])
    candidates = measured(visit, drafts, pictured, anew=False)
    marks = visit.store.marks(visit.source.name)
    return settled(visit, Entries(candidates, marks.keys(), gone=gone), marks)


def renewed(visit: Visit, outdated: Iterable[tuple[RawEntry, Known]]) -> list[News]:
    """Stored articles made anew from what was said, for settings that have changed."""
    drafts: list[tuple[Draft, RawEntry, str]] = []
    by_key: dict[str, Known] = {}
    for raw, known in outdated:
        draft = normalized(visit, raw)
        if draft is not None:
            key = known.article.key
            drafts.append((replace(draft, key=key), raw, known.mark))
            by_key[key] = known
    pictured = {f"key:{key}": known for key, known in by_key.items()}
    return [
        decide.again(c, by_key[c.draft.key], visit.now)
        for c in measured(visit, drafts, pictured, anew=False)
    ]


# ---------------------------------------------------------------- the way of an entry


def keyed(visit: Visit, walked: Walked, marks: Mapping[str, str]) -> dict[str, Entry]:
    """Every entry by its key, with the mark that tells whether it has changed."""
    found: dict[str, Entry] = {}
    for document, answer in walked.answers:
        for raw in answer.entries:
            entry = replace(raw, key=decide.native_key(raw, document.url))
            if answer.past and entry.key not in marks:
                continue
            if visit.links and entry.key in found:
                entry = links.joined(found.pop(entry.key)[0], entry)
            if not _says_anything(entry):
                visit.report(entry.key, "left out: it has no title, text or address")
            elif entry.key not in found:
                found[entry.key] = (entry, visit.mark(_mark(visit, document, entry)))
            elif found[entry.key][0] != entry:
                words = "the source uses this id twice; the first counts"
                visit.report(entry.key, words)
    return found


def _mark(visit: Visit, document: Document, raw: RawEntry) -> str:
    if visit.links:
        return links.sign(raw)
    return document.mark if visit.source.kind == "folder" else digest(raw)


def _followed(visit: Visit, fresh: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, with their pages' articles; up to where a server needs a rest."""
    failures = 0  # in a row
    for raw, mark in fresh:
        if (visit.follow or visit.past) and visit.wait_seconds:
            visit.retry = visit.more = True
            return
        if failures == _ENOUGH:
            return
        whole = followed(visit, raw)
        if whole is not None:
            yield whole, mark
        lasting = raw.key in visit.skipped
        failures = 0 if whole is not None or lasting else failures + 1


def _says_anything(raw: RawEntry) -> bool:
    return any((raw.title, raw.url, raw.body, raw.summary, raw.images, raw.enclosures))


def normalized(visit: Visit, raw: RawEntry) -> Draft | None:
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


# ---------------------------------------------------------------- their pages


def _rechecks(visit: Visit, entries: Entries) -> Iterator[Recheck]:
    """When the pages of what came are to be asked again, for edits and deletions.

    What a source gave in full it tells of itself when that changes, and one that lists
    all it has tells what is gone: then there is nothing to be asked.
    """
    walker = kinds.walker(visit.source.kind)
    if not visit.source.reread or walker.many:
        return
    told = walker.listing and walker.tells(visit.source)
    for candidate in entries.candidates:
        key = candidate.draft.key
        raw = entries.said.get(key, RawEntry())
        url = urls.absolute(raw.url, raw.base) if raw.url else ""
        parted = key in visit.read or not raw.full
        if not urls.is_web(url) or not (parted or (not told and not visit.past)):
            continue
        yield Recheck(
            source=visit.source.name,
            key=key,
            url=url,
            since=visit.now,
            due_at=_first_due(visit),
            validators=visit.read.get(key, Validators()),
            entry=raw if parted else None,
        )


def _first_due(visit: Visit) -> datetime | None:
    if visit.past:
        return schedule.last_reading(visit.now)
    return schedule.next_reading(visit.now, visit.now)


def _forgotten(
    visit: Visit, entries: Entries, marks: Mapping[str, str]
) -> Iterator[News]:
    """Articles whose page is gone, and that the source now does not name either.

    Until then it may say the same of them as ever; from now on that brings them back.
    """
    gone = [r.key for r in visit.store.missing(visit.source.name) if r.gone]
    away = [k for k in gone if marks.get(k) and k not in entries.present]
    for known in visit.store.known(visit.source.name, away, ()).values():
        if known.article.status == "withdrawn" and not known.article.withdrawal:
            yield decide.restated("same", known.article, replace(known, mark=""), "")


# ---------------------------------------------------------------- what is known


def _known(visit: Visit, drafts: Sequence[Draft]) -> dict[str, Known]:
    addresses = [url for d in drafts for url in (d.url, *d.also)]
    return visit.store.known(visit.source.name, [d.key for d in drafts], addresses)


def _near(
    visit: Visit, drafts: Sequence[Draft], known: Mapping[str, Known]
) -> dict[str, list[Known]]:
    """Who shares an address or words with a draft that its key alone does not settle."""
    asked = {d.key: looked_for(d) for d in drafts if not _plainly(d, known)}
    found = visit.store.near({name for names in asked.values() for name in names})
    near = {}
    for key, names in asked.items():
        bearers = (k for name in names for k in found.get(name, ()))
        near[key] = list({k.article.id: k for k in bearers}.values())
    return near


def _plainly(draft: Draft, known: Mapping[str, Known]) -> bool:
    """Say whether the article of that key is this one beyond doubt, by its words."""
    match = known.get(f"key:{draft.key}")
    if match is None or match.article.key != draft.key:
        return False
    return bool(likeness.likeness(draft.sketch, match.article.sketch) >= 0.5)


def _shown_elsewhere(verdicts: Iterable[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.elsewhere is not None:
            yield verdict.elsewhere.article.id
        elif verdict.match is not None and verdict.match.article.twin_of:
            yield verdict.match.article.twin_of


def _withdraw(
    visit: Visit, settling: Settling, keys: Sequence[str], reason: str
) -> None:
    known = visit.store.known(visit.source.name, keys, ())
    taken = {n.article.id for n in settling.news}
    gone = [
        k for k in known.values() if k.article.key in keys and k.article.id not in taken
    ]
    shown = [k.article.twin_of for k in gone if k.article.twin_of]
    settling.held |= {
        id: held
        for id, held in visit.store.held(shown).items()
        if id not in settling.held
    }

    def twins(article: Article) -> list[Held]:
        copies = [
            k.article.id
            for c in article.carriers
            for k in visit.store.known(c.source, [c.key], ()).values()
            if k.article.status == "twin"
        ]
        return list(visit.store.held(copies).values())

    settling.withdraw(gone, reason, twins)
