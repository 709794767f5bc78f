"""An item's facts drawn as HTML: links with their labels, notices, the credit.

Notices are plain <p>: readers and extractors drop asides, footers and telling classes.
"""

import re
from collections.abc import Mapping
from html import unescape

from syndicator import html, text
from syndicator.model import Article, Credit, Image, Item, Link, Notice
from syndicator.render.frame import Place


def full_html(place: Place, item: Item) -> str:
    """The whole item: notices, lead picture, body, notices, credit."""
    return "".join(
        (
            *notices_html(item, "top"),
            lead_html(place, item.article),
            drawn_body(place, item),
            *notices_html(item, "bottom"),
            credit_html(item.credit),
        )
    )


def summary_html(item: Item) -> str:
    """The excerpt of an item; its notices go with it whole, in their short form."""
    notices = "".join(f"<p>{html.escape(n.short)}</p>" for n in item.notices)
    excerpt = f"<p>{html.escape(item.article.summary)}</p>"
    return notices + excerpt + credit_html(item.credit)


def notices_html(item: Item, place: str) -> list[str]:
    return [f"<p>{html.escape(n.text)}</p>" for n in item.notices if n.place == place]


def credit_html(credit: Credit | None) -> str:
    if credit is None:
        return ""
    url = html.escape(credit.url)
    return f'<p>{html.escape(credit.text)}: <a href="{url}">{url}</a></p>'


def lead_html(place: Place, article: Article) -> str:
    """The lead picture as a figure, where the body does not hold it already."""
    if not article.lead or not article.images[0].url:
        return ""
    image = article.images[0]
    size = f' width="{image.width}" height="{image.height}"' if image.width else ""
    caption = image.caption and f"<figcaption>{html.escape(image.caption)}</figcaption>"
    source, alt = html.escape(place.media(image)), html.escape(image.alt)
    return f'<figure><img src="{source}" alt="{alt}"{size}>{caption}</figure>'


def drawn_body(place: Place, item: Item) -> str:
    """The article's body with this channel's links and our own copies of pictures."""
    markup = draw_links(item.article.body, item.links)
    mirrored = {i.url: place.media(i) for i in item.article.images if i.mirror}
    return draw_pictures(markup, mirrored) if mirrored else markup


def draw_pictures(markup: str, mirrored: Mapping[str, str]) -> str:
    """Show pictures at other addresses, where one is given for theirs."""

    def draw(written: re.Match[str]) -> str:
        said = html.attributes(written[0])
        ours = mirrored.get(said.get("src", ""))
        return html.start_tag("img", said | {"src": ours}) if ours else written[0]

    return html.IMAGE_TAG.sub(draw, markup)


def draw_links(markup: str, links: tuple[Link, ...]) -> str:
    """Give each link its target and rel, and its label in words right behind it."""
    facts = {x.url: x for x in links if x.rel or x.label or x.target != x.url}

    def draw(written: re.Match[str]) -> str:
        said = html.attributes(written[1])
        link = facts.get(said.get("href", ""))
        if link is None:
            return written[0]
        rel = {"rel": " ".join(link.rel)} if link.rel else {}
        tag = html.start_tag("a", said | {"href": link.target} | rel)
        label = link.label and not _labelled(written, link.label)
        behind = f" ({html.escape(link.label)})" if label else ""
        return f"{tag}{written[2]}</a>{behind}"

    return html.LINK.sub(draw, markup) if facts else markup


def _labelled(link: re.Match[str], label: str) -> bool:
    """Say whether the author wrote the label in or right behind the link already."""
    behind = link.string[link.end() : link.end() + 200].partition("<")[0]
    said = text.collapse(f"{html.words_between(link[2])} {unescape(behind)[:40]}")
    return label.casefold() in said.casefold()


def shown_images(article: Article) -> tuple[Image, ...]:
    """The pictures a channel can show: those that have an address."""
    return tuple(i for i in article.images if i.url)


def distinct_notices(items: tuple[Item, ...]) -> tuple[Notice, ...]:
    """Every notice of several items shown together, each wording once, in order."""
    return tuple(dict.fromkeys(n for item in items for n in item.notices))
