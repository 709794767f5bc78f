"""Media RSS: the pictures and recordings of each entry, with their own descriptions.

feedparser takes media:description for the entry's; here it stays with its picture.
"""

import re
from typing import Any

from syndicator import text as plain
from syndicator.model import Enclosure, Image
from syndicator.parse import trees, values

_NAMESPACE = re.compile(r"\{http://search\.yahoo\.com/mrss/?\}")
_PICTURE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE
)


def is_picture(kind: str, url: str) -> bool:
    """By its media type; by its name where it has none."""
    return kind.startswith("image/") or (not kind and bool(_PICTURE_NAME.search(url)))


class Media:
    """What Media RSS says in one entry."""

    def __init__(self, entry: Any) -> None:
        self.images: list[Image] = []
        self.enclosures: list[Enclosure] = []
        self.captions: set[str] = set()
        for tag in entry.iter():
            name = _local(tag)
            if name in ("content", "thumbnail"):
                self._add(tag, name)
            elif name == "description":
                self.captions.add(plain.fold(tag.text or ""))

    def _add(self, tag: Any, name: str) -> None:
        url, kind = tag.get("url", "").strip(), tag.get("type", "")
        medium = "image" if name == "thumbnail" else tag.get("medium", "")
        if not url:
            return
        if medium == "image" or is_picture(kind, url):
            alt, credit = _said(tag, "description"), _said(tag, "credit")
            self.images.append(Image(url=url, alt=alt, credit=credit))
        elif medium in ("audio", "video") or kind.startswith(("audio/", "video/")):
            self.enclosures.append(
                Enclosure(
                    url=url,
                    type=kind,
                    length=values.number(tag.get("fileSize")),
                    title=_said(tag, "title"),
                    seconds=values.seconds(tag.get("duration", "")),
                )
            )


def read(text: str, count: int) -> list[Media] | None:
    """One Media for each of the `count` entries, or None where they do not line up."""
    if "search.yahoo.com/mrss" not in text:
        return None
    root = trees.tree(text)
    found = [] if root is None else [Media(entry) for entry in trees.entries(root)]
    return found if len(found) == count else None


def _local(tag: Any) -> str:
    """The name of a Media RSS element, "" for every other."""
    found = _NAMESPACE.match(tag.tag) if isinstance(tag.tag, str) else None
    return tag.tag[found.end() :] if found else ""


def _said(tag: Any, name: str) -> str:
    """The child's words, else those the enclosing media:group has for all."""
    for holder in (tag, tag.getparent()):
        if holder is not None and (holder is tag or _local(holder) == "group"):
            for child in holder:
                if _local(child) == name:
                    return plain.collapse(child.text or "")
    return ""
