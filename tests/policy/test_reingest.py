"""What we publish, read back as a source, ten times over: nothing doubles, nothing goes.

A round is one service reading what the one before it published: parse → normalize →
decide → policy → render.
"""

from dataclasses import replace
from datetime import UTC, datetime

from syndicator import decide, policy
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
from syndicator.policy.rule import Terms
from syndicator.render.frame import FeedFrame, LetterFrame

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


def settled(entry: RawEntry, channel: Channel) -> Item:
    """The entry as the service shows it that has just read it; its key stays its id."""
    draft = normalize(entry, SETTINGS)
    candidate = decide.Candidate(draft=draft, raw=entry, mark="", recipe="")
    article = decide.decide(candidate, {}, frozenset(), SITE, AT).article
    item = policy.apply(replace(article, id=draft.key), channel, TERMS)
    assert isinstance(item, Item), item.reason
    return item
