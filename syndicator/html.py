"""HTML fragments: parsed, walked, made safe. Contains no business logic.

A *fragment* is what stands inside <body>. Trees are BeautifulSoup's over lxml.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape as _escape
from html import unescape
from types import MappingProxyType

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from bs4.formatter import HTMLFormatter

from syndicator import text as plain
from syndicator import urls

_BLOCK_NAMES = (
    "address article aside blockquote body caption dd details div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre"
    " section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
_FLOW = (
    "audio blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr"
    " img li ol p pre source summary table tbody td tfoot th thead tr ul video"
)
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "hreflang", "rel", "title"},
    "abbr": {"title"},
    "audio": {"controls", "src"},
    "blockquote": {"cite"},
    "code": {"class"},
    "del": {"datetime"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "poster", "src", "width"},
}
# Never hold anything, which a parser of HTML 4 does not know.
_VOID = ("embed", "keygen", "source", "track", "wbr")
_SILENT = frozenset({"script", "style", "template", "noscript"})
_WEB_ONLY = frozenset({"src", "poster", "cite"})
_LANGUAGE_CLASS = re.compile(r"\b(?:language|lang)-([\w+#.-]+)")
_PRE_START = re.compile(r"(<pre[^>]*>)\n+")
_NUMBER = re.compile(r"\d{1,5}$")
_PUBLIC_LINK = re.compile(r"(?:https?://[^/\s]|mailto:|tel:)", re.IGNORECASE)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute only with a value every reader understands."""
    if name in _WEB_ONLY:
        return value if urls.is_web(value) else None
    if name == "href":
        return value if _PUBLIC_LINK.match(value) else None
    if name == "class":
        language = _LANGUAGE_CLASS.search(value)
        return f"language-{language[1]}" if language else None
    if name in ("width", "height", "colspan", "rowspan", "start", "value"):
        return value if _NUMBER.match(value) else None
    return value


TAGS = INLINE | frozenset(_FLOW.split())  # all that `sanitize` lets through
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,  # nh3's own rel would overwrite "sponsored"
    strip_comments=True,
)


# What a page may hold besides, as long as it is only looked at.
_OTHER_TAGS = (
    "address annotation applet area article aside base basefont big body button canvas"
    " center dialog dir embed fieldset font footer form frame frameset h1 header hgroup"
    " iframe input label legend link main map math menu meta nav noframes noscript object"
    " option param picture script search section select semantics slot strike style svg"
    " template textarea title track tt"
)
_OTHER_ATTRIBUTES = (
    "align alt aria-hidden aria-label cite class colspan controls data datetime dir"
    " height hidden href hreflang id lang name poster property rel reversed role rowspan"
    " scope src srcset start style title type value width"
)
_REFERENCE = re.compile(r"&#(?:x0*([\da-f]{1,8})|0*(\d{1,9}));?", re.IGNORECASE)
_MENDER = nh3.Cleaner(
    tags=TAGS | set(_OTHER_TAGS.split()),
    clean_content_tags=set(),
    attributes={"*": set(_OTHER_ATTRIBUTES.split())},
    generic_attribute_prefixes={"data-"},
    url_schemes={"http", "https", "mailto", "tel", "data", "blob", "about", "ftp"},
    link_rel=None,
    strip_comments=True,
)


def mend(markup: str) -> str:
    """Markup nested as browsers would nest it, and nothing taken out of it but code.

    Not safe, only well-formed: other parsers then see the same tree.
    """
    return _MENDER.clean(_REFERENCE.sub(_fit, plain.clean(markup)))


def _fit(reference: re.Match[str]) -> str:
    """A numeric reference, unless parsers put U+FFFD for what it refers to.

    The C1 range stays: there, as browsers do, they read Windows-1252.
    """
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    if 0x80 <= code < 0xA0:
        return reference[0]
    return reference[0] if code < 0x110000 and plain.clean(chr(code)) else ""


def sanitize(markup: str) -> str:
    """Allow-listed HTML only: no script, no handler, no style, no relative URL.

    Sanitizing twice is sanitizing once.
    """
    before, after = "", plain.clean(markup)
    while before != after:  # what was cut out may have kept tags apart
        before = after
        # The parser swallows one line break there each time, so none may be left.
        after = _PRE_START.sub(r"\1", _CLEANER.clean(before))
    return after


class _Plain(HTMLFormatter):
    """Void elements as HTML writes them, attributes in the order of the source."""

    def attributes(self, tag: Tag):  # type: ignore[no-untyped-def]
        return list(tag.attrs.items())


_FORMATTER = _Plain(
    entity_substitution=lambda s: _escape(s, quote=False).replace("\u00a0", "&nbsp;"),
    void_element_close_prefix="",
)


