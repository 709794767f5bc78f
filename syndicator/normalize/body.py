"""A body as found → clean, semantic HTML5: what is article stays, the page goes.

Headings start at h2, references are absolute, paragraphs are paragraphs.
"""

import re

from bs4.element import Tag

from syndicator import html, text, urls
from syndicator.normalize import images, structure

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
_READ_TIME = re.compile(r"\bmin(?:ute)?s?\s+read\b|📅|👤|⏲|⏱", re.IGNORECASE)
_MORE = re.compile(
    r"\W*(?:read\s+more|continue\s+reading|read\s+the\s+(?:full|rest).*|the\s+post\b.*\bappeared"
    r"\s+first\s+on\b.*|share\s+this.*|click\s+to\s+share.*|originally\s+published\s+(?:by|at"
    r"|on|in)\b.{0,300})\W*",
    re.IGNORECASE | re.DOTALL,
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
    structure.paragraphs(tree)
    images.to_figures(tree)
    images.drop_repeated(tree)
    _drop_title(tree, title)
    _drop_lines(tree)
    structure.level_headings(tree)
    structure.drop_empty(tree)
    return tree


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
        if tag.decomposed or not _FURNITURE.search(structure.tokens(tag)):
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
