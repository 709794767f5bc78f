"""Which article, of those we know, a draft is.

By its key, its address, its words; then by what other sources carry. Each step asks the
drafts that are left. Where two answers are as good, there is none, and a doubt is said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from syndicator import likeness, text, urls
from syndicator.codec import digest
from syndicator.model import Article, Draft, RawEntry
from syndicator.ports import Known

_ALIKE = 0.6  # with the same instant: edited, but the same
_MUCH_ALIKE = 0.8  # with the same day, or in another source
_THE_SAME = 0.9  # with the same title elsewhere; without: worth a word to the operator
_OTHER = 0.2  # another text altogether


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A draft with what it was made from."""

    draft: Draft
    raw: RawEntry
    mark: str
    recipe: str

    @property
    def said(self) -> str:
        return digest(self.raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Which article a candidate is: `match` of its own source, or `elsewhere`, or new."""

    candidate: Candidate
    match: Known | None = None
    elsewhere: Known | None = None
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Scene:
    """What one look at a source is held against.

    `known` are articles of the source by "key:…" and "url:…"; `near` those of any
    source that share an address or words with a draft; `present` the keys that the
    source has now: an article still there under its own key has not moved.
    """

    known: Mapping[str, Known]
    near: Mapping[str, Sequence[Known]] = field(default_factory=dict)  # by draft's key
    present: Set[str] = frozenset()
    taken: set[str] = field(default_factory=set)  # ids that drafts were settled on
    displaced: set[str] = field(default_factory=set)  # ids in whose place another is

    def free(self, known: Known) -> bool:
        article = known.article
        return article.id not in self.taken and article.key not in self.present


def looked_for(draft: Draft) -> tuple[str, ...]:
    """The names under which others may bear what this draft is: "url:…", "like:…"."""
    addresses = (draft.url, *draft.also)
    return (
        *(f"url:{url}" for url in addresses if _own_address(url)),
        *(f"like:{name}" for name in likeness.names(draft)),
    )


def recognise(candidates: Iterable[Candidate], scene: Scene) -> list[Verdict]:
    """Say of each candidate which article it is; in their order."""
    verdicts = {c.draft.key: Verdict(candidate=c) for c in candidates}
    for step, settled in _STEPS:
        left = [v for v in verdicts.values() if not (v.match or v.elsewhere)]
        found = {v.candidate.draft.key: step(v.candidate.draft, scene) for v in left}
        asked = Counter(k.article.id for a in found.values() for k in a.sure)
        for key, answer in found.items():
            verdicts[key] = settled(verdicts[key], answer, asked)
        scene.taken |= {
            v.match.article.id for v in verdicts.values() if v.match is not None
        }
    return list(verdicts.values())


@dataclass(frozen=True, slots=True)
class _Answer:
    sure: tuple[Known, ...] = ()  # each of them could be the draft
    unlikely: tuple[tuple[Known, str], ...] = ()  # none of them is taken, but said


def _is_the(verdict: Verdict, answer: _Answer, asked: Mapping[str, int]) -> Verdict:
    """What was this source's may be shown as another has it by now."""
    match, doubts = _judged(answer, asked)
    said = replace(verdict, doubts=(*verdict.doubts, *doubts))
    if match is None or match.article.source == verdict.candidate.draft.source:
        return replace(said, match=match)
    return replace(said, elsewhere=match)


def _copies_the(verdict: Verdict, answer: _Answer, asked: Mapping[str, int]) -> Verdict:
    match, doubts = _judged(answer, asked)
    return replace(verdict, elsewhere=match, doubts=(*verdict.doubts, *doubts))


def _judged(
    answer: _Answer, asked: Mapping[str, int]
) -> tuple[Known | None, list[str]]:
    """The one answer, if no other draft got it, too; and what has to be said."""
    doubts = [f"{why} {_called(k)}: kept apart" for k, why in answer.unlikely]
    if len(answer.sure) == 1 and asked[answer.sure[0].article.id] == 1:
        return answer.sure[0], doubts
    return None, doubts + [f"may be {_called(k)}, or another" for k in answer.sure]


def _called(known: Known) -> str:
    return f"“{known.article.title}” ({known.article.id})"


# ---------------------------------------------------------------- the steps


def _by_key(draft: Draft, scene: Scene) -> _Answer:
    """The source's own name for it; a name passed on is the one's who has it now."""
    known = scene.known.get(f"key:{draft.key}")
    if known is None or known.article.id in scene.taken:
        return _Answer()
    if known.article.key != draft.key and known.article.key in scene.present:
        return _Answer()
    if _is_address(draft) and _changed_places(draft, known, scene):
        scene.displaced.add(known.article.id)
        return _Answer()
    return _Answer((known,))


def _is_address(draft: Draft) -> bool:
    """Say whether the key is but a place: an address, or a file's name."""
    place = urls.key(draft.key)
    return place == urls.key(draft.url) or draft.url.endswith(f"/{draft.key}")


def _changed_places(draft: Draft, there: Known, scene: Scene) -> bool:
    """Say whether what was at this place is at another now, and this came from one."""
    if _is_it_still(draft, there.article):
        return False
    return any(
        _same_words(draft, known.article) and known.article.id != there.article.id
        for known in _of_this_source(draft, scene)
    )


def _is_it_still(draft: Draft, article: Article) -> bool:
    alike = likeness.likeness(draft.sketch, article.sketch)
    if _short(draft, article) or alike >= _OTHER:
        return True
    return _same_title(draft, article)


def _by_address(draft: Draft, scene: Scene) -> _Answer:
    """An address that a lost article had; unless everything else is another."""
    known = {
        found.article.id: found
        for url in (draft.url, *draft.also)
        if _own_address(url) and (found := scene.known.get(f"url:{url}"))
    }
    free = [k for k in known.values() if scene.free(k)]
    others = [k for k in free if _another(draft, k.article)]
    return _Answer(
        tuple(k for k in free if k not in others),
        tuple((k, "has the address of") for k in others),
    )


def _another(draft: Draft, article: Article) -> bool:
    """A page that shows the newest of a series keeps its address, and nothing else."""
    return not (_is_it_still(draft, article) or _same_instant(draft, article))


def _by_words(draft: Draft, scene: Scene) -> _Answer:
    """Moved and renamed at once: the words of a lost article, from the same instant."""
    free = [
        k
        for k in _of_this_source(draft, scene)
        if scene.free(k) or k.article.id in scene.displaced
    ]
    sure = _best(draft, (k for k in free if _same_words(draft, k.article)))
    unlikely = [
        (k, "has the words of")
        for k in free
        if k not in sure
        and likeness.likeness(draft.sketch, k.article.sketch) >= _THE_SAME
    ]
    return _Answer(sure, () if sure else tuple(unlikely))


def _elsewhere(draft: Draft, scene: Scene) -> _Answer:
    """The same article, as another source carries it."""
    others = {
        k.article.id: k
        for k in scene.near.get(draft.key, ())
        if k.article.source != draft.source
        and k.article.status != "twin"
        and not any(
            c.source == draft.source and c.key in scene.present
            for c in k.article.carriers
        )
    }
    addresses = set(map(urls.key, filter(_own_address, (draft.url, *draft.also))))
    here = [
        k
        for k in others.values()
        if addresses.intersection(map(urls.key, (k.article.url, *k.article.also)))
        and not _another(draft, k.article)
    ]
    if here:
        return _Answer(_best(draft, here))
    sure = _best(draft, (k for k in others.values() if _copied(draft, k.article)))
    unlikely = [
        (k, "has the words of")
        for k in others.values()
        if likeness.likeness(draft.sketch, k.article.sketch) >= _THE_SAME
    ]
    return _Answer(sure, () if sure else tuple(unlikely))


_STEPS = (
    (_by_key, _is_the),
    (_by_address, _is_the),
    (_by_words, _is_the),
    (_elsewhere, _copies_the),
)


# ---------------------------------------------------------------- what speaks for it


def _of_this_source(draft: Draft, scene: Scene) -> Iterator[Known]:
    near = scene.near.get(draft.key, ())
    return (k for k in near if k.article.source == draft.source and k.article.key)


def _best(draft: Draft, found: Iterable[Known]) -> tuple[Known, ...]:
    """The most alike; several where none is clearly so."""
    rated = [(likeness.likeness(draft.sketch, k.article.sketch), k) for k in found]
    top = max((rate for rate, _ in rated), default=0.0)
    return tuple(k for rate, k in rated if rate >= top - 0.1)


def _same_words(draft: Draft, article: Article) -> bool:
    alike = likeness.likeness(draft.sketch, article.sketch)
    if draft.published is None:
        return alike >= _MUCH_ALIKE and _same_title(draft, article)
    if not _same_instant(draft, article):
        return False
    needed = _MUCH_ALIKE if "day" in (draft.precision, article.precision) else _ALIKE
    return alike >= needed or (
        _same_title(draft, article) and (_short(draft, article) or alike >= _OTHER)
    )


def _copied(draft: Draft, article: Article) -> bool:
    alike = likeness.likeness(draft.sketch, article.sketch)
    if _same_instant(draft, article):
        same_title = _same_title(draft, article)
        return alike >= _MUCH_ALIKE or (_short(draft, article) and same_title)
    return alike >= _THE_SAME and _same_title(draft, article)


def _short(draft: Draft, article: Article) -> bool:
    return not (draft.sketch and article.sketch)


def _same_title(draft: Draft, article: Article) -> bool:
    return text.fold(draft.title) == text.fold(article.title)


def _same_instant(draft: Draft, article: Article) -> bool:
    """As exact as both of them are."""
    if draft.published is None:
        return False
    exact = {draft.precision, article.precision} == {"second"}
    return _to(exact, draft.published) == _to(exact, article.published)


def _to(exact: bool, instant: datetime) -> datetime:
    if exact:
        return instant.replace(microsecond=0)
    return instant.replace(hour=0, minute=0, second=0, microsecond=0)


def _own_address(url: str) -> bool:
    """A home page is nobody's own."""
    parts = urls.split(url)
    return parts is not None and parts.path not in ("", "/")
