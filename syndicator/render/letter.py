"""Letters: items as one mail, in HTML and as its plain-text twin.

items → an Entry each, with its body where it is shown in full → Issue → theme → the tool's tags
filled in. Where the HTML outgrows its budget, the last items shrink.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

from syndicator.model import Item
from syndicator.render import budget, merge, theme, tools
from syndicator.render.budget import Cut
from syndicator.render.entries import Entry, entry, whole
from syndicator.render.frame import LetterFrame
from syndicator.render.issue import Issue, issue
from syndicator.render.lettertext import letter_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBytes:
    """One issue: ASCII HTML, UTF-8 text, and what the size budget cost.

    `subject` and `preheader` are plain text in which nothing is a tag of the tool's.
    `shortened` and `left_out` hold the ids of items shown as excerpts although the
    letter wants them in full, and of those not shown at all.
    """

    html: bytes
    text: bytes
    subject: str = ""
    preheader: str = ""
    shortened: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def render(frame: LetterFrame, items: Sequence[Item]) -> LetterBytes:
    """One issue of a letter, its HTML and what tracking adds within `max_kilobytes` KiB.

    Items beyond the budget, the last first, are shown as excerpt and link; if that is
    not enough, they are left out, all but the first. Notices of what is shown, the
    postal address and the way to unsubscribe always stay. The letter must be free of
    `tools.problems`.
    """
    tool = tools.tool_of(frame.letter)
    alone = len(items) == 1
    wanted = len(items) if frame.letter.content == "full" else 0

    @cache
    def drawn(number: int, full: bool) -> Entry:
        draw = partial(whole, top=2 if alone else 3) if full else entry
        return draw(frame, items[number], first=number == 0)

    def draw(cut: Cut) -> tuple[Issue, bytes]:
        shown = (drawn(n, n < cut.full) for n in range(cut.shown))
        said = issue(frame, items[: cut.shown], tuple(shown), alone=alone)
        return said, merge.fill_html(theme.letter_html(frame.letter, said, tool), tool)

    cut, (said, markup) = budget.fit(
        frame.letter.max_kilobytes * 1024,
        list(budget.cuts(len(items), wanted)),
        draw,
        lambda drawn: budget.weight(drawn[1], tool),
    )
    return LetterBytes(
        html=markup,
        text=merge.fill_text(letter_text(said, tool), tool),
        subject=merge.fill_text(said.subject, tool).decode(),
        preheader=merge.fill_text(said.preheader, tool).decode(),
        shortened=tuple(i.article.id for i in items[cut.full : min(wanted, cut.shown)]),
        left_out=tuple(i.article.id for i in items[cut.shown :]),
    )
