"""Whether an item answers to a condition of the policy."""

from collections.abc import Callable

from syndicator import html, text
from syndicator.model import Disclaimer, Item, PolicyRule
from syndicator.policy.rule import in_time

Conditions = Disclaimer | PolicyRule

# What may be asked of an item, by the field that asks it: the words it answers with.
_ANSWERS: dict[str, Callable[[Item], tuple[str, ...]]] = {
    "sources": lambda i: (i.article.source,),
    "sections": lambda i: (i.article.section,),
    "tags": lambda i: i.article.tags,
    "authors": lambda i: tuple(a.name for a in i.article.authors),
    "languages": lambda i: (
        i.article.language,
        i.article.language.partition("-")[0],
    ),
    "regions": lambda i: tuple(i.article.language.split("-")[1:]),
}


def reasons(asked: Conditions, item: Item) -> list[str]:
    """Why the conditions hold, in words, one for each that does."""
    found = []
    for name, answers in _ANSWERS.items():
        wanted = {w.casefold() for w in getattr(asked, name)}
        met = [a for a in answers(item) if a.casefold() in wanted]
        found += [f"{name[:-1]} {met[0]}"] if met else []
    word = _keyword(asked.keywords, item)
    found += [f"keyword {word}"] if word else []
    if asked.commercial and has_commercial_link(item):
        found.append("a commercial link")
    return found


def all_hold(rule: PolicyRule, item: Item) -> bool:
    """Say whether every condition that is given holds."""
    given = [n for n in (*_ANSWERS, "keywords") if getattr(rule, n)]
    given += ["commercial"] if rule.commercial else []
    if rule.commercial is False and has_commercial_link(item):
        return False
    return in_span(rule, item) and len(reasons(rule, item)) == len(given)


def in_span(asked: Conditions, item: Item) -> bool:
    """Say whether the article was published in the days the conditions speak of."""
    return in_time(item.article.published.date(), asked.first, asked.last)


def has_commercial_link(item: Item) -> bool:
    return any(link.kind == "commercial" for link in item.links)


def _keyword(keywords: tuple[str, ...], item: Item) -> str:
    if not keywords:
        return ""
    said = f"{item.article.title} {html.to_text(item.article.body)}"
    return next((k for k in keywords if text.mentions(said, k)), "")
