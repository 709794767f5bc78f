"""A process that renders the corpus over and over, and prints a digest of each result.

For every locale and time zone named, four threads at once; nothing they made for one is
there for the next.
"""

import hashlib
import locale
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from feed_cases import ALL, FRAME

from syndicator.render import opml, pages
from syndicator.render.feeds import FORMATS, FeedCard

THREADS = 4


def everything() -> Iterator[bytes]:
    for form in FORMATS.values():
        parts = [form.entry(FRAME, case.item, case.full) for case in ALL]
        yield form.document(FRAME, parts)
    items = tuple(case.item for case in ALL)
    card = FeedCard(name="all", title="All", updated=FRAME.updated, latest=items)
    yield pages.feed_page(FRAME, items)
    yield pages.index_page(FRAME, [card], [])
    yield opml.document(FRAME, [card])


def digest(_: int) -> str:
    made = list(everything())
    assert sum(map(len, made)) > 50_000
    return hashlib.sha256(b"\0".join(made)).hexdigest()


def forget() -> None:
    """Empty every cache of ours."""
    ours = [m for name, m in sys.modules.items() if name.startswith("syndicator")]
    for module in ours:
        for value in vars(module).values():
            getattr(value, "cache_clear", lambda: None)()


def main(locales: str, zones: str) -> None:
    for language in locales.split(","):
        for zone in zones.split(","):
            locale.setlocale(locale.LC_ALL, language)
            os.environ["TZ"] = zone
            time.tzset()
            forget()
            with ThreadPoolExecutor(THREADS) as pool:
                for made in pool.map(digest, range(THREADS)):
                    sys.stdout.write(f"{made}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
