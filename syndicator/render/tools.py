"""Newsletter tools as data: `tools.toml` holds what each fills in and takes for a tag.

What it says is checked when it is read: a mistake in it is ours and stops the start.
"""

import pkgutil
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from syndicator import html, urls
from syndicator.model import Feed, Letter, Site

PLAIN = "plain"
IN_SUBJECT = ("title", "date", "number", "first", "count")  # of subject, preheader
FIRST_NAME = "{first_name}"  # what an operator writes in a letter's intro
TAGS = ("unsubscribe", "web", "address", "first_name")


Syntax = tuple[str, ...]


class Tag(NamedTuple):
    """One tag in HTML and in plain text.

    In HTML it is what stands in an href, or an element of the tool's own.
    """

    html: str = ""
    text: str = ""

    @property
    def is_element(self) -> bool:
        return self.html.startswith("<")


_NO_TAG = Tag()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A newsletter tool; a tag it does not have is empty.

    `syntax` are patterns, whatever the case, of what opens a tag: parted behind its
    first character, which each names literally, it opens none. `link_bytes` is what tracking may add to a link,
    `picture` the widest picture in pixels that a feed may tell this tool of, or 0.
    """

    syntax: Syntax
    source: tuple[str, ...]
    checked: str
    unsubscribe: Tag = _NO_TAG
    web: Tag = _NO_TAG
    address: Tag = _NO_TAG
    first_name: Tag = _NO_TAG
    keeps_address: bool = False
    link_bytes: int = 150  # a redirect's address, beside the bytes of the one it hides
    picture: int = 0


def _read(table: Mapping[str, Any], name: str) -> Tool:
    """One table of tools.toml; ValueError where it cannot be meant."""
    unknown = set(table) - {field.name for field in fields(Tool)}
    if unknown:
        raise ValueError(f"tools.toml: {name}: {', '.join(sorted(unknown))} is no key")
    tags = {key: _tag(table[key]) for key in TAGS if key in table}
    lists = {key: tuple(table[key]) for key in ("syntax", "source")}
    tool = Tool(**{**table, **tags, **lists})
    strange = [s for s in tool.syntax if not re.match(r"\\?[^\w\s(.^]", s)]
    if strange:
        raise ValueError(f"tools.toml: {name}.syntax: {strange[0]} names no character")
    opening = re.compile("|".join(tool.syntax), re.IGNORECASE)
    for key, tag in tags.items():
        if not (tag.html and opening.search(tag.text)):
            raise ValueError(f"tools.toml: {name}.{key}: its own syntax misses it")
    if not tags.get("unsubscribe") and name != PLAIN:
        raise ValueError(f"tools.toml: {name}: there is no way to unsubscribe")
    return tool


def _tag(said: str | Mapping[str, str]) -> Tag:
    return Tag(said, said) if isinstance(said, str) else Tag(**said)


def _all() -> dict[str, Tool]:
    data = pkgutil.get_data("syndicator.render", "tools.toml") or b""
    return {n: _read(table, n) for n, table in tomllib.loads(data.decode()).items()}


TOOLS = _all()
EVERY_SYNTAX = tuple(dict.fromkeys(s for tool in TOOLS.values() for s in tool.syntax))


def tool_of(letter: Letter) -> Tool:
    """The tool that sends this letter; KeyError where there is none of that name.

    Which tool sends a plain letter is not known, so it must be safe in each of them.
    """
    tool = TOOLS[letter.tool]
    if letter.tool != PLAIN:
        return tool
    own = {"unsubscribe": letter.unsubscribe, **letter.placeholders}
    parted = (f"{re.escape(p[:1])}(?={re.escape(p[1:])})" for p in own.values() if p)
    tags: dict[str, Any] = {k: _placeholder(own.get(k, "")) for k in TAGS}
    return replace(tool, syntax=(*EVERY_SYNTAX, *parted), **tags)


def _placeholder(own: str) -> Tag:
    """The operator's own word in both forms; a URL is escaped as HTML has it."""
    return Tag(html.escape(own) if urls.is_web(own) else own, own)


def feed_problems(feed: Feed) -> list[str]:
    """Why this feed cannot be made for its tool; none if it can."""
    if not feed.tool or feed.tool in TOOLS:
        return []
    known = ", ".join(sorted(TOOLS))
    return [f"feed {feed.name}: tool {feed.tool!r} is not one of {known}"]


def problems(letter: Letter, site: Site) -> list[str]:
    """Why this letter may not be sent: a sentence for each reason, none if it may.

    Each mail needs a postal address and a way out (CAN-SPAM, 15 U.S.C. 7704(a)(5)).
    """
    if letter.tool not in TOOLS:
        known = ", ".join(sorted(TOOLS))
        return [f"letter {letter.name}: tool {letter.tool!r} is not one of {known}"]
    tool = tool_of(letter)
    strange = sorted(set(letter.placeholders) - set(TAGS))
    found = (
        (
            not tool.unsubscribe.html.strip(),
            "tool plain needs `unsubscribe`, a URL or the placeholder of your tool",
        ),
        (
            not site.postal_address.strip() and not tool.address.html.strip(),
            "the site needs `postal_address`: no mail may go out without one",
        ),
        (
            FIRST_NAME in letter.intro + letter.outro and not tool.first_name.html,
            f"tool {letter.tool} cannot fill in {FIRST_NAME}: intro or outro uses it",
        ),
        (
            bool(letter.placeholders) and letter.tool != PLAIN,
            f"`placeholders` are for tool plain; {letter.tool} has its own",
        ),
        (
            bool(strange),
            f"`placeholders` has {', '.join(strange)}; known are {', '.join(TAGS)}",
        ),
    )
    return [f"letter {letter.name}: {reason}" for wrong, reason in found if wrong]
