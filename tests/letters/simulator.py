"""Newsletter tools that read feeds, each by its file in simulators/."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
from bs4 import BeautifulSoup
from lxml import etree

FOLDER = Path(__file__).parent / "simulators"
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
Values = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Picture:
    url: str
    width: int = 0


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One item as a tool has it: plain text, and HTML where it takes HTML."""

    id: str
    title: str
    link: str
    date: datetime
    excerpt: str
    body: str
    hero: Picture | None


@dataclass(frozen=True, kw_only=True)
class Tool:
    name: str
    why: str
    source: str
    file: str
    title: list[str]
    link: list[str]
    date: list[str]
    excerpt: list[str]
    body: list[str]
    hero: list[str]
    id: list[str]
    sends: str
    parser: str = "xml"
    picture: int = 0
    bytes: int = 0
    literal: str = ""

    def read(self, published: bytes) -> list[Seen]:
        """Every item it can use: one without an id or a date it passes over."""
        entries = _PARSERS[self.parser](published)
        return [
            s for values, pictures in entries if (s := self._seen(values, pictures))
        ]

    def _seen(self, values: Values, pictures: dict[str, list[Picture]]) -> Seen | None:
        found = {key: _first(values, getattr(self, key)) for key in _FIELDS}
        if not found["id"] or not found["date"]:
            return None
        shown = pictures | {
            f"img {name}": _images(html[0]) for name, html in values.items() if html
        }
        heroes = (p for name in self.hero for p in shown.get(name, ()))
        date = _date(found.pop("date"))
        return Seen(**found, date=date, hero=next(heroes, None))


_FIELDS = ("id", "title", "link", "date", "excerpt", "body")
TOOLS = [
    Tool(name=file.stem, **tomllib.loads(file.read_text("utf-8")))
    for file in sorted(FOLDER.glob("*.toml"))
]


@dataclass
class Mailbox:
    """What a tool has sent: it polls, and mails what is news to it."""

    tool: Tool
    sent: list[Seen] = field(default_factory=list)

    def poll(self, published: bytes) -> list[Seen]:
        """Mail what is news, oldest first; return it."""
        news = [s for s in self.tool.read(published) if self._is_news(s)]
        self.sent += sorted(news, key=lambda s: s.date)
        return news

    def _is_news(self, seen: Seen) -> bool:
        if self.tool.sends == "unseen":
            return seen.id not in {s.id for s in self.sent}
        return all(seen.date > s.date for s in self.sent)


def _first(values: Values, names: Sequence[str]) -> str:
    return next((values[n][0] for n in names if values.get(n)), "")


def _date(said: str) -> datetime:
    if re.match(r"\d{4}-", said):
        return datetime.fromisoformat(said)
    return parsedate_to_datetime(said)


def _images(html: str) -> list[Picture]:
    if "<img" not in html:
        return []
    found = BeautifulSoup(html, "lxml").find_all("img")
    return [Picture(url=i["src"], width=_number(i.get("width"))) for i in found]


def _number(said: Any) -> int:
    return int(said) if str(said or "").isdecimal() else 0


# ---------------------------------------------------------------- parsers

_Entry = tuple[Values, dict[str, list[Picture]]]


def _xml(published: bytes) -> Iterator[_Entry]:
    names = {uri: f"{prefix}:" for prefix, uri in _NAMESPACES.items()}
    for item in etree.fromstring(published).iter("item"):
        values: Values = {}
        pictures: dict[str, list[Picture]] = {}
        for child in item:
            tag = etree.QName(child)
            name = f"{names.get(tag.namespace or '', '')}{tag.localname}"
            if child.text and child.text.strip():
                values.setdefault(name, []).append(child.text)
            if child.get("url") and _is_image(child):
                width = _number(child.get("width"))
                picture = Picture(url=child.get("url"), width=width)
                pictures.setdefault(name, []).append(picture)
        yield values, pictures


def _is_image(element: Any) -> bool:
    said = element.get("type") or ""
    return said.startswith("image/") or element.get("medium") == "image"


def _feedparser(published: bytes) -> Iterator[_Entry]:
    parsed = feedparser.parse(
        published, sanitize_html=False, resolve_relative_uris=False
    )
    for entry in parsed.entries:
        content = entry.get("content") or []
        values = {k: [v] for k, v in entry.items() if isinstance(v, str) and v}
        values["content"] = [c["value"] for c in content]
        detail = entry.get("summary_detail", {}).get("value")
        values["summary_detail"] = [detail] if detail else []
        yield (
            values,
            {
                "enclosure": _listed(entry.get("enclosures"), "href"),
                "media_content": _listed(entry.get("media_content"), "url"),
                "media_thumbnail": _listed(entry.get("media_thumbnail"), "url"),
            },
        )


def _listed(found: Any, key: str) -> list[Picture]:
    return [
        Picture(url=one[key], width=_number(one.get("width")))
        for one in found or ()
        if one.get("type", "image/").startswith("image/") and one.get(key)
    ]


def _json(published: bytes) -> Iterator[_Entry]:
    for item in json.loads(published)["items"]:
        image = item.get("image")
        values = {k: [v] for k, v in item.items() if isinstance(v, str) and v}
        yield values, {"image": [Picture(url=image)] if image else []}


_PARSERS: dict[str, Callable[[bytes], Iterator[_Entry]]] = {
    "xml": _xml,
    "feedparser": _feedparser,
    "json": _json,
}
