"""What a rule is, and what it goes by."""

import string
from collections.abc import Callable
from dataclasses import dataclass, field

from syndicator.errors import PolicyError
from syndicator.model import Article, Disclaimer, Item, LinkRules, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The operator's policy."""

    site: Site
    disclaimers: tuple[Disclaimer, ...] = ()
    links: LinkRules = field(default_factory=LinkRules)


# A rule adds facts to an item, or raises PolicyError where it cannot.
Rule = Callable[[Item, Terms], Item]

PLACEHOLDERS = ("site", "author", "date")


def fill(wording: str, article: Article, terms: Terms) -> str:
    """Fill `{site}`, `{author}` and `{date}` from the article.

    Raises PolicyError where the article has no such thing: a reader must never see a
    bare placeholder, nor a disclosure with a hole in it.
    """
    known = {
        "site": article.site or article.origin.title or terms.site.title,
        "author": ", ".join(a.name for a in article.authors),
        "date": article.published.date().isoformat(),
    }
    for name in placeholders(wording):
        if not known.get(name):
            raise PolicyError(f"its wording needs {{{name}}}, which the article lacks")
    return wording.format_map(known)


def placeholders(wording: str) -> tuple[str, ...]:
    """The names in braces; ValueError where the braces do not pair."""
    return tuple(n for _, n, _, _ in string.Formatter().parse(wording) if n is not None)
