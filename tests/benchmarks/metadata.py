"""Titles, authors and dates of news pages beside trafilatura, newspaper4k and extruct.

    python tests/benchmarks/metadata.py FOLDER [--peers PYTHON]

FOLDER holds `articles.json` (key → title, authors, date, url) and `html/KEY.html`, as
the public data set AndyTheFactory/article-extraction-dataset has them: 421 pages of
news, read by people. PYTHON is an interpreter that has the others; usually this one.

Exact: titles by their letters and digits, authors as a set of names, dates by the day
as the page tells it. Shares of the pages where people found something to read. The
CPU time is of what each has to do for these three fields: of ours, the body comes along.
"""

import argparse
import json
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syndicator import consensus, dates, parse
from syndicator.model import RawEntry
from syndicator.normalize import metadata
from syndicator.ports import Document

PEERS = Path(__file__).with_name("metadata_peers.py")
FIELDS = ("title", "authors", "date")
AIMS = {"title": 0.90, "authors": 0.80, "date": 0.85}


@dataclass(frozen=True)
class Said:
    """What a reader makes of a page, and the CPU time it took."""

    title: str
    authors: tuple[str, ...]
    date: str
    seconds: float


def ours(page: bytes, address: str) -> tuple[Said, RawEntry]:
    start = time.process_time()
    (entry,) = parse.parse("html", Document(name="in", url=address, body=page))
    people = metadata.authors(entry.authors, entry.base)
    seconds = time.process_time() - start
    try:
        day = consensus.moment(entry.published).local.date().isoformat()
    except ValueError:
        day = ""
    return Said(entry.title, tuple(a.name for a in people), day, seconds), entry


# ---------------------------------------------------------------- scores


def letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def names(people: Iterable[str]) -> set[str]:
    parts = (p for line in people for p in re.split(r"[;,]|\band\b|&", line or ""))
    return {
        letters(re.sub(r"^\s*by\s+", "", p, flags=re.IGNORECASE)) for p in parts
    } - {""}


def right(field: str, said: Said, truth: dict[str, str]) -> bool:
    if field == "title":
        return letters(said.title or "") == letters(truth["title"])
    if field == "authors":
        return names(said.authors) == names([truth["authors"]])
    return (said.date or "")[:10] == truth["date"]


def share(field: str, read: dict[str, Said], truths: dict[str, Any]) -> float:
    asked = [k for k in read if truths[k][field] not in ("", "NaT")]
    return sum(right(field, read[k], truths[k]) for k in asked) / len(asked)


def zones(entries: Iterable[RawEntry]) -> tuple[int, int]:
    """Pages whose day is told with a zone anywhere, and those we have it of."""
    has = have = 0
    for entry in entries:
        told = [
            m for c in entry.claims if c.field == "published" and (m := moment(c.value))
        ]
        best = moment(entry.published)
        if best and any(m.zoned and m.local.date() == best.local.date() for m in told):
            has += 1
            have += best.zoned
    return has, have


def moment(written: str) -> dates.Moment | None:
    try:
        return consensus.moment(written)
    except ValueError:
        return None


# ---------------------------------------------------------------- run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    asked = parser.parse_args()
    truths = json.loads((asked.folder / "articles.json").read_text("utf-8"))
    pages = {k: asked.folder / "html" / f"{k}.html" for k in truths}
    pages = {k: p for k, p in pages.items() if p.exists()}
    read = {k: ours(p.read_bytes(), truths[k]["url"]) for k, p in pages.items()}
    table = {"syndicator": {k: said for k, (said, _) in read.items()}}
    table |= peers(asked.peers, asked.folder)
    report(table, truths, len(pages))
    has, have = zones(entry for _, entry in read.values())
    print(f"\ntold with a zone: {has} of {len(pages)} pages; we have it of {have}")


def peers(python: str, folder: Path) -> dict[str, dict[str, Said]]:
    done = subprocess.run(  # noqa: S603
        [python, PEERS, folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    found = json.loads(done.stdout)
    for name in ("trafilatura", "newspaper4k", "extruct"):
        if name not in found:
            print(f"{name} is not installed under {python}")
    return {
        name: {
            k: Said(t or "", tuple(a), d or "", s) for k, (t, a, d, s) in said.items()
        }
        for name, said in found.items()
    }


def report(
    table: dict[str, dict[str, Said]], truths: dict[str, Any], pages: int
) -> None:
    print(f"{pages} pages; exact shares, and CPU as a multiple of ours")
    print(f"{'':<14}" + "".join(f"{f:>9}" for f in FIELDS) + f"{'cpu':>9}")
    own = sum(s.seconds for s in table["syndicator"].values())
    for name, read in table.items():
        shares = "".join(f"{share(f, read, truths):>9.3f}" for f in FIELDS)
        times = sum(s.seconds for s in read.values()) / own
        print(f"{name:<14}{shares}{times:>8.2f}x")
    print(f"{'aim':<14}" + "".join(f"{AIMS[f]:>9.2f}" for f in FIELDS))


if __name__ == "__main__":
    main()
