"""What a page costs from bytes to draft, by stage, in CPU time.

    python tests/benchmarks/normalize.py FOLDER [--rounds 3] [--pages 60]

FOLDER holds pages as files ending in .html, anywhere below it. Each stage is what the
pipeline itself calls, on what the stage before made; a stage that another one holds is
indented, and its time is in that one's too. The body is the page's container, whole:
what finds an article among a site's furniture has a benchmark of its own. Medians over pages of each page's best
round; the mean beside them, which a few large pages rule.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median
from typing import Any
from unittest import mock

from syndicator import normalize
from syndicator.errors import ParseError
from syndicator.model import Disclaimer, Site, Source
from syndicator.normalize import Terms, body, figures, images
from syndicator.parse import guess, metadata, page, tree
from syndicator.ports import Document

TERMS = Terms(
    Site(title="Lab", url="https://lab.example/", timezone="Europe/Berlin"),
    Source(kind="feed", name="lab", url="https://lab.example/feed", own=False),
    (
        Disclaimer(kind="research", text="This piece reports on laboratory work."),
        Disclaimer(kind="commercial", text="This story contains paid links."),
        Disclaimer(kind="ai", text="Drafted with the help of a machine."),
    ),
)
# (indentation, name, where it is called, under which name)
STAGES: tuple[tuple[int, str, Any, str], ...] = (
    (0, "parse", page, "read"),
    (1, "bytes to text", page, "decode"),
    (1, "depth cut", page, "shallow"),
    (1, "text to tree", tree, "read"),
    (1, "seen once", page, "Page"),
    (1, "claims", metadata, "claims"),
    (2, "day among the words", guess, "day"),
    (0, "normalize", normalize, "normalize"),
    (1, "claims settled", normalize.consensus, "settled"),
    (1, "body cleaned", body, "clean"),
    (1, "taken apart", normalize, "_take_apart"),
    (1, "pictures described", figures, "describe"),
    (1, "lead picture", images, "with_lead"),
    (1, "language", normalize, "detect"),
    (1, "sanitized", body, "finish"),
)


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Every stage's calls timed while it lasts; the code itself knows nothing of it."""
    patches = [
        mock.patch.object(where, name, _watched(getattr(where, name), label, spent))
        for _, label, where, name in STAGES
    ]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


def _watched(call: Callable[..., Any], label: str, spent: dict[str, float]) -> Any:
    def watched(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return call(*args, **kwargs)
        finally:
            spent[label] = spent.get(label, 0.0) + time.process_time() - start

    return watched


def once(document: Document) -> dict[str, float]:
    spent: dict[str, float] = {}
    with timed(spent):
        (entry,) = page.read(document)
        normalize.normalize(entry, TERMS)
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=60)
    asked = parser.parse_args()
    files = sorted(asked.folder.rglob("*.html"))
    costs: list[dict[str, float]] = []
    for file in files[:: max(1, len(files) // asked.pages)]:
        url = f"https://lab.example/{file.stem}"
        document = Document(name=file.name, url=url, body=file.read_bytes())
        try:
            rounds = [once(document) for _ in range(asked.rounds)]
        except ParseError:
            continue
        costs.append({s: min(r.get(s, 0.0) for r in rounds) for _, s, _, _ in STAGES})
    report(costs)


def report(costs: list[dict[str, float]]) -> None:
    print(f"{len(costs)} pages; ms of CPU a page{'median':>12}{'mean':>9}")
    for depth, label, _, _ in STAGES:
        spent = [1000 * cost[label] for cost in costs]
        print(f"{'  ' * depth + label:<30}{median(spent):>12.2f}{mean(spent):>9.2f}")
    whole = [1000 * (c["parse"] + c["normalize"]) for c in costs]
    print(f"{'in all':<30}{median(whole):>12.2f}{mean(whole):>9.2f}   (aim: 40)")


if __name__ == "__main__":
    main()
