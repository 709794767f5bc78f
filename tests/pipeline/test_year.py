"""A year in the life of a feed, as readers that poll it by the hour see it.

Two thousand articles, with edits, moved addresses, http that becomes https, withdrawals,
a new wording of a disclosure, and the service begun anew: nothing is news twice.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random

import pytest
from walkers import READERS, read_atom, walked
from world import NEWS, World, page

from syndicator.model import Disclaimer, Feed, Selection
from syndicator.pipeline import orders, proof
from syndicator.publish.files import FilePublisher
from syndicator.store import open_store

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS, ARTICLES = 365, 2000
STEP = 5  # days
AT_ONCE = 36  # entries in the source's own feed
FILES = ("feeds/all.json", "feeds/all.atom")


@dataclass
class Post:
    """An article at its publisher's; of every other one the guid is its address."""

    number: int
    published: datetime
    slug: str
    text: str
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://news.example/{self.slug}"

    @property
    def has_key(self) -> bool:
        return self.number % 2 == 0

    @property
    def entry(self) -> str:
        guid = f"post {self.number}" if self.has_key else self.url
        return (
            f"<item><guid>{guid}</guid><title>Post {self.number}</title>"
            f"<link>{self.url}</link><description>{self.text}</description>"
            f"<pubDate>{format_datetime(self.published)}</pubDate></item>"
        )


@dataclass
class Reader:
    """Polls when files have changed; keeps what it was told, by id."""

    announced: Counter[str] = field(default_factory=Counter)  # by title
    known: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # id → title, updated
    updates: Counter[str] = field(default_factory=Counter)
    deleted: set[str] = field(default_factory=set)
    seen: tuple[str, ...] = ()

    def poll(self, world: World) -> None:
        now = tuple(world.read(path) for path in FILES)
        if now != self.seen:
            self.seen = now
            for each in json.loads(now[0])["items"]:
                self._take(each["id"], each["title"], each["date_modified"])
            atom = read_atom(world, FILES[1])
            assert set(atom.ids) <= self.known.keys()
            self.deleted |= set(atom.gone)

    def _take(self, id: str, title: str, updated: str) -> None:
        if id not in self.known:
            self.announced[title] += 1
        elif self.known[id][1] != updated:
            self.updates[title] += 1
        self.known[id] = title, updated
        self.deleted.discard(id)


@dataclass
class Year:
    """What happens; `edited` and `gone` are what a reader has to be told besides."""

    world: World
    random: Random = field(default_factory=lambda: Random(7))
    posts: list[Post] = field(default_factory=list)
    edited: set[str] = field(default_factory=set)  # titles
    gone: set[str] = field(default_factory=set)  # ids
    reader: Reader = field(default_factory=Reader)

    def live(self) -> None:
        for step, day in enumerate(range(0, DAYS, STEP)):
            self.world.now = BEGIN + timedelta(days=day, hours=12)
            late = self.publish(day)
            self.look()
            self.posts += late
            self.change(step)
            self.withdraw(step)
            self.look()

    def look(self) -> None:
        """The service's turn, and then the reader's."""
        entries = "".join(post.entry for post in reversed(self.posts[-AT_ONCE:]))
        self.world.fetcher.feeds[NEWS.url] = (
            "<rss version='2.0'><channel><title>News</title><link>https://news.example/"
            f"</link><description>News.</description>{entries}</channel></rss>"
        ).encode()
        self.world.run()
        self.reader.poll(self.world)

    def publish(self, day: int) -> list[Post]:
        """The posts of some days; return those that come late, by their dates."""
        first, last = (ARTICLES * min(d, DAYS) // DAYS for d in (day, day + STEP))
        late = []
        for number in range(first, last):
            ago = timedelta(minutes=last - number)
            text = f"What post {number} has to say. " * 4
            post = Post(number, self.world.now - ago, f"post-{number}", text)
            if number % 97 == 50:
                post.published -= timedelta(days=40)
                late.append(post)
            else:
                self.posts.append(post)
        return late

    def change(self, step: int) -> None:
        """Edits, a moved address, and what happens to everything at once."""
        for post in self.random.sample(self.posts[-15:], 2):
            post.text = f"What post {post.number} says now. " * 5
            self.edited.add(f"Post {post.number}")
        moved = self.random.choice([p for p in self.posts[-15:] if p.has_key])
        moved.slug += "-moved"
        if step >= 36:
            for post in self.posts[-AT_ONCE:]:
                post.scheme = "https"
        if step == 40:
            wording = Disclaimer(kind="research", text="Not for patients.", always=True)
            self.world.change(disclaimers=(wording,))
        if step in (25, 55):
            self.restart()

    def restart(self) -> None:
        """Begin anew on what was stored and published."""
        url = str(self.world.store._database.engine.url)  # type: ignore[attr-defined]
        self.world.store.close()
        self.world.store = open_store(url)
        self.world.publisher = FilePublisher(self.world.public)

    def withdraw(self, step: int) -> None:
        """By command, though the source still has it; or by its source."""
        world, folder = self.world, self.world.fetcher.folders["lab"]
        if step % 3 == 1:
            url = self.posts[-18].url  # known as it is: only later ones have moved
            news = orders.withdraw(world.store, url, "It was wrong.", world.now)
            self.gone.add(news.article.id)
        if step % 8 == 2:
            folder[f"{step}.html"] = page(f"Note {step}", date=f"{world.now:%Y-%m-%d}")
        elif folder:
            self.gone |= {world.article(name).id for name in folder}
            folder.clear()


@pytest.mark.slow
def test_a_year_of_polling(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # The audit of what is published takes half the time, and is no part of this.
    monkeypatch.setattr(proof, "findings", lambda *_: [])
    world.change(feeds=(Feed(name="all", limit=30),), letters=())
    year = Year(world)
    year.live()
    reader = year.reader
    posts = {title for title in reader.announced if title.startswith("Post")}
    assert posts == {f"Post {n}" for n in range(ARTICLES)}
    assert set(reader.announced.values()) == {1}
    assert reader.updates.keys() <= year.edited
    assert len(reader.updates) > 100
    assert len(year.gone) > 30
    assert reader.deleted == year.gone
    live = sorted(a.id for a in world.store.select(Selection(), 9999))
    assert len(live) > 1900
    for suffix in READERS:
        assert sorted(walked(world, "all", suffix)) == live
