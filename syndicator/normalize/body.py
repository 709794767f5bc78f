"""A body as found → clean, semantic HTML5: what is article stays, the page goes.

Headings start at h2, references are absolute, paragraphs are paragraphs.
"""

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from syndicator import html, text, urls
from syndicator.model import Statement
from syndicator.normalize import images
from syndicator.normalize.notices import Recogniser, is_heading

_NEVER = [
    "script",
    "style",
    "template",
    "nav",
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "svg",
    "canvas",
    "link",
    "meta",
    "dialog",
    "menu",
    "base",
    "title",
    "applet",
    "frame",
    "frameset",
    "map",
    "area",
    "param",
]
_EMBEDS = ("iframe", "embed", "object")
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommended|read-?next|more-?posts"
    r"|subscribe|subscription|newsletter-?signup|signup|breadcrumbs?|comments?|tags?-?list"
    r"|post-?tags|author-?(?:box|bio|card|info)|about-?(?:the-)?author|byline|dateline"
    r"|post-?meta|entry-?meta|meta|reading-?time|toc|table-of-contents|advert(?:isement)?"
    r"|ads?|promo|cookie|print-?only|sr-only|visually-hidden|screen-reader-text|site-header"
    r"|site-footer|pagination|post-?navigation|skip-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DISCLOSURE = re.compile(
    r"disclo|disclaim|legal-?notice|sponsor-?notice", re.IGNORECASE
)
_READ_TIME = re.compile(r"\bmin(?:ute)?s?\s+read\b|📅|👤|⏲|⏱", re.IGNORECASE)
_MORE = re.compile(
    r"\W*(?:read\s+more|continue\s+reading|read\s+the\s+(?:full|rest).*|the\s+post\b.*\bappeared"
    r"\s+first\s+on\b.*|share\s+this.*|click\s+to\s+share.*|originally\s+published\s+(?:by|at"
    r"|on|in)\b.{0,300})\W*",
    re.IGNORECASE | re.DOTALL,
)
_PHRASING_PARENTS = frozenset(
    {
        "body",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "center",
        "blockquote",
        "details",
        "figure",
    }
)
_KEEP_EMPTY = frozenset(
    {"img", "br", "hr", "td", "th", "video", "audio", "source", "wbr"}
)
_VIDEO = {
    "youtube.com": (r"/embed/([\w-]{6,})", "https://www.youtube.com/watch?v={}"),
    "youtube-nocookie.com": (
        r"/embed/([\w-]{6,})",
        "https://www.youtube.com/watch?v={}",
    ),
    "player.vimeo.com": (r"/video/(\d+)", "https://vimeo.com/{}"),
}


def clean(markup: str, base: str, title: str) -> Tag:
    """The article's tree: resolved, without furniture, not yet sanitized."""
    tree = html.fragment(markup)
    images.resolve(tree, base)
    _drop_never(tree)
    _drop_furniture(tree)
    _link_embeds(tree, base)
    _resolve_links(tree, base)
    _paragraphs(tree)
    images.to_figures(tree)
    images.drop_repeated(tree)
    _drop_title(tree, title)
    _drop_lines(tree)
    _level_headings(tree)
    _drop_empty(tree)
    return tree


def take_statements(tree: Tag, recogniser: Recogniser) -> tuple[Statement, ...]:
    """Take the disclosures out of a tree; return them in order.

    Their own headings ("Disclaimer") go with them; a wrapper left empty goes too.
    """
    found: list[Statement] = []
    for block in _leaves(tree):
        passage = html.text_of(block)
        kind = recogniser.kind(passage, marked=_is_marked(block))
        if kind:
            found.append(Statement(kind=kind, text=passage, place="body"))
            block.decompose()
    if found:
        _drop_headings(tree)
        _drop_empty(tree)
    return tuple(found)


