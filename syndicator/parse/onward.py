"""Where a list goes on: its next page, which holds what is older."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from syndicator.parse import tree
from syndicator.parse.addresses import same_site
from syndicator.parse.rows import Site

_LONGEST = 30  # characters of such a link
_NEXT = re.compile(
    r"^[\W_]*(?:next(?: page)?|older(?: (?:posts|entries|articles|stories|news))?"
    r"|(?:load|show|view|see) (?:more|older)(?: (?:posts|articles|stories|news))?"
    r"|more (?:posts|articles|stories|news)|earlier(?: (?:posts|articles|stories))?"
    r"|nächste(?: seite)?|weitere(?: artikel| beiträge)?|ältere(?: beiträge| artikel)?"
    r"|suivante?|page suivante|articles plus anciens|plus anciens?|siguiente"
    r"|página siguiente|entradas antiguas|más antiguas?|anteriores|successiv[oa]|avanti"
    r"|volgende|oudere berichten|próxim[ao]|mais antigos|następna|starsze"
    r"|следующая|далее|дальше|次(?:へ|のページ)?|下一页|下一頁|다음|הבא|التالي|الصفحة التالية"
    r"|بعدی)[\W_]*$",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"^\s*[»›→>⟩❯]{1,2}\s*$")
_NEXT_NAMES = re.compile(r"(?:^|[\s_-])(?:next|older)(?:$|[\s_-])", re.IGNORECASE)
_OTHER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:prev|previous|newer|disabled)(?:$|[\s_-])", re.IGNORECASE
)
_PAGER = re.compile(r"pag(?:e|er|ing|ination|inat)|nav", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[?&](?:page|p|pg|paged|seite)=|/(?:page|seite)/?)(\d{1,5})\b")


def following(root: HtmlElement, site: Site, selector: str) -> str:
    """The address of the next page; "" where there is none.

    By the selector; else by rel=next, by what a link is called, by its class, or by the
    number behind this page's own.
    """
    if selector:
        hits = (a for hit in root.cssselect(selector) for a in hit.iter("a", "link"))
        return next(_addresses(hits, site), "")
    for ways in (_by_rel, _by_words, _by_number):
        found = next(_addresses(ways(root, site), site), "")
        if found:
            return found
    return ""


def _addresses(links: Iterator[HtmlElement], site: Site) -> Iterator[str]:
    """Those of other pages of the same site."""
    for link in links:
        url = site.address(link)
        if same_site(url, site.url) and url != site.url.partition("#")[0]:
            yield url


def _by_rel(root: HtmlElement, site: Site) -> Iterator[HtmlElement]:
    for link in root.iter("a", "link"):
        if "next" in tree.attr(link, "rel").lower().split():
            yield link


def _by_words(root: HtmlElement, site: Site) -> Iterator[HtmlElement]:
    for link in root.iter("a"):
        words = tree.text_of(link)
        names = f"{tree.attr(link, 'class')} {tree.attr(link, 'id')}"
        said = (words, tree.attr(link, "aria-label"), tree.attr(link, "title"))
        called = any(_NEXT.match(s) for s in said if len(s) <= _LONGEST)
        arrow = bool(_ARROWS.match(words)) and _in_pager(link)
        named = bool(_NEXT_NAMES.search(names)) and len(words) <= _LONGEST
        if (called or arrow or (named and _in_pager(link))) and not _OTHER_NAMES.search(
            names
        ):
            yield link


def _by_number(root: HtmlElement, site: Site) -> Iterator[HtmlElement]:
    """The link of the number that follows, where numbers stand side by side."""
    here = _NUMBER.search(site.url)
    wanted = str(int(here[1]) + 1 if here else 2)
    for link in root.iter("a"):
        numbered = _NUMBER.search(site.address(link))
        if tree.text_of(link) == wanted and (_in_pager(link) or numbered):
            yield link


def _in_pager(link: HtmlElement) -> bool:
    """Say whether a link stands among those that turn pages."""
    for up in (link, *link.iterancestors()):
        if up.tag in ("body", "main", "article"):
            return False
        names = f"{tree.attr(up, 'class')} {tree.attr(up, 'id')}"
        names += tree.attr(up, "aria-label")
        if up.tag == "nav" or _PAGER.search(names):
            return True
    return False
