"""Our reader of feeds, answering in feedparser's terms: `reading(bytes, headers)`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from syndicator import html, urls
from syndicator.errors import ParseError
from syndicator.parse import tolerant
from syndicator.parse.decode import decode
from syndicator.ports import Document

ADDRESS = "http://127.0.0.1:8097/feed.xml"  # where feedparser's own tests have them
_MARKUP = ("text/html", "application/xhtml+xml")
_ADDRESSES = ("cite", "href", "longdesc", "poster", "src")
_NAMED = frozenset(
    "comments docs href icon id link logo url wfw_comment wfw_commentrss".split()  # noqa: SIM905
)


def reading(body: bytes, headers: Mapping[str, str], *, sanitized: bool = False) -> Any:
    """What a feed says, its addresses absolute; {} where it is none.

    `headers` are those of its HTTP answer, in lower case.
    """
    said = urljoin(ADDRESS, headers.get("content-location", ""))
    url = said if urls.is_web(said) else ADDRESS
    charset = headers.get("content-type", "").partition("charset=")[2].strip("'\" ")
    document = Document(name="in", url=url, body=body, charset=charset)
    try:
        found = tolerant.parse(decode(document, "a feed"))
    except (ParseError, *tolerant.SLIPS):
        return {}
    language = headers.get("content-language", "")
    if language:
        found.feed.setdefault("language", language)
    for part in (found.feed, *found.entries):
        _finish(part, url, language, sanitized)
    return found


def _finish(part: Any, url: str, language: str, sanitized: bool) -> None:
    """As it is once normalized."""
    for key, value in list(part.items()):
        if isinstance(value, str) and key in _NAMED:
            part[key] = _address(part, key, value, url)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                _finish(each, url, language, sanitized)
        if isinstance(value, dict) and "value" in value:
            part[key.removesuffix("_detail")] = value["value"]
    if "value" in part and "base" in part:
        part["base"] = urljoin(url, part["base"] or "")
        part["language"] = part.get("language") or language or None
        if part.get("type") in _MARKUP:
            absolute = _absolute(part["value"], part["base"])
            part["value"] = html.sanitize(absolute) if sanitized else absolute


def _address(part: Any, key: str, value: str, url: str) -> str:
    """A guid that is no link is no address."""
    named = key == "id" and not part.get("guidislink", True)
    return value if named or urlsplit(value).scheme else urljoin(url, value)


def _absolute(markup: str, base: str) -> str:
    """Markup whose addresses are absolute; as it was where they are."""
    tree = html.fragment(markup)
    moved = False
    for tag in tree.find_all(True):
        for name in _ADDRESSES:
            said = html.attr(tag, name)
            if said and urls.absolute(said, base) != said:
                tag[name] = urls.absolute(said, base)
                moved = True
    return html.inner(tree) if moved else markup
