"""Links by which an article goes on: its further pages, or all of it on one."""

import re
from typing import Any

from syndicator import urls
from syndicator.parse.extract.tree import names

_MOST = 20  # pages of one article
# /2, /page/2, -2.html, ?page=2: how the further pages of one address are called.
_NUMBER = re.compile(
    r"(?:/page/|[/_,-]|[?&](?:page|pg|p|paged|seite|pagina)=)(\d{1,2})(/?|\.\w{2,5})$"
)
_ALL = re.compile(
    r"[?&](?:page|pagewanted|view)=all\b|[?&/](?:single|one|full)-?_?page\b|[?&]single=1\b",
    re.IGNORECASE,
)
_PAGER = re.compile(r"(?:^|[-_ ])(?:pag(?:e|es|er|ing|ination)|next)", re.IGNORECASE)


def pages(root: Any, base: str, first: str) -> dict[int, str]:
    """Number → address of the further pages the page links to; `first` is page 1."""
    found: dict[int, str] = {}
    stem = _stem(first)
    for link in root.iter("a", "link"):
        address = urls.absolute(link.get("href", ""), base).partition("#")[0]
        match = _NUMBER.search(address)
        if (
            match
            and _is_pager(link, match[1])
            and stem == _stem(_without(address, match))
        ):
            found.setdefault(int(match[1]), address)
    return {number: url for number, url in found.items() if 1 < number <= _MOST}


def whole(root: Any, base: str, first: str) -> str:
    """Where all of an article is on one page, "" where the page names none."""
    stem = _stem(first)
    for link in root.iter("a"):
        address = urls.absolute(link.get("href", ""), base).partition("#")[0]
        if _ALL.search(address) and _stem(address).startswith(stem):
            return address
    return ""


def _without(address: str, number: re.Match[str]) -> str:
    ending = number[2] if number[2].startswith(".") else ""
    return address[: number.start()] + ending


def _stem(address: str) -> str:
    """An address for comparing: one query or slash more or less is no other article."""
    return urls.key(address).rstrip("/?&")


def _is_pager(link: Any, number: str) -> bool:
    """Say whether a link is one to a page by its number, its rel or its box's name."""
    if "".join(link.itertext()).strip() == number or link.get("rel") == "next":
        return True
    around = (link, *list(link.iterancestors())[:3])
    return any(_PAGER.search(names(tag)) for tag in around)
