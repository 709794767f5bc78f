"""Which disclosures an item must carry: by rule, or because its source carried them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from syndicator.errors import PolicyError
from syndicator.model import Disclaimer, Item, Notice, Wording
from syndicator.policy.conditions import all_hold, in_span, reasons
from syndicator.policy.rule import Terms, fill


def attach(item: Item, terms: Terms) -> Item:
    """Attach each notice once, in the order the operator listed the kinds."""
    why = required(item, terms)
    notices = []
    for disclaimer in terms.disclaimers:
        try:
            if disclaimer.kind in why:
                notices.append(_notice(disclaimer, why[disclaimer.kind], item, terms))
        except PolicyError:
            if not item.waived:
                raise
    return replace(item, notices=tuple(notices))


def required(item: Item, terms: Terms) -> dict[str, str]:
    """Kind → why the item needs it.

    A kind the source itself had written is always needed: it was taken out.
    """
    why = {d.kind: r for d in terms.disclaimers if (r := _own_reason(d, item))}
    for rule in terms.rules:
        if all_hold(rule, item):
            kept = {k: v for k, v in why.items() if not rule.only or k in rule.only}
            gone = set(rule.remove)
            added = dict.fromkeys((*rule.add, *rule.only), rule.reason)
            why = {k: v for k, v in kept.items() if k not in gone} | added
    return why | {s.kind: "its source carried it" for s in item.article.statements}


def _own_reason(disclaimer: Disclaimer, item: Item) -> str:
    if not in_span(disclaimer, item):
        return ""
    if disclaimer.always:
        return "always"
    return ", ".join(reasons(disclaimer, item))


def _notice(disclaimer: Disclaimer, why: str, item: Item, terms: Terms) -> Notice:
    said = wording(disclaimer, item.article.language, terms.site.language)
    text = fill(said.text, item, terms)
    return Notice(
        kind=disclaimer.kind,
        text=text,
        short=fill(said.short or said.text, item, terms),
        plain=fill(said.plain, item, terms),
        place=disclaimer.place,
        version=said.version,
        why=why,
        language=said.language or terms.site.language,
        general=text == said.text,
    )


# ---------------------------------------------------------------- wordings


def wording(disclaimer: Disclaimer, language: str, default: str) -> Wording:
    """The wording for a language: its own, its primary one's, else the site's."""
    by_tag = {(w.language or default).casefold(): w for w in disclaimer.wordings}
    tags = (language, language.partition("-")[0])
    found = (by_tag[t.casefold()] for t in tags if t.casefold() in by_tag)
    return next(found, disclaimer)


def in_force(disclaimers: Iterable[Disclaimer], day: date) -> tuple[Disclaimer, ...]:
    """The disclaimers with the wordings in force on a day, one a language."""
    return tuple(_as_of(d, day) for d in disclaimers)


def _as_of(disclaimer: Disclaimer, day: date) -> Disclaimer:
    """Of several wordings in one language the one that came into force last counts."""
    begun = [w for w in disclaimer.wordings if w.since is None or w.since <= day]
    begun.sort(key=lambda w: w.since or date.min)
    newest = {w.language: w for w in begun}
    own = newest.pop("", None) or newest.pop(disclaimer.language, None)
    if own and (own.since or date.min) >= (disclaimer.since or date.min):
        disclaimer = replace(
            disclaimer,
            text=own.text,
            short=own.short,
            plain=own.plain,
            since=own.since,
            version=own.version,
        )
    return replace(disclaimer, wordings=tuple(newest.values()))
