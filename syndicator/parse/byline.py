"""The line under a title: when, by whom, how long to read; in words, with or without signs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from syndicator import text as plain
from syndicator.model import Author
from syndicator.parse import markup

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_CLOCK = r"(?:(?:,| at|T)?\s*\d\d?:\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[A-Z]{2,4}|[+-]\d\d:?\d\d)?)?"
_DATE = re.compile(
    r"(?P<label>(?:first |last )?(?:published|posted|updated|modified|reviewed)"
    r"(?: on)?:?\s+)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?P<date>(?:\d{{4}}-\d\d-\d\d|{_MONTH}\s+\d\d?(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d\d?(?:st|nd|rd|th|\.)?\s+{_MONTH},?\s+\d{{4}})\b{_CLOCK})",
    re.IGNORECASE,
)
_READING = re.compile(
    r"\b(?:reading time:?\s*)?\d{1,3}[\s-]*min(?:ute)?s?\b\.?(?:\s*(?:read|reading))?",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+|[|·•]|\s[–—-]\s|\t"
)
_BY = re.compile(r"(?:words |written )?by\s+", re.IGNORECASE)
_AND = re.compile(r",?\s+(?:and|&)\s+")
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms)\.?\s+)?[^\W\d_a-z][\w.'’-]*"
    r"(?:\s+(?:de|da|del|della|den|der|di|du|la|le|van|von|bin|al|ter|y|e))*"
    r"(?:\s+[^\W\d_a-z][\w.'’-]*){1,3}$"
)
_LONGEST = 160  # characters


@dataclass(frozen=True, slots=True)
class Byline:
    """What such a line says, in its own words."""

    published: str = ""
    updated: str = ""
    authors: tuple[Author, ...] = ()


def is_name(text: str) -> bool:
    """Two to four words as people are called."""
    return bool(_NAME.match(text))


def read(line: str) -> Byline | None:
    """What the line says, or None where it says anything else besides."""
    if len(line) > _LONGEST:
        return None
    said = {"published": "", "updated": ""}
    for found in _DATE.finditer(line):
        label = (found["label"] or "").lower()
        field = "updated" if re.search("updat|modif|review", label) else "published"
        said[field] = said[field] or plain.collapse(found["date"])
    rest, dates = _DATE.subn("|", line)
    rest, readings = _READING.subn("|", rest)
    parts = [p.strip(" ,;:") for p in _SIGNS.sub("|", rest).split("|")]
    parts = [p for p in parts if p]
    named = [_people(p, bare=bool(dates or readings)) for p in parts]
    if not all(named) or not (dates or readings or parts):
        return None
    people = markup.distinct_people(a for group in named for a in group)
    return Byline(said["published"], said["updated"], people)


def merged(lines: Iterable[Byline]) -> Byline:
    """Several lines as one; what was said first holds."""
    whole = Byline()
    for line in lines:
        whole = Byline(
            whole.published or line.published,
            whole.updated or line.updated,
            whole.authors or line.authors,
        )
    return whole


def _people(part: str, *, bare: bool) -> list[Author]:
    """The people a part names: after "by", or by looks where a date stands beside."""
    by = _BY.match(part)
    if not by and not bare:
        return []
    names, _, role = part[by.end() if by else 0 :].partition(",")
    several = _AND.split(part[by.end() if by else 0 :])
    if len(several) > 1:
        names, role = "", ""
        listed = [n.strip() for piece in several for n in piece.split(",")]
    else:
        listed = [names.strip()]
    if not all(map(is_name, listed)):
        return []
    people = [markup.person(name, "", role) for name in listed]
    return [person for person in people if person is not None]
