"""Which links of a page may lead to an article, by where they stand and what they say."""

import re
from collections import defaultdict
from itertools import islice

from lxml.html import HtmlElement

from syndicator import text as plain
from syndicator import urls
from syndicator.parse import tree
from syndicator.parse.addresses import may_be_article, same_site
from syndicator.parse.rows import HEADINGS, MORE, Site, is_date, own_heading

_OUTSIDE = frozenset(("nav", "footer", "aside", "dialog", "select"))
_ROLES = frozenset(("navigation", "contentinfo", "complementary", "search", "dialog"))
OUTSIDE_NAMES = re.compile(  # of what is none of a page's own matter
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|footer|sidebar|widget-area"
    r"|related|popular|trending|most-?(?:read|viewed|popular)|recommend(?:ed|ations?)"
    r"|advert\w*|newsletter-?(?:signup|form|box)|share|sharing|social-?(?:links?|icons?)"
    r"|comments?|cookies?|pager|pagination|tag-?cloud|skip-?link)"
    r"(?:$|[\s_-])|^widget(?:$|\s)",
    re.IGNORECASE,
)
_LABELS = frozenset(("author", "tag", "category", "license", "next", "prev"))
_ROW_NAMES = re.compile(r"(?:^|\s)(?:hentry|post|entry|card|item|article)(?:$|\s)")
_PEOPLE = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|writers?)(?:$|[\s_-])", re.IGNORECASE
)
_FORM_LINKS = 8  # a form with more is the page itself (ASP.NET wraps it so)
_TOPIC = 3  # words of a link that stands in several rows and is no title
_MIX = 0.5  # of a paragraph's words that a link has, if the paragraph is its title
_MOST = 5000  # addresses on a page
_PROSE = 80  # characters of a paragraph with other words around a link
_LEVELS = 5  # above a row in which its list's heading may stand
Links = dict[str, list[HtmlElement]]  # by what is one address


def links(
    root: HtmlElement, site: Site, named: re.Pattern[str] | None
) -> tuple[Links, Links]:
    """The links that may lead to an article, by what is one address.

    Apart from them those whose words are too few to tell. What is `named` so is left out.
    """
    found: Links = defaultdict(list)
    here = urls.key(site.url)
    outside = _outsiders(root, named)
    for link in root.iter("a"):
        url = site.address(link)
        if (
            link not in outside
            and urls.is_web(url)
            and same_site(url, site.url)
            and urls.key(url) != here
            and not _is_above(url, site.url)
            and may_be_article(url, site.rules)
            and not _is_label(link)
            and not _in_prose(link)
        ):
            found[urls.key(url)].append(link)
        if len(found) >= _MOST:
            break
    plainly = {
        key: some
        for key, some in found.items()
        if any(map(_has_title, some)) and not _is_topic(some)
    }
    return plainly, {k: some for k, some in found.items() if k not in plainly}


def _is_label(link: HtmlElement) -> bool:
    """Say whether a link leads to who wrote it, what it is about, or another page."""
    around = (link, *islice(link.iterancestors(), 2))
    people = any(
        e.tag in ("a", "p", "span", "address") and _PEOPLE.search(tree.attr(e, "class"))
        for e in around
    )
    return people or not _LABELS.isdisjoint(tree.attr(link, "rel").lower().split())


def _is_topic(some: list[HtmlElement]) -> bool:
    """Say whether links to one address say the same few words again and again."""
    if any(own_heading(link) is not None for link in some):
        return False
    words = [w for w in map(tree.text_of, some) if w and not MORE.match(w)]
    few = all(plain.count_words(w) <= _TOPIC for w in words)
    return few and len(words) > 1


def _outsiders(root: HtmlElement, named: re.Pattern[str] | None) -> set[HtmlElement]:
    """All that is in menus, side bars, footers and the like."""
    found: set[HtmlElement] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        up = element.getparent()
        if up in found or _is_outside(element, named):
            found.add(element)
    return found


def _is_outside(element: HtmlElement, named: re.Pattern[str] | None) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag == "form":
        return len([*islice(element.iter("a"), _FORM_LINKS)]) < _FORM_LINKS
    if element.tag == "header":  # a site's; an article's holds its title
        return next(element.iter(*HEADINGS[1:]), None) is None
    names = (tree.attr(element, "class"), tree.attr(element, "id"))
    return (
        element.tag in _OUTSIDE
        or tree.attr(element, "role") in _ROLES
        or (
            named is not None
            and any(map(named.search, names))
            and not _ROW_NAMES.search(names[0])
        )
    )


def _is_above(url: str, page: str) -> bool:
    """Say whether an address is that of a folder the page is in."""
    path = urls.path(url).rstrip("/")
    return urls.path(page).startswith(f"{path}/")


def _in_prose(link: HtmlElement) -> bool:
    """Say whether a link stands in the middle of a paragraph's words."""
    around = next(link.iterancestors("p", "blockquote"), None)
    if around is None:
        return False
    before = _line(link, around, preceding=True)
    if not before or is_date(before):
        return False
    own = len(tree.text_of(link))
    rest = len(before) + len(_line(link, around, preceding=False))
    return own + rest > _PROSE and own < _MIX * (own + rest)


def _line(link: HtmlElement, around: HtmlElement, *, preceding: bool) -> str:
    """The words on one side of a link, up to a line break; about as many as count."""
    said = ""
    node = link
    while node is not around and len(said) < 2 * _PROSE:
        said += " " if preceding else f" {node.tail or ''}"
        for other in node.itersiblings(preceding=preceding):
            if other.tag == "br" or len(said) > 2 * _PROSE:
                tail = f"{other.tail or ''} " if preceding else ""
                return plain.collapse(tail + said).strip(" :|·–-")
            words, tail = tree.text_of(other), other.tail or ""
            said = f"{words}{tail} {said}" if preceding else f"{said} {words}{tail}"
        node = node.getparent()
        said = f"{node.text or ''} {said}" if preceding else said
    return plain.collapse(said).strip(" :|·–-")


def _has_title(link: HtmlElement) -> bool:
    """Two words or more, or a heading: around it, inside, or of its block."""
    if own_heading(link) is not None:
        return True
    words = tree.text_of(link)
    if MORE.match(words):
        return any(_is_headed(up) for up in islice(link.iterancestors(), _LEVELS))
    return plain.count_words(words) > 1


def _is_headed(block: HtmlElement) -> bool:
    """Say whether a block has one heading, which leads nowhere: its "more" link does."""
    heads = [*islice(block.iter(*HEADINGS), 2)]
    return len(heads) == 1 and next(heads[0].iter("a"), None) is None
