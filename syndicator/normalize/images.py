"""Pictures as a page hides them: the real address found, junk out, renditions equal."""

import re
from collections.abc import Set
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from syndicator import html, pictures, text, urls
from syndicator.model import Draft, Image

_UNSEEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$))",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"\b(?:emoji|wp-smiley|latex|mwe-math-\S+)", re.IGNORECASE)
_TINY = 32  # pixels: an icon, a spacer or a tracker
_SHOWN = 200  # pixels: no icon is shown that large


def resolve(tree: Tag, base: str) -> None:
    """Give every <img> the absolute address of the real picture; drop what is none.

    One that has words but no address at all is kept: it is described.
    """
    for picture in tree.find_all("picture"):
        _settle_picture(picture)
    for tag in tree.find_all("noscript"):
        _settle_noscript(tag)
    for tag in tree.find_all("img"):
        _settle_image(tag, base)


def _settle_image(tag: Tag, base: str) -> None:
    alt = text.collapse(html.attr(tag, "alt"))
    if _IN_WORDS.search(html.attr(tag, "class")) and alt:
        tag.replace_with(NavigableString(alt))
        return
    written = html.attr(tag, "src").strip()
    chosen = pictures.address(tag.attrs)
    address = urls.absolute(chosen, base) if chosen else ""
    for name in ("width", "height"):
        if chosen != written and html.attr(tag, name) in ("0", "1"):
            del tag[name]  # the placeholder's
    described = bool(alt) and not tag.has_attr("src")
    if _is_junk(tag, address) or not (urls.is_web(address) or described):
        tag.decompose()
    elif address:
        tag["src"] = address


def _settle_picture(picture: Tag) -> None:
    img = picture.find("img")
    if not isinstance(img, Tag):
        img = BeautifulSoup("", "lxml").new_tag("img")
    if not pictures.address(img.attrs):
        # Mail clients cannot show the modern formats: they come last.
        sources = sorted(
            picture.find_all("source"),
            key=lambda s: html.attr(s, "type") in ("image/avif", "image/webp"),
        )
        sets = (html.attr(s, n) for s in sources for n in ("srcset", "data-srcset"))
        best = next((pictures.widest(s) for s in sets if pictures.widest(s)), "")
        if best:
            img["src"] = best
    picture.replace_with(img)


def _settle_noscript(tag: Tag) -> None:
    """A noscript holding one picture is the true twin of a lazy one beside it."""
    inside = _images_in(tag)
    if len(inside) == 1:
        beside = map(
            _only_image, (tag.find_previous_sibling(), tag.find_next_sibling())
        )
        twin = next((t for t in beside if t and _is_twin(t, inside[0])), None)
        address = (pictures.address(twin.attrs) if twin else "") or pictures.address(
            inside[0].attrs
        )
        if twin:
            twin.attrs = {**twin.attrs, **inside[0].attrs, "src": address}
        else:
            tag.insert_before(inside[0])
    tag.decompose()


def _is_twin(lazy: Tag, true: Tag) -> bool:
    """Say whether one stands in for the other until a script has run."""
    shown, real = html.attr(lazy, "src"), pictures.address(lazy.attrs)
    same = pictures.key(real) == pictures.key(pictures.address(true.attrs))
    return same or not real or real != shown


def _images_in(tag: Tag) -> list[Tag]:
    """Its pictures, whether its markup was read as markup or as text."""
    return tag.find_all("img") or html.fragment(tag.get_text()).find_all("img")


def _only_image(tag: object) -> Tag | None:
    if not isinstance(tag, Tag):
        return None
    inside = [tag] if tag.name == "img" else tag.find_all("img", limit=2)
    return inside[0] if len(inside) == 1 else None


def _is_junk(tag: Tag, address: str) -> bool:
    """Pixels, icons and avatars are no pictures of an article."""
    sizes = [html.attr(tag, n).removesuffix("px") for n in ("width", "height")]
    known = [int(s) for s in sizes if s.isdigit() and len(s) < 6]
    if any(n <= _TINY for n in known) or _UNSEEN.search(html.attr(tag, "style")):
        return True
    figure = tag.find_parent("figure")
    shown = any(n >= _SHOWN for n in known) or (figure and figure.find("figcaption"))
    return not shown and pictures.is_junk_address(address)


def with_lead(
    body: tuple[Image, ...], outside: tuple[Image, ...], base: str
) -> tuple[tuple[Image, ...], bool]:
    """All pictures, the lead first, and whether the lead is not in the body.

    A body that opens with or holds the source's lead picture does not get it again.
    """
    leads = (replace(i, url=urls.absolute(i.url, base)) for i in outside if i.url)
    lead = next(
        (
            i
            for i in leads
            if urls.is_web(i.url) and not pictures.is_junk_address(i.url)
        ),
        None,
    )
    if lead is None:
        return body, False
    same = [i for i in body if pictures.key(i.url) == pictures.key(lead.url)]
    others = (i for i in body if i not in same)
    return (*(same or [lead]), *others), not same


def without(draft: Draft, addresses: Set[str]) -> Draft:
    """The draft as if the pictures at these addresses had never been in it.

    Its digest stays: that a picture went missing is no change of the article's own.
    """
    tree = html.fragment(draft.body)
    for img in tree.find_all("img"):
        if html.attr(img, "src") in addresses:
            (img.find_parent("figure") or img).extract()
    left = tuple(i for i in draft.images if i.url not in addresses)
    lead = draft.lead and draft.images[:1] == left[:1]
    return replace(draft, body=html.inner(tree), images=left, lead=lead)
