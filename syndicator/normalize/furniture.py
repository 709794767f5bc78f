"""What a page shows around and inside an article that is not the article.

Boxes are known by what their markup calls them, lines by saying nothing new.
"""

import re

from bs4.element import NavigableString, Tag

from syndicator import html, text, urls
from syndicator.normalize.page import Page

_NEVER_NAMES = (
    "annotation applet area base button canvas dialog frame frameset input link map"
    " menu meta nav param script select style svg template textarea title"
)
_NEVER = _NEVER_NAMES.split()
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# Names that stand for a box whatever is in it.
_BOX = re.compile(
    r"(?:.*[-_])?(?:"
    r"(?:share|sharing|social)[-_]?(?:bar|box|buttons?|links?|icons?|tools?|this|list"
    r"|media|menu|widget)|sharedaddy|addtoany.*|a2a[-_]kit|addthis.*"
    r"|(?:related|recommended|more|popular|latest)[-_]?(?:posts?|articles?|stories"
    r"|links?|reading|from)|related-?(?:box|content)|jp-relatedposts.*|read-?next"
    r"|(?:posts?|article|page|entry)-?nav(?:igation)?|nav-links|pagination|pager"
    r"|(?:newsletter|subscribe|subscription|signup|sign-up|optin|cta|promo|donate)[-_]?"
    r"(?:form|box|banner|bar|block|widget|cta|signup|sign-up)|breadcrumbs?|disqus.*"
    r"|comments?-(?:area|list|section|form|box|respond)"
    r"|tags?-?(?:list|links|cloud)|cat-links|posted-on|about-?(?:the-)?author"
    r"|(?:post|entry|article)-?(?:tags|categories|meta(?:data)?|date|author|byline)"
    r"|author-?(?:box|bio|card|info|profile|block)|read(?:ing)?-?time"
    r"|table-of-contents|toc|toc-?(?:container|box|list|wrapper)"
    r"|ads?[-_]?(?:slot|unit|container|wrapper|banner|block|box|label)|adsbygoogle"
    r"|advert(?:isement)?s?|cookie-?(?:banner|notice|consent)|skip-?link|print-?only"
    r"|sr-only|visually-?hidden|screen-reader-text|site-?(?:header|footer|nav)"
    r")",
    re.IGNORECASE,
)
# Words that name a box or just as well a subject.
_BARE = re.compile(
    r"(?:.*[-_])?(?:share|sharing|social|related|recommended|subscribe|subscription"
    r"|signup|newsletter|comments|byline|dateline|meta|tags|promo|ads?)",
    re.IGNORECASE,
)
# States and subjects of a whole post, as publishing systems write them into classes.
_STATE = re.compile(
    r"(?:tag|category|has|no|with|without|is|hide|format|type|status)[-_].*|.{60,}",
    re.IGNORECASE,
)
_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar"})
DISCLOSURE = re.compile(r"disclo|disclaim|legal-?notice|sponsor-?notice", re.IGNORECASE)
_CONTENT_NAMES = (
    "pre code table tbody thead tfoot tr td th article main html body figure figcaption"
    " caption img a h1 h2 h3 h4 h5 h6"
)
_CONTENT = frozenset(_CONTENT_NAMES.split())
_LONG = 300  # characters of prose: more than a box has
_MOST = 0.3  # of an article's prose: a box that holds more is the article
_ALL = 0.9  # of all the words, where hardly any is prose

