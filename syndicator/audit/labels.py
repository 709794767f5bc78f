"""Words around an item: no notice in them, no placeholder, and metadata that agrees."""

import re
from collections.abc import Iterable, Iterator, Sequence

from syndicator.audit.case import Case, Fault
from syndicator.audit.shown import Label
from syndicator.audit.wordings import Wording, is_inside, is_whole, known, shares_run

# Doubled or otherwise marked braces are a newsletter tool's, not ours.
_PLACEHOLDER = re.compile(r"(?<![{%$#])\{[a-z][a-z_]*\}(?!\})")


def astray(labels: Iterable[Label], wordings: Sequence[Wording]) -> Iterator[Fault]:
    """A notice, or eight words in a row of one, where none may be."""
    for where, words in labels:
        found = (w for w in wordings if is_inside(words, w) or shares_run(words, w))
        for wording in list(found)[:1]:
            kind = wording.kind
            yield (
                "notice-astray",
                f"the {kind} notice, or a part, in {where}: {words!r}",
            )


def labels(case: Case) -> Iterator[Fault]:
    """No notice in the item's title, excerpt or any other of its elements."""
    wordings = known(case.item.notices, case.demand.kinds)
    yield from astray(case.shown.labels, wordings)


def excerpt(case: Case) -> Iterator[Fault]:
    """Where only an excerpt is shown, a notice stands apart from it or not at all."""
    if not case.whole:
        wordings = known(case.item.notices, case.demand.kinds)
        words = [b.words for b in case.blocks if not _is_one(b.words, wordings)]
        yield from astray((("the excerpt", said) for said in words), wordings)


def _is_one(words: str, wordings: Sequence[Wording]) -> bool:
    return any(is_whole(words, wording) for wording in wordings)


def placeholders(case: Case) -> Iterator[Fault]:
    """Nothing in braces that the article does not say itself."""
    shown = (
        *(words for _, words in case.shown.labels),
        *(b.words for b in case.blocks),
    )
    yield from unfilled(shown, case.said.words)


def unfilled(shown: Iterable[str], said: str) -> Iterator[Fault]:
    """Names in braces among some words, but for those an article says itself."""
    for name in dict.fromkeys(_PLACEHOLDER.findall(" ".join(shown))):
        if name not in said:
            yield "placeholder", f"{name} was left unfilled"


def metadata(case: Case) -> Iterator[Fault]:
    """What machines are told of notices and credit is what people are shown."""
    if case.shown.facts is None:
        return
    credit = case.item.credit
    notices = [{"kind": n.kind, "text": n.text} for n in case.item.notices]
    credits = [{"text": credit.text, "url": credit.url}] if credit else []
    told = case.shown.facts.get("notices", [])
    if _only(told, ("kind", "text")) != notices:
        yield "metadata", f"_syndicator.notices is not {notices!r}"
    told = case.shown.facts.get("credit")
    if _only([told] if told else [], ("text", "url")) != credits:
        yield "metadata", f"_syndicator.credit is not {credits!r}"


def _only(told: object, members: Sequence[str]) -> object:
    """A list of objects with these members only; anything else as it is."""
    if not isinstance(told, list) or not all(isinstance(t, dict) for t in told):
        return told
    return [{name: one.get(name) for name in members} for one in told]