def _leaves(tree: Tag) -> list[Tag]:
    """The smallest blocks of prose, in order."""
    prose = (
        "p",
        "li",
        "blockquote",
        "aside",
        "div",
        "dd",
        "td",
        "summary",
        "figcaption",
    )
    return [
        b for b in tree.find_all(prose) if not b.find(lambda t: t.name in html.BLOCKS)
    ]


def _is_marked(block: Tag) -> bool:
    near = [block, *list(block.parents)[:2]]
    return any(_DISCLOSURE.search(_tokens(t)) for t in near)


def _tokens(tag: Tag) -> str:
    return " ".join(html.attr(tag, n) for n in ("class", "id", "role", "aria-label"))


def _drop_headings(tree: Tag) -> None:
    for heading in tree.find_all(html.HEADINGS):
        after = heading.find_next_sibling()
        alone = after is None or after.name in (*html.HEADINGS, "hr")
        if alone and is_heading(html.text_of(heading)):
            heading.decompose()


def _drop_never(tree: Tag) -> None:
    for tag in tree.find_all(_NEVER):
        tag.decompose()
    for tag in tree.select('[hidden], [aria-hidden="true"]'):
        if not tag.decomposed and not tag.find("img"):
            tag.decompose()


def _drop_furniture(tree: Tag) -> None:
    """Boxes named for what they are, as long as they are not most of the text."""
    whole = len(html.text_of(tree)) or 1
    for tag in tree.find_all(True):
        if tag.decomposed or not _FURNITURE.search(_tokens(tag)):
            continue
        if tag.name in ("pre", "code", "table", "article", "main", "html", "body"):
            continue
        if len(html.text_of(tag)) < 0.3 * whole:
            tag.decompose()


def _link_embeds(tree: Tag, base: str) -> None:
    """What needs a frame becomes a link to it; what has no address goes."""
    for tag in tree.find_all(_EMBEDS):
        source = (
            html.attr(tag, "src")
            or html.attr(tag, "data-src")
            or html.attr(tag, "data")
        )
        address = urls.absolute(source, base)
        if not source or not urls.is_web(address):
            tag.decompose()
            continue
        address = _watch_page(address)
        words = (
            text.collapse(html.attr(tag, "title")) or f"Video at {urls.host(address)}"
        )
        tag.replace_with(_paragraph_link(address, words))


def _watch_page(address: str) -> str:
    pattern, page = _VIDEO.get(urls.host(address), ("", ""))
    match = re.search(pattern, address) if pattern else None
    return page.format(match[1]) if match else address


def _paragraph_link(address: str, words: str) -> Tag:
    markup = f'<p><a href="{html.escape(address)}">{html.escape(words)}</a></p>'
    return html.fragment(markup).find("p").extract()  # type: ignore[union-attr]


def _resolve_links(tree: Tag, base: str) -> None:
    for tag in tree.find_all("a"):
        href = html.attr(tag, "href").strip()
        if href:
            tag["href"] = urls.strip_tracking(urls.absolute(href, base))
        if not href or href.lower().startswith(("javascript:", "data:", "vbscript:")):
            tag.unwrap()
    for name, attribute in (
        ("video", "src"),
        ("video", "poster"),
        ("audio", "src"),
        ("source", "src"),
        ("blockquote", "cite"),
        ("q", "cite"),
    ):
        for tag in tree.find_all(name, attrs={attribute: True}):
            tag[attribute] = urls.absolute(html.attr(tag, attribute), base)


def _paragraphs(tree: Tag) -> None:
    """Loose text and <br><br> runs become paragraphs; wrappers that say nothing go."""
    for tag in tree.find_all(["p", "div"]):
        if tag.find("br") and not tag.find(lambda t: t.name in html.BLOCKS):
            _split_at_breaks(tag)
    for tag in [tree, *tree.find_all(_PHRASING_PARENTS - {"body", "figure"})]:
        _wrap_loose(tag)
    for tag in tree.find_all(
        ["div", "section", "article", "main", "center", "header", "footer", "font"]
    ):
        marked = _DISCLOSURE.search(_tokens(tag))
        language = tag.has_attr("lang") or tag.has_attr("dir")
        if marked:
            tag.name = "aside"
        elif not language:
            tag.unwrap()


