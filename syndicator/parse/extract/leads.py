"""Pictures that show nothing of an article: of other pages, sold, buttons, ornaments."""

import re
from collections import Counter
from typing import Any

from syndicator import urls
from syndicator.parse import media
from syndicator.parse.extract.photos import has_caption
from syndicator.parse.extract.tree import names
from syndicator.parse.extract.weights import size_of
from syndicator.parse.tree import drop

_HEADLINE = 25  # bytes: words of a link from which they are the title of a page
_LABEL = 3  # times one linked picture stands on a page: no illustration does
# Sizes in which advertisements are sold and hardly a photograph is taken, in pixels.
_SOLD_AS = "468x60 728x90 970x90 320x50 234x60 120x60 88x31 120x600 160x600"
_SOLD = frozenset(_SOLD_AS.split())
_SIZE = re.compile(r"(?<!\d)\d{2,3}x\d{2,3}(?!\d)")
_OF_ADS = re.compile(r"/(?:adservers?|adserv|adverts?|openx|revive)/", re.IGNORECASE)
_CAMPAIGN = re.compile(r"[?&;]utm_\w+=|[?&/=]affiliates?\b", re.IGNORECASE)
# What leaves room for a name of its own, like scroll-of-dough.gif, may be a recording.
_ORNAMENT = re.compile(
    r"/(?:(?:ico|li|bullet|btn|sep|[a-z]{2}-share)(?:[-_][^/]*)?"
    r"|(?:label|line|scroll)(?:[-_]\w{1,3})?)\.gif$",
    re.IGNORECASE,
)
_THUMB = re.compile(r"(?:^|[-_ /])thumb(?:s|nails?)?(?:$|[-_ .])", re.IGNORECASE)


def clear(root: Any, base: str, page: str) -> None:
    """Drop them from a page whose pictures are settled; `page` is its own address.

    A picture with a caption is told about, so it stays, whatever page it leads to.
    """
    here = urls.key(page or base)
    linked = _linked(root, base, here)
    often = Counter(img.get("src") for img in linked)
    titled = _titled(root, base) - {here}
    for img, target in linked.items():
        is_label = often[img.get("src")] >= _LABEL
        if is_label or target in titled or (target == here and _is_thumb(img)):
            drop(img)
    for img in [*root.iter("img")]:
        if _is_sold(img) or _is_promoted(img, base) or _ORNAMENT.search(_path(img)):
            drop(img)


def _linked(root: Any, base: str, here: str) -> dict[Any, str]:
    """Uncaptioned picture → key of where it leads, unless that is a picture as well."""
    return {
        img: _target(link, base, here)
        for link in root.iter("a")
        if link.get("href") and not media.is_picture("", link.get("href"))
        for img in link.iter("img")
        if not has_caption(img)
    }


def _target(link: Any, base: str, here: str) -> str:
    said = link.get("href").strip()
    if said.startswith(("#", "javascript:")):
        return here
    return urls.key(urls.absolute(said, base).partition("#")[0])


def _titled(root: Any, base: str) -> set[str]:
    """The pages of this site whose titles stand on this one, linked to them.

    What is linked elsewhere by picture and words may be what the article is about.
    """
    return {
        _target(link, base, "")
        for link in root.iter("a")
        if link.get("href") and size_of("".join(link.itertext())) >= _HEADLINE
        if urls.host(urls.absolute(link.get("href"), base)) == urls.host(base)
    }


def _is_sold(img: Any) -> bool:
    """By the server it comes from, or a size it says or is called by."""
    path = _path(img)
    sides = [img.get(n, "").removesuffix("px") for n in ("width", "height")]
    sizes = {"x".join(sides), *_SIZE.findall(path.rpartition("/")[2])}
    return not sizes.isdisjoint(_SOLD) or _OF_ADS.search(path) is not None


def _is_promoted(img: Any, base: str) -> bool:
    """By a link to another site that counts who came: advertisements have captions, too."""
    link = next(img.iterancestors("a"), None)
    said = "" if link is None else urls.absolute(link.get("href", ""), base)
    return bool(_CAMPAIGN.search(said)) and urls.host(said) != urls.host(base)


def _path(img: Any) -> str:
    return urls.path(img.get("src", ""))


def _is_thumb(img: Any) -> bool:
    """A button of a slide show: its picture stands there in full."""
    around = (img, *list(img.iterancestors())[:2])
    return any(_THUMB.search(names(tag)) for tag in around)
