"""The picture above an article: it stands outside the element of the article."""

import re
from typing import Any

from syndicator import pictures, urls
from syndicator.parse.extract.photos import is_small
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
    """What picture the page is shared with, as pictures.key has it; "" if it says none."""
    metas = {
        m.get("property") or m.get("name"): m.get("content") for m in root.iter("meta")
    }
    said = next((metas[name] for name in _STATED if metas.get(name)), "")
    return pictures.key(urls.absolute(said, base)) if said else ""


def find(parts: list[Any], wanted: str, order: dict[Any, int]) -> list[Any]:
    """The picture above an article, or the figure it stands in; [] where there is none.

    The one the page is shared with, or else the nearest that has a caption.
    """
    inside = {
        pictures.key(i.get("src", "")) for part in parts for i in part.iter("img")
    }
    if not parts or wanted in inside:
        return []
    first = parts[0]
    above = [i for i in order if i.tag == "img" and order[i] < order[first]]
    shown = [img for img in above if not _is_elsewhere(img)]
    same = [
        img for img in shown if wanted and pictures.key(img.get("src", "")) == wanted
    ]
    captioned = [img for img in shown if _has_caption(img) and _is_near(img, first)]
    return [_figure(img) for img in (*same, *captioned[::-1])][:1]


def _figure(img: Any) -> Any:
    figure = next(img.iterancestors("figure"), None)
    return img if figure is None else figure


def _has_caption(img: Any) -> bool:
    figure = next(img.iterancestors("figure"), None)
    return figure is not None and figure.find(".//figcaption") is not None


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
