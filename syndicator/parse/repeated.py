"""Which blocks of a page are rows of a list of articles, by what they have in common.

Every link that may lead to an article has a block of its own: all around it that holds
no other. Blocks alike in place and tag are a group; the group that looks most like
articles is the list, and others that look as much like it are more of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import islice

from lxml.html import HtmlElement

from syndicator import dates, urls
from syndicator import text as plain
from syndicator.model import PathRules
from syndicator.parse import tree
from syndicator.parse.addresses import may_be_article, same_site

_PARTS = ("strong", "b", "p", "span", "div", "time")  # of a card
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OUTSIDE = frozenset(("nav", "footer", "aside", "dialog", "select"))
_ROLES = frozenset(("navigation", "contentinfo", "complementary", "search", "dialog"))
_OUTSIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|footer|sidebar|widget-area"
    r"|related|popular|trending|most-?(?:read|viewed|popular)|recommend(?:ed|ations?)"
    r"|advert\w*|newsletter-?(?:signup|form|box)|share|sharing|social-?(?:links?|icons?)"
    r"|comments?|cookies?|pager|pagination|tag-?cloud|skip-?link)"
    r"(?:$|[\s_-])|^widget(?:$|\s)",
    re.IGNORECASE,
)
_LABELS = frozenset(
    ("author", "tag", "category", "nofollow", "license", "next", "prev")
)
_ROW_NAMES = re.compile(r"(?:^|\s)(?:hentry|post|entry|card|item|article)(?:$|\s)")
_PEOPLE = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|writers?)(?:$|[\s_-])", re.IGNORECASE
)
_FORM_LINKS = 8  # a form with more is the page itself (ASP.NET wraps it so)
_TOPIC = 3  # words of a link that stands in several rows and is no title
_OTHERS = re.compile(  # headings of lists that are of older articles
    r"^(?:most (?:read|popular|viewed|shared)|popular|trending|related|recommended"
    r"|you may (?:also )?like|editors?['’]? picks?|from the archives?|read (?:next|more|on)"
    r"|meist\s?gelesen\w*|beliebt\w*|das könnte sie|les plus lus|lo más leído|più letti)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:(?:read|see|learn|show|view|find out) (?:the )?(?:more|full|all|on|post|article|story)\b.*"
    r"|continue(?: reading)?.*|more|mehr|weiterlesen|mehr lesen|lire (?:la suite|plus)"
    r"|leer más|leggi(?: tutto)?|\d* ?comments?|leave a (?:comment|reply)|permalink"
    r"|share|details|#|[\W_]*)[\s.…»›→>]*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[\d_-]+")
_MIX = 0.5  # of a paragraph's words that a link has, if the paragraph is its title
_MOST = 5000  # addresses on a page
_PROSE = 80  # characters of a paragraph with other words around a link
_ALIKE = 0.8  # of what the rows of the list have on average, and it is more of the list
_POOR = 0.75  # where there is nothing better, and three of them
_LEAST = 1.2  # what a row must have, on average, to be one of a list
_LEVELS = 5  # above a row in which its list's heading may stand
_LONGEST = 40  # words of a title
_TOLD = 40  # characters that tell more than a title
_PIECES = re.compile(r"[^\W_]+")
_BEHIND = 6  # elements behind a row's own that may tell of it
_DATE_WORDS = 40  # characters of a text that is a date
_TITLED = re.compile(
    r"(?:^|[\s_-])(?:title|headline|heading)(?:$|[\s_-])", re.IGNORECASE
)
_DATED = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(?:ago|yesterday|today|gestern|heute)\b"
    r"|\bvor \d|\bil y a \d|\bhace \d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{3,}$|(?:\w+=\w+&)*\w*(?:id|nr|no|p)=\w", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:published|posted|updated|date|on|vom|am|le)\b[:\s]*", re.IGNORECASE
)
_CUTS = re.compile(r"\s*[|·•/–—]\s*|\s+-\s+|\n")


@dataclass(frozen=True, slots=True)
class Site:
    """The page's address, what relative ones mean, and which are articles'."""

    url: str
    base: str
    rules: PathRules

    def address(self, link: HtmlElement) -> str:
        href = tree.attr(link, "href").partition("#")[0]
        return urls.absolute(href, self.base) if href else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a list: its link, and the elements that tell of it."""

    url: str
    link: HtmlElement
    elements: tuple[HtmlElement, ...]


Links = dict[str, list[HtmlElement]]  # by what is one address
Held = dict[HtmlElement, set[str]]


@dataclass(slots=True)
class _Group:
    """Rows alike in place and tag."""

    rows: list[Row]
    worth: float = 0.0  # of a row, on average

    @property
    def weight(self) -> float:
        return len(self.rows) * max(self.worth - _POOR, 0) ** 2


