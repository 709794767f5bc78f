"""Letters: items as one mail, in HTML and as its plain-text twin.

items → _Entry each, drawn once in full → _Issue → template → styles inlined →
the tool's tags filled in. Where the HTML outgrows its budget, the last items shrink.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from css_inline import CSSInliner
from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from syndicator import dates, text
from syndicator.model import Article, Credit, Enclosure, Item, Notice, Site
from syndicator.render import body, budget, merge, tools
from syndicator.render.budget import Cut
from syndicator.render.frame import LetterFrame
from syndicator.render.mailbody import mail_html
from syndicator.render.plaintext import linked, plain_text
from syndicator.render.wrapping import underlined, wrap

_PREHEADER = (30, 140)  # characters: fewer say nothing, more are never shown
_MONTHS = (
    "January February March April May June July August September October November"
    " December"
)
_BLANK_LINE = re.compile(r"\n\s*\n")
_HEARD = {"audio": "Listen", "video": "Watch"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One item in words and markup, in both forms; `html` is "" for an excerpt."""

    title: str
    link: str
    byline: str
    language: str
    direction: str
    summary: str
    media: tuple[str, ...]
    credit: Credit | None
    credit_linked: bool  # where nothing above leads to that address, or it is the first
    html: Markup
    text: str
    notices: tuple[Notice, ...] = ()  # those that concern this item alone
    part: str = ""  # the heading above it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issue:
    """All a template says, in the order it says it."""

    title: str
    sender: str
    subject: str
    language: str
    direction: str
    preheader: str
    date: str
    intro: tuple[str, ...]
    top: tuple[Notice, ...]
    entries: tuple[_Entry, ...]
    bottom: tuple[Notice, ...]
    outro: tuple[str, ...]
    address: str
    web: str
    alone: bool  # one item only: the letter is that article


def render(frame: LetterFrame, items: Sequence[Item]) -> LetterBytes:
    """One issue of a letter, its HTML and what tracking adds within `max_kilobytes` KiB.

    Items beyond the budget, the last first, are shown as excerpt and link; if that is
    not enough, they are left out, all but the first. Notices of what is shown, the
    postal address and the way to unsubscribe always stay. The letter must be free of
    `tools.problems`.
    """
    tool = tools.tool_of(frame.letter)
    entries = tuple(
        _entry(frame, item, first=n == 0, alone=len(items) == 1)
        for n, item in enumerate(items)
    )
    wanted = len(items) if frame.letter.content == "full" else 0

    def draw(cut: Cut) -> tuple[_Issue, bytes]:
        forms = _forms(entries[: cut.shown], cut.full)
        issue = _issue(frame, items[: cut.shown], forms, alone=len(items) == 1)
        return issue, merge.fill_html(_html(frame.letter.theme, issue, tool), tool)

    cut, (issue, markup) = budget.fit(
        frame.letter.max_kilobytes * 1024,
        list(budget.cuts(len(items), wanted)),
        draw,
        lambda drawn: budget.weight(drawn[1], tool),
    )
    return LetterBytes(
        html=markup,
        text=merge.fill_text(_text(issue, tool), tool),
        subject=merge.fill_text(issue.subject, tool).decode(),
        preheader=merge.fill_text(issue.preheader, tool).decode(),
        shortened=tuple(i.article.id for i in items[cut.full : min(wanted, cut.shown)]),
        left_out=tuple(i.article.id for i in items[cut.shown :]),
    )


# ---------------------------------------------------------------- what is said


def _entry(frame: LetterFrame, item: Item, *, first: bool, alone: bool) -> _Entry:
    article = item.article
    language = article.language or frame.site.language
    link = item.link or article.url
    return _Entry(
        title=text.collapse(article.title),
        link=link,
        byline=_byline(article, frame.site),
        language=language,
        direction=text.direction(language),
        summary=text.collapse(article.summary),
        media=tuple(line for e in article.enclosures if (line := _heard(e))),
        credit=item.credit,
        credit_linked=first or not _is_tagged(item),
        html=Markup(mail_html(frame, item, 2 if alone else 3)),
        text=plain_text(frame, item, numbered=frame.letter.text_links == "numbered"),
        part=text.collapse(frame.parts.get(article.id, "")),
    )


def _is_tagged(item: Item) -> bool:
    """Say whether the title leads to the credited page already, by a tagged link."""
    return bool(item.credit) and item.link != item.article.url


def _forms(entries: tuple[_Entry, ...], full: int) -> tuple[_Entry, ...]:
    """The first `full` entries in full, the others as excerpts."""
    excerpts = (replace(entry, html=Markup(), text="") for entry in entries[full:])
    return (*entries[:full], *excerpts)


