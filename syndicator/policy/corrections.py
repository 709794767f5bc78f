"""The operator's note on what was wrong: shown with the item in every channel."""

from dataclasses import replace

from syndicator.model import Item, Notice
from syndicator.policy.rule import Terms

KIND = "correction"


def attach(item: Item, _: Terms) -> Item:
    """Attach the correction, behind the disclosures, where there is one."""
    note = item.article.correction
    if not note:
        return item
    notice = Notice(
        kind=KIND, text=note, short=note, place="top", why="the operator corrected it"
    )
    return replace(item, notices=(*item.notices, notice))
