"""A letter as JSON: the mail, and what it is made of, for tools that fill in their own.

Every list has a name, as tools that merge from JSON demand.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from syndicator import dates
from syndicator.model import Item, Revision
from syndicator.render import facts, merge, tools
from syndicator.render.frame import LetterFrame
from syndicator.render.letter import LetterBytes


def document(
    frame: LetterFrame,
    items: Sequence[Item],
    made: LetterBytes,
    parts: Mapping[str, str],
    revisions: Sequence[Revision] = (),
) -> bytes:
    """`made` with its items, those left out of it for their size apart.

    Words are plain text in which nothing is a tag of the letter's tool; `html` and
    `text` are the mail as it is, the tool's tags included. `number` is there for
    issues only; `part` is the heading an item stands under.
    """
    shown = [item for item in items if item.article.id not in made.left_out]
    told = {
        "letter": frame.letter.name,
        "title": _words(frame, frame.title),
        "number": frame.number,
        "date": dates.rfc3339(frame.date),
        "subject": made.subject,
        "preheader": made.preheader,
        "url": frame.address(".html"),
        "language": frame.site.language,
        "items": [_item(frame, i, parts.get(i.article.id, "")) for i in shown],
        "revisions": [_revision(each) for each in revisions],
        "html": made.html.decode("ascii"),
        "text": made.text.decode(),
    }
    said = {k: v for k, v in told.items() if v or k == "items"}
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _item(frame: LetterFrame, item: Item, part: str) -> dict[str, Any]:
    item = facts.scrub(item)
    article, image = item.article, facts.picture(item.article)
    told = {
        "id": article.id,
        "url": facts.uri(item.link or article.url),
        "title": _words(frame, article.title),
        "summary": _words(frame, article.summary),
        "part": _words(frame, part),
        "image": facts.uri(frame.media(image)) if image else "",
        "date_published": dates.rfc3339(article.published),
        "authors": [_words(frame, a.name) for a in facts.authors(article)],
    }
    return {key: value for key, value in told.items() if value}


def _revision(revision: Revision) -> dict[str, str]:
    return {"date": dates.rfc3339(revision.at), "reason": revision.reason}


def _words(frame: LetterFrame, words: str) -> str:
    return merge.fill_text(facts.label(words), tools.tool_of(frame.letter)).decode()
