"""A body as found → clean, semantic HTML5: what is article stays, the page goes.

Headings start at h2, references are absolute, paragraphs are paragraphs.
"""

from bs4.element import Tag

from syndicator import html
from syndicator.normalize import figures, furniture, images, links, structure, tidying
from syndicator.normalize.page import Page


def clean(markup: str, page: Page) -> Tag:
    """The article's tree: resolved, without boxes, in paragraphs and figures."""
    tree = html.fragment(html.mend(markup))
    images.resolve(tree, page.base)
    furniture.drop(tree)
    links.from_embeds(tree, page.base)
    links.resolve(tree, page.base)
    figures.part(tree)
    structure.paragraphs(tree)
    figures.stand_alone(tree)
    return tree


def finish(tree: Tag) -> str:
    """The markup of a tree from which everything else has been taken."""
    tidying.tidy(tree)
    tidying.level_headings(tree)
    tidying.on_lines(tree)
    return html.sanitize(html.inner(tree)).strip()
