"""The vocabularies of podcasts: what they say of each episode, and of the show.

feedparser keeps one of several transcripts or people, and nothing of podcastindex.org's.
What is kept is here: the elements that stand alone, with the attributes that mean them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from syndicator import text as plain
from syndicator.model import Podcast, Tag
from syndicator.parse import trees

_PREFIXES = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
}
_PERSON = ("role", "group", "img", "href")
_EPISODE: Mapping[str, tuple[str, ...]] = {
    "itunes:title": (),
    "itunes:episode": (),
    "itunes:season": (),
    "itunes:episodeType": (),
    "itunes:explicit": (),
    "itunes:block": (),
    "itunes:image": ("href",),
    "podcast:transcript": ("url", "type", "language", "rel"),
    "podcast:chapters": ("url", "type"),
    "podcast:soundbite": ("startTime", "duration"),
    "podcast:person": _PERSON,
    "podcast:location": ("rel", "geo", "osm", "country"),
    "podcast:season": ("name",),
    "podcast:episode": ("display",),
    "podcast:license": ("url",),
}
_SHOW: Mapping[str, tuple[str, ...]] = {
    "itunes:author": (),
    "itunes:type": (),
    "itunes:explicit": (),
    "itunes:image": ("href",),
    "itunes:category": ("text",),
    "podcast:guid": (),
    "podcast:medium": (),
    "podcast:locked": ("owner",),
    "podcast:funding": ("url",),
    "podcast:person": _PERSON,
    "podcast:license": ("url",),
}


def read(text: str, count: int) -> list[Podcast] | None:
    """One Podcast for each of the `count` entries, or None where there are none."""
    if not any(namespace in text for namespace in _PREFIXES):
        return None
    root = trees.tree(text)
    entries = [] if root is None else list(trees.entries(root))
    if len(entries) != count or not entries:
        return None
    show = tuple(_show(entries[0].getparent()))
    return [
        Podcast(episode=tuple(_tags(entry, _EPISODE)), show=show) for entry in entries
    ]


def _tags(parent: Iterable[Any], known: Mapping[str, tuple[str, ...]]) -> Iterator[Tag]:
    for element in parent:
        name = _name(element)
        if name in known:
            given = ((key, element.get(key, "").strip()) for key in known[name])
            yield Tag(
                name=name,
                text=plain.collapse(element.text or ""),
                attributes=tuple((key, value) for key, value in given if value),
            )


def _show(channel: Iterable[Any]) -> Iterator[Tag]:
    """The show's own tags; its owner, who has parts, as one."""
    yield from _tags(channel, _SHOW)
    for element in channel:
        if _name(element) == "itunes:owner":
            said = {_name(part): plain.collapse(part.text or "") for part in element}
            mail = said.get("itunes:email", "")
            if mail:
                name = said.get("itunes:name", "")
                yield Tag(name="itunes:owner", text=name, attributes=(("email", mail),))


def _name(element: Any) -> str:
    """With its usual prefix, whatever the source calls it; "" for every other."""
    if not isinstance(element.tag, str):
        return ""
    namespace, _, local = element.tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(namespace.rstrip("/"), "")
    return f"{prefix}:{local}" if prefix else ""
