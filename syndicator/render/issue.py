"""Items put together as one issue: what stands above, between and below them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from syndicator import text
from syndicator.model import Item, Notice
from syndicator.render import body, tools
from syndicator.render.entries import Entry, day
from syndicator.render.frame import LetterFrame

_PREHEADER = (30, 140)  # characters: fewer say nothing, more are never shown
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """All a letter says, in the order it says it."""

    title: str
    sender: str
    subject: str
    language: str
    direction: str
    preheader: str
    date: str
    intro: tuple[str, ...]
    top: tuple[Notice, ...]
    entries: tuple[Entry, ...]
    bottom: tuple[Notice, ...]
    outro: tuple[str, ...]
    address: str  # "" where the tool's own tag is to stand for it
    web: str  # where to see it in a browser, or ""
    alone: bool  # one item only: the letter is that article


def issue(
    frame: LetterFrame,
    items: Sequence[Item],
    entries: tuple[Entry, ...],
    *,
    alone: bool,
) -> Issue:
    """Items and their entries as one issue; `alone`: it is that one article."""
    site, letter = frame.site, frame.letter
    title = entries[0].title if alone else frame.title
    date = day(frame.date, site.language, letter.timezone or site.timezone)
    words = _words(frame, title, date, entries)
    notices = _notices(items)
    own = {} if alone else _by_owner(items, notices)
    entries = tuple(
        replace(e, notices=own[n]) if n in own else e for n, e in enumerate(entries)
    )
    placed = {notice for some in own.values() for notice in some}
    shared = [n for n in notices if n not in placed]
    shared.sort(key=lambda n: n.language not in ("", site.language))  # as most read it
    return Issue(
        title=title,
        sender=frame.title,
        subject=text.collapse(letter.subject.format_map(words)),
        language=site.language,
        direction=text.direction(site.language),
        preheader=text.collapse(letter.preheader.format_map(words))
        or _preheader(frame, items),
        date=date,
        intro=_paragraphs(letter.intro),
        top=tuple(n for n in shared if n.place == "top"),
        entries=entries,
        bottom=tuple(n for n in shared if n.place == "bottom"),
        outro=_paragraphs(letter.outro),
        address=_address(frame),
        web=frame.address(".html") if letter.web_version else "",
        alone=alone,
    )


def _address(frame: LetterFrame) -> str:
    """The sender's, or "" where the tool's own tag is to stand for it."""
    if tools.tool_of(frame.letter).keeps_address:
        return ""
    return text.collapse(frame.site.postal_address)


def _words(
    frame: LetterFrame, title: str, date: str, entries: Sequence[Entry]
) -> dict[str, str]:
    """What `tools.IN_SUBJECT` stand for."""
    return {
        "title": title,
        "date": date,
        "number": str(frame.number or ""),
        "first": entries[0].title if entries else title,
        "count": str(len(entries)),
    }


def _paragraphs(words: str) -> tuple[str, ...]:
    return tuple(p for p in _BLANK_LINE.split(words) if p.strip())


def _notices(items: Sequence[Item]) -> list[Notice]:
    """Each wording once; one that belongs at the top of any item stands at the top."""
    notices = body.distinct_notices(tuple(items))
    by_place = sorted(notices, key=lambda n: n.place != "top")
    return list({n.text: n for n in reversed(by_place)}.values())[::-1]


def _by_owner(
    items: Sequence[Item], notices: Sequence[Notice]
) -> dict[int, tuple[Notice, ...]]:
    """Notices at the top of one item only, by its number: said there, not to all.

    But one that others carry in another language stands with theirs, above everything:
    each kind has one place in a letter, and no paid link stands before it.
    """
    owned: dict[int, tuple[Notice, ...]] = {}
    for notice in notices:
        if _is_translated(notice, notices):
            continue
        owners = [
            n for n, i in enumerate(items) if notice.text in {x.text for x in i.notices}
        ]
        if len(owners) == 1 < len(items) and notice.place == "top":
            owned[owners[0]] = (*owned.get(owners[0], ()), notice)
    return owned


def _is_translated(notice: Notice, notices: Sequence[Notice]) -> bool:
    same = (n for n in notices if n.kind == notice.kind and n.general)
    return notice.general and any(n.language != notice.language for n in same)


def _preheader(frame: LetterFrame, items: Sequence[Item]) -> str:
    """What inboxes show beside the subject: the first prose there is, long enough."""
    least, most = _PREHEADER
    summaries = (item.article.summary for item in items)
    titles = (item.article.title for item in items)
    words = ""
    for more in (*summaries, *titles, frame.site.description, frame.title):
        words = text.shorten(f"{words} {more}", most)
        if len(words) >= least:
            break
    return words
