"""References of a body: absolute, without tracking; frames become links."""

import re

from bs4.element import Tag

from syndicator import html, text, urls

_EMBEDS = ("iframe", "embed", "object")
_ADDRESSES = ("data-src", "data-lazy-src", "src", "data")
_VIDEO = {
    "youtube.com": (r"/embed/([\w-]{6,})", "https://www.youtube.com/watch?v={}"),
    "youtube-nocookie.com": (
        r"/embed/([\w-]{6,})",
        "https://www.youtube.com/watch?v={}",
    ),
    "player.vimeo.com": (r"/video/(\d+)", "https://vimeo.com/{}"),
}
_REFERENCES = (
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("source", "src"),
    ("blockquote", "cite"),
    ("q", "cite"),
)
_NO_PARAGRAPH = ("p", "a", "figcaption", "summary", "caption", "dt", *html.HEADINGS)


def from_embeds(tree: Tag, base: str) -> None:
    """What needs a frame becomes a link to it; what has no address goes."""
    for tag in html.every(tree, _EMBEDS):
        if html.is_gone(tag):  # it stood inside another one
            continue
        said = (
            urls.absolute(html.attr(tag, n), base) for n in _ADDRESSES if tag.get(n)
        )
        address = next((a for a in said if urls.is_web(a)), "")
        if address and not _is_unseen(tag):
            tag.insert_before(_link(tag, address))
        tag.decompose()


def _is_unseen(tag: Tag) -> bool:
    sizes = (html.attr(tag, name) for name in ("width", "height"))
    return any(s in ("0", "1") for s in sizes)


def _link(tag: Tag, frame: str) -> Tag:
    address = _watch_page(frame)
    sort = "Embedded content" if address == frame else "Video"
    words = text.collapse(html.attr(tag, "title")) or f"{sort} at {urls.host(address)}"
    link = f'<a href="{html.escape(address)}">{html.escape(words)}</a>'
    name = "a" if tag.find_parent(_NO_PARAGRAPH) else "p"
    made = html.fragment(f"<p>{link}</p>").find(name)
    return made.extract()  # type: ignore[union-attr]


def _watch_page(address: str) -> str:
    pattern, page = _VIDEO.get(urls.host(address), ("", ""))
    match = re.search(pattern, address) if pattern else None
    return page.format(match[1]) if match else address


def resolve(tree: Tag, base: str) -> None:
    """Absolute addresses; a link that leads nowhere outside its page is none."""
    for tag in tree.find_all("a"):
        written = html.attr(tag, "href").strip()
        address = urls.strip_tracking(urls.absolute(written, base)) if written else ""
        if urls.is_web(address) or address.lower().startswith(("mailto:", "tel:")):
            tag["href"] = address
        else:
            tag.unwrap()
    for name, attribute in _REFERENCES:
        for tag in tree.find_all(name):
            if tag.has_attr(attribute):
                tag[attribute] = urls.absolute(html.attr(tag, attribute), base)
    for tag in html.every(tree, ["video", "audio"]):
        tag["controls"] = ""
