"""JSON Feed 1.1 (jsonfeed.org/version/1.1), with what else we know under `_syndicator`.

Each item is encoded by itself: one emoji makes a whole feed held as text four times as
large.
"""

import json
from collections.abc import Sequence
from typing import Any

from syndicator import dates
from syndicator.model import Author, Enclosure, Image, Item, Notice, Tag
from syndicator.render import body, facts
from syndicator.render.frame import Deletion, FeedFrame

MEDIA_TYPE = "application/feed+json"
_VERSION = "https://jsonfeed.org/version/1.1"
_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_ITEMS = b'\n  "items": [\n'


def entry(frame: FeedFrame, item: Item, full: bool) -> bytes:
    """One item object."""
    frame, item, content = facts.ready(frame, item, full)
    article, foreign = item.article, facts.is_foreign(item.article)
    image = facts.picture(article)
    return _encode(
        {
            "id": article.id,
            "url": facts.uri(item.link),
            "external_url": facts.uri(facts.via(item)) if foreign else "",
            "title": facts.title(article),
            "content_html": content,
            "summary": facts.label(article.summary),
            "image": facts.uri(frame.media(image)) if image else "",
            "date_published": dates.rfc3339(article.published),
            "date_modified": dates.rfc3339(article.updated),
            "authors": [_author(a) for a in facts.authors(article)],
            "tags": list(facts.categories(article)),
            "language": article.language,
            "attachments": [_attachment(e) for e in article.enclosures],
            "_syndicator": _extra(frame, item),
        },
        always=("content_html",),  # required even where there is nothing to say
    )


def _author(author: Author) -> dict[str, str]:
    return _said({"name": author.name, "url": facts.uri(author.url)})


def _attachment(file: Enclosure) -> dict[str, Any]:
    return _said(
        {
            "url": facts.uri(file.url),
            "mime_type": facts.media_type(file.type),
            "title": facts.label(file.title),
            "size_in_bytes": file.length,
            "duration_in_seconds": file.seconds,
        }
    )


def _extra(frame: FeedFrame, item: Item) -> dict[str, Any]:
    article, credit = item.article, item.credit
    return _said(
        {
            "about": about(frame),
            "notices": [_notice(n) for n in item.notices],
            "credit": {"text": credit.text, "url": credit.url} if credit else {},
            "rights": facts.label(article.rights),
            "license": facts.uri(article.license),
            "section": facts.label(article.section),
            "podcast": [_tag(t) for t in article.podcast.episode],
            "images": [_image(frame, i) for i in body.shown_images(article)],
            "words": article.words,
            "minutes": article.minutes,
            "date_precision": article.precision,
        }
    )


def _tag(tag: Tag) -> dict[str, str]:
    return _said({"tag": tag.name, "text": tag.text} | facts.attributes(tag))


def _image(frame: FeedFrame, image: Image) -> dict[str, Any]:
    return _said(
        {
            "url": facts.uri(frame.media(image)),
            "mime_type": image.type,
            "width": image.width,
            "height": image.height,
            "size_in_bytes": image.length,
            "alt": facts.label(image.alt),
            "caption": facts.label(image.caption),
            "credit": facts.label(image.credit),
        }
    )


def document(frame: FeedFrame, fragments: Sequence[bytes]) -> bytes:
    """The whole feed: its header with the items spliced in."""
    frame = facts.scrub_frame(frame)
    older = frame.chain.older
    header = _encode(
        {
            "version": _VERSION,
            "title": facts.label(frame.title),
            "home_page_url": facts.uri(frame.site.url),
            "feed_url": frame.address(".json"),
            "next_url": frame.address(".json", older) if older else "",
            "description": facts.label(frame.description),
            "icon": facts.uri(frame.site.icon),
            # Without one, readers search the whole site for it.
            "favicon": facts.uri(frame.site.icon),
            "authors": [_author(facts.publisher(frame))],
            "language": frame.site.language,
            "hubs": [{"type": "WebSub", "url": facts.uri(h)} for h in frame.hubs],
            "_syndicator": _said(
                {
                    "about": about(frame),
                    "rights": facts.label(frame.site.rights),
                    "withdrawn": [_deletion(each) for each in frame.chain.gone],
                }
            ),
        }
    )
    head = header.removesuffix(b"\n}") + b"," + _ITEMS
    parts = [piece for part in fragments for piece in (b",\n", part)]
    return b"".join((head, *parts[1:], b"\n  ]\n}\n"))


def _deletion(gone: Deletion) -> dict[str, str]:
    told = {"id": gone.id, "date": dates.rfc3339(gone.when), "reason": gone.reason}
    return _said(told)


def about(frame: FeedFrame) -> str:
    """Where people read what `_syndicator` holds: the foot of the index page."""
    return f"{frame.base_url}index.html#extension"


def _said(members: dict[str, Any], always: tuple[str, ...] = ()) -> dict[str, Any]:
    """Only what is known: JSON Feed leaves a member out rather than empty."""
    return {key: value for key, value in members.items() if value or key in always}


def _encode(members: dict[str, Any], always: tuple[str, ...] = ()) -> bytes:
    said = _said(members, always)
    # One member a line; the encoder that indents by itself takes three times as long.
    lines = (f"  {_dumps(key)}: {_dumps(value)}" for key, value in said.items())
    return ("{\n" + ",\n".join(lines) + "\n}").encode()


def _notice(notice: Notice) -> dict[str, str]:
    told = {"kind": notice.kind, "text": notice.text}
    return told | ({"version": notice.version} if notice.version else {})
