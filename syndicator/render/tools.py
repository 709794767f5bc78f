"""Newsletter tools as data: the tags each one fills in, and the text it takes for tags.

A letter is drawn with slots where a tag belongs. Filling it writes the tool's own tags
there, byte for byte, and makes whatever else looks like a tag harmless: a reader of an
article about templates must see the template, and no article may run code in the tool.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from syndicator import html, urls
from syndicator.model import Letter, Site
from syndicator.text import ascii_markup

THEMES = ("default",)
FIRST_NAME = "{first_name}"  # what an operator writes in a letter's intro


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


def _both(tag: str) -> Tag:
    return Tag(tag, tag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A newsletter tool; a tag it does not have is empty.

    `syntax` is a pattern of the one character at which a tag breaks if it is parted
    from the next.
    """

    unsubscribe: Tag
    syntax: str
    web: Tag = _NO_TAG
    address: Tag = _NO_TAG
    first_name: Tag = _NO_TAG


_BRACES = r"\{(?=[{%#])"
_BREVO = _BRACES + r"|\[(?=(?:UNSUBSCRIBE|MIRROR|DEFAULT_[A-Z]+)\])"
_CAMPAIGN_MONITOR = (
    r"\[(?=(?:unsubscribe|webversion|preferences|forwardtoafriend|firstname|lastname"
    r"|fullname|email|listname|current\w+)\b|\w[\w ]*,\s*fallback=)"
)

_NAMED: dict[str, Tool] = {
    "brevo": Tool(
        unsubscribe=_both("{{ unsubscribe }}"),
        web=_both("{{ mirror }}"),
        first_name=_both("{{ contact.FIRSTNAME }}"),
        syntax=_BREVO,
    ),
    "buttondown": Tool(
        unsubscribe=_both("{{ unsubscribe_url }}"),
        web=_both("{{ email_url }}"),
        first_name=_both("{{ subscriber.metadata.first_name }}"),
        syntax=_BRACES,
    ),
    "campaignmonitor": Tool(
        unsubscribe=Tag("<unsubscribe>Unsubscribe</unsubscribe>", "[unsubscribe]"),
        web=Tag("<webversion>View in a browser</webversion>", "[webversion]"),
        first_name=_both("[firstname,fallback=]"),
        syntax=_CAMPAIGN_MONITOR,
    ),
    "ghost": Tool(
        unsubscribe=_both("%%{unsubscribe_url}%%"),
        first_name=_both("%%{first_name}%%"),
        syntax=r"%(?=%+\{)",
    ),
    "kit": Tool(
        unsubscribe=_both("{{ unsubscribe_url }}"),
        address=_both("{{ address }}"),
        first_name=_both("{{ subscriber.first_name }}"),
        syntax=_BRACES,
    ),
    "listmonk": Tool(
        unsubscribe=_both("{{ UnsubscribeURL }}"),
        web=_both("{{ MessageURL }}"),
        first_name=_both("{{ .Subscriber.FirstName }}"),
        syntax=r"\{(?=\{)|@(?=TrackLink)",
    ),
    "mailchimp": Tool(
        unsubscribe=_both("*|UNSUB|*"),
        web=_both("*|ARCHIVE|*"),
        address=_both("*|LIST:ADDRESS|*"),
        first_name=_both("*|FNAME|*"),
        syntax=r"\*(?=\|)",
    ),
    "mailerlite": Tool(
        unsubscribe=_both("{$unsubscribe}"),
        web=_both("{$url}"),
        first_name=_both("{$name}"),
        syntax=r"\{(?=\$)",
    ),
    "mautic": Tool(
        unsubscribe=_both("{unsubscribe_url}"),
        web=_both("{webview_url}"),
        first_name=_both("{contactfield=firstname}"),
        syntax=r"\{(?=[a-z])",
    ),
}
_EVERY_SYNTAX = "|".join(dict.fromkeys(tool.syntax for tool in _NAMED.values()))
# Which tool sends a plain letter is not known, so it must be safe in each of them.
TOOLS = _NAMED | {"plain": Tool(unsubscribe=Tag(), syntax=_EVERY_SYNTAX)}


