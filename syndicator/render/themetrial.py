"""A theme of an operator's own, tried on made-up issues before it is used on real ones."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from types import TracebackType

from bs4 import BeautifulSoup
from jinja2 import TemplateError, TemplateSyntaxError

from syndicator import text
from syndicator.model import (
    Article,
    Author,
    Channel,
    Credit,
    Enclosure,
    Item,
    Letter,
    Notice,
    Site,
)
from syndicator.render import letter as letters
from syndicator.render import theme, tools
from syndicator.render.frame import LetterFrame
from syndicator.render.themefiles import MEDIA, PAGE, RULES, file_of

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_PLACES = ("top", "bottom")
_RULE = re.compile(r"([^{}]*)\{[^{}]*\}")


def faults(letter: Letter, site: Site) -> Iterator[str]:
    """Why this letter's theme cannot be used, as "file:line: what"; nothing if it can."""
    found = [*_style_faults(letter), *_syntax_faults(letter)]
    yield from found
    if found:
        return
    for count, asked in product((1, 3), (letter, _plain(letter))):
        found = list(_trial(asked, site, count))
        yield from found
        if found:
            return


def _plain(letter: Letter) -> Letter:
    """The same letter with nothing an operator may leave out."""
    brand = replace(letter.brand, logo="", footer_links={})
    return replace(
        letter, brand=brand, intro="", outro="", content="summary", web_version=False
    )


# ---------------------------------------------------------------- what is written


def _style_faults(letter: Letter) -> Iterator[str]:
    for name in (RULES, MEDIA):
        where, sheet = file_of(letter, name)
        bare = re.sub(r"/\*.*?\*/|\{\{.*?\}\}", _blank, sheet, flags=re.DOTALL)
        depth = 0
        for number, line in enumerate(bare.splitlines(), 1):
            depth += line.count("{") - line.count("}")
            if depth < 0:
                yield f"{where}:{number}: a brace closes that none opens"
                return
        if depth:
            yield f"{where}:{len(bare.splitlines())}: a brace is left open"
        elif name == MEDIA:
            yield from _loose_rules(where, bare)


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _loose_rules(where: str, sheet: str) -> Iterator[str]:
    """Rules outside @media: many clients drop style sheets, so none may matter."""
    depth = 0
    for number, line in enumerate(sheet.splitlines(), 1):
        opens = line.lstrip()[:1] not in ("", "}", "@")
        if depth == 0 and opens:
            yield f"{where}:{number}: a rule outside @media belongs in {RULES}"
        depth += line.count("{") - line.count("}")


def _syntax_faults(letter: Letter) -> Iterator[str]:
    environment = theme.environment(letter.theme, letter.theme_files)
    for name in sorted(letter.theme_files):
        if not name.endswith((".j2", ".css")):
            continue
        try:
            environment.get_template(name)
        except TemplateSyntaxError as error:
            yield f"{error.filename}:{error.lineno}: {error.message}"


# ---------------------------------------------------------------- what is drawn


def _trial(letter: Letter, site: Site, count: int) -> Iterator[str]:
    items = [_item(n, letter) for n in range(1, count + 1)]
    frame = LetterFrame(
        site=site,
        base_url=site.url,
        letter=replace(letter, max_kilobytes=1000),
        date=_AT,
        parts={items[-1].article.id: "A part of the letter"},
    )
    try:
        made = letters.render(frame, items)
    except TemplateError as error:
        yield f"{_where(error, letter)}: {error.message or type(error).__name__}"
    except Exception as error:  # noqa: BLE001 - a template may raise anything
        yield f"{_where(error, letter)}: {error}"
    else:
        yield from _missing(made.html, items, frame)


def _where(error: BaseException, letter: Letter) -> str:
    """The innermost place in a template that an error went through."""
    own = f"{letter.theme}/"
    place = f"{own}{PAGE}:1"
    trace: TracebackType | None = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith((own, "default/")):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _missing(body: bytes, items: list[Item], frame: LetterFrame) -> Iterator[str]:
    """What no letter may lack and this one does."""
    tool = tools.tool_of(frame.letter)
    markup = body.decode("ascii")
    page = BeautifulSoup(markup, "lxml")
    words = text.collapse(page.body.get_text(" ")) if page.body else ""
    where = f"{frame.letter.theme}/{PAGE}:1"
    if markup.count(tool.unsubscribe.html) != 1:
        yield f'{where}: the way out must stand there once: unsubscribe("Unsubscribe")'
    kept = tool.address.html if tool.keeps_address else ""
    address = kept or text.collapse(frame.site.postal_address) or tool.address.html
    if address not in words:
        yield f"{where}: the postal address is missing: {{{{ address }}}}"
    for notice in dict.fromkeys(n for item in items for n in item.notices):
        if words.count(notice.text) != 1:
            yield (
                f"{where}: a notice for the {notice.place} must stand there once, and"
                f" does {words.count(notice.text)} times: see issue.top, issue.bottom"
                " and entry.notices"
            )
    titles = {
        a.get("href") for h in page.find_all(("h1", "h2")) for a in h.find_all("a")
    }
    for item in items:
        if item.link not in titles:
            yield f"{where}: an item needs a heading that leads to it: entry.link"
        if item.credit and item.credit.text not in words:
            yield f"{where}: an item's credit is missing: entry.credit"


def _item(number: int, letter: Letter) -> Item:
    url = f"https://theme-trial.example/{number}"
    notices = [_notice(f"Notice for the {place}.", place) for place in _PLACES]
    if number == 2:
        notices.append(_notice("Notice of one item.", "top"))
    return Item(
        article=Article(
            id=f"urn:theme-trial:{number}",
            source="trial",
            key=str(number),
            url=url,
            title=f"Article {number}",
            body=f"<h2>Heading</h2><p>Words of article {number}.</p>",
            summary=f"The summary of article {number}, as long as most summaries are.",
            published=_AT,
            updated=_AT,
            authors=(Author(name="An Author"),),
            minutes=5,
            language="ar" if number == 3 else "en",
            enclosures=(Enclosure(url=f"{url}.mp3", type="audio/mpeg", seconds=60),),
        ),
        channel=Channel(medium="email", name=letter.name),
        notices=tuple(notices),
        link=f"{url}?tagged=1",
        credit=Credit(text=f"First published, number {number}", url=url),
    )


def _notice(words: str, place: str) -> Notice:
    return Notice(
        kind="trial",
        text=words,
        short=words,
        place="top" if place == "top" else "bottom",
    )
