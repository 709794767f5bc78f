"""A page's text to an lxml tree, and the small surgery all of this package needs."""

from typing import Any

from lxml import etree
from lxml import html as lx

from syndicator.parse import markup
from syndicator.parse.depth import shallow

_TOO_DEEP = "Excessive depth"


def parse(text: str) -> Any:
    """The root element. libxml2 loses what is nested deeper than 256: then flatter."""
    text = markup.of_page(text)
    tree, complaints = _parsed(text)
    if _TOO_DEEP in complaints:
        tree, _ = _parsed(shallow(text))
    return tree


def _parsed(text: str) -> tuple[Any, str]:
    parser = lx.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    body = text.encode("utf-8", "replace") or b" "
    try:
        root = lx.document_fromstring(body, parser=parser, ensure_head_body=True)
    except etree.ParserError:  # nothing but comments
        root = lx.document_fromstring(b"<body></body>", ensure_head_body=True)
    return root, "".join(e.message for e in parser.error_log.filter_from_fatals())


def body_of(root: Any) -> Any:
    found = root.find("body")
    return root if found is None else found


def names(tag: Any) -> str:
    """What the page calls an element: its classes and its id."""
    return f"{tag.get('class', '')} {tag.get('id', '')}"


def inner(tag: Any) -> str:
    """The markup inside an element."""
    parts = [etree.tostring(c, encoding="unicode", method="html") for c in tag]
    return markup.legal(_escaped(tag.text or "") + "".join(parts)).strip()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