def tool_of(letter: Letter) -> Tool:
    """The tool that sends this letter; KeyError where there is none of that name."""
    tool = TOOLS[letter.tool]
    if letter.tool != "plain":
        return tool
    own = letter.unsubscribe
    in_html = html.escape(own) if urls.is_web(own) else own
    return replace(tool, unsubscribe=Tag(in_html, own))


def problems(letter: Letter, site: Site) -> list[str]:
    """Why this letter may not be sent: a sentence for each reason, none if it may.

    Each mail needs a postal address and a way out (CAN-SPAM, 15 U.S.C. 7704(a)(5)).
    """
    tool = TOOLS.get(letter.tool)
    if tool is None:
        known = ", ".join(sorted(TOOLS))
        return [f"letter {letter.name}: tool {letter.tool!r} is not one of {known}"]
    found = (
        (
            letter.tool == "plain" and not letter.unsubscribe.strip(),
            "tool plain needs `unsubscribe`, a URL or the placeholder of your tool",
        ),
        (
            not site.postal_address.strip() and not tool.address.html,
            "the site needs `postal_address`: no mail may go out without one",
        ),
        (
            FIRST_NAME in letter.intro and not tool.first_name.html,
            f"tool {letter.tool} cannot fill in {FIRST_NAME}, which `intro` uses",
        ),
        (
            letter.theme not in THEMES,
            f"theme {letter.theme!r} is not one of {', '.join(THEMES)}",
        ),
    )
    return [f"letter {letter.name}: {reason}" for wrong, reason in found if wrong]


# Noncharacters: `text.clean` takes them out of all that comes from outside.
_SLOT = re.compile("\ufdd0([a-z_]+)\ufdd1")


def slot(name: str) -> str:
    """Where the tool's tag of that name is to stand, as in `slot("unsubscribe")`."""
    return f"\ufdd0{name}\ufdd1"


def fill_html(markup: str, tool: Tool) -> bytes:
    """Finished HTML in ASCII: the tool's tags in their slots, all else literal.

    Numeric references cost no reader anything, so every tool's syntax is written in
    them, whichever tool sends the letter.
    """
    filled = _fill(markup, _literal_html, lambda name: getattr(tool, name).html)
    return filled.encode("ascii")


def fill_text(text: str, tool: Tool) -> bytes:
    """Finished text in UTF-8: the tool's tags in their slots, all else literal.

    Text has no references and must hold no invisible characters, so a space parts the
    characters that would open a tag: "{{" is shown as "{ {". In a URL the first is
    percent-encoded, which means the same address. Only this tool's syntax is touched.
    """
    literal = _literal_text(tool.syntax)
    filled = _fill(text, literal, lambda name: getattr(tool, name).text)
    return filled.encode("utf-8")


def _fill(
    drawn: str, literal: Callable[[str], str], tag_of: Callable[[str], str]
) -> str:
    parts = _SLOT.split(drawn)
    return "".join(
        tag_of(part) if odd % 2 else literal(part) for odd, part in enumerate(parts)
    )


# A style sheet has no references; comments are the theme's own. A tool that decodes
# once too often must not turn "&amp;lt;" into a tag.
_HTML_TAG = re.compile(
    r"(?P<skip><style\b.*?</style>|<!--.*?-->)"
    rf"|{_EVERY_SYNTAX}|&amp;(?=\w+;|#)",
    re.DOTALL | re.IGNORECASE,
)


def _literal_html(markup: str) -> str:
    def referenced(match: re.Match[str]) -> str:
        if match["skip"]:
            return match["skip"]
        return f"&#{ord(match[0][0])};"

    named = _HTML_TAG.sub(referenced, markup).replace("&nbsp;", "&#160;")
    return ascii_markup(named)


def _literal_text(syntax: str) -> Callable[[str], str]:
    opening = re.compile(syntax, re.IGNORECASE)
    url_or_opening = re.compile(rf"(?P<url>https?://\S*)|{syntax}", re.IGNORECASE)

    def encoded(match: re.Match[str]) -> str:
        return f"%{ord(match[0]):02X}"

    def parted(match: re.Match[str]) -> str:
        return opening.sub(encoded, match[0]) if match["url"] else f"{match[0]} "

    return lambda text: url_or_opening.sub(parted, text)
