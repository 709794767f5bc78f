"""What is wrong with a letter's HTML: names of faults, none for a sound letter."""

import re
from itertools import pairwise

from bs4 import BeautifulSoup
from bs4.element import Tag
from letter_samples import ADDRESS

_FORBIDDEN = (
    "script iframe form object embed video audio svg picture link base figure section"
    " article aside header footer details summary mark time ruby pre abbr bdi"
)
_CLASSES = (
    "article-body preheader bg edge frame brand card pad head item part more foot small notice figure wide widest data indented"
    " code"
)
_RULE_OUTSIDE_MEDIA = re.compile(r"^\s*[^@{}\s][^{}]*\{", re.MULTILINE)


def faults(markup: bytes, notices: tuple[str, ...], unsubscribe: str) -> set[str]:
    """Every fault found; `unsubscribe` is the tag that must stand there byte-exact."""
    if not markup.isascii():
        return {"not ASCII"}
    source = markup.decode("ascii")
    page = BeautifulSoup(source, "lxml")
    checks = {
        "doctype": not source.startswith("<!DOCTYPE html>"),
        "unbalanced": bool(_unbalanced(source)),
        "forbidden": page.find(_FORBIDDEN.split()) is not None,
        "handler": re.search(r"<[^>]*\son\w+=", source) is not None,
        "id": page.find(id=True) is not None,
        "class": bool(_classes(page) - set(_CLASSES.split())),
        "table role": any(map(_wrong_role, page.find_all("table"))),
        "headings": _headings_skip(page),
        "picture": any(map(_wrong_picture, page.find_all("img"))),
        "style": _RULE_OUTSIDE_MEDIA.search(page.style.string) is not None,
        "important": re.search(r"\S!important", source) is not None,
        "preheader": _wrong_preheader(page),
        "unsubscribe": source.count(unsubscribe) != 1,
        "address": ADDRESS not in _words(page.body),
        "notice": any(_words(page.body).count(text) != 1 for text in notices),
        "outside": any(map(_has_no_card, page.select(".frame > tbody > tr > td"))),
        "late": _is_late(page),
        "label": any(map(_unlabelled, page.select("a[rel~=sponsored]"))),
        "black": re.search(r"color:\s*#(000|fff)(000|fff)?\b", source) is not None,
        "language": not (page.html.get("lang") and page.html.get("dir")),
    }
    return {name for name, wrong in checks.items() if wrong}


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _unbalanced(source: str) -> list[str]:
    """Tags that do not close in the order they opened, as Outlook minds them."""
    opened: list[str] = []
    for closing, name in re.findall(r"<(/?)(table|tbody|tr|td|th|div|p)\b", source):
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return [name]
    return opened


def _classes(page: BeautifulSoup) -> set[str]:
    return {name for tag in page.find_all(class_=True) for name in tag["class"]}


def _wrong_role(table: Tag) -> bool:
    headed = any(th.find_parent("table") is table for th in table.find_all("th"))
    return headed == (table.get("role") == "presentation")


def _headings_skip(page: BeautifulSoup) -> bool:
    levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
    return levels.count(1) != 1 or any(b > a + 1 for a, b in pairwise(levels))


def _wrong_picture(tag: Tag) -> bool:
    sized = all(str(tag.get(side, "")).isdecimal() for side in ("width", "height"))
    shown = tag.get("alt") and str(tag.get("src", "")).startswith("https://")
    return not (sized and shown and int(str(tag["width"])) <= 536)


def _wrong_preheader(page: BeautifulSoup) -> bool:
    first = page.body.find(True)
    hidden = "display:none" in str(first.get("style", "")).replace(" ", "")
    return not hidden or len(_words(first)) < 30


def _has_no_card(cell: Tag) -> bool:
    """Say whether a body has broken out of its cell and made one of its own."""
    return not {"card", "brand"} & set(cell.get("class", ()))


def _is_late(page: BeautifulSoup) -> bool:
    """Say whether a notice for the top comes behind a sponsored link."""
    first = page.select_one("a[rel~=sponsored]")
    late = first.find_all_next(attrs={"data-disclaimer": True}) if first else []
    return any(notice["data-disclaimer"] != "rights" for notice in late)


def _unlabelled(link: Tag) -> bool:
    return "sponsored" not in f"{link.get_text()} {link.next_sibling}"
