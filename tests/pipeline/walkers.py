"""Clients that walk a feed's history, each by its own format's links."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from world import World

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"


@dataclass(frozen=True)
class Document:
    """What one document of a feed says: its items' ids, and where it stands."""

    path: str
    ids: tuple[str, ...]
    links: dict[str, str]  # rel → path
    archive: bool = False
    gone: tuple[str, ...] = ()


def _local(world: World, address: str) -> str:
    assert address.startswith(world.plan.base_url), address
    return address.removeprefix(world.plan.base_url)


def read_atom(world: World, path: str) -> Document:
    feed = etree.fromstring(world.read(path).encode())
    return Document(
        path=path,
        ids=tuple(e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")),
        links=_links(world, feed),
        archive=feed.find(f"{HISTORY}archive") is not None,
        gone=tuple(e.get("ref") for e in feed.iter(f"{TOMBSTONES}deleted-entry")),
    )


def read_rss(world: World, path: str) -> Document:
    channel = etree.fromstring(world.read(path).encode())[0]
    return Document(
        path=path,
        ids=tuple(e.findtext("guid") for e in channel.iter("item")),
        links=_links(world, channel),
        archive=channel.find(f"{HISTORY}archive") is not None,
    )


def _links(world: World, element: etree._Element) -> dict[str, str]:
    found = {e.get("rel"): e.get("href") for e in element.findall(f"{ATOM}link")}
    found.pop("alternate", None)
    return {rel: _local(world, address) for rel, address in found.items()}


def read_json(world: World, path: str) -> Document:
    feed = json.loads(world.read(path))
    older = feed.get("next_url")
    return Document(
        path=path,
        ids=tuple(each["id"] for each in feed["items"]),
        links={"prev-archive": _local(world, older)} if older else {},
        gone=tuple(each["id"] for each in feed["_syndicator"].get("withdrawn", ())),
    )


READERS: dict[str, Callable[[World, str], Document]] = {
    "rss": read_rss,
    "atom": read_atom,
    "json": read_json,
}


def walk(world: World, feed: str, suffix: str) -> Iterator[Document]:
    """The feed's own document, then its archive to the very end."""
    path: str | None = f"feeds/{feed}.{suffix}"
    seen = set()
    while path:
        assert path not in seen
        seen.add(path)
        document = READERS[suffix](world, path)
        yield document
        path = document.links.get("prev-archive")


def walked(world: World, feed: str, suffix: str) -> list[str]:
    """Every id the chain holds, as often as it does."""
    return [each for document in walk(world, feed, suffix) for each in document.ids]
