"""Published bytes → what they show, one reader per format. Each raises only ParseError.

Nothing here goes by how our renderers write: a feed is read as any feed is.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from lxml import etree

from syndicator import text
from syndicator.audit import mailtext, markup, pages
from syndicator.audit.shown import Block, Label, Reading, Shown
from syndicator.errors import ParseError

Channel = Literal["feed", "page", "letter", "front"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


# ---------------------------------------------------------------- RSS and Atom


def _xml(body: bytes, root: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        found = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError("xml", f"it is no well-formed XML: {error}") from error
    if found.tag != root:
        raise ParseError("xml", f"its root is <{found.tag}>, not <{root}>")
    return found


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _leaf_labels(
    elements: Iterable[etree._Element], content: Sequence[etree._Element]
) -> Iterator[Label]:
    """Every word said outside the content, whatever the element."""
    for element in elements:
        for leaf in element.iter(etree.Element):
            if leaf not in content and leaf.text and leaf.text.strip():
                yield _name(leaf), markup.words_of(leaf.text)


def _rss(body: bytes) -> Reading:
    channel = _xml(body, "rss").find("channel")
    if channel is None:
        raise ParseError("rss", "it has no <channel>")
    around = (e for e in channel.iterchildren(etree.Element) if e.tag != "item")
    return Reading(
        items=tuple(map(_rss_item, channel.findall("item"))),
        labels=tuple(_leaf_labels(around, ())),
    )


def _rss_item(item: etree._Element) -> Shown:
    whole = item.findall(_CONTENT)
    content = whole or item.findall("description")
    return Shown(
        id=(item.findtext("guid") or "").strip(),
        link=(item.findtext("link") or "").strip(),
        blocks=_html_blocks("".join(e.text or "" for e in content)),
        labels=tuple(_leaf_labels([item], content)),
        whole=bool(whole),
    )


def _atom(body: bytes) -> Reading:
    feed = _xml(body, f"{_ATOM}feed")
    entry = f"{_ATOM}entry"
    around = (e for e in feed.iterchildren(etree.Element) if e.tag != entry)
    return Reading(
        items=tuple(map(_atom_entry, feed.findall(entry))),
        labels=tuple(_leaf_labels(around, ())),
    )


def _atom_entry(entry: etree._Element) -> Shown:
    whole = entry.findall(f"{_ATOM}content")
    content = whole or entry.findall(f"{_ATOM}summary")
    links = [
        link.get("href", "")
        for link in entry.findall(f"{_ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    return Shown(
        id=(entry.findtext(f"{_ATOM}id") or "").strip(),
        link=next(iter(links), ""),
        blocks=_html_blocks("".join(map(_construct, content))),
        labels=tuple(_leaf_labels([entry], content)),
        whole=bool(whole),
    )


def _construct(element: etree._Element) -> str:
    """A text construct as HTML (RFC 4287 §3.1)."""
    said = element.text or ""
    if element.get("type") == "html":
        return said
    if element.get("type") == "xhtml":
        return "".join(etree.tostring(e, encoding="unicode") for e in element)
    return said.replace("&", "&amp;").replace("<", "&lt;")


@lru_cache(maxsize=128)  # a document of them: the other formats hold the same
def _html_blocks(html: str) -> tuple[Block, ...]:
    return tuple(markup.blocks(markup.tree(html)))


# ---------------------------------------------------------------- JSON Feed


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ParseError("json", f"it is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ParseError("json", "it is no object")
    return found


def _json(body: bytes) -> Reading:
    feed = _object(body)
    items = feed.get("items")
    if not isinstance(items, list) or not all(isinstance(i, dict) for i in items):
        raise ParseError("json", "it has no list of items")
    around = {name: value for name, value in feed.items() if name != "items"}
    return Reading(
        items=tuple(map(_json_item, items)), labels=tuple(_member_labels(around))
    )


def _json_item(item: dict[str, Any]) -> Shown:
    content = item.get("content_html")
    around = {k: v for k, v in item.items() if k not in ("content_html", "_syndicator")}
    facts = item.get("_syndicator")
    return Shown(
        id=str(item.get("id", "")),
        link=str(item.get("url", "")),
        blocks=_html_blocks(content if isinstance(content, str) else ""),
        labels=tuple(_member_labels(around)),
        facts=facts if isinstance(facts, dict) else None,
    )


def _member_labels(members: dict[str, Any]) -> Iterator[Label]:
    """Every string below some members, however deep."""
    waiting: list[tuple[str, Any]] = list(members.items())[::-1]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(name, part) for part in value.values()]
        elif isinstance(value, list):
            waiting += [(name, part) for part in value]
        elif isinstance(value, str) and value.strip():
            yield name, text.collapse(value)


def _letter_json(body: bytes) -> Reading:
    """A letter's HTML, and everything said beside it."""
    letter = _object(body)
    html = letter.get("html")
    if not isinstance(html, str):
        raise ParseError("json", "it holds no HTML")
    around = {k: v for k, v in letter.items() if k not in ("html", "text")}
    reading = pages.letter(html.encode())
    return replace(reading, labels=(*reading.labels, *_member_labels(around)))


# ---------------------------------------------------------------- OPML


def _opml(body: bytes) -> Reading:
    root = _xml(body, "opml")
    said = (
        (name, value)
        for element in root.iter(etree.Element)
        for name, value in (*element.attrib.items(), ("text", element.text or ""))
    )
    return Reading(labels=tuple(said))


# ---------------------------------------------------------------- style


def _css(body: bytes) -> Reading:
    """The words a style sheet draws by itself."""
    try:
        said = re.findall(r'\bcontent:\s*"([^"]*)"', body.decode())
    except UnicodeDecodeError as error:
        raise ParseError("css", f"it is no UTF-8: {error}") from error
    return Reading(labels=tuple(("content", words) for words in said))


# ---------------------------------------------------------------- which reads what


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    path: re.Pattern[str]
    channel: Channel
    read: Callable[[bytes], Reading]


_TABLE: tuple[tuple[str, Channel, Callable[[bytes], Reading]], ...] = (
    (r"feeds/.+\.rss", "feed", _rss),
    (r"feeds/.+\.atom", "feed", _atom),
    (r"feeds/.+\.json", "feed", _json),
    (r"feeds/.+\.html", "page", pages.page),
    (r"letters/[^/]+/issues\.rss", "feed", _rss),
    (r"letters/[^/]+/issues\.atom", "feed", _atom),
    (r"letters/[^/]+/issues\.json", "feed", _json),
    (r"letters/[^/]+/index\.html", "front", pages.index),
    (r"letters/.+\.json", "letter", _letter_json),
    (r"letters/.+\.html", "letter", pages.letter),
    (r"letters/.+\.txt", "letter", mailtext.letter),
    (r"index\.html", "front", pages.index),
    (r"feeds\.opml", "front", _opml),
    (r"feeds\.css", "front", _css),
)
READERS = tuple(
    Reader(path=re.compile(path), channel=channel, read=read)
    for path, channel, read in _TABLE
)


def reader_of(path: str) -> Reader | None:
    """Who reads a published file, by its path; None where nobody does."""
    return next((r for r in READERS if r.path.fullmatch(path)), None)
