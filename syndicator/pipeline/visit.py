"""One look at one source, while it lasts; and what the bytes of its pictures say."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from syndicator.codec import digest
from syndicator.decide import Candidate
from syndicator.errors import FetchError
from syndicator.model import Draft, Image, RawEntry, Source
from syndicator.normalize import Terms
from syndicator.pipeline.plan import Plan
from syndicator.ports import Fetcher, Known, Picture, Problem, Store

_PICTURES_AT_ONCE = 4
_SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
}


@dataclass(slots=True)
class Visit:
    """One look at one source, while it lasts."""

    source: Source
    plan: Plan
    fetcher: Fetcher
    store: Store
    now: datetime
    problems: list[Problem] = field(default_factory=list)
    faulty: bool = False  # our own code failed at something
    retry: bool = False  # something may succeed next time: do not call this read

    @property
    def terms(self) -> Terms:
        return Terms(self.plan.site, self.source, self.plan.disclaimers)

    @property
    def reading(self) -> str:
        return reading(self.source)

    def mark(self, plain: str) -> str:
        """The mark of an entry as it is stored: it holds for one way of reading."""
        return f"{plain} {self.reading}"

    def plain_marks(self, marks: Mapping[str, str]) -> dict[str, str]:
        """The marks that still hold, as the fetcher gave them."""
        tail = self.mark("")
        return {k: m.removesuffix(tail) for k, m in marks.items() if m.endswith(tail)}

    def report(self, subject: str, reason: str) -> None:
        self.problems.append(
            Problem(
                source=self.source.name, subject=subject, reason=reason, since=self.now
            )
        )


def reading(source: Source) -> str:
    """Changes when what the source said has to be read again.

    A folder may be moved: what is in it tells for itself whether it has changed.
    """
    return digest(source.kind, source.url, source.follow)[:16]


def recipe(source: Source, plan: Plan) -> str:
    """How a source is read and its articles are made: "reading/making"."""
    making = Terms(plan.site, source, plan.disclaimers).recipe
    return f"{reading(source)}/{making}"


def measured(
    visit: Visit,
    drafts: Sequence[tuple[Draft, RawEntry, str]],
    known: Mapping[str, Known],
) -> list[Candidate]:
    """Drafts with what the bytes of their pictures say.

    Those known are not fetched again but from a folder, where looking costs nothing;
    what was known stays where a second look fails.
    """
    facts = {
        i.url: i for k in known.values() for i in k.article.images if i.url and i.width
    }
    settled = set() if visit.source.kind == "folder" else set(facts)
    wanted = {i.url for d, _, _ in drafts for i in d.images if i.url} - settled
    facts |= _look_at(visit, sorted(wanted))
    return [
        Candidate(
            draft=replace(
                draft,
                images=tuple(_with_facts(i, facts.get(i.url)) for i in draft.images),
            ),
            raw=raw,
            mark=mark,
            recipe=visit.terms.recipe,
        )
        for draft, raw, mark in drafts
    ]


def _look_at(visit: Visit, addresses: Sequence[str]) -> dict[str, Image]:
    def look(address: str) -> Picture | FetchError:
        try:
            return visit.fetcher.picture(visit.source, address)
        except FetchError as error:
            return error

    with ThreadPoolExecutor(_PICTURES_AT_ONCE) as pool:
        seen = dict(zip(addresses, pool.map(look, addresses), strict=True))
    found: dict[str, Image] = {}
    for address, picture in seen.items():
        if isinstance(picture, FetchError):
            visit.report(picture.subject, f"picture not measured: {picture.reason}")
        else:
            found[address] = _image(visit.store, address, picture)
    return found


def _image(store: Store, address: str, picture: Picture) -> Image:
    mirror = ""
    if picture.body:
        suffix = _SUFFIXES.get(picture.type, "bin")
        mirror = f"{sha256(picture.body).hexdigest()[:32]}.{suffix}"
        store.save_media(mirror, picture.body)
    return Image(
        url=address,
        type=picture.type,
        width=picture.width,
        height=picture.height,
        length=picture.length,
        mirror=mirror,
    )


def _with_facts(image: Image, facts: Image | None) -> Image:
    if facts is None:
        return image
    return replace(facts, alt=image.alt, caption=image.caption, credit=image.credit)
