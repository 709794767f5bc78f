"""Nasty items between two plain ones: every format stays whole, and every reader gets
every item.

A case is a file in nasty/: why it is there, and how its article differs from the usual
one. Lone surrogates are why it is JSON; `repeat` and `numbered` make what is too long to
be written out.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import atoma
import fastfeedparser
import feedparser
import podcastparser
import pytest
from feed_cases import ALL, FRAME, USUAL, USUAL_ARTICLE
from lxml import etree

from syndicator import text
from syndicator.codec import from_data
from syndicator.model import Item
from syndicator.render import facts
from syndicator.render.feeds import FORMATS

FOLDER = Path(__file__).parent / "nasty"
FILES = sorted(FOLDER.glob("*.json"))
# What no reader should be sent, raw or as a reference (XML 1.0 §2.2; Unicode §23.7).
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(n << 16 | 0xFFFE)}{chr(n << 16 | 0xFFFF)}" for n in range(1, 17))
    + "]"
)


def expanded(value: Any) -> Any:
    match value:
        case {"repeat": words, "times": times}:
            tail = value.get("after", "") + value.get("close", "") * times
            return value.get("before", "") + words * times + tail
        case {"numbered": words, "times": times}:
            return [words.format(n) for n in range(times)]
    return value


def nasty(file: Path) -> Item:
    said = json.loads(file.read_text("utf-8"))
    assert said["why"]
    article = {name: expanded(value) for name, value in said["article"].items()}
    named = {"id": f"urn:example:{file.stem}"}
    return from_data(Item, USUAL | {"article": USUAL_ARTICLE | named | article})


def plain(name: str) -> Item:
    (usual,) = (case.item for case in ALL if case.name == "plain")
    return replace(usual, article=replace(usual.article, id=f"urn:example:{name}"))


FIRST, LAST = plain("first"), plain("last")


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def items(request: pytest.FixtureRequest) -> tuple[Item, ...]:
    return FIRST, nasty(request.param), LAST


def made(name: str, items: tuple[Item, ...], full: bool = True) -> bytes:
    form = FORMATS[name]
    return form.document(FRAME, [form.entry(FRAME, item, full) for item in items])


# ---------------------------------------------------------------- fit to be sent


@pytest.mark.parametrize("full", [True, False], ids=["whole", "summary"])
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_unfit_is_sent(name, full, items):
    sent = made(name, items, full).decode("utf-8")
    said = json.loads(sent) if name == "json" else etree.fromstring(sent.encode())
    words = "".join(_strings(said) if name == "json" else said.itertext())
    assert not UNFIT.search(sent)
    assert not UNFIT.search(words)
    assert len(words) > 1000


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else ():
        yield from _strings(part)
    for part in value if isinstance(value, list) else ():
        yield from _strings(part)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_item_does_not_touch_its_neighbours(name, items):
    form = FORMATS[name]
    for plain in (FIRST, LAST):
        assert form.entry(FRAME, plain, True) in made(name, items)


# ---------------------------------------------------------------- what readers get


@dataclass(frozen=True)
class Told:
    """What one reader tells of one item; None where it does not say."""

    id: str
    title: str
    link: str
    published: datetime | None = None
    updated: datetime | None = None
    tags: tuple[str, ...] | None = None
    authors: str | None = None
    content: str | None = None


def _instant(fields: Any) -> datetime:
    return datetime(*fields[:6], tzinfo=UTC)


def by_feedparser(body: bytes) -> Iterator[Told]:
    read = feedparser.parse(
        BytesIO(body), sanitize_html=False, resolve_relative_uris=False
    )
    assert not read.bozo
    for entry in read.entries:
        contents = [c.value for c in entry.get("content", ())] or [entry.summary]
        yield Told(
            entry.id,
            entry.title,
            entry.link,
            _instant(entry.published_parsed),
            _instant(entry.updated_parsed),
            tuple(t.label or t.term for t in entry.get("tags", ())),
            ", ".join(a.name for a in entry.get("authors", ()) if a.get("name")),
            contents[0],
        )


def by_fastfeedparser(body: bytes) -> Iterator[Told]:
    for entry in fastfeedparser.parse(body).entries:
        yield Told(entry.id, entry.title, entry.link)


def by_atoma_rss(body: bytes) -> Iterator[Told]:
    for item in atoma.parse_rss_bytes(body).items:
        yield Told(
            item.guid,
            item.title,
            item.link,
            item.pub_date,
            tags=tuple(item.categories),
            content=item.content_encoded or item.description,
        )


def by_atoma_atom(body: bytes) -> Iterator[Told]:
    for entry in atoma.parse_atom_bytes(body).entries:
        yield Told(
            entry.id_,
            entry.title.value,
            next(k.href for k in entry.links if k.rel == "alternate"),
            entry.published,
            entry.updated.replace(microsecond=0),
            tuple(c.label for c in entry.categories),
            content=(entry.content or entry.summary).value,
        )


def by_podcastparser(body: bytes) -> Iterator[Told]:
    read = podcastparser.parse("https://feeds.example/feeds/all.rss", BytesIO(body))
    for episode in sorted(
        read["episodes"], key=lambda e: body.index(e["guid"].encode())
    ):
        yield Told(episode["guid"], episode["title"], episode["link"])


def by_json(body: bytes) -> Iterator[Told]:
    for item in json.loads(body)["items"]:
        yield Told(
            item["id"],
            item["title"],
            item["url"],
            datetime.fromisoformat(item["date_published"]),
            datetime.fromisoformat(item["date_modified"]),
            tuple(item.get("tags", ())),
            ", ".join(a["name"] for a in item.get("authors", ())),
            item["content_html"],
        )


READERS: list[tuple[str, Callable[[bytes], Iterator[Told]]]] = [
    ("rss", by_feedparser),
    ("atom", by_feedparser),
    ("rss", by_fastfeedparser),
    ("atom", by_fastfeedparser),
    ("json", by_fastfeedparser),
    ("rss", by_atoma_rss),
    ("atom", by_atoma_atom),
    ("rss", by_podcastparser),
    ("json", by_json),
]


@pytest.mark.parametrize(
    ("name", "reader"), READERS, ids=lambda x: getattr(x, "__name__", x)
)
def test_every_reader_gets_every_item(name, reader, items):
    told = list(reader(made(name, items)))
    assert len(told) == len(items)
    for item, one in zip(map(facts.scrub, items), told, strict=True):
        article = item.article
        assert one.id == article.id
        assert text.collapse(one.title) == text.collapse(facts.title(article)) != ""
        assert one.link == facts.uri(item.link)
        assert one.published in (None, article.published)
        assert one.updated in (None, article.updated)
        assert one.tags is None or told_tags(one.tags) == told_tags(
            facts.categories(article)
        )
        names = ", ".join(a.name for a in facts.authors(article))
        assert one.authors in (None, names)
        drawn = facts.content(FRAME, item, True)
        assert one.content is None or not drawn or one.content == drawn


def told_tags(names: tuple[str, ...]) -> list[str]:
    """As many as feedparser keeps once our own parser has set its bounds."""
    return [*map(text.collapse, names[:300])]


def test_a_fault_would_be_seen():
    """The same checks on what a careless template writes."""
    wrong = made("rss", (FIRST, LAST)).replace(b"Sleep and light", b"\x0bSleep", 1)
    assert UNFIT.search(wrong.decode())
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(wrong)
    with pytest.raises(AssertionError):
        list(by_feedparser(wrong))
    assert len(FILES) >= 20
