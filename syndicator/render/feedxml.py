"""What RSS and Atom share: feedgen objects finished by our own hand, and splicing.

feedgen 1.0.0 makes the elements; what it leaves out, gets wrong or cannot repeat is
added by an Extension, its own hook for that. Its dates are never used: writing one sets
the locale of the whole process, and several default to the present.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pkgutil import get_data
from xml.sax.saxutils import quoteattr

from lxml import etree

from syndicator import urls
from syndicator.model import Article, Item
from syndicator.render import facts
from syndicator.render.frame import Place

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
XML = "http://www.w3.org/XML/1998/namespace"

GENERATOR = "Syndicator"
STYLE = "feeds.css"  # below the base URL
_REFERENCES = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b"\r", b"&#13;"))


def style() -> bytes:
    """What a feed looks like opened raw in a browser; no other file is asked for."""
    found = get_data("syndicator.render", f"templates/{STYLE}")
    return found or b""


class Extension:
    """A feedgen extension: `draw` is given the element feedgen has made."""

    def __init__(
        self,
        draw: Callable[[etree._Element], None],
        namespaces: Mapping[str, str] | None = None,
    ) -> None:
        self.draw = draw
        self.namespaces = namespaces or {}

    def extend_ns(self) -> dict[str, str]:
        return dict(self.namespaces)

    def extend_rss(self, element: etree._Element) -> etree._Element:
        self.draw(element)
        return element

    extend_atom = extend_rss


def add(
    parent: etree._Element, name: str, words: str = "", **attributes: str
) -> etree._Element:
    """Append a child; attributes without a value are left out."""
    given = {key: value for key, value in attributes.items() if value}
    child = etree.SubElement(parent, name, given)
    child.text = words or None
    return child


def number(value: int) -> str:
    """A number as an attribute, "" where it is unknown."""
    return str(value) if value else ""


def add_license(parent: etree._Element, article: Article) -> None:
    """Where the terms of an item are told (RFC 4946)."""
    if article.license:
        add(parent, _link(parent), rel="license", href=facts.uri(article.license))


def _link(parent: etree._Element) -> str:
    """Atom's link, by the name it has in RSS or in Atom itself."""
    return f"{{{ATOM}}}link" if parent.tag == "item" else "link"


def add_via(parent: etree._Element, item: Item) -> None:
    """Where a foreign item was published first (RFC 4287 §4.2.7.2)."""
    add(
        parent,
        _link(parent),
        rel="via",
        href=facts.uri(facts.via(item)),
        type="text/html",
        title=facts.publication(item.article),
    )


# Stands for an item's content until its element has been written: lxml takes three times
# as long over a body. A noncharacter, which no scrubbed words hold.
CONTENT_MARK = "\ufdd0"
_CONTENT_MARK = CONTENT_MARK.encode()


def serialize(
    element: etree._Element, namespaces: Mapping[str, str], content: str
) -> bytes:
    """One element as it stands inside its feed, whose root declares `namespaces`.

    `content` takes the place of `CONTENT_MARK`.
    """
    carrier = etree.Element("carrier", nsmap=dict(namespaces))
    carrier.append(element)
    whole: bytes = etree.tostring(
        carrier, encoding="UTF-8", xml_declaration=False, pretty_print=True
    )
    inside = whole[whole.index(b">") + 1 : whole.rindex(b"<")].strip(b"\n")
    return inside.replace(_CONTENT_MARK, _escaped(content))


@lru_cache(maxsize=4)  # RSS and Atom ask for the same
def _escaped(words: str) -> bytes:
    """Words as XML text; encoded first, as bytes are replaced faster than characters."""
    found = words.encode()
    for character, reference in _REFERENCES:
        found = found.replace(character, reference)
    return found


def splice(
    place: Place, header: bytes, closing: bytes, fragments: Sequence[bytes]
) -> bytes:
    """A document without items, and items: the fragments go before `closing`."""
    declaration, end, rest = header.partition(b"?>\n")
    head, mark, tail = rest.rpartition(closing)
    parts = (piece for part in fragments for piece in (part, b"\n"))
    return b"".join((declaration, end, _style(place), head, *parts, mark, tail))


def _style(place: Place) -> bytes:
    """How browsers find the style (w3.org/TR/xml-stylesheet).

    By its path alone, which holds wherever the files are looked at before they are
    public.
    """
    parts = urls.split(place.base_url)
    path = quoteattr(f"{parts.path if parts else '/'}{STYLE}")
    return f'<?xml-stylesheet type="text/css" href={path}?>\n'.encode()
