"""What a source tells podcast apps, as far as they could use it."""

import re
from collections.abc import Iterator

from syndicator import text, urls
from syndicator.model import Podcast, Tag

_ADDRESSES = frozenset(("url", "href", "img"))
# What an app takes there; anything goes where nothing is said.
_SAID = {
    "itunes:episode": re.compile(r"[1-9]\d*"),
    "itunes:season": re.compile(r"[1-9]\d*"),
    "itunes:episodeType": re.compile("full|trailer|bonus"),
    "itunes:explicit": re.compile("true|false"),
    "itunes:block": re.compile("yes"),
    "itunes:type": re.compile("episodic|serial"),
    "podcast:guid": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
}
_MEANT = {"yes": "true", "explicit": "true", "no": "false", "clean": "false"}
_NEEDED = {
    "itunes:image": "href",
    "itunes:category": "text",
    "podcast:transcript": "url",
    "podcast:chapters": "url",
    "podcast:funding": "url",
}
_SEVERAL = frozenset(
    ("itunes:category", "podcast:transcript", "podcast:person", "podcast:soundbite")
)


def checked(said: Podcast, base: str) -> Podcast:
    """Its tags with absolute addresses, less those that could mean nothing."""
    return Podcast(
        episode=tuple(_usable(said.episode, base)), show=tuple(_usable(said.show, base))
    )


def _usable(tags: tuple[Tag, ...], base: str) -> Iterator[Tag]:
    """Each kind once, but for those of which there may be several."""
    seen: set[str] = set()
    for tag in (_resolved(tag, base) for tag in tags):
        if _means_something(tag) and (tag.name in _SEVERAL or tag.name not in seen):
            seen.add(tag.name)
            yield tag


def _resolved(tag: Tag, base: str) -> Tag:
    given = (
        (key, urls.absolute(value, base) if key in _ADDRESSES else text.collapse(value))
        for key, value in tag.attributes
    )
    kept = tuple((k, v) for k, v in given if k not in _ADDRESSES or urls.is_web(v))
    words = tag.text.lower() if tag.name in _SAID else tag.text
    if tag.name == "itunes:explicit":
        words = _MEANT.get(words, words)  # as it was said until 2019
    return Tag(name=tag.name, text=words, attributes=kept)


def _means_something(tag: Tag) -> bool:
    if tag.name in _SAID:
        return bool(_SAID[tag.name].fullmatch(tag.text))
    if tag.name in _NEEDED:
        return _NEEDED[tag.name] in dict(tag.attributes)
    return bool(tag.text)
