"""One item of a letter in words: what a template and the plain text say of it."""

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from syndicator import dates, text
from syndicator.model import Article, Credit, Enclosure, Item, Notice, Site
from syndicator.render.frame import LetterFrame, Place
from syndicator.render.mailbody import mail_html
from syndicator.render.mailtree import settled
from syndicator.render.plaintext import plain_text

_MONTHS = (
    "January February March April May June July August September October November"
    " December"
)
_NOTHING = Markup()
_KEPT = 128  # items: most of a digest's were in the one before
_HEARD = {"audio": "Listen", "video": "Watch"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item in words and markup, in both forms; `html` is "" for an excerpt."""

    title: str
    link: str
    byline: str
    language: str
    direction: str
    turned: str  # the direction of the title, where it is the other one
    summary: str
    media: tuple[str, ...]
    credit: Credit | None
    credit_linked: bool  # where nothing above leads to that address, or it is the first
    html: Markup = _NOTHING
    text: str = ""
    notices: tuple[Notice, ...] = ()  # those that concern this item alone
    part: str = ""  # the heading above it


def entry(frame: LetterFrame, item: Item, *, first: bool) -> Entry:
    """An item as its excerpt; `first` says that no item stands above it."""
    return _under_heading(frame, item, _brief(frame.site, item, first))


def whole(frame: LetterFrame, item: Item, *, first: bool, top: int) -> Entry:
    """An item in full, the headings of its body from level `top`."""
    place = Place(site=frame.site, base_url=frame.base_url)
    numbered = frame.letter.text_links == "numbered"
    return _under_heading(frame, item, _whole(place, item, first, top, numbered))


def _under_heading(frame: LetterFrame, item: Item, drawn: Entry) -> Entry:
    part = text.collapse(frame.parts.get(item.article.id, ""))
    return replace(drawn, part=part) if part else drawn


@lru_cache(maxsize=_KEPT)
def _brief(site: Site, item: Item, first: bool) -> Entry:
    article = item.article
    language = article.language or site.language
    direction = text.direction(language)
    runs = text.direction_of(article.title)
    return Entry(
        title=text.collapse(article.title),
        link=item.link or article.url,
        byline=_byline(article, site),
        language=language,
        direction=direction,
        turned=runs if runs not in ("", direction) else "",
        summary=text.collapse(article.summary),
        media=tuple(line for e in article.enclosures if (line := _heard(e))),
        credit=item.credit,
        credit_linked=first or not _is_tagged(item),
    )


@lru_cache(maxsize=_KEPT)
def _whole(place: Place, item: Item, first: bool, top: int, numbered: bool) -> Entry:
    markup, words = both_forms(place, item, top, numbered=numbered)
    brief = _brief(place.site, item, first)
    return replace(brief, html=Markup(markup), text=words)


def both_forms(
    place: Place, item: Item, top: int, *, numbered: bool = False
) -> tuple[str, str]:
    """The lead picture and the body as HTML for mail and as plain text, of one tree."""
    body = settled(place, item)
    words = plain_text(deepcopy(body), item, numbered=numbered)
    return mail_html(body, place, item, top), words


def _is_tagged(item: Item) -> bool:
    """Say whether the title leads to the credited page already, by a tagged link."""
    return bool(item.credit) and item.link != item.article.url


def _byline(article: Article, site: Site) -> str:
    language = article.language or site.language
    parts = (
        day(article.published, language, site.timezone),
        f"{article.minutes} min read" if article.minutes else "",
        _listed([author.name for author in article.authors]),
    )
    return " · ".join(part for part in parts if part)


def _listed(names: list[str]) -> str:
    """A; A and B; A, B and C."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _heard(enclosure: Enclosure) -> str:
    """A line for a recording; readers find it in the article."""
    verb = _HEARD.get(enclosure.type.partition("/")[0])
    if verb is None:
        return ""
    minutes = f" ({round(enclosure.seconds / 60)} min)" if enclosure.seconds else ""
    return f"{verb} in the article: {enclosure.title or 'recording'}{minutes}"


def day(at: datetime, language: str, timezone: str) -> str:
    """May 30, 2026 in English, 2026-05-30 in every other language."""
    local = at.astimezone(dates.zone(timezone))
    if language.lower().startswith("en"):
        return f"{_MONTHS.split()[local.month - 1]} {local.day}, {local.year}"
    return local.date().isoformat()