def fragment(markup: str) -> Tag:
    """Parse a fragment; its top-level nodes are the children of the returned tag."""
    whole = f"<html><body>{plain.clean(markup)}</body></html>"
    soup = BeautifulSoup(whole, "lxml")
    for tag in soup.find_all(_VOID):
        for node in list(tag.contents)[::-1]:
            tag.insert_after(node)
    return soup.body or soup


def inner(tag: Tag) -> str:
    """The markup inside a tag."""
    return tag.decode_contents(formatter=_FORMATTER)


def outer(tag: Tag) -> str:
    """The markup of a tag."""
    return tag.decode(formatter=_FORMATTER)


def escape(text: str) -> str:
    """Text as HTML text or a double-quoted attribute value."""
    return _escape(plain.clean(text), quote=True)


_LONGER = {"&": 4, "<": 3, ">": 3, '"': 5, "'": 5}  # by so many bytes, escaped


def escaped_size(text: str) -> int:
    """The bytes of escaped text, without escaping it."""
    cleaned = plain.clean(text)
    added = sum(cleaned.count(each) * more for each, more in _LONGER.items())
    return len(cleaned.encode()) + added


def text_of(tag: Tag) -> str:
    """The words of a tag on one line; blocks and <br> part words, inline tags do not."""
    return plain.collapse("".join(_words(tag)))


def has_words(tag: Tag) -> bool:
    """Say whether a tag holds any text; cheaper than asking what it says."""
    return any(not w.isspace() and plain.collapse(w) for w in _words(tag))


def _words(tag: Tag) -> Iterator[str]:
    """Every string, with spaces around blocks; a loop, for trees thousands deep."""
    waiting: list[PageElement | str] = [*reversed(tag.contents)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name in _SILENT:
                continue
            if node.name in BLOCKS or node.name == "br":
                yield " "
                waiting.append(" ")
            waiting += reversed(node.contents)
        elif type(node) in (str, NavigableString):  # not a comment, not a doctype
            yield str(node)


def every(tag: Tag, names: Iterable[str]) -> list[Tag]:
    """The tags of any of these names in a tag, in order.

    Tag.find_all takes ten times as long for several names.
    """
    wanted = frozenset(names)
    return [t for t in tag.descendants if isinstance(t, Tag) and t.name in wanted]


def strings(tag: Tag) -> list[NavigableString]:
    """Every string in a tag, in order, comments among them."""
    return [s for s in tag.descendants if isinstance(s, NavigableString)]


def unwrap(tag: Tag) -> None:
    """Put what a tag holds in its place.

    First child first: Tag.unwrap begins at the other end, where bs4 has to search all
    of a body's blocks for each of them.
    """
    parent = tag.parent
    if parent is None:
        return
    for at, child in enumerate(list(tag.contents), parent.index(tag)):
        parent.insert(at, child)
    tag.extract()


def is_gone(tag: Tag) -> bool:
    """Say whether a tag was decomposed, alone or with what held it.

    Tag.decomposed says so too, but searches through everything below the tag first.
    """
    return bool(vars(tag).get("_decomposed"))


def to_text(markup: str) -> str:
    """The words of a fragment on one line."""
    return text_of(fragment(markup))


def attr(tag: Tag, name: str) -> str:
    """An attribute as one string, "" where it is missing."""
    value = tag.get(name, "")
    return " ".join(value) if isinstance(value, list) else str(value or "")


# ---------------------------------------------------------------- as `sanitize` writes

# Where only tags are looked at, reading what is written takes a hundredth of the time
# that a tree of it would.
_ATTRIBUTE_LIST = r'(?: [\w:-]+="[^"]*")*'
LINK_TAG = re.compile(f"<a{_ATTRIBUTE_LIST}>")
LINK = re.compile(f"({LINK_TAG.pattern})(.*?)</a>", re.DOTALL)  # holds no other
IMAGE_TAG = re.compile(f"<img{_ATTRIBUTE_LIST}>")
_ANY_TAG = re.compile(r"<[^>]*>")
_WRITTEN = re.compile(r' ([\w:-]+)="([^"]*)"')


@lru_cache(maxsize=1024)  # the policy and every format look at the same few
def attributes(tag: str) -> MappingProxyType[str, str]:
    """The attributes of a start tag."""
    return MappingProxyType({n: unescape(v) for n, v in _WRITTEN.findall(tag)})


def words_between(markup: str) -> str:
    """The words of inline markup, its tags taken out."""
    return unescape(_ANY_TAG.sub("", markup))


def start_tag(name: str, attributes: Mapping[str, str]) -> str:
    """A start tag with these attributes."""
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>"
