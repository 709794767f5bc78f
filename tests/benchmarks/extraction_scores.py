"""What an extracted article is worth, held against two kinds of truth.

News pages say the text only: which elements and pictures belong to it is read from the
page itself. Snapshots say all the markup that should come out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from lxml import html as lx

Matching = Callable[[str, str], tuple[float, float, float]]

_PART_NAMES = "h1 h2 h3 h4 h5 h6 p li blockquote pre td th dt dd figcaption"
_HOLDER_NAMES = (
    "address article aside body br dl div figure footer header hr main nav ol section"
    " table tbody thead tr ul"
)
PARTS = frozenset(_PART_NAMES.split())
BREAKS = PARTS | frozenset(_HOLDER_NAMES.split())
SILENT = frozenset(("script", "style", "noscript", "template", "svg", "head"))
_LAZY_NAMES = (
    "data-src data-lazy-src data-original data-srcset data-lazy-srcset srcset"
    " data-original-mos data-orig-file data-large-file data-hi-res-src data-url"
    " data-full-src data-normal data-img data-mobile-src"
)
LAZY = _LAZY_NAMES.split()
PLACEHOLDER = re.compile(
    r"^data:|placeholder|blank\.|spacer|/pixel|1x1|transparent|loading\.", re.IGNORECASE
)
ELSEWHERE = re.compile(
    r"(?:^|[-_ ])(?:related|recommend|promo|sidebar|share|social|comment|author|avatar"
    r"|teaser|newsletter|advert|popular|most|more|trending|logo|icon)",
    re.IGNORECASE,
)


def parsed(markup: bytes | str) -> Any:
    """A tree of a page or a fragment; an empty one where there is nothing."""
    if isinstance(markup, str):
        markup = f"<meta charset='utf-8'><body>{markup}".encode("utf-8", "replace")
    parser = lx.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return lx.document_fromstring(markup, parser=parser)
    except etree.ParserError:
        return lx.document_fromstring("<body></body>")


def text_of(tag: Any) -> str:
    """The words of an element, a line for each block."""
    said: list[str] = []
    _say(tag, said)
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(said).split("\n"))
    return "\n".join(filter(None, lines))


def _say(tag: Any, said: list[str]) -> None:
    for event, one in etree.iterwalk(tag, events=("start", "end", "comment")):
        silent = not isinstance(one.tag, str) or one.tag in SILENT
        if event == "start" and not silent and not _silenced(one):
            said.append("\n" if one.tag in BREAKS else "")
            said.append(re.sub(r"\s+", " ", one.text or ""))
        elif event != "start" and one is not tag and not _silenced(one.getparent()):
            said.append("\n" if not silent and one.tag in BREAKS else "")
            said.append(re.sub(r"\s+", " ", one.tail or ""))


def _silenced(tag: Any) -> bool:
    return any(a.tag in SILENT for a in (tag, *tag.iterancestors()))


def words(text: str) -> str:
    """Text for comparing: words only."""
    return " ".join(re.findall(r"\w+", text.lower()))


# ---------------------------------------------------------------- pictures


def names_of(img: Any, base: str) -> set[str]:
    """Every address an <img> gives, as comparable keys."""
    found = {img.get("src", "")}
    for name in LAZY:
        found |= {p.split()[0] for p in img.get(name, "").split(", ") if p.split()}
    return {_key(a, base) for a in found if a and not a.startswith("data:")}


def _key(address: str, base: str) -> str:
    parts = urlsplit(urljoin(base, address.strip().rstrip(",")))
    path = unquote(parts.path)
    query = f"?{parts.query}" if not re.search(r"\.\w{3,4}$", path) else ""
    return re.sub(r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$)", "", f"{parts.netloc}{path}{query}")


def is_usable(img: Any) -> bool:
    address = img.get("src", "")
    return address.startswith(("http://", "https://")) and not PLACEHOLDER.search(
        address
    )


# ---------------------------------------------------------------- snapshots


@dataclass(frozen=True)
class Snapshot:
    """What an extraction shares with the markup that should come out."""

    text: tuple[float, float]  # precision, recall
    blocks: tuple[int, int, int]  # shared, made, wanted
    images: tuple[int, int, int]
    ordered: tuple[int, int]  # items of ordered lists kept as such, wanted


def snapshot(made: str, wanted: str, base: str, match: Matching) -> Snapshot:
    ours, truth = parsed(made), parsed(wanted)
    hit, wrong, missed = match(text_of(truth), text_of(ours))
    mine, theirs = (Counter(_blocks(t)) for t in (ours, truth))
    ordered = Counter(b for b in _ordered(truth))
    kept = Counter(_ordered(ours)) & ordered
    images = _images(ours, truth, base)
    shared = (mine & theirs).total()
    return Snapshot(
        (_part(hit, hit + wrong), _part(hit, hit + missed)),
        (shared + images[0], mine.total() + images[1], theirs.total() + images[2]),
        images,
        (kept.total(), ordered.total()),
    )


def _blocks(tree: Any) -> Iterator[tuple[str, str]]:
    for tag in tree.iter(*PARTS):
        said = words(text_of(tag))
        if said:
            yield ("h2" if tag.tag == "h1" else tag.tag), said


def _ordered(tree: Any) -> Iterator[str]:
    for item in tree.iterfind(".//ol/li"):
        if said := words(text_of(item)):
            yield said


def _images(ours: Any, truth: Any, base: str) -> tuple[int, int, int]:
    made = [names_of(i, base) for i in ours.iter("img")]
    wanted = [n for i in truth.iter("img") if (n := names_of(i, base))]
    return _shared(made, wanted), len(made), len(wanted)


def _shared(made: list[set[str]], wanted: list[set[str]]) -> int:
    rest, hits = list(made), 0
    for names in wanted:
        found = next((m for m in rest if m & names), None)
        if found is not None:
            rest.remove(found)
            hits += 1
    return hits


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 1.0


# ---------------------------------------------------------------- news pages


@dataclass(frozen=True)
class Structure:
    """Of a page's elements that belong to the article: how many came out."""

    images: tuple[int, int, int, int]  # wanted, kept, usable, made
    captions: tuple[int, int]  # wanted, kept
    ordered: tuple[int, int]
    headings: tuple[int, int]


