"""A published letter as the mail somebody else is to send."""

import html
import re

from syndicator.model import Letter, Site
from syndicator.ports import Mail
from syndicator.render import merge, tools

_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)


def mail_of(letter: Letter, site: Site, issue: str, body: bytes, twin: bytes) -> Mail:
    """HTML and plain text as published; the subject is the title of the HTML.

    What is broken in HTML by references has to be broken anew where there are none.
    """
    markup = body.decode("ascii")
    found = _TITLE.search(markup)
    subject = html.unescape(found[1]) if found else ""
    return Mail(
        letter=letter.name,
        issue=issue,
        title=letter.title or site.title,
        subject=merge.literal_text(subject, tools.tool_of(letter).syntax),
        html=markup,
        text=twin.decode("utf-8"),
    )