def _split_at_breaks(tag: Tag) -> None:
    """<br><br> parts paragraphs; a single <br> stays a line break."""
    runs: list[list[Tag | NavigableString]] = [[]]
    breaks = 0
    for child in list(tag.children):
        if isinstance(child, Tag) and child.name == "br":
            breaks += 1
            runs[-1].append(child)
        elif isinstance(child, NavigableString) and not child.strip() and breaks:
            continue
        else:
            if breaks >= 2:
                runs.append([])
            breaks = 0
            runs[-1].append(child)  # type: ignore[arg-type]
    if len(runs) < 2:
        return
    soup = BeautifulSoup("", "lxml")
    for run in runs:
        paragraph = soup.new_tag("p")
        for node in run:
            paragraph.append(node.extract())
        _trim_breaks(paragraph)
        tag.insert_before(paragraph)
    tag.decompose()


def _trim_breaks(paragraph: Tag) -> None:
    while (
        paragraph.contents
        and isinstance(paragraph.contents[-1], Tag)
        and paragraph.contents[-1].name == "br"
    ):
        paragraph.contents[-1].decompose()


def _wrap_loose(tag: Tag) -> None:
    """Put runs of text and inline tags that stand among blocks into paragraphs."""
    if tag.name == "blockquote" and not tag.find(lambda t: t.name in html.BLOCKS):
        pass
    elif tag.name not in _PHRASING_PARENTS:
        return
    run: list[Tag | NavigableString] = []
    for child in [*tag.children, None]:
        inline = isinstance(child, NavigableString) or (
            isinstance(child, Tag)
            and child.name not in html.BLOCKS
            and child.name != "img"
        )
        if inline:
            run.append(child)  # type: ignore[arg-type]
        elif run:
            _enclose(run)
            run = []


def _enclose(run: list[Tag | NavigableString]) -> None:
    said = any(
        str(n).strip() if not isinstance(n, Tag) else html.text_of(n) for n in run
    )
    if not said:
        return
    paragraph = BeautifulSoup("", "lxml").new_tag("p")
    run[0].insert_before(paragraph)
    for node in run:
        paragraph.append(node.extract())


def _drop_title(tree: Tag, title: str) -> None:
    """A heading before the text that repeats the title is the page's, not the body's."""
    for heading in tree.find_all(html.HEADINGS):
        if text.fold(html.text_of(heading)) == text.fold(title):
            heading.decompose()
        return


def _drop_lines(tree: Tag) -> None:
    """Date lines at the top, "read more" and share lines at the end."""
    blocks = [
        b for b in tree.find_all(["p", "time", "ul"]) if not b.find_parent("figure")
    ]
    for block in blocks[:3]:
        line = html.text_of(block)
        if len(line) < 120 and (block.name == "time" or _READ_TIME.search(line)):
            block.decompose()
    for block in blocks[-3:]:
        if not block.decomposed and _MORE.fullmatch(html.text_of(block)):
            block.decompose()


def _level_headings(tree: Tag) -> None:
    """Levels start at 2 and never skip one on the way down."""
    offset: dict[int, int] = {}
    previous = 1
    for heading in tree.find_all(html.HEADINGS):
        written = int(heading.name[1])
        offset = {w: n for w, n in offset.items() if w <= written}
        level = offset.get(written) or min(
            max(offset.values(), default=1) + 1, previous + 1, 6
        )
        offset[written] = previous = level
        heading.name = f"h{level}"


def _drop_empty(tree: Tag) -> None:
    """Elements that hold neither words nor pictures, from the inside out."""
    for tag in reversed(tree.find_all(True)):
        if tag.name in _KEEP_EMPTY or html.text_of(tag):
            continue
        if not tag.find(["img", "video", "audio", "hr", "td", "th"]):
            tag.decompose()
