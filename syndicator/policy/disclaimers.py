"""Which disclosures an item must carry: by rule, or because its source carried them."""

from dataclasses import replace

from syndicator.model import Disclaimer, Item, Notice
from syndicator.policy.rule import Terms, fill


def attach(item: Item, terms: Terms) -> Item:
    """Attach each notice once, in the order the operator listed the kinds."""
    needed = [d for d in terms.disclaimers if applies(d, item)]
    return replace(item, notices=tuple(_notice(d, item, terms) for d in needed))


def applies(disclaimer: Disclaimer, item: Item) -> bool:
    """Say whether the item needs this kind.

    A kind the source had written itself is always needed: it was taken out.
    """
    article = item.article
    return (
        disclaimer.always
        or article.source in disclaimer.sources
        or _meet(disclaimer.sections, (article.section,))
        or _meet(disclaimer.tags, article.tags)
        or (disclaimer.commercial and _has_commercial_link(item))
        or any(s.kind == disclaimer.kind for s in article.statements)
    )


def _meet(wanted: tuple[str, ...], there: tuple[str, ...]) -> bool:
    return bool({w.casefold() for w in wanted} & {t.casefold() for t in there})


def _has_commercial_link(item: Item) -> bool:
    return any(link.kind == "commercial" for link in item.links)


def _notice(disclaimer: Disclaimer, item: Item, terms: Terms) -> Notice:
    return Notice(
        kind=disclaimer.kind,
        text=fill(disclaimer.text, item.article, terms),
        short=fill(disclaimer.short or disclaimer.text, item.article, terms),
        place=disclaimer.place,
    )
