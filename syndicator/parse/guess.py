"""The last resort for a page that names no date: htmldate looks through its words."""

from lxml.html import HtmlElement

_EARLIEST, _LATEST = "1995-01-01", "2100-01-01"  # told, or it would ask the clock


def day(root: HtmlElement, address: str) -> str:
    """The day on which a page seems to have come out, as 2026-05-30, or ""."""
    from htmldate import find_date  # heavy, and seldom needed

    found = find_date(
        root,
        extensive_search=False,
        original_date=True,
        url=address,
        min_date=_EARLIEST,
        max_date=_LATEST,
    )
    return found or ""
