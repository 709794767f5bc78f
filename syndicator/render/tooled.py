"""An item of a feed as the newsletter tool that reads it can bear it.

Nothing in it opens a tag of the tool, and pictures are told no wider than it shows them.
"""

from dataclasses import replace

from syndicator.model import Image, Item
from syndicator.model.parts import Rendition
from syndicator.render.feeds import Format
from syndicator.render.frame import FeedFrame
from syndicator.render.merge import literal_text
from syndicator.render.tools import TOOLS


def entry(form: Format, frame: FeedFrame, item: Item, full: bool) -> bytes:
    """One item in one format; as the format has it where the feed is for no tool.

    HTML is made literal where it is drawn (`facts.content`), all other words here.
    """
    if not frame.feed.tool:
        return form.entry(frame, item, full)
    tool = TOOLS[frame.feed.tool]
    images = tuple(_bearable(image, tool.picture) for image in item.article.images)
    shown = replace(item, article=replace(item.article, images=images))
    made = form.entry(frame, shown, full).decode()
    return literal_text(made, tool.syntax).encode()


def _bearable(image: Image, widest: int) -> Image:
    """A picture as it is to be shown; its file may hold more, for dense screens."""
    if image.mail:
        image = _as_mailed(image, image.mail)
    if not 0 < widest < image.width:
        return image
    height = round(image.height * widest / image.width)
    return replace(image, width=widest, height=height)


def _as_mailed(image: Image, mailed: Rendition) -> Image:
    """The rendition that every mail client shows, in the picture's place."""
    return replace(
        image,
        mirror=mailed.name,
        type=mailed.type,
        width=mailed.width,
        height=mailed.height,
        length=mailed.length,
    )
