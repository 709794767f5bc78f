"""Which entries are one article: a case is a file of looks at sources, in order.

An entry's `is` says which article it is in truth; `doubt` of a look, what is reported.
`text` names a text: "A" is one, "A edited" nearly the same, "A half" half of it; "form 1"
and "form 2" share most of their words.
"""

import json
import random
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from world import NEWS, World

CASES = sorted((Path(__file__).parent / "identity").glob("*.toml"))
LAB = replace(NEWS, name="lab", url="https://lab.example/feed.json", own=True)
BLOG = replace(LAB, name="blog", url="https://blog.example/feed.json")
WIRE = replace(NEWS, name="wire", url="https://wire.example/feed.json", own=False)
PRESS = replace(NEWS, name="press", url="https://press.example/feed.json", own=False)


def text(name: str) -> str:
    base, _, change = name.partition(" ")
    words = random.Random(base).choices([f"word{n}" for n in range(900)], k=90)
    if base == "form":
        words[10:16] = [f"figure{change}{n}" for n in range(6)]
    elif change == "edited":
        words[20], words[60] = "another", "word"
    elif change == "half":
        words[45:] = [f"{word}other" for word in words[45:]]
    elif base == "short":
        words = words[:5]
    return " ".join(words)


def feed(entries: list[dict[str, str]]) -> bytes:
    items = [
        {
            "id": e.get("id", e["url"]),
            "url": e["url"],
            "title": e["title"],
            "content_html": f"<p>{text(e['text'])}</p>",
            "date_published": e["date"],
        }
        for e in entries
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "Feed", "items": items}).encode()


@pytest.mark.parametrize("file", CASES, ids=lambda f: f.stem)
def test_identity(file: Path, world: World) -> None:
    case = tomllib.loads(file.read_text("utf-8"))
    world.change(sources=(LAB, BLOG, WIRE, PRESS), feeds=(), letters=())
    ids: dict[str, str] = {}
    for look in case["looks"]:
        source = next(s for s in world.plan.sources if s.name == look["source"])
        entries = look.get("entries", [])
        world.fetcher.feeds[source.url] = feed(entries)
        reported = " ".join(p.reason for p in world.look(source.name).problems)
        assert look.get("doubt", "") in reported
        assert bool(reported) == ("doubt" in look), reported
        for entry in entries:
            key = entry.get("id", entry["url"])
            article = world.store.known(source.name, [key], ())[f"key:{key}"].article
            shown = article.twin_of or article.id
            assert ids.setdefault(entry["is"], shown) == shown, (look, entry)
    assert len(set(ids.values())) == len(ids), ids
    for who, source in case.get("shown", {}).items():
        (article,) = world.store.find(ids[who])
        assert (article.source, article.status) == (source, "live")
