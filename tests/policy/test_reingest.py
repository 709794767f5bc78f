"""What we publish, read back as a source, ten times over: nothing doubles, nothing goes.

A round is one service reading what the one before it published: parse → normalize →
decide → policy → render.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest

from syndicator import decide, html, policy
from syndicator.model import (
    Channel,
    Disclaimer,
    Feed,
    Item,
    Letter,
    LinkRules,
    RawEntry,
    Site,
    Source,
    Utm,
    Wording,
)
from syndicator.normalize import Terms as Settings
from syndicator.normalize import normalize
from syndicator.parse import parse
from syndicator.policy.rule import Terms
from syndicator.ports import Document
from syndicator.render import letter
from syndicator.render.feeds import FORMATS
from syndicator.render.frame import FeedFrame, LetterFrame

pytestmark = pytest.mark.slow
ROUNDS = 10
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
SITE = Site(
    title="Kitchen Lab",
    url="https://kitchen.example/",
    postal_address="Kitchen Lab, 1 Example Street",
)
SOURCE = Source(kind="feed", name="own", url="https://feeds.example/feeds/all.rss")
RESEARCH = (
    "This article is for information only. It is no substitute for medical advice."
)
PAID = (
    "This article contains links to {supplier}, who pay us a commission on purchases."
)
MONEY = "Nothing in this article is financial advice."
AI = "Ein Sprachmodell hat beim Entwurf geholfen; geprüft hat ihn ein Mensch."
DISCLAIMERS = (
    Disclaimer(kind="research", text=RESEARCH, short="No medical advice.", always=True),
    Disclaimer(
        kind="commercial",
        text=PAID,
        short="Paid links.",
        place="bottom",
        commercial=True,
    ),
    Disclaimer(
        kind="ai",
        text="A language model helped to draft this article; a person checked it.",
        wordings=(Wording(text=AI, language="de"),),
        tags=("drafted",),
    ),
    Disclaimer(kind="financial", text=MONEY, short="No tips.", place="bottom"),
)
LINKS = LinkRules(
    commercial=("shop.example",),
    suppliers={"shop.example": "Jar Shop"},
    label="paid link",
    labels={"de": "Anzeige"},
    credits={"de": "Zuerst erschienen bei {site}"},
    utm=Utm(
        feed={"utm_source": "{channel}", "utm_campaign": "{slug}"},
        email={"utm_source": "{channel}", "utm_content": "{position}"},
    ),
)
LABELS = (LINKS.label, *LINKS.labels.values())
TERMS = Terms(site=SITE, disclaimers=DISCLAIMERS, links=LINKS)
SETTINGS = Settings(site=SITE, source=SOURCE, disclaimers=DISCLAIMERS)
FEED_FRAME = FeedFrame(
    site=SITE, base_url="https://feeds.example/", feed=Feed(name="all"), updated=AT
)
LETTER_FRAME = LetterFrame(
    site=SITE,
    base_url="https://feeds.example/",
    letter=Letter(name="weekly", unsubscribe="https://kitchen.example/leave"),
    date=AT,
)
SHOP = '<a href="https://shop.example/jar?aff=7">a jar with a lid</a>'
OWN = '<a href="https://kitchen.example/flour?kind=rye#milling">how it is milled</a>'
PROSE = (
    "<p>A starter is a colony of wild yeasts and bacteria that live on flour and water."
    " Fed at one hour, it settles within two weeks.</p>"
    "<p>The warm jars rose fastest at first. By the third week the difference had"
    " shrunk to about forty minutes.</p>"
)
GERMAN = (
    "<p>Ein Ansatz ist eine Gemeinschaft wilder Hefen, die von Mehl und Wasser leben."
    " Wer ihn zur selben Stunde füttert, hat nach zwei Wochen Ruhe.</p>"
    "<p>Die warmen Gläser gingen zuerst am schnellsten auf, doch der Abstand schrumpfte"
    " bis zur dritten Woche auf vierzig Minuten.</p>"
)
CHART = "https://kitchen.example/chart.png"
FIGURE = f'<figure><img src="{CHART}" alt="Nine jars"><figcaption>Jars.</figcaption></figure>'
BODIES = {
    "prose": PROSE,
    "link in the middle": f"<p>We used {SHOP} and rye; see {OWN}.</p>{PROSE}",
    "link at the end": f"{PROSE}<p>We kept the starter in {SHOP}</p>",
    "only a link in a list": f"{PROSE}<ul><li>Rye flour</li><li>{SHOP}</li></ul>",
    "two links": f"<p>First {SHOP}, then {OWN}.</p>{PROSE}<p>Last {SHOP}.</p>",
    "its own notices": f"<p>{RESEARCH}</p>{PROSE}<p>We like {SHOP}.</p><p>Affiliate links: we"
    " earn a commission if you buy.</p>",
    "only its source says so": f"{PROSE}<p>None of this is investment advice.</p>",
    "structure": f"<h2>Method</h2>{PROSE}<h3>Jars</h3><blockquote><p>Cool is sour.</p>"
    f"</blockquote><table><tr><th>Jar</th><th>pH</th></tr><tr><td>{SHOP}</td><td>3.6</td>"
    "</tr></table>",
    "picture": f"<p>Nine jars, and {SHOP} for each.</p>{FIGURE}{PROSE}",
}


def raw(name: str, markup: str, **said: object) -> RawEntry:
    slug = name.replace(" ", "-")
    known = {
        "key": slug,
        "url": f"https://kitchen.example/{slug}",
        "base": SITE.url,
        "title": f"Sourdough: {name}",
        "body": markup,
        "published": "2026-05-30T09:00:00Z",
        "language": "en",
    }
    return RawEntry(**(known | said))  # type: ignore[arg-type]


WRITTEN = (
    *(raw(name, markup) for name, markup in BODIES.items()),
    raw("deutsch", f"{GERMAN}<p>Dazu {SHOP}.</p>", language="de", tags=("drafted",)),
    raw("drafted", PROSE, tags=("drafted",)),
)


FEED = Channel(medium="feed", name="all")
MAIL = Channel(medium="email", name="weekly", issue="2026-06-01")


def settled(entry: RawEntry, channel: Channel) -> Item:
    """The entry as the service shows it that has just read it; its key stays its id."""
    draft = normalize(entry, SETTINGS)
    article = decide.born(draft, SITE, AT)
    item = policy.apply(replace(article, id=draft.key), channel, TERMS)
    assert isinstance(item, Item), item.reason
    return item


# ---------------------------------------------------------------- published, and read

Round = Callable[[Sequence[Item]], list[RawEntry]]


def as_feed(form: str) -> Round:
    def read(items: Sequence[Item]) -> list[RawEntry]:
        entries = [FORMATS[form].entry(FEED_FRAME, item, True) for item in items]
        made = FORMATS[form].document(FEED_FRAME, entries)
        return parse("feed", Document(name=SOURCE.url, url=SOURCE.url, body=made))

    return read


def as_files(make: Callable[[Item], bytes]) -> Round:
    def read(items: Sequence[Item]) -> list[RawEntry]:
        files = [
            Document(name=i.article.id, url=i.article.url, body=make(i)) for i in items
        ]
        return [entry for file in files for entry in parse("html", file)]

    return read


def letter_of(item: Item) -> bytes:
    return letter.render(LETTER_FRAME, [item]).html


# But not our pages: they show excerpts.
READERS: dict[str, tuple[Channel, Round, Sequence[RawEntry]]] = {
    "rss": (FEED, as_feed("rss"), WRITTEN),
    "atom": (FEED, as_feed("atom"), WRITTEN),
    "json": (FEED, as_feed("json"), WRITTEN),
    "letter": (MAIL, as_files(letter_of), WRITTEN),
}
# Of every round, the entries as read and what was made of them.
Made = list[list[tuple[RawEntry, Item]]]


@cache
def rounds(reader: str) -> Made:
    channel, read, written = READERS[reader]
    items = [settled(entry, channel) for entry in written]
    made = [[*zip(written, items, strict=True)]]
    for _ in range(ROUNDS):
        entries = read(items)
        items = [settled(entry, channel) for entry in entries]
        made.append([*zip(entries, items, strict=True)])
    return made


@pytest.fixture(params=READERS)
def made(request: pytest.FixtureRequest) -> Made:
    return rounds(request.param)


def published(made: Made) -> Iterator[tuple[Item, RawEntry]]:
    """Every item of every round with what the next one read of it."""
    for before, after in pairwise(made):
        for (_, item), (entry, _) in zip(before, after, strict=True):
            yield item, entry


# ---------------------------------------------------------------- what must hold


def test_every_notice_is_said_once(made: Made) -> None:
    for item, entry in published(made):
        said = html.to_text(entry.body)
        for notice in item.notices:
            (kind,) = (d for d in DISCLAIMERS if d.kind == notice.kind)
            others = {kind.text, *(w.text for w in kind.wordings)} - {notice.text}
            assert said.count(notice.text) == 1
            assert not any(other in said for other in others)


def test_notices_stay_the_same(made: Made) -> None:
    texts = [[{n.text for n in item.notices} for _, item in x] for x in made]
    assert all(x == texts[0] for x in texts)
    keys = [entry.key for entry, _ in made[0]]
    assert MONEY in texts[0][keys.index("only-its-source-says-so")]


def test_the_credit_stands_once_and_leads_to_the_bare_address(made: Made) -> None:
    for item, entry in published(made):
        assert item.credit is not None
        _, *after = html.to_text(entry.body).split(f"{item.credit.text}:")
        assert len(after) == 1
        assert after[0].count(item.credit.url.partition("://")[2]) == 1
        assert item.credit.url == item.article.url


def test_every_commercial_link_has_one_label(made: Made) -> None:
    for item, entry in published(made):
        said = html.to_text(entry.body)
        bought = item.article.body.count('href="https://shop.example/')
        assert sum(said.count(f"({label})") for label in LABELS) == bought


def test_no_parameter_is_doubled(made: Made) -> None:
    tagged = 0
    for item, entry in published(made):
        links = html.fragment(entry.body).find_all("a")
        for url in (entry.url, item.link, *(html.attr(a, "href") for a in links)):
            names = [name for name, _ in parse_qsl(urlsplit(url).query)]
            assert len(names) == len(set(names))
            tagged += "utm_source" in names
        assert "utm_" not in item.article.url
    assert tagged > ROUNDS


def test_identity_and_address_stay(made: Made) -> None:
    for item, entry in published(made):
        assert entry.key == item.article.id
    addresses = [[item.article.url for _, item in x] for x in made]
    assert all(x == addresses[0] for x in addresses)


def test_nothing_moves_after_the_first_round(made: Made) -> None:
    kept = [[shown(item) for _, item in x] for x in made[1:]]
    for later in kept[1:]:
        assert later == kept[0]


def shown(item: Item) -> Item:
    """All there is to see; white space between blocks is not."""
    article = item.article
    body = " ".join(article.body.split()).replace("> <", "><")
    return replace(item, article=replace(article, body=body, digest="", statements=()))


def test_the_first_round_adds_labels_and_loses_nothing(made: Made) -> None:
    for (_, item), (_, again) in zip(made[0], made[1], strict=True):
        assert words(item) <= words(again)
        if again.article.title == item.article.title and again.channel == FEED:
            assert words(again) == words(item)


def words(item: Item) -> Counter[str]:
    said = html.to_text(item.article.body)
    for label in LABELS:
        said = said.replace(f" ({label})", "")
    return Counter(said.split())
