"""Pictures of a body: the real address found, alt and caption told apart, junk out."""

import re
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import Tag

from syndicator import html, text, urls
from syndicator.model import Image

# Where lazy loaders keep the address, most trustworthy first (counted over 1,746
# pictures of news pages: 13 % have no usable src without these).
_LAZY = (
    "data-orig-file",
    "data-large-file",
    "data-original-mos",
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-lazy",
    "data-hi-res-src",
    "data-full-src",
    "data-medium-file",
    "data-normal",
    "data-orig",
    "data-url",
    "data-img",
    "data-pin-media",
    "data-fallback-img",
    "data-srcs",
    "data-mobile-src",
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PLACEHOLDER = re.compile(
    r"^data:|(?:^|/)(?:placeholder|blank|spacer|pixel|transparent|lazy|loading|1x1|clear)"
    r"[\w.-]*\.(?:gif|png|svg|jpe?g)",
    re.IGNORECASE,
)
_JUNK = re.compile(
    r"(?:^|[/_.-])(?:avatar|gravatar|logo|icon|emoji|badge|button|share|pixel|tracking"
    r"|spacer)s?(?:[/_.?-]|\d|$)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\S+\.(?:png|jpe?g|gif|webp|avif|svg)|(?:img|dsc|image)[-_ ]?\d+", re.IGNORECASE
)
_CREDIT = re.compile(
    r"[\s(|–—-]*\b(?:photo(?:graph)?|image|picture|illustration|credit|source|©)"
    r"(?:\s+(?:credit|by|courtesy(?:\s+of)?))?\s*[:/]\s*(?P<who>[^.;|()]{2,60})\)?\.?\s*$",
    re.IGNORECASE,
)
_WIDEST = 1600  # pixels; wider than any reader shows


def resolve(tree: Tag, base: str) -> None:
    """Give every <img> the absolute address of the real picture; drop what is none."""
    for picture in tree.find_all("picture"):
        _settle_picture(picture)
    for tag in tree.find_all("noscript"):
        _settle_noscript(tag)
    for tag in tree.find_all("img"):
        source = _address(tag)
        described = not source and html.attr(tag, "alt") and not tag.has_attr("src")
        if source:
            tag["src"] = urls.absolute(source, base)
        if _is_junk(tag) or not (source or described):
            tag.decompose()


def _settle_picture(picture: Tag) -> None:
    img = picture.find("img")
    if not isinstance(img, Tag):
        picture.unwrap()
        return
    if not _address(img):
        sources = [html.attr(s, "srcset") for s in picture.find_all("source")]
        best = next((_widest(s) for s in sources if s), "")
        if best:
            img["src"] = best
    picture.replace_with(img)


def _settle_noscript(tag: Tag) -> None:
    """A noscript holding one picture is the true twin of a lazy one before it."""
    inside = BeautifulSoup(tag.decode_contents(), "lxml").find_all("img")
    if not inside and tag.string:
        inside = BeautifulSoup(tag.string, "lxml").find_all("img")
    before = tag.find_previous_sibling()
    if len(inside) == 1:
        lazy = before if isinstance(before, Tag) else None
        twin = lazy if lazy and lazy.name == "img" else lazy and lazy.find("img")
        if isinstance(twin, Tag):
            if not _address(twin):
                twin["src"] = _address(inside[0])
        else:
            tag.insert_before(inside[0])
    tag.decompose()


def _address(tag: Tag) -> str:
    """The picture's address as written: src unless a placeholder, else the lazy ones."""
    lazy = (html.attr(tag, name).strip() for name in _LAZY)
    sets = (_widest(html.attr(tag, name)) for name in _LAZY_SETS)
    candidates = [c for c in (html.attr(tag, "src").strip(), *lazy, *sets) if c]
    return next((c for c in candidates if not _PLACEHOLDER.search(c)), "")


def _widest(srcset: str) -> str:
    """The widest candidate of a srcset that is no wider than readers show."""
    found: list[tuple[float, str]] = []
    for candidate in re.findall(r"(\S+)(?:\s+([\d.]+)([wx]))?\s*(?:,\s*|$)", srcset):
        address, size, unit = candidate
        width = float(size or 1) * (1 if unit == "w" else 600)
        found.append((width if width <= _WIDEST else -width, address.rstrip(",")))
    return max(found)[1] if found else ""


def _is_junk(tag: Tag) -> bool:
    """Pixels, icons and avatars are no pictures of an article."""
    sizes = [html.attr(tag, n) for n in ("width", "height")]
    tiny = any(s.isdigit() and int(s) <= 32 for s in sizes)
    parts = urls.split(html.attr(tag, "src"))
    return tiny or bool(parts and _JUNK.search(parts.path))


def to_figures(tree: Tag) -> None:
    """Every picture stands alone in a <figure>, its caption inside, said once."""
    for tag in tree.find_all("img"):
        figure = tag.find_parent("figure") or _wrapped(tag)
        _tidy_figure(figure)


def _wrapped(img: Tag) -> Tag:
    """A new figure where the picture stood, outside what held nothing else.

    A link around a picture goes: it mostly leads to the same picture, larger.
    """
    figure = BeautifulSoup("", "lxml").new_tag("figure")
    outermost = img
    for parent in img.parents:
        holder = parent.name in ("a", "p", "div", "span", "strong", "em", "center")
        if not holder or html.text_of(parent) or len(parent.find_all("img")) > 1:
            break
        outermost = parent
    block = img.find_parent(["p", *html.HEADINGS])
    if outermost is not img:
        outermost.replace_with(figure)
    elif block is not None:
        block.insert_before(figure)
    else:
        img.insert_before(figure)
    figure.append(img.extract())
    return figure


def _tidy_figure(figure: Tag) -> None:
    """Only pictures, tables, code and one caption stay in a figure."""
    for link in figure.find_all("a"):
        if link.find("img"):
            link.unwrap()
    caption = figure.find("figcaption")
    img = figure.find("img")
    if not isinstance(img, Tag):
        return
    said = html.text_of(caption) if isinstance(caption, Tag) else ""
    alt = text.collapse(html.attr(img, "alt"))
    if _FILE_NAME.fullmatch(alt):
        alt = ""
    img["alt"] = alt
    doubled = said and text.fold(said) == text.fold(alt)
    if isinstance(caption, Tag) and (not said or doubled):
        caption.decompose()


def drop_repeated(tree: Tag) -> None:
    """The same picture twice is shown once; a following paragraph of its words, never."""
    seen: set[str] = set()
    for figure in tree.find_all("figure"):
        img = figure.find("img")
        if not isinstance(img, Tag):
            continue
        name = picture_key(html.attr(img, "src"))
        if name and name in seen:
            figure.decompose()
            continue
        seen.add(name)
        after = figure.find_next_sibling()
        words = {text.fold(html.attr(img, "alt")), text.fold(html.text_of(figure))} - {
            ""
        }
        if after and after.name == "p" and text.fold(html.text_of(after)) in words:
            after.decompose()


def picture_key(url: str) -> str:
    """What renditions of one picture have in common: the path without its size."""
    return re.sub(r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$)", "", urls.key(url).partition("?")[0])


def describe(tree: Tag) -> tuple[Image, ...]:
    """The pictures of a body in order; credits are split off their captions."""
    found = []
    for figure in tree.find_all("figure"):
        img = figure.find("img")
        if isinstance(img, Tag):
            caption = figure.find("figcaption")
            said = html.text_of(caption) if isinstance(caption, Tag) else ""
            found.append(_image(html.attr(img, "src"), html.attr(img, "alt"), said))
    return tuple(found)


def _image(url: str, alt: str, said: str) -> Image:
    match = _CREDIT.search(said)
    credit = match["who"].strip() if match else ""
    return Image(url=url, alt=alt, caption=said, credit=credit)


def drop_unaddressed(tree: Tag) -> None:
    """A picture known by its words only cannot be shown."""
    for figure in tree.find_all("figure"):
        img = figure.find("img")
        if isinstance(img, Tag) and not html.attr(img, "src"):
            figure.decompose()


def with_lead(
    body: tuple[Image, ...], outside: tuple[Image, ...], base: str
) -> tuple[tuple[Image, ...], bool]:
    """All pictures, the lead first, and whether the lead is not in the body.

    A body that opens with or holds the source's lead picture does not get it again.
    """
    leads = [replace(i, url=urls.absolute(i.url, base)) for i in outside if i.url]
    lead = next(
        (i for i in leads if urls.is_web(i.url) and not _JUNK.search(i.url)), None
    )
    if lead is None or any(picture_key(i.url) == picture_key(lead.url) for i in body):
        return body, False
    lead = replace(
        lead, alt=text.collapse(lead.alt), caption=text.collapse(lead.caption)
    )
    return (lead, *body), True
