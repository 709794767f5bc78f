"""What an article says itself, read independently, to know its words where they are shown."""

from dataclasses import dataclass, field
from functools import lru_cache

from syndicator import text, urls
from syndicator.audit import markup
from syndicator.audit.shown import Anchor
from syndicator.audit.wordings import tokens
from syndicator.model import Article

_BEGINNING = 4  # words by which a paragraph is known again
_UNLINKED = ("pre",)  # plain text shows these as they are, without addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An article's words: how its paragraphs begin, what its links are called."""

    whole: frozenset[tuple[str, ...]] = frozenset()  # beginnings only the body has
    excerpt: frozenset[tuple[str, ...]] = frozenset()
    anchors: tuple[Anchor, ...] = field(default=(), compare=False)
    unlinked: frozenset[str] = frozenset()
    words: str = ""

    def begins(self, words: tuple[str, ...]) -> bool:
        """Say whether a paragraph of the article begins like this."""
        return words[:_BEGINNING] in self.whole | self.excerpt

    def only_whole(self, words: tuple[str, ...]) -> bool:
        """Say whether it is a paragraph that the excerpt does not have."""
        return words[:_BEGINNING] in self.whole


@lru_cache(maxsize=128)  # as many as a document shows: every format asks for them
def said(article: Article) -> Said:
    """Read an article's body and excerpt."""
    blocks = markup.blocks(markup.tree(article.body))
    excerpt = {_beginning(article.summary)} - {()}
    whole = {_beginning(_before_links(b.words, b.anchors)) for b in blocks} - {()}
    plain = (article.title, article.summary, *(i.caption for i in article.images))
    return Said(
        whole=frozenset(whole - excerpt),
        excerpt=frozenset(excerpt),
        anchors=tuple(a for b in blocks for a in b.anchors if a.shows),
        unlinked=frozenset(
            a.href
            for b in blocks
            for a in b.anchors
            if b.tag in _UNLINKED or _is_inner(a.href, article)
        ),
        words=text.collapse(" ".join((*plain, *(b.words for b in blocks)))),
    )


def _is_inner(href: str, article: Article) -> bool:
    """Say whether a link stays within the article: text has nowhere to go."""
    return "#" in href and urls.key(href) == urls.key(article.url)


def _beginning(words: str) -> tuple[str, ...]:
    """The first words of a paragraph, none where there are too few to know it by."""
    found = tokens(words)[:_BEGINNING]
    return found if len(found) == _BEGINNING else ()


def _before_links(words: str, anchors: tuple[Anchor, ...]) -> str:
    """The words up to the first link: text puts an address behind it."""
    first = anchors[0].words if anchors else ""
    at = words.find(first) if first else -1
    return words[: at + len(first)] if at >= 0 else words
