"""What the bytes of pictures and files say, and copies of them where they are kept."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256

from syndicator import renditions
from syndicator.decide import Candidate
from syndicator.errors import FetchError, ParseError
from syndicator.model import Draft, Enclosure, Image, RawEntry, Rendition, Source
from syndicator.normalize.images import without
from syndicator.pipeline.visit import Visit
from syndicator.ports import FileFacts, Known, Look, Picture

_AT_ONCE = 4
_SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
}
_SVG = "image/svg+xml"  # drawn, not made of pixels: kept as it is
_HOTLINKS = (
    "its host shows it on its own site only, so neither readers nor mails will: "
    'set images = "mirror" for this source'
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What looking at pictures brought, by address."""

    facts: Mapping[str, Image]
    missing: frozenset[str]


def measured(
    visit: Visit,
    drafts: Sequence[tuple[Draft, RawEntry, str]],
    known: Mapping[str, Known],
    *,
    anew: bool,
) -> list[Candidate]:
    """Drafts with what the bytes of their pictures and enclosures say.

    `anew`: pictures that are known are asked for again, by their validator. What was
    known stays where a look fails; a picture that is not there is left out.
    """
    seen = _Seen({}, frozenset())
    if _mode(visit.source) != "link":
        seen = _look_at_all(visit, [d for d, _, _ in drafts], known, anew)
    files = _files(visit, [d for d, _, _ in drafts], known)
    return [
        Candidate(
            draft=_with_files(_with_pictures(draft, seen), files),
            raw=raw,
            mark=mark,
            recipe=visit.terms.recipe,
        )
        for draft, raw, mark in drafts
    ]


def _mode(source: Source) -> str:
    return source.images or ("mirror" if source.kind == "folder" else "measure")


# ---------------------------------------------------------------- pictures


def _look_at_all(
    visit: Visit, drafts: Sequence[Draft], known: Mapping[str, Known], anew: bool
) -> _Seen:
    images = (i for k in known.values() for i in k.article.images if i.url and i.width)
    facts = {i.url: i for i in images}
    mirrored = _mode(visit.source) == "mirror"
    enough = {u for u, i in facts.items() if bool(i.mirror) == mirrored}
    pages = {i.url: d.url for d in drafts for i in d.images if i.url}
    looks = {
        url: Look(
            whole=mirrored,
            page=page,
            validator=facts[url].validator if url in enough else "",
        )
        for url, page in sorted(pages.items())
        if anew or url not in enough
    }
    missing = set()
    for url, answer in _asked(visit, looks).items():
        if isinstance(answer, Picture):
            facts[url] = _taken(visit, url, answer)
        elif isinstance(answer, FetchError) and answer.missing and url not in facts:
            missing.add(url)
            visit.report(answer.subject, f"picture left out: {answer.reason}")
        elif isinstance(answer, FetchError):
            visit.report(answer.subject, f"picture not measured: {answer.reason}")
    return _Seen(facts, frozenset(missing))


def _asked(
    visit: Visit, looks: Mapping[str, Look]
) -> dict[str, Picture | FetchError | None]:
    def ask(url: str) -> Picture | FetchError | None:
        try:
            return visit.fetcher.picture(visit.source, url, looks[url])
        except FetchError as error:
            return error

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip(looks, pool.map(ask, looks), strict=True))


def _taken(visit: Visit, url: str, picture: Picture) -> Image:
    """What is known of a picture now; with copies, where its bytes are here."""
    plain = Image(
        url=url,
        type=picture.type,
        width=picture.width,
        height=picture.height,
        length=picture.length,
        validator=picture.validator,
    )
    if not picture.body:
        if picture.guarded:
            visit.report(url, _HOTLINKS)
        return plain
    if picture.type == _SVG:
        return replace(plain, mirror=_kept(visit, picture.body, picture.type))
    try:
        made = visit.sandbox.call(url, renditions.render, url, picture.body)
    except ParseError as error:
        visit.report(url, f"picture not copied: {error.reason}")
        return plain
    return replace(
        plain,
        type=made.shown.type,
        width=made.shown.width,
        height=made.shown.height,
        length=len(made.shown.body),
        mirror=_kept(visit, made.shown.body, made.shown.type),
        mail=Rendition(
            name=_kept(visit, made.mail.body, made.mail.type),
            type=made.mail.type,
            width=made.mail.width,
            height=made.mail.height,
            length=len(made.mail.body),
        ),
    )


def _kept(visit: Visit, body: bytes, kind: str) -> str:
    """Store bytes under a name that only they have."""
    name = f"{sha256(body).hexdigest()[:32]}.{_SUFFIXES[kind]}"
    visit.store.save_media(name, body)
    return name


def _with_pictures(draft: Draft, seen: _Seen) -> Draft:
    lost = seen.missing & {i.url for i in draft.images}
    if lost:
        draft = without(draft, lost)
    images = tuple(_with_facts(i, seen.facts.get(i.url)) for i in draft.images)
    return replace(draft, images=images)


def _with_facts(image: Image, facts: Image | None) -> Image:
    if facts is None:
        return image
    return replace(facts, alt=image.alt, caption=image.caption, credit=image.credit)


# ---------------------------------------------------------------- audio, video, others


def _files(
    visit: Visit, drafts: Sequence[Draft], known: Mapping[str, Known]
) -> dict[str, FileFacts]:
    """What is not known of enclosures whose source did not say how long they are."""
    stored = (e for k in known.values() for e in k.article.enclosures if e.length)
    facts = {e.url: FileFacts(type=e.type, length=e.length) for e in stored}
    unsaid = {e.url for d in drafts for e in d.enclosures if not (e.length and e.type)}
    for url in sorted(unsaid - facts.keys()):
        try:
            facts[url] = visit.fetcher.file(visit.source, url)
        except FetchError as error:
            visit.report(error.subject, f"enclosure not measured: {error.reason}")
    return facts


def _with_files(draft: Draft, facts: Mapping[str, FileFacts]) -> Draft:
    told: Iterable[Enclosure] = (
        _told(each, facts[each.url]) if each.url in facts else each
        for each in draft.enclosures
    )
    return replace(draft, enclosures=tuple(told))


def _told(each: Enclosure, facts: FileFacts) -> Enclosure:
    return replace(
        each, type=each.type or facts.type, length=each.length or facts.length
    )
