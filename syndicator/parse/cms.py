"""What the APIs of content systems have in common: JSON, pictures of people, recordings."""

import json
import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from syndicator import html, urls
from syndicator.errors import ParseError
from syndicator.model import Author, Enclosure
from syndicator.parse import markup
from syndicator.parse.decode import decode, expected, looks_like
from syndicator.ports import Document

_RECORDING = re.compile(r"<(?:audio|video)\b", re.IGNORECASE)
_LOGIN = re.compile(r"""type\s*=\s*["']?password|wp-login""", re.IGNORECASE)
_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
}


def load(document: Document, wanted: str) -> Any:
    """The JSON of an answer; ParseError, naming what was found, where it is none."""
    text = decode(document, wanted).lstrip("\ufeff \t\r\n")
    kind = looks_like(text)
    if kind == "an HTML page" and _LOGIN.search(text):
        raise expected(document, wanted, "a page to log in at")
    if kind != "a JSON document":
        raise expected(document, wanted, kind)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(document.name, f"broken JSON: {error}") from error


def person(name: str, url: str, avatar: str) -> Author | None:
    """An author with a picture, or None without a name."""
    found = markup.person(name, url)
    return found and replace(found, avatar=avatar)


def recordings(body: str, base: str) -> tuple[Enclosure, ...]:
    """The audio and video files a body plays, each once, of a type that is known."""
    if not _RECORDING.search(body):
        return ()
    tree = html.fragment(body)
    played = (html.attr(tag, "src") for tag in tree.select("audio, video, source"))
    found = {}
    for url in (markup.resolve(src, base) for src in played):
        kind = _TYPES.get(PurePosixPath(urls.path(url)).suffix.lower())
        if kind and urls.is_web(url):
            found[url] = Enclosure(url=url, type=kind)
    return tuple(found.values())
