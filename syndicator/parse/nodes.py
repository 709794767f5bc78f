"""Pieces of HTML by which trees of typed nodes, as headless systems keep them, are drawn."""

from html import escape
from typing import Any


def words(said: Any) -> str:
    """A text with its line breaks, "" where it is none."""
    return escape(said if isinstance(said, str) else "").replace("\n", "<br>")


def figure(url: str, alt: str, caption: str = "") -> str:
    """A picture with its caption, "" where it has no address."""
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    drawn = f'<figure><img src="{escape(url)}" alt="{escape(alt)}">{below}</figure>'
    return drawn if url else ""
