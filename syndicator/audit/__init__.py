"""Proof that published bytes keep the policy: read anew, compared with what is demanded.

bytes → reader → what is shown → checks → findings. Nothing that draws or decides is
used here, so that no mistake of theirs can hide itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from syndicator import urls
from syndicator.audit import duties, labels, links, notices
from syndicator.audit.case import Case, Check
from syndicator.audit.readers import Channel, reader_of
from syndicator.audit.said import Said, said
from syndicator.audit.shown import Block, Reading, Shown
from syndicator.audit.terms import RULES, Demand, Duty, Finding
from syndicator.audit.wordings import known, squeeze, tokens
from syndicator.errors import ParseError
from syndicator.model import Item

__all__ = ["CHECKS", "RULES", "Demand", "Duty", "Finding", "audit", "unjudged"]

_MAILS = (".html", ".txt")
# What is asked of each item; notices are asked of a letter as a whole.
CHECKS: tuple[Check, ...] = (
    links.address,
    links.targets,
    links.parameters,
    links.marks,
    links.credit,
    labels.labels,
    labels.excerpt,
    labels.placeholders,
    labels.metadata,
)


def audit(
    path: str, body: bytes, items: Sequence[Item], terms: Demand
) -> list[Finding]:
    """Every way in which one published file breaks the policy.

    `path` is below the publish path and says what the file is. `items` are those the
    file must show, no more and no less; for the index, those it may show.
    """
    reader = reader_of(path)
    if reader is None:
        return [_finding(path, "", "unreadable", "nothing here reads such a file")]
    try:
        reading = reader.read(body)
    except ParseError as error:
        return [_finding(path, "", "unreadable", error.reason)]
    found = [*_faults(reader.channel, reading, items, terms)]
    duty = terms.letters.get(path.split("/")[1]) if reader.channel == "letter" else None
    if duty and path.endswith(_MAILS):
        found += (("", *fault) for fault in duties.check(body, reading, duty))
    return list(dict.fromkeys(_finding(path, *fault) for fault in found))


def unjudged(paths: Iterable[str]) -> tuple[str, ...]:
    """Those of some published paths that no audit can read, such as pictures."""
    return tuple(path for path in paths if reader_of(path) is None)


def _finding(path: str, item: str, rule: str, words: str) -> Finding:
    return Finding(path=path, item=item, rule=rule, text=words)


def _faults(
    channel: Channel, reading: Reading, items: Sequence[Item], demand: Demand
) -> Iterator[notices.Fault]:
    wordings = known((n for item in items for n in item.notices), demand.kinds)
    yield from (("", *f) for f in labels.astray(reading.labels, wordings))
    outside = [a for block in (*reading.head, *reading.foot) for a in block.anchors]
    yield from (("", *f) for f in links.around(outside, demand))
    pairs = _pairs(channel, reading, items)
    yield from _census(channel, reading, items, pairs)
    if channel == "front":
        return
    cases = [_case(reading, item, shown, demand) for item, shown in pairs]
    articles = " ".join(case.said.words for case in cases)
    head = labels.unfilled((block.words for block in reading.head), articles)
    yield from (("", *fault) for fault in head)
    for case in cases:
        for check in CHECKS:
            yield from ((case.item.article.id, *fault) for fault in check(case))
    for sheet in _sheets(channel, reading, cases):
        yield from notices.check(sheet, demand)


# ---------------------------------------------------------------- which items


def _shown_name(channel: Channel, shown: Shown) -> str:
    """Feeds name their items; everything else is known by where it leads."""
    return shown.id if channel == "feed" else urls.key(unquote(shown.link))


def _name(channel: Channel, item: Item) -> str:
    address = urls.ascii_url(item.link or item.article.url)
    return item.article.id if channel == "feed" else urls.key(unquote(address))


def _pairs(
    channel: Channel, reading: Reading, items: Sequence[Item]
) -> list[tuple[Item, Shown]]:
    """Each demanded item with the first place that shows it."""
    waiting: dict[str, list[Shown]] = {}
    for shown in reading.items:
        waiting.setdefault(_shown_name(channel, shown), []).append(shown)
    return [
        (item, waiting[name].pop(0))
        for item in items
        if waiting.get(name := _name(channel, item))
    ]


def _census(
    channel: Channel,
    reading: Reading,
    items: Sequence[Item],
    pairs: Sequence[tuple[Item, Shown]],
) -> Iterator[notices.Fault]:
    wanted = {_name(channel, item): item for item in items}
    paired = {id(shown) for _, shown in pairs}
    for shown in reading.items:
        item = wanted.get(_shown_name(channel, shown))
        where = shown.link or shown.id
        if item is None:
            yield where, "item-extra", f"{where} is shown and was not let through"
        elif channel != "front" and id(shown) not in paired:
            yield item.article.id, "item-doubled", f"{where} is shown again"
    if channel != "front":
        there = {id(item) for item, _ in pairs}
        for item in items:
            if id(item) not in there:
                yield (
                    item.article.id,
                    "item-missing",
                    f"{item.article.url} is not shown",
                )


# ---------------------------------------------------------------- what is read as one


def _case(reading: Reading, item: Item, shown: Shown, demand: Demand) -> Case:
    own = said(item.article)
    return Case(
        item=item,
        said=own,
        shown=shown,
        demand=demand,
        whole=_is_whole(item, own, shown),
        plain=reading.plain,
    )


def _is_whole(item: Item, own: Said, shown: Shown) -> bool:
    """Say whether the item is shown and not its excerpt.

    Where the format does not say, words of the body do that the excerpt lacks. Where
    the body has none, the notices must be right for either.
    """
    if shown.whole is not None:
        return shown.whole
    if own.whole:
        return any(own.only_whole(tokens(block.words)) for block in shown.blocks)
    shorts = {squeeze(n.short) for n in item.notices if n.short != n.text}
    return not any(squeeze(block.words) in shorts for block in shown.blocks)


def _sheets(
    channel: Channel, reading: Reading, cases: Sequence[Case]
) -> Iterator[notices.Sheet]:
    owners = [
        notices.Owner(item=case.item, said=case.said, part=part)
        for part, case in enumerate(cases)
    ]
    if channel == "letter":
        yield notices.Sheet(
            blocks=(*reading.head, *_in_parts(cases), *reading.foot),
            owners=tuple(owners),
            form="plain" if reading.plain else "text",
        )
        return
    for case, owner in zip(cases, owners, strict=True):
        blocks = tuple(replace(b, part=owner.part) for b in case.blocks)
        yield notices.Sheet(
            blocks=blocks, owners=(owner,), form="text" if case.whole else "short"
        )


def _in_parts(cases: Sequence[Case]) -> Iterator[Block]:
    for part, case in enumerate(cases):
        yield from (replace(block, part=part) for block in case.blocks)