def structure(made: str, page: bytes, article: str, base: str) -> Structure:
    ours, tree = parsed(made), parsed(page)
    pictures, matched = _pictures(tree, words(article))
    output = [(names_of(i, base), is_usable(i)) for i in ours.iter("img")]
    wanted = [n for p in pictures if (n := names_of(p, base))]
    kept = [_usable_among(output, names) for names in wanted]
    captions = {c for p in pictures if (c := _caption(p))}
    shown = {words(text_of(c)) for c in ours.iter("figcaption")}
    said = words(text_of(ours))
    items = [words(text_of(t)) for t in matched if _in_ordered(t)]
    numbered = {words(text_of(i)) for i in ours.iterfind(".//ol/li")}
    heads = [words(text_of(t)) for t in matched if re.fullmatch("h[1-6]", t.tag)]
    headed = {words(text_of(h)) for h in ours.iter("h1", "h2", "h3", "h4", "h5", "h6")}
    return Structure(
        (
            len(wanted),
            sum(k is not None for k in kept),
            sum(k is True for k in kept),
            len(output),
        ),
        (len(captions), sum(any(c in s for s in shown) for c in captions if c in said)),
        (len(items), sum(i in numbered for i in items)),
        (len(heads), sum(h in headed for h in heads)),
    )


def _usable_among(output: list[tuple[set[str], bool]], names: set[str]) -> bool | None:
    found = [usable for own, usable in output if own & names]
    return any(found) if found else None


def _pictures(tree: Any, article: str) -> tuple[list[Any], list[Any]]:
    """The pictures and the elements of the article, found by its text alone."""
    padded = f" {article} "
    matched = [
        tag
        for tag in tree.iter(*PARTS - {"figcaption"})
        if len(said := words(text_of(tag))) > 15 and f" {said} " in padded
    ]
    prose = [
        tag
        for tag in tree.iter()
        if isinstance(tag.tag, str) and tag.tag not in SILENT and not _silenced(tag)
        for piece in (tag.text, tag.tail)
        if len(said := words(piece or "")) > 40 and f" {said} " in padded
    ]
    if len(prose) < 2:
        return [], matched
    place = {tag: n for n, tag in enumerate(tree.iter())}
    first, last = place[prose[0]], place[prose[-1]]
    holder = _common(prose)
    inside = [i for i in holder.iter("img") if first < place[i] < last]
    return [i for i in inside if not _elsewhere(i, holder)], matched


def _common(tags: list[Any]) -> Any:
    chains = [[*reversed([t, *t.iterancestors()])] for t in tags]
    shared = [level[0] for level in zip(*chains, strict=False) if len(set(level)) == 1]
    return shared[-1]


def _elsewhere(img: Any, holder: Any) -> bool:
    sizes = [img.get(n, "").removesuffix("px") for n in ("width", "height")]
    if any(s.isdigit() and int(s) < 80 for s in sizes):
        return True
    for tag in (img, *img.iterancestors()):
        if tag is holder:
            return False
        marks = f"{tag.get('class', '')} {tag.get('id', '')}"
        if tag.tag in ("aside", "nav", "footer", "noscript") or ELSEWHERE.search(marks):
            return True
    return False


def _caption(img: Any) -> str:
    figure = next(img.iterancestors("figure"), None)
    found = figure.find(".//figcaption") if figure is not None else None
    return words(text_of(found)) if found is not None else ""


def _in_ordered(tag: Any) -> bool:
    parent = tag.getparent()
    return tag.tag == "li" and parent is not None and parent.tag == "ol"


def share(pairs: Iterable[tuple[int, int]]) -> float:
    """Of all that was wanted, the part that came out; (kept, wanted) of each page."""
    kept, wanted = (sum(x) for x in zip(*pairs, strict=True))
    return kept / wanted if wanted else float("nan")