def rows(root: HtmlElement, site: Site) -> list[Row]:
    """The rows of the page's list of articles, in its order; none where it has none."""
    return _rows(root, site, _OUTSIDE_NAMES) or _rows(root, site, None)


def _rows(root: HtmlElement, site: Site, outside: re.Pattern[str] | None) -> list[Row]:
    links, short = _links(root, site, outside)
    held = _held(links)
    groups = [_Group(rows) for rows in _grouped(links, held, site).values()]
    for group in groups:
        group.worth = sum(_worth(r, site) for r in group.rows) / len(group.rows)
    kept = _best([g for g in groups if not _of_others(g.rows[0])])
    places = {_place_of(row.elements[0]) for row in kept}
    kept += (
        r for r in _shorter(short, held, site) if _place_of(r.elements[0]) in places
    )
    order = {element: n for n, element in enumerate(root.iter())}
    return sorted(kept, key=lambda row: order[row.elements[0]])


def _best(groups: list[_Group]) -> list[Row]:
    """The rows of the group that weighs most, and of those that are as much worth."""
    believed = [g for g in groups if g.worth >= _LEAST]
    believed = believed or [g for g in groups if g.worth >= _POOR and len(g.rows) > 2]
    several = [g for g in believed if len(g.rows) > 1]
    best = max(several or believed, key=lambda g: g.weight, default=None)
    if best is None:
        return []
    alike = (g for g in believed if g is best or g.worth >= best.worth * _ALIKE)
    return [row for group in alike for row in group.rows]


# ---------------------------------------------------------------- links and their blocks


def _links(
    root: HtmlElement, site: Site, named: re.Pattern[str] | None
) -> tuple[Links, Links]:
    """The links that may lead to an article, by what is one address.

    Apart from them those whose words are too few to tell.
    """
    found: dict[str, list[HtmlElement]] = defaultdict(list)
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
        key: links
        for key, links in found.items()
        if any(map(_has_title, links)) and not _is_topic(links)
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


def _is_topic(links: list[HtmlElement]) -> bool:
    """Say whether links to one address say the same few words again and again."""
    if any(_own_heading(link) is not None for link in links):
        return False
    words = [w for w in map(tree.text_of, links) if w and not _MORE.match(w)]
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
    if not before or _is_date(before):
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
    if _own_heading(link) is not None:
        return True
    words = tree.text_of(link)
    if _MORE.match(words):
        return any(_is_headed(up) for up in islice(link.iterancestors(), _LEVELS))
    return plain.count_words(words) > 1


def _is_headed(block: HtmlElement) -> bool:
    """Say whether a block has one heading, which leads nowhere: its "more" link does."""
    heads = [*islice(block.iter(*HEADINGS), 2)]
    return len(heads) == 1 and next(heads[0].iter("a"), None) is None


def _own_heading(link: HtmlElement) -> HtmlElement | None:
    inside = next(link.iter(*HEADINGS), None)
    return inside if inside is not None else next(link.iterancestors(*HEADINGS), None)


def _held(links: Links) -> Held:
    """Which addresses are linked in each element of the page."""
    held: Held = defaultdict(set)
    for key, some in links.items():
        for link in some:
            held[link].add(key)
            for up in link.iterancestors():
                held[up].add(key)
    return held


def _grouped(links: Links, held: Held, site: Site) -> dict[tuple[str, ...], list[Row]]:
    """Rows by the place of their blocks in the page and by their tags."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for some in links.values():
        block = titled = max(some, key=_title_rank)
        while (up := block.getparent()) is not None and len(held[up]) == 1:
            block = up
        row = Row(site.address(titled), titled, (block, *_tail(block, held)))
        groups[_place_of(block)].append(row)
    return groups


def _shorter(short: Links, held: Held, site: Site) -> Iterator[Row]:
    """The blocks of links of a word or none, in which there is no other."""
    beside = _held(short)
    for some in short.values():
        for block in some[:1]:
            link = block
            while (
                (up := block.getparent()) is not None
                and len(beside[up]) == 1
                and not held.get(up)
            ):
                block = up
            if tree.text_of(link):
                yield Row(site.address(link), link, (block, *_tail(block, held)))


def _tail(block: HtmlElement, held: Held) -> Iterator[HtmlElement]:
    """What stands behind a block and is no other's: a heading's text, a term's."""
    if block.tag not in (*HEADINGS, "dt", "a", "header", "p"):
        return
    for behind in islice(block.itersiblings(), _BEHIND):
        if held.get(behind) or behind.tag in HEADINGS:
            return
        if isinstance(behind.tag, str):
            yield behind


