"""The corpus of items: as they are written, and as they are rendered.

A case is a folder in cases/: item.toml says why it is there and how its item differs
from the usual one; item.rss, item.atom and item.json are what must come out.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from syndicator.codec import from_data
from syndicator.model import Feed, Item, Site
from syndicator.render.frame import FeedFrame

CASES = Path(__file__).parent / "cases"

FRAME = FeedFrame(
    site=Site(
        title="News Example",
        url="https://news.example/",
        description="News & notes on sleep",
        language="en",
        timezone="Europe/Berlin",
        rights="© 2026 News Example",
        icon="https://news.example/icon.png",
    ),
    base_url="https://feeds.example/",
    feed=Feed(name="all", title="All of it"),
    updated=datetime(2026, 6, 1, 8, 30, tzinfo=UTC),
)

USUAL: dict[str, Any] = {
    "channel": {"medium": "feed", "name": "all"},
    "link": "https://news.example/article",
}
USUAL_ARTICLE: dict[str, Any] = {
    "source": "site",
    "key": "1",
    "url": "https://news.example/article",
    "body": "<p>Words.</p>",
    "summary": "Words, in short.",
    "published": "2026-05-30T09:00:00Z",
    "updated": "2026-05-31T10:15:30Z",
}


@dataclass(frozen=True)
class Case:
    name: str
    why: str
    item: Item
    full: bool

    def expected(self, suffix: str) -> Path:
        return CASES / self.name / f"item{suffix}"


def read(folder: Path) -> Case:
    said = tomllib.loads((folder / "item.toml").read_text("utf-8"))
    item = USUAL | said["item"]
    item["article"] = USUAL_ARTICLE | item["article"]
    return Case(folder.name, said["why"], from_data(Item, item), said.get("full", True))


ALL = [read(folder) for folder in sorted(CASES.iterdir())]
