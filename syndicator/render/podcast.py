"""Podcasts in RSS: the vocabularies of Apple (itunes) and of podcastindex.org (podcast).

Only for articles whose source has them: apps are told what the publisher tells apps.
"""

from collections.abc import Iterable, Sequence

from lxml import etree

from syndicator.model import Article, Enclosure, Item, Tag
from syndicator.render import facts
from syndicator.render.feedxml import add

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}


def show(items: Sequence[Item]) -> tuple[Tag, ...]:
    """What a feed says of its show: all that its episodes have in common."""
    shows = [item.article.podcast.show for item in items if item.article.podcast.show]
    first = shows[0] if shows else ()
    return tuple(tag for tag in first if all(tag in other for other in shows))


def add_episode(
    item: etree._Element, article: Article, files: Sequence[Enclosure]
) -> None:
    """The episode's own tags, and how long its recording is."""
    said = article.podcast
    if not (said.episode or said.show):
        return
    if files and files[0].seconds:
        add(item, _name("itunes:duration"), str(files[0].seconds))
    add_tags(item, said.episode)


def add_tags(parent: etree._Element, tags: Iterable[Tag]) -> None:
    for tag in tags:
        given = facts.attributes(tag)
        if tag.name == "itunes:owner":  # the one that has parts
            owner = add(parent, _name(tag.name))
            if tag.text:
                add(owner, _name("itunes:name"), tag.text)
            add(owner, _name("itunes:email"), given["email"])
        else:
            add(parent, _name(tag.name), tag.text, **given)


def used(fragments: Sequence[bytes], tags: Iterable[Tag]) -> dict[str, str]:
    """The namespaces that a feed of these fragments and tags has to declare.

    In a fragment, "<" before a prefix is an element's: text has it escaped.
    """
    named = {tag.name.partition(":")[0] for tag in tags}
    return {
        prefix: address
        for prefix, address in NAMESPACES.items()
        if prefix in named or any(f"<{prefix}:".encode() in part for part in fragments)
    }


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
