"""A small honest tree of published files, made by the real pipeline from real articles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from syndicator import policy
from syndicator.audit import Demand, Duty
from syndicator.model import (
    Article,
    Channel,
    Disclaimer,
    Feed,
    Item,
    Letter,
    LinkRules,
    Site,
)
from syndicator.pipeline import Plan, making
from syndicator.pipeline.letters import LATEST
from syndicator.pipeline.products import Listed
from syndicator.render.frame import Chain

RESEARCH = (
    "This article of Example Lab reports on research for information and education. It"
    " is not medical advice, and it does not replace a qualified professional."
)
PAID = (
    "This article contains links to suppliers who pay us a commission on purchases, at"
    " no extra cost to you. Each such link is marked."
)
PAID_PLAIN = (
    "Some addresses in this mail belong to suppliers who pay us a commission on what"
    " you buy there. Each of them is marked."
)
PREPRINT = (
    "This article discusses a preprint: a study that has not yet been reviewed by other"
    " researchers and may change or be withdrawn."
)
RIGHTS = "The photographs in this article may not be copied without asking us first."
AI = "Parts of this article were drafted by a machine and checked by two editors."
OLD = "Disclosure: we may earn something when readers follow links to our partners."
NO_ADVICE, PAID_SHORT = "Not medical advice.", "Contains paid links."

SHOP = "https://shop.example/p?aff=lab&sku=2"
SIGNED = "https://files.example/data.csv?X-Amz-Signature=abc&X-Amz-Date=1"
SITE = Site(
    title="Example Lab",
    url="https://lab.example/",
    postal_address="Example Lab, 1 Example Street, Springfield, IL 62701",
)
DISCLAIMERS = (
    Disclaimer(
        kind="research",
        text=RESEARCH.replace("Example Lab", "{site}"),
        short=NO_ADVICE,
        always=True,
    ),
    Disclaimer(
        kind="commercial",
        text=PAID,
        short=PAID_SHORT,
        plain=PAID_PLAIN,
        commercial=True,
        variants=(OLD,),
    ),
    Disclaimer(kind="preprint", text=PREPRINT, tags=("preprint",)),
    Disclaimer(kind="rights", text=RIGHTS, place="bottom", tags=("photographs",)),
    Disclaimer(kind="ai", text=AI, tags=("never",)),
)
PLAN = Plan(
    site=SITE,
    base_url="https://feeds.example/",
    disclaimers=DISCLAIMERS,
    links=LinkRules(commercial=("shop.example",)),
)
DEMAND = Demand(
    own_hosts=("lab.example",),
    commercial_hosts=("shop.example",),
    labels=("sponsored",),
    kinds=DISCLAIMERS,
    letters={
        name: Duty(
            unsubscribe="*|UNSUB|*",
            unsubscribe_text="*|UNSUB|*",
            address=SITE.postal_address,
            address_text=SITE.postal_address,
        )
        for name in ("of-1", "of-3", "of-8", "brief")
    },
)

_TOPICS = ("bulbs", "coins", "starch", "heat", "zones", "plots", "protein", "orexin")


def _body(number: int, topic: str) -> str:
    shop = (
        f'<p>Readers who want their own {topic} can <a href="{SHOP.replace("&", "&amp;")}">'
        "compare a few</a>, or not.</p>"
    )
    signed = SIGNED.replace("&", "&amp;")
    return (
        f"<p>Everybody has an opinion about {topic}, and a few have measured it.</p>"
        f"<h2>What was measured about {topic}</h2>"
        f'<p>The raw numbers are <a href="{signed}">in a table</a>; the rest is on'
        f' <a href="https://lab.example/hub/{topic}">our page</a>.</p>'
        + (shop if number in (1, 3) else "")
        + f"<ul><li>First of all, {topic} differ a lot.</li><li>Second, so do we.</li></ul>"
        f"<p>Whoever reads this to the end knows all there is about {topic}.</p>"
    )


def _article(number: int) -> Article:
    topic = _TOPICS[number - 1]
    at = datetime(2026, 5, 30, 9, tzinfo=UTC) - timedelta(days=number)
    tags = {2: ("preprint",), 3: ("photographs",)}.get(number, ())
    return Article(
        id=f"urn:example:{topic}",
        source="lab",
        key=topic,
        url=f"https://lab.example/articles/{topic}",
        title=f"A Short History of {topic.title()}",
        body=_body(number, topic),
        summary=f"What we know about {topic} after a long year of looking at them.",
        tags=tags,
        published=at,
        updated=at,
    )


ARTICLES = tuple(_article(n) for n in range(1, 9))


def demanded(channel: Channel, articles: Sequence[Article]) -> list[Item]:
    """What the policy asks of these articles in a channel."""
    found = [policy.apply(a, channel, PLAN.policy) for a in articles]
    return [item for item in found if isinstance(item, Item)]


class _Fragments:
    """Keeps none: each is rendered anew."""

    def fragments(self, scope: str) -> dict[str, tuple[str, bytes]]:
        return {}

    def save_fragments(self, scope: str, made: object) -> None:
        pass


def _feed(feed: Feed) -> tuple[Mapping[str, bytes], list[Item]]:
    items = demanded(Channel(medium="feed", name=feed.name), ARTICLES)
    made = making.feed_files(PLAN, feed, Chain(), items, _Fragments())  # type: ignore[arg-type]
    return made.files, items


def _letter(letter: Letter, size: int) -> tuple[Mapping[str, bytes], list[Item]]:
    channel = Channel(medium="email", name=letter.name, issue="2026-05-29")
    items = demanded(channel, ARTICLES[:size])
    return making.letter_files(PLAN, letter, items, LATEST, {}).files, items


# An article about templates: addresses that are tags to some tool, its own as well,
# links with nothing between them, and notes.
_AWKWARD = "https://lab.example/articles/%7Bunsubscribe_url%7D/*%7CFNAME%7C*(1)"
_TEMPLATES = (
    '<p>See <a href="https://x.example/*%7CFNAME%7C*/%7Bunsubscribe_url%7D/[email]">how'
    ' it is done</a>, or <a href="https://shop.example/%7Bname%7D/*%7Cx%7C*">buy it</a>.'
    '<a href="https://x.example/a(1)">One</a><a href="https://x.example/b">two</a>word'
    f'<sup><a href="{_AWKWARD}#fn-1">[1]</a></sup></p><ol>'
    f'<li>A note. <a href="{_AWKWARD}#fnref-1">↩</a></li></ol>'
)


def _awkward(tool: str) -> tuple[Mapping[str, bytes], list[Item]]:
    article = replace(
        _article(1),
        id="urn:example:awkward",
        key="awkward",
        url=_AWKWARD,
        body=_TEMPLATES,
    )
    channel = Channel(medium="email", name=f"awkward-{tool}", issue="2026-05-29")
    items = demanded(channel, [article, _article(2)])
    letter = Letter(name=channel.name, title="Awkward", tool=tool)
    return making.letter_files(PLAN, letter, items, LATEST, {}).files, items


def _products() -> Iterator[tuple[Mapping[str, bytes], list[Item]]]:
    yield _feed(Feed(name="all"))
    yield _feed(Feed(name="short", content="summary"))
    for size in (1, 3, 8):
        letter = Letter(name=f"of-{size}", title="Weekly", tool="mailchimp")
        yield _letter(letter, size)
    numbered = Letter(
        name="numbered", title="Weekly", tool="mailchimp", text_links="numbered"
    )
    yield _letter(numbered, 8)
    for tool in ("mailchimp", "mautic", "mailup"):
        yield _awkward(tool)
    digest = Letter(name="brief", title="Brief", tool="mailchimp", content="summary")
    yield _letter(digest, 8)
    feeds, items = (
        (Feed(name="all"),),
        demanded(Channel(medium="feed", name="all"), ARTICLES),
    )
    plan = Plan(site=SITE, base_url=PLAN.base_url, feeds=feeds)
    listed = Listed(feed=feeds[0], items=8, latest=tuple(items[:3]))
    yield making.front_files(plan, [listed], {}), items


# path → bytes, and what they must show
TREE: dict[str, tuple[bytes, list[Item]]] = {
    path: (body, items) for files, items in _products() for path, body in files.items()
}
