"""What publishers send at their worst: what comes out is whole in every format.

A case is a feed in nasty/ with one good entry at its end, and NAME.toml beside it: why
it is there, the titles that must come out, newest first, and what must be reported.
`put` fills in what is too long to be written out.
"""

import json
import tomllib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import atoma
import fastfeedparser
import feedparser
import podcastparser
import pytest
from world import NEWS

from syndicator.model import Feed
from syndicator.text import collapse

pytestmark = pytest.mark.slow  # a plain run stays short

FOLDER = Path(__file__).parent / "nasty"
NAMES = sorted(file.stem for file in FOLDER.glob("*.xml"))
SLOW = {"two-megabytes"}


@dataclass(frozen=True)
class Case:
    why: str
    sent: bytes
    titles: list[str]
    reported: list[str]


@pytest.fixture(
    params=[
        pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else [])
        for name in NAMES
    ]
)
def case(request: pytest.FixtureRequest) -> Case:
    file = FOLDER / request.param
    said = tomllib.loads(file.with_suffix(".toml").read_text("utf-8"))
    sent = file.with_suffix(".xml").read_bytes()
    for mark, many in said.get("put", {}).items():
        words = "".join(many["words"].format(n) for n in range(many["times"]))
        assert sent.count(f"@{mark}@".encode()) == 1
        sent = sent.replace(f"@{mark}@".encode(), words.encode())
    return Case(said["why"], sent, said["titles"], said.get("reported", []))


def told(public: Path) -> dict[str, list[tuple[str, str]]]:
    """By reader, the id and title of every item it finds in feeds/all.*"""
    body = {
        s: (public / f"feeds/all.{s}").read_bytes() for s in ("rss", "atom", "json")
    }

    def parsed(suffix: str) -> Any:
        read = feedparser.parse(BytesIO(body[suffix]))
        assert not read.bozo
        return read

    pods = podcastparser.parse("https://feeds.example/", BytesIO(body["rss"]))
    found = {
        "json": [(i["id"], i["title"]) for i in json.loads(body["json"])["items"]],
        **{f"feedparser {s}": _pairs(parsed(s).entries) for s in ("rss", "atom")},
        **{
            f"fast {s}": _pairs(fastfeedparser.parse(b).entries)
            for s, b in body.items()
        },
        "atoma rss": [
            (i.guid, i.title) for i in atoma.parse_rss_bytes(body["rss"]).items
        ],
        "atoma atom": [
            (e.id_, e.title.value) for e in atoma.parse_atom_bytes(body["atom"]).entries
        ],
        "podcastparser": sorted(
            ((e["guid"], e["title"]) for e in pods["episodes"]),
            key=lambda e: body["rss"].index(e[0].encode()),
        ),
    }
    return {
        reader: [(i, collapse(title)) for i, title in items]
        for reader, items in found.items()
    }


def _pairs(entries: Any) -> list[tuple[str, str]]:
    return [(e.id, e.title) for e in entries]


def test_every_reader_gets_the_same_items(world, case):
    world.change(feeds=(Feed(name="all"),), letters=())
    world.fetcher.feeds[NEWS.url] = case.sent
    report = world.look()
    assert not report.error
    assert not world.emit().held
    found = told(world.public)
    assert [title for _, title in found["json"]] == case.titles, case.why
    assert all(items == found["json"] for items in found.values()), found
    problems = [f"{p.subject}: {p.reason}" for p in report.problems]
    assert len(problems) == len(case.reported), problems
    for problem, words in zip(problems, case.reported, strict=True):
        assert words in problem
    assert world.kinds() == []


def test_there_are_cases_and_each_has_its_expectation():
    assert {file.stem for file in FOLDER.glob("*.toml")} == {*NAMES}
    assert len(NAMES) >= 12
