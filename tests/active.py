"""What a browser would run, load or submit in markup, by the parser of the standard.

html5lib follows the HTML standard's own algorithm and shares no code with ours.
"""

import re
from collections import Counter
from collections.abc import Iterator

import html5lib

_ELEMENT_NAMES = (
    "animate animatemotion animatetransform applet base button embed foreignobject form"
    " frame frameset iframe image input isindex link math meta object portal script"
    " select set style svg template textarea use xml xss"
)
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
_ATTRIBUTE_NAMES = (
    "action background behavior dynsrc formaction http-equiv lowsrc ping srcdoc srcset"
    " style xlink:href xmlns"
)
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_ADDRESSES = frozenset(("cite", "data", "href", "longdesc", "poster", "src"))
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_HARMLESS = frozenset(("http", "https", "mailto", "tel"))


def active(markup: str) -> Counter[str]:
    """Everything active, by its name; markup is a document or a part of one."""
    tree = html5lib.parse(markup, treebuilder="etree", namespaceHTMLElements=False)
    return Counter(what for element in tree.iter() for what in _of(element))


def is_active_address(address: str) -> bool:
    """As browsers read it: white space and controls around and line breaks within go."""
    kept = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    found = _SCHEME.match(kept.lower())
    return bool(found) and found[1] not in _HARMLESS


def _of(element: object) -> Iterator[str]:
    if not isinstance(element.tag, str):  # a comment
        return
    name = element.tag.rpartition("}")[2].lower()
    if name in _ELEMENTS:
        yield f"<{name}>"
    for key, value in element.attrib.items():
        known = key.rpartition("}")[2].lower()
        if known.startswith("on") or known in _ATTRIBUTES:
            yield f"{name} {known}"
        elif known in _ADDRESSES and is_active_address(value):
            yield f"{name} {known}={value[:60]}"


def words(markup: str) -> str:
    """The words a reader sees."""
    tree = html5lib.parse(markup, treebuilder="etree", namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag in ("script", "style", "template"):
            element.text = ""
    return " ".join("".join(tree.itertext()).split())
