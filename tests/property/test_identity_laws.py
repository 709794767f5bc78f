"""Identity, against a known truth: thousands of articles that move, are renamed, edited,
carried by others, deleted and brought back. One article has one id, for ever.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from fakes import InProcess, MemoryFetcher

from syndicator import likeness, urls
from syndicator.codec import digest
from syndicator.decide import Candidate
from syndicator.model import Draft, RawEntry, Site, Source
from syndicator.pipeline.entries import Entries, settled
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.visit import Visit
from syndicator.ports import Store
from syndicator.store import open_store

SITE = Site(title="Lab", url="https://lab.example/")
START = datetime(2025, 1, 1, tzinfo=UTC)
SOURCES = tuple(
    Source(name=name, kind="feed", own=own, url=f"https://{name}.example/feed")
    for name, own in (("lab", True), ("wire", False), ("mirror", False))
)
PLAN = Plan(site=SITE, base_url="https://out.example/", sources=SOURCES)
WORDS = [f"word{n}" for n in range(4000)]
BOILERPLATE = " ".join(f"usual{n}" for n in range(60))


sketch = cache(likeness.sketch)


@dataclass
class Truth:
    """One article, whatever it is called and wherever it stands."""

    number: int
    title: str
    words: list[str]
    published: datetime
    template: bool = False  # mostly the same words as others of its kind

    @property
    def body(self) -> str:
        return " ".join(self.words) + (f" {BOILERPLATE}" if self.template else "")

    @property
    def short(self) -> bool:
        return not sketch(self.body)


@dataclass
class Place:
    """Where a source has an article, and what it calls it there."""

    truth: Truth
    url: str
    title: str
    guid: str  # "" where the source has no name but the address


@dataclass
class World:
    chance: random.Random
    size: int
    truths: list[Truth] = field(default_factory=list)
    shelves: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    graves: list[tuple[str, Place]] = field(default_factory=list)
    serial: int = 0

    def __post_init__(self) -> None:
        for number in range(self.size):
            self.truths.append(self._article(number))
            self.put(self.truths[-1], self.chance.choice(["lab", "wire"]))

    def _article(self, number: int) -> Truth:
        template = number % 11 == 0
        length = 8 if number % 17 == 0 else self.chance.randint(30, 200)
        words = self.chance.choices(WORDS, k=8 if template else length)
        title = "This week" if template else f"Article about {' '.join(words[:3])}"
        # Some share the second they were published in, as imported ones do.
        at = START + timedelta(minutes=7 * (number - number % 23 // 20))
        return Truth(number, title, words, at, template)

    def _address(self, source: str) -> str:
        self.serial += 1
        return f"https://{source}.example/p/{self.serial}"

    def put(self, truth: Truth, source: str, title: str = "") -> None:
        url = self._address(source)
        guid = f"{source}-{truth.number}" if source == "lab" else ""
        self.shelves[source].append(Place(truth, url, title or truth.title, guid))

    def turn(self) -> None:
        """Something happens to one article in ten."""
        for source in ("lab", "wire", "mirror"):
            for place in list(self.shelves[source]):
                if self.chance.random() < 0.1:
                    self.chance.choice(_HAPPENINGS)(self, source, place)
            self.chance.shuffle(self.shelves[source])
        for source, place in self.graves[:3]:
            self.shelves[source].append(place)
        del self.graves[:3]

    # ------------------------------------------------------------ what may happen

    def move(self, source: str, place: Place) -> None:
        place.url = self._address(source)

    def flip(self, source: str, place: Place) -> None:
        """The same page by another address."""
        page = place.url.partition("://")[2].removeprefix("www.").rstrip("/")
        place.url = self.chance.choice(
            [f"http://{page}", f"https://www.{page}/", f"https://{page}?utm_source=x"]
        )

    def retitle(self, source: str, place: Place) -> None:
        if place.truth.short:
            return  # a few words under another name are another text to anybody
        place.title = f"Another name {self.chance.random()}"

    def move_and_retitle(self, source: str, place: Place) -> None:
        if place.truth.template:
            return  # nothing would be left by which even a person could know it again
        self.move(source, place)
        self.retitle(source, place)

    def edit(self, source: str, place: Place) -> None:
        words = place.truth.words
        words[self.chance.randrange(len(words))] = self.chance.choice(WORDS)

    def syndicate(self, source: str, place: Place) -> None:
        other = self.chance.choice(
            [s for s in ("lab", "wire", "mirror") if s != source]
        )
        graves = (p.truth.number for where, p in self.graves if where == other)
        there = {p.truth.number for p in self.shelves[other]}
        if place.truth.number not in there.union(graves):
            self.put(place.truth, other, place.title)

    def delete(self, source: str, place: Place) -> None:
        self.shelves[source].remove(place)
        self.graves.append((source, place))


_HAPPENINGS = (
    World.move, World.flip, World.retitle, World.move_and_retitle, World.edit,
    World.edit, World.syndicate, World.syndicate, World.delete,
)  # fmt: skip


@dataclass
class Reader:
    """The service, as far as it tells articles apart; keeps the ids it gave."""

    store: Store
    ids: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    doubted: set[int] = field(default_factory=set)

    def look(self, source: Source, shelf: list[Place], now: datetime) -> None:
        visit = Visit(source, PLAN, MemoryFetcher(), self.store, now, InProcess())
        marks = self.store.marks(source.name)
        everything = {c.draft.key: c for c in map(candidate_of(source), shelf)}
        fresh = [c for c in everything.values() if marks.get(c.draft.key) != c.mark]
        entries = Entries(fresh, frozenset(everything), whole=True)
        self.store.settle(settled(visit, entries, marks))
        by_url = {p.url: p.truth.number for p in shelf}
        self.doubted |= {by_url[p.subject] for p in visit.problems}

    def note(self, source: str, shelf: list[Place]) -> None:
        keys = {key_of(p): p.truth.number for p in shelf}
        for name, known in self.store.known(source, keys, ()).items():
            article = known.article
            number = keys[name.removeprefix("key:")]
            assert article.status in ("live", "twin"), (number, article)
            self.ids[number].add(article.twin_of or article.id)

    @property
    def split(self) -> dict[int, set[str]]:
        return {n: ids for n, ids in self.ids.items() if len(ids) > 1}

    @property
    def merged(self) -> dict[str, list[int]]:
        owners = defaultdict(list)
        for number, ids in self.ids.items():
            for each in ids:
                owners[each].append(number)
        return {each: numbers for each, numbers in owners.items() if len(numbers) > 1}


def key_of(place: Place) -> str:
    return place.guid or urls.key(place.url)


def candidate_of(source: Source):  # type: ignore[no-untyped-def]
    def made(place: Place) -> Candidate:
        body = f"<p>{place.truth.body}</p>"
        draft = Draft(
            source=source.name,
            key=key_of(place),
            url=urls.strip_tracking(place.url),
            title=place.title,
            body=body,
            summary="",
            published=place.truth.published,
            digest=digest(place.title, body),
            sketch=sketch(place.truth.body),
        )
        raw = RawEntry(key=draft.key, url=place.url, title=place.title, body=body)
        return Candidate(draft=draft, raw=raw, mark=digest(raw), recipe="r")

    return made


def lived(store: Store, world: World, rounds: int) -> Reader:
    reader = Reader(store)
    for number in range(rounds):
        for source in SOURCES:
            shelf = [replace(p) for p in world.shelves[source.name]]
            reader.look(source, shelf, START + timedelta(days=400 + number))
        if number % 4 == 3:
            for source in SOURCES:
                reader.note(source.name, world.shelves[source.name])
        world.turn()
    return reader


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/s.db")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("size", "rounds", "seed"),
    [
        (250, 8, 1),
        (250, 8, 2),
        pytest.param(2000, 20, 3, marks=pytest.mark.slow),
    ],
)
def test_one_article_has_one_id(
    store: Store, size: int, rounds: int, seed: int
) -> None:
    reader = lived(store, World(random.Random(seed), size), rounds)
    silently = {n: ids for n, ids in reader.split.items() if n not in reader.doubted}
    assert not reader.merged
    assert not silently
    assert len(reader.doubted) <= size * 0.005
