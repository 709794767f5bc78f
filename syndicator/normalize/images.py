"""Pictures as a page hides them: the real address found, junk out, renditions equal."""

import re
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from syndicator import html, text, urls
from syndicator.model import Image

# Where lazy loaders keep the address. Counted over 1,746 pictures of news pages, 13 %
# have no usable src without these; where both are there, src is mostly a blur.
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-original-mos",
    "data-hi-res-src",
    "data-full-src",
)
_OTHER = (
    "data-large-file",
    "data-medium-file",
    "data-orig-file",
    "data-normal",
    "data-orig",
    "data-url",
    "data-img",
    "data-pin-media",
    "data-fallback-img",
    "data-mobile-src",
)
_SETS = ("data-srcset", "data-lazy-srcset", "srcset", "data-srcs")
_AN_ADDRESS = re.compile(r"[^{}]*[/.][^{}]*")  # not "true", not a template
_PLACEHOLDER = re.compile(
    r"^(?:data|blob|about|javascript):|(?:^|/)(?:placeholder|blank|spacer|pixel|clear|empty"
    r"|transparent|gr[ea]y|lazy(?:load)?|loading|loader|1x1)"
    r"(?:[-_.](?:image|img|pixel|bg|gif|placeholder|\d+(?:x\d+)?))*\.(?:gif|png|svg|jpe?g|webp)\b",
    re.IGNORECASE,
)
_JUNK = re.compile(
    r"/(?:avatars?|badges|gravatars?|emojis?|icons|smilies|smileys)/"
    r"|/(?:icon|logo|avatar|pixel|spacer|tracking|tracker|emoji|badge)s?(?:[-_.@\d][^/]*)?$"
    r"|[-_.](?:icon|logo|avatar|button|badge|emoji|pixel|spacer)s?(?:@\dx)?(?:\.\w+)?$",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$))",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"\b(?:emoji|wp-smiley|latex|mwe-math-\S+)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)$", re.IGNORECASE)
_RENDITION = re.compile(
    r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$)|-scaled(?=\.\w+$)|@\dx(?=\.\w+$)"
)
_TINY = 32  # pixels: an icon, a spacer or a tracker
_SHOWN = 200  # pixels: no icon is shown that large
_WIDEST = 1600  # pixels; wider than any reader shows


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
    chosen = _address(tag)
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
    if not _address(img):
        # Mail clients cannot show the modern formats: they come last.
        sources = sorted(
            picture.find_all("source"),
            key=lambda s: html.attr(s, "type") in ("image/avif", "image/webp"),
        )
        sets = (html.attr(s, n) for s in sources for n in ("srcset", "data-srcset"))
        best = next((_widest(s) for s in sets if _widest(s)), "")
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
        address = (_address(twin) if twin else "") or _address(inside[0])
        if twin:
            twin.attrs = {**twin.attrs, **inside[0].attrs, "src": address}
        else:
            tag.insert_before(inside[0])
    tag.decompose()


def _is_twin(lazy: Tag, true: Tag) -> bool:
    """Say whether one stands in for the other until a script has run."""
    shown, real = html.attr(lazy, "src"), _address(lazy)
    same = picture_key(real) == picture_key(_address(true))
    return same or not real or real != shown


def _images_in(tag: Tag) -> list[Tag]:
    """Its pictures, whether its markup was read as markup or as text."""
    return tag.find_all("img") or html.fragment(tag.get_text()).find_all("img")


def _only_image(tag: object) -> Tag | None:
    if not isinstance(tag, Tag):
        return None
    inside = [tag] if tag.name == "img" else tag.find_all("img", limit=2)
    return inside[0] if len(inside) == 1 else None


def _address(tag: Tag) -> str:
    """The picture's address as written: a lazy one, else src, else what others keep."""
    lazy, other = (
        (c for n in names if _AN_ADDRESS.fullmatch(c := html.attr(tag, n).strip()))
        for names in (_LAZY, _OTHER)
    )
    sets = (_widest(html.attr(tag, name)) for name in _SETS)
    candidates = (*lazy, html.attr(tag, "src").strip(), *sets, *other)
    return next((c for c in candidates if c and not _PLACEHOLDER.search(c)), "")


def _widest(srcset: str) -> str:
    """The widest candidate of a srcset that is no wider than readers show."""
    found: list[tuple[float, str]] = []
    for candidate in re.findall(
        r"(\S+)(?:\s+(\d+(?:\.\d+)?)([wx]))?(?:\s+\d+h)?\s*(?:,\s*|$)", srcset
    ):
        address, size, unit = candidate
        width = float(size or 1) * (1 if unit == "w" else 600)
        if not _PLACEHOLDER.search(address):
            found.append((width if width <= _WIDEST else -width, address.rstrip(",")))
    return max(found)[1] if found else ""


def _is_junk(tag: Tag, address: str) -> bool:
    """Pixels, icons and avatars are no pictures of an article."""
    sizes = [html.attr(tag, n).removesuffix("px") for n in ("width", "height")]
    known = [int(s) for s in sizes if s.isdigit() and len(s) < 6]
    if any(n <= _TINY for n in known) or _UNSEEN.search(html.attr(tag, "style")):
        return True
    figure = tag.find_parent("figure")
    shown = any(n >= _SHOWN for n in known) or (figure and figure.find("figcaption"))
    return not shown and is_junk_address(address)


def is_junk_address(url: str) -> bool:
    """Say whether a picture is named for an icon, a logo or an avatar."""
    parts = urls.split(url)
    return bool(parts and _JUNK.search(parts.path))


def picture_key(url: str) -> str:
    """What renditions of one picture have in common: the path without its size.

    The query counts where the path names no picture file: then it is the name.
    """
    path, _, query = urls.key(url).partition("?")
    key = _RENDITION.sub("", path)
    return key if _FILE.search(path) or not query else f"{key}?{query}"


def with_lead(
    body: tuple[Image, ...], outside: tuple[Image, ...], base: str
) -> tuple[tuple[Image, ...], bool]:
    """All pictures, the lead first, and whether the lead is not in the body.

    A body that opens with or holds the source's lead picture does not get it again.
    """
    leads = (replace(i, url=urls.absolute(i.url, base)) for i in outside if i.url)
    lead = next(
        (i for i in leads if urls.is_web(i.url) and not is_junk_address(i.url)), None
    )
    if lead is None:
        return body, False
    same = [i for i in body if picture_key(i.url) == picture_key(lead.url)]
    others = (i for i in body if i not in same)
    return (*(same or [lead]), *others), not same