_MINUTES = re.compile(
    r"\b\d+\s*[-–]?\s*min(?:ute[ns]?|utos|uti)?\b\.?\s*(?:read(?:ing\s+time)?|lesezeit"
    r"|de\s+lecture|de\s+lectura|di\s+lettura|leestijd)?",
    re.IGNORECASE,
)
_DATE = re.compile(  # a whole line must be made of these, so they may be generous
    r"\b\d{4}-\d\d-\d\d(?:T\S+)?|\b\d{1,2}(?::\d\d){1,2}(?:\s*[ap]\.?m\b\.?)?"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
    r"|\b[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+)?\d{4}\b",
    re.IGNORECASE,
)
_LABEL_NAMES = (
    "a am and at author authors by date edited first from in last modified on pm posted"
    " published reading reviewed story time updated utc gmt words written von und uhr"
    " veröffentlicht aktualisiert zuletzt autor autorin par publié le por el di"
    " mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday"
    " sunday"
)
_LABELS = frozenset(text.fold(_LABEL_NAMES).split())
_ASIDE = re.compile(
    r"\W*(?:read\s+more|continue\s+reading(?:\s*[^\w\s].{0,150})?"
    r"|read\s+the\s+(?:full|rest\s+of\s+the|original|whole)\s+(?:article|story|post|piece)"
    r"(?:\s+(?:here|at|on)\b.{0,80})?|the\s+post\b.{0,200}\bappeared\s+first\s+on\b.{0,80}"
    r"|(?:click\s+to\s+)?share(?:\s+this)?(?:\s+(?:article|post|story|page|entry))?"
    r"(?:\s*[:|/·•–—].{0,60}|\s+(?:on|via)\b.{0,60})?)\W*",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT = re.compile(
    r"\W*(?:this\s+\w+\s+)?(?:was\s+)?(?:originally|first)\s+(?:published|appeared|posted)"
    r"\s+(?:by|at|on|in)\s+(?P<where>[^:]+)(?:\s*:\s*\S*)?",
    re.IGNORECASE | re.DOTALL,
)
_LINE = 200  # characters: longer is prose, whatever it starts with
_EDGE = 3  # blocks from either end in which such lines stand


# ---------------------------------------------------------------- boxes


def drop(tree: Tag) -> None:
    """Machinery, what is hidden, and boxes, unless they hold the article itself."""
    for tag in html.every(tree, _NEVER):
        tag.decompose()
    for node in html.strings(tree):
        if type(node) is not NavigableString:  # comments and the like
            node.extract()
    said, prose = len(html.text_of(tree)), _prose(tree)
    for tag in tree.find_all(True):
        if html.is_gone(tag) or not (_is_hidden(tag) or _is_box(tag)):
            continue
        if _prose(tag) <= _MOST * prose and len(html.text_of(tag)) <= _ALL * said:
            tag.decompose()


def _is_hidden(tag: Tag) -> bool:
    hidden = (
        tag.has_attr("hidden")
        or html.attr(tag, "aria-hidden").lower() == "true"
        or bool(_HIDDEN.search(html.attr(tag, "style")))
    )
    return hidden and tag.name != "img" and tag.find("img") is None


def _is_box(tag: Tag) -> bool:
    """Say whether a tag is named for a box, and looks like one where that is needed."""
    if tag.name == "form" or html.attr(tag, "role") in _ROLES:
        return True
    if not tag.attrs or tag.name in _CONTENT or DISCLOSURE.search(tokens(tag)):
        return False
    names = [n for n in _names(tag) if not _STATE.fullmatch(n)]
    if any(_BOX.fullmatch(n) for n in names):
        return True
    return any(_BARE.fullmatch(n) for n in names) and _prose(tag) < _LONG


def _names(tag: Tag) -> list[str]:
    """Classes and the id; an id made of the section's own heading is no name."""
    classes = html.attr(tag, "class").split()
    identity = html.attr(tag, "id")
    heading = tag.find(html.HEADINGS) if identity else None
    said = text.fold(html.text_of(heading)) if isinstance(heading, Tag) else ""
    own = said.startswith(text.fold(identity)) if said else not identity
    return classes if own else [*classes, identity]


def tokens(tag: Tag) -> str:
    """What the markup calls a tag."""
    if not tag.attrs:
        return ""
    return " ".join(html.attr(tag, n) for n in ("class", "id", "role", "aria-label"))


def _prose(tag: Tag) -> int:
    """Characters that are not in links."""
    linked = sum(len(html.text_of(a)) for a in tag.find_all("a"))
    return max(0, len(html.text_of(tag)) - linked)


# ---------------------------------------------------------------- lines


def drop_lines(tree: Tag, page: Page) -> None:
    """The title said again, date lines above, "read more", credits and names below."""
    _drop_title(tree, page.title)
    blocks = [
        block
        for block in html.every(tree, ["p", "ul"])
        if not any(around.name == "figure" for around in block.parents)
    ]
    _drop_at_edge(blocks, lambda line, block: _is_date_line(line, block, page))
    blocks = [b for b in reversed(blocks) if not html.is_gone(b)]
    _drop_at_edge(blocks, lambda line, block: _is_closing(line, block, page))
    _drop_author_box(tree, page.people)


def _drop_at_edge(blocks: list[Tag], is_line) -> None:  # type: ignore[no-untyped-def]
    kept = 0
    for block in blocks:
        line = html.text_of(block)
        if line and len(line) <= _LINE and is_line(line, block):
            block.decompose()
        elif (kept := kept + 1) == _EDGE:
            return


def _drop_title(tree: Tag, title: str) -> None:
    """A heading before the text that repeats the title is the page's, not the body's."""
    for tag in html.every(tree, ["p", *html.HEADINGS]):
        if (
            tag.name == "p"
            or text.fold(html.text_of(tag)) != text.fold(title)
            or not title
        ):
            return
        tag.decompose()


def _is_date_line(line: str, block: Tag, page: Page) -> bool:
    """Say whether nothing is left of a line without its dates, times and known names."""
    rest = line
    for time in block.find_all("time"):
        rest = rest.replace(html.text_of(time), " ", 1)
    rest = text.fold(_DATE.sub(" ", _MINUTES.sub(" ", rest)))
    for name in sorted(map(text.fold, page.known), key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(name)}\b", " ", rest) if name else rest
    return rest != text.fold(line) and set(rest.split()) <= _LABELS


def _is_closing(line: str, block: Tag, page: Page) -> bool:
    return bool(_ASIDE.fullmatch(line)) or _is_credit(line, block, page)


def _is_credit(line: str, block: Tag, page: Page) -> bool:
    """A line that names this very article's address, or its publisher as the first.

    A credit to somebody else stays: it is theirs.
    """
    own = urls.key(page.address)
    links = [a for a in block.find_all("a") if line.endswith(html.text_of(a))]
    addresses = [html.attr(a, "href") for a in links]
    if any(urls.key(a) == own and "#" not in a for a in addresses):
        return True
    match = _CREDIT.fullmatch(line)
    where = text.fold(match["where"]) if match else ""
    return bool(where) and any(where == text.fold(s) for s in page.sites if s)


def _drop_author_box(tree: Tag, people: tuple[str, ...]) -> None:
    """Closing lines that hold nothing but a name and its role are known already."""
    known = {text.fold(p) for p in people}
    known |= {text.fold(f"by {p}") for p in people}
    known |= {"".join(w[0] for w in text.fold(p).split()) for p in people}
    for block in reversed(html.every(tree, ["p", *html.HEADINGS])):
        line = html.text_of(block)
        if not line or len(line) > _LINE or text.fold(line) not in known:
            return
        block.decompose()
