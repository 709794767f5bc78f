"""The picture above an article: it stands outside the element of the article."""

import re
from typing import Any

from syndicator import pictures, urls
from syndicator.parse import media
from syndicator.parse.extract.photos import has_caption, is_small
from syndicator.parse.extract.tree import names

_STATED = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
)
_ELSEWHERE = re.compile(
    r"(?:^|[-_ ])(?:related|recommend\w*|promo\w*|sidebar|teasers?|nav|menu|logo|avatar|author)(?:$|[-_ ])",
    re.IGNORECASE,
)
_ICON = 100  # pixels


def stated(root: Any, base: str) -> str:
    """Where the picture is that the page is shared with; "" if it says none."""
    metas = {
        m.get("property") or m.get("name"): m.get("content") for m in root.iter("meta")
    }
    said = next((metas[name] for name in _STATED if metas.get(name)), "")
    return urls.absolute(said, base) if said else ""


def find(parts: list[Any], wanted: str, order: dict[Any, int]) -> list[Any]:
    """The picture above an article, or the figure it stands in; [] where there is none.

    The one the page is shared with, or else the nearest that has a caption; none that
    the article shows anyway. A link to another page makes a badge of what is shared.
    """
    if not parts:
        return []
    first = parts[0]
    inside = [i for part in parts for i in part.iter("img")]
    known = {pictures.key(i.get("src", "")) for i in inside}
    above = [i for i in order if i.tag == "img" and order[i] < order[first]]
    shown = [
        img
        for img in above
        if not _is_elsewhere(img) and pictures.key(img.get("src", "")) not in known
    ]
    told = any(_shows(i, wanted) for i in inside)
    same = [img for img in shown if not told and _shows(img, wanted)]
    captioned = [img for img in shown if has_caption(img) and _is_near(img, first)]
    plain = [img for img in same if not _is_linked(img)]
    return [_figure(img) for img in (*plain, *captioned[::-1], *same)][:1]


def _is_linked(img: Any) -> bool:
    """Say whether it leads to more than itself."""
    link = next(img.iterancestors("a"), None)
    return link is not None and not media.is_picture("", link.get("href", ""))


def _shows(img: Any, wanted: str) -> bool:
    return bool(wanted) and pictures.same(img.get("src", ""), wanted)


def _figure(img: Any) -> Any:
    figure = next(img.iterancestors("figure"), None)
    return img if figure is None else figure


def _is_near(img: Any, first: Any) -> bool:
    """In the same <article> or <main>."""
    above = next(first.iterancestors("article", "main"), None)
    return above is not None and above in img.iterancestors()


def _is_elsewhere(img: Any) -> bool:
    return is_small(img, _ICON) or any(
        tag.tag in ("aside", "footer") or _ELSEWHERE.search(names(tag))
        for tag in img.iterancestors()
        if tag.tag not in ("body", "html", "article", "main")
    )
