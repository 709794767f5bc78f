"""Notices: each demanded one once, in its wording, in its place, to be seen; no other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from syndicator.audit.links import is_paid
from syndicator.audit.said import Said
from syndicator.audit.shown import Block
from syndicator.audit.terms import Demand
from syndicator.audit.wordings import Sighting, known, sightings, squeeze, tokens
from syndicator.model import Item, Notice

Fault = tuple[str, str, str]  # item, rule, what is wrong
Form = Literal["text", "short", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An item of a sheet: the blocks that show it are those of its part."""

    item: Item
    said: Said
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is read as one: an item of a feed, or a whole letter."""

    blocks: tuple[Block, ...]
    owners: tuple[Owner, ...]
    form: Form  # which of a notice's wordings is called for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """A distinct wording that must be there, and for whom."""

    notice: Notice
    want: str
    others: tuple[str, ...]  # its other forms
    owners: tuple[Owner, ...]
    top: bool

    @property
    def item(self) -> str:
        """The one item it concerns, or "" for several."""
        return self.owners[0].item.article.id if len(self.owners) == 1 else ""


def check(sheet: Sheet, demand: Demand) -> Iterator[Fault]:
    """Every fault of the notices of a sheet."""
    due = _due(sheet)
    seen = sightings(sheet.blocks, known((d.notice for d in due), demand.kinds))
    for each in due:
        yield from ((each.item, *fault) for fault in _said_once(each, seen))
        right = [s for s in seen if _is(s, each.want) and not s.hidden]
        for sighting in right[:1]:
            places = _placed(each, sighting, sheet, seen, demand)
            yield from ((each.item, *fault) for fault in places)
    yield from _undue(sheet, due, seen)


def _due(sheet: Sheet) -> list[_Due]:
    """One for each wording, however many items need it; the top place wins."""
    grouped: dict[str, list[tuple[Notice, Owner]]] = {}
    for owner in sheet.owners:
        for notice in owner.item.notices:
            grouped.setdefault(squeeze(notice.text), []).append((notice, owner))
    return [_due_of(pairs, sheet.form) for pairs in grouped.values()]


def _due_of(pairs: Sequence[tuple[Notice, Owner]], form: Form) -> _Due:
    notice = pairs[0][0]
    forms = {
        "text": notice.text,
        "short": notice.short,
        "plain": notice.plain or notice.text,
    }
    want = forms[form]
    return _Due(
        notice=notice,
        want=want,
        others=tuple(w for w in forms.values() if squeeze(w) != squeeze(want)),
        owners=tuple({owner.part: owner for _, owner in pairs}.values()),
        top=any(each.place == "top" for each, _ in pairs),
    )


def _is(sighting: Sighting, words: str) -> bool:
    return sighting.how == "whole" and squeeze(sighting.wording.words) == squeeze(words)


# ---------------------------------------------------------------- how often


def _said_once(due: _Due, seen: Sequence[Sighting]) -> Iterator[tuple[str, str]]:
    name = f"the {due.notice.kind} notice"
    right = [s for s in seen if _is(s, due.want)]
    other = [s for s in seen if any(_is(s, words) for words in due.others)]
    inside = [
        s
        for s in seen
        if s.how == "inside"
        and squeeze(s.wording.words) in map(squeeze, (due.want, *due.others))
    ]
    altered = [s for s in seen if s.wording.kind == due.notice.kind and _differs(s)]
    if not right and not inside and other:
        yield "notice-form", f"{name} is there as {other[0].wording.words!r}"
    elif not right and (inside or altered):
        yield "notice-altered", f"{name} should read {due.want!r}"
    elif not right:
        yield "notice-missing", f"{name} is not there: {due.want!r}"
    elif all(s.hidden for s in right):
        yield "notice-hidden", f"nobody sees {name}: {right[0].hidden}"
    elif len(right) + len(inside) + len(other) > 1:
        times = len(right) + len(inside) + len(other)
        yield "notice-doubled", f"{name} is said {times} times"
    if right and altered:
        yield "notice-altered", f"{name} is said again in other words"


def _differs(sighting: Sighting) -> bool:
    """Altered, or a configured wording with something else filled in."""
    filled_otherwise = sighting.how == "whole" and "{" in sighting.wording.words
    return sighting.how == "altered" or filled_otherwise


def _undue(
    sheet: Sheet, due: Sequence[_Due], seen: Sequence[Sighting]
) -> Iterator[Fault]:
    called_for = {each.notice.kind for each in due}
    for sighting in seen:
        kind = sighting.wording.kind
        item = _item_at(sheet, sighting.index)
        if sighting.wording.form == "variant":
            words = sighting.wording.words
            yield item, "notice-leftover", f"the source's own {kind} notice: {words!r}"
        elif kind not in called_for:
            yield item, "notice-extra", f"a {kind} notice that nothing calls for"


def _item_at(sheet: Sheet, index: int) -> str:
    part = sheet.blocks[index].part
    owner = next((o for o in sheet.owners if o.part == part), None)
    return owner.item.article.id if owner else ""


# ---------------------------------------------------------------- where


def _placed(
    due: _Due,
    sighting: Sighting,
    sheet: Sheet,
    seen: Sequence[Sighting],
    demand: Demand,
) -> Iterator[tuple[str, str]]:
    name = f"the {due.notice.kind} notice"
    part = _part_of(sighting.index, sheet, {s.index for s in seen})
    if part >= 0 and {owner.part for owner in due.owners} != {part}:
        yield "notice-misplaced", f"{name} stands in one item and concerns others too"
    paid = due.notice.kind in {k.kind for k in demand.kinds if k.commercial}
    for owner in due.owners:
        link = _first_paid(owner, sheet, demand)
        first, last = _body(owner, sheet, {s.index for s in seen})
        if (due.top or paid) and sighting.index >= link:
            yield "notice-late", f"{name} stands below the first commercial link"
        elif due.top and sighting.index > first:
            yield "notice-late", f"{name} stands below the beginning of the body"
        elif not due.top and sheet.form != "short" and sighting.index < last:
            yield "notice-early", f"{name} stands above the end of the body"


def _part_of(index: int, sheet: Sheet, notices: set[int]) -> int:
    """Whose notice it is by where it stands; what closes a letter is everyone's."""
    part = sheet.blocks[index].part
    last = max((o.part for o in sheet.owners), default=-1)
    later = (n for n in range(index, len(sheet.blocks)) if sheet.blocks[n].part == part)
    closing = part == last and all(n in notices for n in later)
    return -1 if closing else part


def _first_paid(owner: Owner, sheet: Sheet, demand: Demand) -> int:
    return next(
        (
            n
            for n, block in enumerate(sheet.blocks)
            if block.part == owner.part
            and any(is_paid(a.href, owner.item, demand) for a in block.anchors)
        ),
        len(sheet.blocks),
    )


def _body(owner: Owner, sheet: Sheet, notices: set[int]) -> tuple[int, int]:
    """The first and the last block of an item's own prose, as far as it is known."""
    own = [
        n
        for n, block in enumerate(sheet.blocks)
        if block.part == owner.part
        and n not in notices
        and owner.said.begins(tokens(block.words))
    ]
    return (own[0], own[-1]) if own else (len(sheet.blocks), -1)