def _issue(
    frame: LetterFrame,
    items: Sequence[Item],
    entries: tuple[_Entry, ...],
    *,
    alone: bool,
) -> _Issue:
    site, letter = frame.site, frame.letter
    title = entries[0].title if alone else frame.title
    date = _day(frame.date, site.language, letter.timezone or site.timezone)
    words = _words(frame, title, date, entries)
    notices = _notices(items)
    own = {} if alone else _by_owner(items, notices)
    entries = tuple(replace(e, notices=own.get(n, ())) for n, e in enumerate(entries))
    placed = {notice for some in own.values() for notice in some}
    shared = [n for n in notices if n not in placed]
    return _Issue(
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
    frame: LetterFrame, title: str, date: str, entries: Sequence[_Entry]
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
    """Notices at the top of one item only, by its number: said there, not to all."""
    owned: dict[int, tuple[Notice, ...]] = {}
    for notice in notices:
        owners = [
            n for n, i in enumerate(items) if notice.text in {x.text for x in i.notices}
        ]
        if len(owners) == 1 < len(items) and notice.place == "top":
            owned[owners[0]] = (*owned.get(owners[0], ()), notice)
    return owned


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


def _byline(article: Article, site: Site) -> str:
    language = article.language or site.language
    parts = (
        _day(article.published, language, site.timezone),
        f"{article.minutes} min read" if article.minutes else "",
        _listed([author.name for author in article.authors]),
    )
    return " · ".join(part for part in parts if part)


def _listed(names: list[str]) -> str:
    """A; A and B; A, B and C."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _day(at: datetime, language: str, timezone: str) -> str:
    """May 30, 2026 in English, 2026-05-30 in every other language."""
    local = at.astimezone(dates.zone(timezone))
    if language.lower().startswith("en"):
        return f"{_MONTHS.split()[local.month - 1]} {local.day}, {local.year}"
    return local.date().isoformat()


def _heard(enclosure: Enclosure) -> str:
    """A line for a recording; readers find it in the article."""
    verb = _HEARD.get(enclosure.type.partition("/")[0])
    if verb is None:
        return ""
    minutes = f" ({round(enclosure.seconds / 60)} min)" if enclosure.seconds else ""
    return f"{verb} in the article: {enclosure.title or 'recording'}{minutes}"


# ---------------------------------------------------------------- how it is drawn

_THEMES = SandboxedEnvironment(
    loader=PackageLoader("syndicator.render", "themes"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def _inliner(theme: str) -> CSSInliner:
    """Writes the theme's base rules into the elements; <style> keeps its @media."""
    loader = _THEMES.loader
    rules = loader.get_source(_THEMES, f"{theme}/letter.css")[0] if loader else ""
    return CSSInliner(
        load_remote_stylesheets=False,
        keep_style_tags=True,
        extra_css=rules,
        minify_css=True,
    )


def _html(theme: str, issue: _Issue, tool: tools.Tool) -> str:
    template = _THEMES.get_template(f"{theme}/letter.html.j2")
    drawn = template.render(
        issue=issue, tool=tool, slot=merge.slot, first=tools.FIRST_NAME
    )
    return _inliner(theme).inline(drawn)


def _text(issue: _Issue, tool: tools.Tool) -> str:
    rule = "-" * 24
    web = issue.web and (merge.slot("web") if tool.web.text else issue.web)
    first_name = merge.slot("first_name")
    title = (underlined(issue.title, "="), issue.date)
    blocks = (
        *(_head(issue.entries[0], "=") if issue.alone else title),
        *(wrap(p).replace(tools.FIRST_NAME, first_name) for p in issue.intro),
        *(wrap(notice.plain or notice.text, whole=True) for notice in issue.top),
        *(block for entry in issue.entries for block in _content(entry, issue)),
        *(wrap(notice.plain or notice.text, whole=True) for notice in issue.bottom),
        *(wrap(p).replace(tools.FIRST_NAME, first_name) for p in issue.outro),
        rule,
        wrap(f"You receive this because you subscribed to {issue.sender}."),
        wrap(issue.address) if issue.address else merge.slot("address"),
        f"Unsubscribe: {merge.slot('unsubscribe')}",
        f"View in a browser: {web}" if web else "",
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(entry: _Entry, mark: str) -> Iterator[str]:
    yield underlined(entry.title, mark)
    yield "\n".join(line for line in (wrap(entry.byline), entry.link) if line)


def _content(entry: _Entry, issue: _Issue) -> Iterator[str]:
    if entry.part and not issue.alone:
        yield underlined(entry.part, "=")
    if not issue.alone:
        yield from _head(entry, "-")
    yield from (
        wrap(notice.plain or notice.text, whole=True) for notice in entry.notices
    )
    if entry.html:
        yield entry.text
    else:
        yield wrap(entry.summary)
        yield wrap(linked(f"Continue reading: {entry.title}", entry.link))
    yield from (wrap(linked(line, entry.link)) for line in entry.media)
    if entry.credit:
        yield wrap(f"{entry.credit.text}: {entry.credit.url}", whole=True)
