"""An item's facts drawn as HTML: links with their labels, notices, the credit.

Notices are plain <p>: readers and extractors drop asides, footers and telling classes.
"""

from bs4.element import NavigableString, Tag

from syndicator import html
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
    tree = html.fragment(item.article.body)
    draw_links(tree, item.links)
    mirrored = {i.url: i for i in item.article.images if i.mirror}
    for tag in tree.find_all("img"):
        image = mirrored.get(html.attr(tag, "src"))
        if image:
            tag["src"] = place.media(image)
    return html.inner(tree)


def draw_links(tree: Tag, links: tuple[Link, ...]) -> None:
    """Give each link its target and rel, and its label in words right behind it."""
    facts = {link.url: link for link in links}
    for tag in tree.find_all("a"):
        link = facts.get(html.attr(tag, "href"))
        if link is None:
            continue
        tag["href"] = link.target
        if link.rel:
            tag["rel"] = " ".join(link.rel)
        if link.label and not _labelled(tag, link.label):
            tag.insert_after(NavigableString(f" ({link.label})"))


def _labelled(tag: Tag, label: str) -> bool:
    """Say whether the author wrote the label in or right behind the link already."""
    following = tag.next_sibling
    behind = str(following)[:40] if isinstance(following, NavigableString) else ""
    return label.casefold() in (html.text_of(tag) + " " + behind).casefold()


def shown_images(article: Article) -> tuple[Image, ...]:
    """The pictures a channel can show: those that have an address."""
    return tuple(i for i in article.images if i.url)


def distinct_notices(items: tuple[Item, ...]) -> tuple[Notice, ...]:
    """Every notice of several items shown together, each wording once, in order."""
    return tuple(dict.fromkeys(n for item in items for n in item.notices))
