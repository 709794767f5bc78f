"""Pictures and players as mail shows them: jpg, png or gif with numeric sizes.

What mail cannot show becomes a link to the article.
"""

from lxml.html import HtmlElement

from syndicator import html, text
from syndicator.model import Image
from syndicator.render.frame import Place
from syndicator.render.mailtree import IN_THE_ARTICLE
from syndicator.render.tree import attr, attribute, number, said

WIDTH = 536  # pixels: the letter's 600 less its padding
UNDESCRIBED = "Illustration"  # so that a blocked picture still shows something
STILL = "A still of the video"
_MAILABLE = ("image/jpeg", "image/png", "image/gif")
_IN_LINE = ("p", "span", "figcaption", *html.HEADINGS)


def picture(tag: HtmlElement, place: Place, image: Image, link: str) -> str:
    """An <img>, or a link where mail cannot show the picture or its size is unknown."""
    words = text.collapse(attr(tag, "alt"))
    asked = number(tag, "width"), number(tag, "height")
    shown = _shown(place, image, attr(tag, "src"), asked)
    return _img(*shown, words) if shown else link_to_article(tag, link, words)


def poster(tag: HtmlElement, place: Place, image: Image, link: str) -> str:
    """What a film looks like before it plays, linked, and words that say so."""
    asked = number(tag, "width"), number(tag, "height")
    shown = _shown(place, image, attr(tag, "poster"), asked)
    words = link_to_article(tag, link, "")
    if not shown or tag.getparent().tag in _IN_LINE:
        return words
    still = _img(*shown, STILL)
    return figure(f"<a{attribute('href', link)}>{still}</a>") + words


def _shown(
    place: Place, image: Image, url: str, asked: tuple[int, int]
) -> tuple[str, int, int] | None:
    """The address of a picture and the size it is shown at, None where it cannot be.

    A large picture is shown at half its pixels or less, which is sharp on any screen.
    """
    own = image.mail
    if own:
        source, kind = f"{place.base_url}media/{own.name}", own.type
        real = own.width, own.height
    else:
        url = image.url or url
        source = place.media(image) if image.mirror else url
        kind = image.type or _type(url)
        real = image.width, image.height
    width, height = real if all(real) else asked
    if (
        kind not in _MAILABLE
        or not source.startswith("https:")
        or not (width and height)
    ):
        return None
    wanted = min(asked[0] or image.width or width, image.width or width, WIDTH)
    return source, wanted, max(1, round(height * wanted / width))


def _type(url: str) -> str:
    """What a picture is by its name: all there is to go by where no one has read it."""
    suffix = url.partition("?")[0].rpartition(".")[2].lower()
    return f"image/{'jpeg' if suffix == 'jpg' else suffix}"


def _img(source: str, width: int, height: int, words: str) -> str:
    own = {
        "src": source,
        "width": str(width),
        "height": str(height),
        "alt": words or UNDESCRIBED,
        "style": f"width:100%;max-width:{width}px",
    }
    return f"<img{''.join(attribute(*each) for each in own.items())}>"


def figure(inside: str) -> str:
    """A table around a picture and its caption: Outlook knows no figure."""
    return (
        '<table role="presentation" class="figure" border="0" cellpadding="0"'
        f' cellspacing="0" width="100%"><tr><td>{inside}</td></tr></table>'
    )


def link_to_article(tag: HtmlElement, link: str, words: str) -> str:
    """A link where a picture or player was; inside a line, only its own words."""
    label, words = said(IN_THE_ARTICLE[tag.tag]), said(words)
    opened = f"<a{attribute('href', link)}>"
    if next(tag.iterancestors("a"), None) is not None:
        return words or label
    if next(tag.iterancestors(_IN_LINE), None) is not None:
        return f"{opened}{words or label}</a>"
    behind = f": {words}" if words else ""
    return f"<p>{opened}{label}</a>{behind}</p>"
