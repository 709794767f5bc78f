"""What a rule is, and what it goes by."""

import string
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from syndicator import urls
from syndicator.errors import PolicyError
from syndicator.model import (
    Disclaimer,
    Item,
    LinkRules,
    PolicyRule,
    Site,
    Waiver,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The operator's policy as it is in force on one day."""

    site: Site
    disclaimers: tuple[Disclaimer, ...] = ()
    rules: tuple[PolicyRule, ...] = ()
    links: LinkRules = field(default_factory=LinkRules)
    waivers: tuple[Waiver, ...] = ()


# A rule adds facts to an item, or raises PolicyError where it cannot.
Rule = Callable[[Item, Terms], Item]

PLACEHOLDERS = ("site", "author", "date", "supplier")
UTM_PLACEHOLDERS = ("channel", "feed", "issue", "slug", "position")


def fill(wording: str, item: Item, terms: Terms) -> str:
    """Fill `{site}`, `{author}`, `{date}` and `{supplier}` from the item.

    Raises PolicyError where the item has no such thing: a reader must never see a bare
    placeholder, nor a disclosure with a hole in it.
    """
    article = item.article
    known = {
        "site": article.site or article.origin.title or terms.site.title,
        "author": ", ".join(a.name for a in article.authors),
        "date": article.published.date().isoformat(),
        "supplier": ", ".join(_suppliers(item, terms)),
    }
    for name in placeholders(wording):
        if not known.get(name):
            raise PolicyError(f"its wording needs {{{name}}}, which the article lacks")
    return wording.format_map(known)


def _suppliers(item: Item, terms: Terms) -> list[str]:
    """Who is behind the commercial links: the name the operator gave, else the host."""
    paid = (x.url for x in item.links if x.kind == "commercial")
    hosts = [host for url in paid if (host := urls.host(url))]
    names = terms.links.suppliers
    known = {h: next((n for k, n in names.items() if _below(h, k)), h) for h in hosts}
    return list(dict.fromkeys(known.values()))


def _below(host: str, parent: str) -> bool:
    return host == parent or host.endswith("." + parent)


def placeholders(wording: str) -> tuple[str, ...]:
    """The names in braces; ValueError where the braces do not pair."""
    return tuple(n for _, n, _, _ in string.Formatter().parse(wording) if n is not None)


def by_language(language: str, by_tag: dict[str, str], otherwise: str) -> str:
    """What is said in a language: its own tag, its primary one, else the default."""
    primary = language.partition("-")[0]
    return by_tag.get(language) or by_tag.get(primary) or otherwise


def in_time(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
