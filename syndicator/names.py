"""People as publishers write them, made one value each: "By A and B" are two."""

import re
from collections.abc import Iterable
from dataclasses import replace

from syndicator import text, urls
from syndicator.model import Author

_BYLINE = re.compile(
    r"^(?:(?:written|posted|story|words|text|article|published|author|authored|reviewed)\s+)?"
    r"by(?:[:\s]\s*|(?=[A-Z]))|^(?:view\s+all\s+(?:posts|articles)\s+by|authors?:)\s*"
    r"|^(?:von|par|por|di|door|av)[:\s]\s*(?=\S+\s+\S)(?-i:(?=[^\Wa-z]))",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:&|and|und|och)\s+", re.IGNORECASE)
_SHORT_AND = re.compile(r"\s+(?:et|y|e|en)\s+")
_ET_AL = re.compile(r",?\s+et\s+al\b\.?", re.IGNORECASE)
_DEGREE = re.compile(
    r",\s*(?:jr|sr|i{1,3}|iv|m\.?d|ph\.?\s?d|pharm\.?d|psy\.?d|d\.?o|d\.?phil|[bm]\.?sc?"
    r"|[bm]\.?a|[bm]s|mph|mba|mbbs|rdn?|rn|np|ldn?|cscs|dpt|esq|dds|dvm|facp|frcp|frs)"
    r"(?:\.|\b)(?=\s|,|\0|$)",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:editor|writer|reporter|correspondent|columnist|contributor|author|professor"
    r"|researcher|scientist|director|founder|dieti[ct]ian|physician|staff|redakteurin?"
    r"|autorin?|officer|producer|journalist|critic|intern|chief|president|manager"
    r"|head of)\b",
    re.IGNORECASE,
)
_ORGANIZATION = re.compile(
    r"\b(?:administration|agency|association|bureau|centers?|centres?|college|committee"
    r"|council|department|desk|foundation|inc|institutes?|magazine|media|ministry|news"
    r"|newsroom|organi[sz]ation|press|reuters|society|staff|team|times|tribune"
    r"|university|wires?)\b",
    re.IGNORECASE,
)
# Those that have an "and" inside.
_JOINED = re.compile(
    r"\b(?:administration|agency|association|centers?|centres?|college|committee|council"
    r"|department|foundation|institutes?|ministry|organi[sz]ation|press|society|team"
    r"|university)\b",
    re.IGNORECASE,
)
# What systems and careless editors put where a name belongs.
_NOBODY = re.compile(
    r"(?:admin(?:istrator)?|(?:site|web)\s?(?:admin|master|editor)|webmaster|editor(?:ial)?"
    r"|(?:the\s+)?staff(?:\s+(?:writer|reporter|report)s?)?|wire|user|author|unknown"
    r"|anonymous|guest(?:\s+(?:author|contributor|writer))?|contributor|n/?a|none|null"
    r"|nan|undefined|true|false|default|posts?|redaktion|redazione|\d+)$",
    re.IGNORECASE,
)
# "Jane Roe The Meridian Press": whom she works for.
_EMPLOYER = re.compile(
    r"(?<=\w)[\s,/|–-]+(?:for\s+|of\s+)?The\s+(?:\w+\s+){1,3}?(?:Press|Times|News|Post|Tribune"
    r"|Journal|Herald|Gazette)$"
)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_HANDLE = re.compile(r"\(?@\w+\)?")


def people(raw: Iterable[Author]) -> tuple[Author, ...]:
    """Each person or organization once, in order, by name alone.

    "By A and B" are two; mail addresses, handles and placeholders ("Staff", "admin")
    are none. What is said of one who is named alone (url, role, avatar) stays with the
    name.
    """
    found: dict[str, Author] = {}
    for author in raw:
        names, role = _names(author.name)
        alone = len(names) == 1
        for name in names:
            same = text.fold(name)
            said = (
                replace(author, name=name, role=text.collapse(author.role) or role)
                if alone
                else Author(name=name)
            )
            found[same] = filled(found[same], said) if same in found else said
    return tuple(map(_told_apart, found.values()))


def split(written: str) -> list[str]:
    """The names in a line, without what is said of them."""
    return _names(written)[0]


def filled(known: Author, more: Author) -> Author:
    """What is known of somebody, and what more is said where that is nothing."""
    return Author(
        name=known.name,
        url=known.url or more.url,
        role=known.role or more.role,
        avatar=known.avatar or more.avatar,
        organization=known.organization or more.organization,
    )


def _told_apart(author: Author) -> Author:
    known = author.organization or bool(_ORGANIZATION.search(author.name))
    return replace(author, organization=known)


def _names(written: str) -> tuple[list[str], str]:
    """The names of a byline, and what it says its only author is."""
    line = _HANDLE.sub("", _EMAIL.sub("", text.collapse(written)))
    line = _ET_AL.sub("", _BYLINE.sub("", line.strip(" ()<>|·•—–-")))
    line = _EMPLOYER.sub("", line)
    degrees = _DEGREE.sub(lambda m: m[0].replace(",", "\0"), line)
    parts = [p for part in _several(degrees) for p in _commas(part)]
    parts = [_BYLINE.sub("", p.replace("\0", ",").strip(" ,;|()<>")) for p in parts]
    parts = [p for p in parts if text.fold(p) and not _NOBODY.match(p)]
    parts = [p for p in parts if not urls.is_web(p)]
    names = [p for n, p in enumerate(parts) if n == 0 or not _JOB.search(p)]
    jobs = [p for p in parts if p not in names]
    names = [n for n in names if not _is_account(n, names)]
    return names, ", ".join(jobs) if len(names) == 1 else ""


def _is_account(name: str, others: list[str]) -> bool:
    """Say whether a name is the user name of one of the others, run together."""
    if " " in name:
        return False
    joined = text.fold(name).replace(" ", "")
    full = (text.fold(o).replace(" ", "") for o in others if " " in o)
    return any(joined.startswith(f) or f.endswith(joined[1:]) for f in full)


def _several(line: str) -> list[str]:
    """Split at "and"; organizations and two-part surnames have one inside."""
    if _JOINED.search(line):
        return line.split(";")
    parts = [p for part in re.split(r"[;|]", line) for p in _AND.split(part)]
    several = all(" " in p.strip() for p in _SHORT_AND.split(line))
    return [
        p for part in parts for p in (_SHORT_AND.split(part) if several else [part])
    ]


def _commas(part: str) -> list[str]:
    """Split "A B, C D" but leave "Last, First" whole."""
    pieces = [p.strip() for p in part.split(",") if p.strip()]
    several = len(pieces) > 1 and all(" " in p for p in pieces)
    return pieces if several else [part]