def _title_rank(link: HtmlElement) -> tuple[bool, bool, int]:
    words = tree.text_of(link)
    return _own_heading(link) is not None, not _MORE.match(words), len(words)


def _place_of(block: HtmlElement) -> tuple[str, ...]:
    """The tags and classes above a block, and its tag; numbers in names do not count."""
    above = (
        f"{up.tag}.{_PLACE.sub('', tree.attr(up, 'class'))}"
        for up in block.iterancestors()
    )
    return (str(block.tag), *above)


# ---------------------------------------------------------------- what a row tells


def title_of(row: Row) -> str:
    """A heading, else the words of the link; "" where neither is there."""
    words = tree.text_of(row.link)
    inside = next(row.link.iter(*HEADINGS), None)
    if inside is not None:
        return tree.text_of(inside)
    whole_card = len([*islice(row.link.iter(*_PARTS), 2)]) > 1
    if _own_heading(row.link) is None and (_MORE.match(words) or whole_card):
        heads = (h for e in row.elements for h in e.iter(*HEADINGS))
        said = next(filter(None, map(tree.text_of, heads)), "")
        return said or _first_words(row.link) or tree.attr(row.link, "title")
    return words


def _first_words(link: HtmlElement) -> str:
    """The first line of a link that holds a whole card, or the longest of short ones."""
    for element in link.iter(*_PARTS):
        if _TITLED.search(tree.attr(element, "class")):
            return tree.text_of(element)
    said = [plain.collapse(e.text or "") for e in (link, *link.iter(*_PARTS))]
    lines = [line for line in said if line and not _is_date(line)]
    titles = (line for line in lines if plain.count_words(line) > 2)
    return next(titles, "") or max(lines, key=len, default="")


def date_of(row: Row) -> str:
    """When it came out, in the list's own words, to machines if they are told."""
    for element in row.elements:
        for tag in element.iter("time"):
            if said := tree.moment_of(tag):
                return said
    for element in row.elements:
        for words in element.itertext():
            for piece in _CUTS.split(words):
                said = _LABEL.sub("", plain.collapse(piece))
                if _is_date(said):
                    return said
    beside = (plain.collapse(words).strip(" :|·–-") for words in _beside(row))
    return next(filter(_is_date, beside), "")


def _beside(row: Row) -> Iterator[str]:
    """The words right before a link that is a row by itself, and those behind."""
    block = row.elements[0]
    if block is row.link:
        before, up = block.getprevious(), block.getparent()
        yield (before.tail if before is not None else up.text) or ""
        yield block.tail or ""


def _is_date(words: str) -> bool:
    if not 6 <= len(words) <= _DATE_WORDS or not any(map(str.isdigit, words)):
        return False
    return not words.isdigit() and dates.parse(words, UTC) is not None


def _worth(row: Row, site: Site) -> float:
    """How much a row looks like an article: by title, date, teaser, picture, address."""
    title = title_of(row)
    words = plain.count_words(title)
    heads = (h for e in row.elements for h in e.iter(*HEADINGS))
    told = sum(len(tree.text_of(e)) for e in row.elements)
    last = urls.path(row.url).rstrip("/").rpartition("/")[2]
    query = row.url.partition("?")[2]
    pieces = _PIECES.findall(last)
    return (
        (0.0, 0.2, 0.6, 1.0)[min(words, 3)] * (words <= _LONGEST)
        + 0.6 * (next(heads, None) is not None)
        + 0.6 * (bool(date_of(row)) or _looks_dated(row))
        + 0.3 * (told - len(title) >= _TOLD)
        + 0.2
        * any(next(e.iter("img", "picture"), None) is not None for e in row.elements)
        + 0.4 * (len(pieces) > 2 or any(map(_NUMBERED.match, (*pieces, query))))
        + 0.3 * urls.path(row.url).startswith(urls.path(site.url).rstrip("/") + "/")
    )


def _looks_dated(row: Row) -> bool:
    """Say whether there is a date of which only people can tell what it means."""
    return any(_DATED.search(words) for e in row.elements for words in e.itertext())


def _of_others(row: Row) -> bool:
    """Say whether the heading above a row tells of a list of articles read or liked."""
    block = row.elements[0]
    for element in (block, *islice(block.iterancestors(), _LEVELS)):
        for before in element.itersiblings(preceding=True):
            heads = [before] if before.tag in HEADINGS else []
            if isinstance(before.tag, str) and not heads:
                heads = [*before.iter(*HEADINGS)] if before.tag == "header" else []
            for head in heads:
                if next(head.iter("a"), None) is None:
                    return bool(_OTHERS.match(tree.text_of(head)))
    return False
