"""Small honest letters and items for the tests of this folder."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from syndicator import html
from syndicator.model import (
    Article,
    Author,
    Channel,
    Credit,
    Image,
    Item,
    Letter,
    Link,
    Notice,
    Site,
)
from syndicator.render.frame import LetterFrame

AT = datetime(2026, 5, 30, 9, tzinfo=UTC)
ADDRESS = "Example Lab, 1 Example Street, Springfield, IL 62701"
SITE = Site(title="Example Lab", url="https://lab.example/", postal_address=ADDRESS)
RESEARCH = Notice(
    kind="research", text="This is not medical advice.", short="No advice.", place="top"
)
PAID = Notice(
    kind="commercial",
    text="Disclosure: suppliers behind “sponsored” links pay us.",
    short="Paid links.",
    place="top",
)
RIGHTS = Notice(
    kind="rights",
    text="Photographs may not be copied.",
    short="No copies.",
    place="bottom",
)
CHART = "https://cdn.lab.example/chart.png"
SHOP = "https://shop.example/p?aff=1&sku=2"
HUB = "https://lab.example/hub/"
UTM = "?utm_source=weekly&utm_medium=email"


def frame(site: Site = SITE, **letter: Any) -> LetterFrame:
    """An issue of a letter; keywords are its settings."""
    settings = {"name": "weekly", "title": "Weekly Digest", "tool": "mailchimp"}
    return LetterFrame(
        site=site,
        base_url="https://feeds.example/",
        letter=Letter(**(settings | letter)),
        date=AT,
    )


def links(body: str) -> tuple[Link, ...]:
    """What a policy would say of the links in a body."""
    kinds = {
        SHOP: Link(
            url=SHOP,
            kind="commercial",
            target=SHOP,
            rel=("sponsored", "nofollow"),
            label="sponsored",
        ),
        HUB: Link(url=HUB, kind="own", target=HUB + UTM),
    }
    found = [html.attr(a, "href") for a in html.fragment(body).find_all("a")]
    return tuple(
        kinds.get(url, Link(url=url, kind="other", target=url))
        for url in dict.fromkeys(found)
        if url
    )


def item(body: str = "", number: int = 1, **article: Any) -> Item:
    """Article `number` as a letter shows it; keywords are the article's own."""
    url = f"https://lab.example/articles/{number}"
    body = body or f'<p>Vials came from <a href="{SHOP}">a shop</a>.</p>'
    settings: dict[str, Any] = {
        "title": f"What the evidence says, part {number}",
        "summary": "In a review of 14 studies, the effect was small and hard to repeat.",
        "authors": (Author(name="Ada Byron"), Author(name="Bo Li")),
        "minutes": 9,
        "images": (Image(url=CHART, type="image/png", width=1072, height=604),),
    }
    return Item(
        article=Article(
            id=f"urn:{number}",
            source="lab",
            key=str(number),
            url=url,
            body=body,
            published=AT,
            updated=AT,
            **(settings | article),
        ),
        channel=Channel(medium="email", name="weekly"),
        notices=(RESEARCH, PAID),
        links=links(body),
        link=url + UTM,
        credit=Credit(text="Originally published by Example Lab", url=url),
    )


def digest(count: int) -> list[Item]:
    """Different items, the second with a notice for the end of the letter."""
    items = [item(number=n) for n in range(1, count + 1)]
    items[1] = replace(items[1], notices=(RESEARCH, RIGHTS))
    return items


_NAMES = (
    "a abbr b bdi code em q ruby rt small span strong sub sup mark time "
    "p div blockquote ul ol li dl dt dd details summary figure figcaption h2 h3 h5 pre"
    " table thead tr th td caption audio video"
)
_PIECES = (
    f'<img src="{CHART}" alt="x">',
    '<img src="http://x.example/a.webp">',
    f'<a href="{SHOP}">shop</a>',
    "<br>",
    "<hr>",
    "</table>",
    "<script>alert(1)</script>",
    '<p onclick="x" style="color:red" class="y" id="z">p</p>',
)


def bodies(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Markup nested in any way at all, not yet sanitized."""

    def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        children = st.lists(inner, max_size=3).map("".join)
        names = st.sampled_from(_NAMES.split())
        return st.builds(lambda name, c: f"<{name}>{c}</{name}>", names, children)

    pieces = st.recursive(words | st.sampled_from(_PIECES), wrapped, max_leaves=8)
    return st.lists(pieces, max_size=6).map("".join)
