"""What a feed's history costs: the first build, a new article, and nothing new.

    python tests/benchmarks/history.py [ARTICLES]

The same is measured with a tenth of the articles: a new article, and a tick with
nothing new, should cost no more for a history ten times as long.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from syndicator.model import Article, Feed, RawEntry, Site, Source
from syndicator.pipeline import Plan, emit
from syndicator.ports import News, Store
from syndicator.publish.files import FilePublisher
from syndicator.store import open_store

BEGIN = datetime(2000, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
BODY = "<p>People who slept longer said that they felt better the day after.</p>" * 12
PLAN = Plan(
    site=Site(title="Lab Notes", url="https://lab.example/"),
    base_url="https://feeds.example/",
    sources=(Source(kind="folder", name="lab", url="https://lab.example/"),),
    feeds=(Feed(name="all", facets=("tag",)),),
)
ROUNDS = 7


def article(number: int) -> Article:
    name = f"{number:07}"
    when = BEGIN + timedelta(hours=number)
    return Article(
        id=f"urn:x:{name}", source="lab", key=name, url=f"https://lab.example/{name}",
        title=f"Article {name}", body=BODY, summary="About sleep.",
        tags=(f"tag {number % 40}",), published=when, updated=when,
    )  # fmt: skip


def settle(store: Store, numbers: range) -> None:
    for start in range(numbers.start, numbers.stop, 5000):
        some = range(start, min(start + 5000, numbers.stop))
        usual = {"raw": RawEntry(), "mark": "m", "said": "s", "recipe": "r"}
        store.settle(
            [News(kind="new", article=article(n), **usual) for n in some]  # type: ignore[arg-type]
        )


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def walked(public: Path) -> list[str]:
    ids, address = [], "https://feeds.example/feeds/all.json"
    while address:
        feed = json.loads((public / address.split("/", 3)[3]).read_bytes())
        ids += [each["id"] for each in feed["items"]]
        address = feed.get("next_url", "")
    return ids


def measure(number: int, folder: Path) -> tuple[float, float, float]:
    """Seconds for the first build, for one new article, and for none."""
    store = open_store(f"sqlite:///{folder}/state.db")
    publisher = FilePublisher(folder / "public")

    def tick() -> object:
        return emit(PLAN, store, publisher, NOW)

    settle(store, range(number))
    build = seconds(tick)
    news, idle = [], []
    for n in range(number, number + ROUNDS):
        settle(store, range(n, n + 1))
        news.append(seconds(tick))
        idle.append(seconds(tick))
    ids = walked(folder / "public")
    assert len(ids) == len(set(ids)) == number + ROUNDS, "the chain is not whole"
    store.close()
    return build, median(news), median(idle)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    found = {}
    for size in (number // 10, number):
        with tempfile.TemporaryDirectory() as folder:
            found[size] = measure(size, Path(folder))
        build, new, idle = found[size]
        print(
            f"{size:>7} articles: built in {build:.1f} s ({build / size * 1000:.1f} ms"
            f" each), a new one {new * 1000:.0f} ms, nothing new {idle * 1000:.0f} ms"
        )
    (_, new, idle), (_, new10, idle10) = found.values()
    print(f"ten times the history: a new article {new10 / new:.2f}x, ", end="")
    print(f"nothing new {idle10 / idle:.2f}x")


if __name__ == "__main__":
    main()
