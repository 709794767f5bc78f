"""Laws of the policy: whatever is written and asked for, what must be said is, once."""

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from syndicator import html, policy
from syndicator.model import (
    Article,
    Author,
    Channel,
    Disclaimer,
    Held,
    Item,
    LinkRules,
    PolicyRule,
    Site,
    Statement,
    Utm,
    Wording,
)
from syndicator.policy.rule import Terms
from syndicator.render import body
from syndicator.render.frame import Place

pytestmark = pytest.mark.slow  # a plain run stays short

CALM = settings(
    max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.too_slow]
)
SITE = Site(title="Lab", url="https://lab.example/")
PLACE = Place(site=SITE, base_url="https://feeds.example/")
KINDS = ("research", "paid", "ai", "rights")
TAGS = ("sleep", "memory", "food")
LANGUAGES = ("en", "en-GB", "de", "ar")
OWN = (
    "https://lab.example/a",
    "https://www.lab.example/b?x=1#y",
    "https://sister.example/c?utm_source=old",
    "https://lab.example/hub/d?sig=1f",
)
PAID = (
    "https://shop.example/p?x=1",
    "https://lab.example/shop/e",
    "https://other.example/p?aff=7",
    "https://amzn.to/1",
)
OTHER = (
    "https://journal.example/f?ref=9",
    "https://forum.example/g",
    "https://plain.example/h?b=%20#i",
)


def texts(strategy: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(strategy, min_size=1, max_size=most).map("".join)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Any of these, each once, in any order."""
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


# ---------------------------------------------------------------- articles

WORDS = st.sampled_from(
    ("words ", "vials ", "a < b & c ", "(sponsored) ", "Anzeige ", "é ")
)
RELS = st.sampled_from(("", ' rel="noopener"', ' rel="sponsored"', ' rel="ugc"'))
ADDRESSES = st.sampled_from((*OWN, *PAID, *OTHER))
LINKED = st.builds(
    lambda url, rel, said: f'<a href="{html.escape(url)}"{rel}>{said}</a>',
    ADDRESSES,
    RELS,
    WORDS.map(html.escape),
)
INLINE = texts(
    st.one_of(WORDS.map(html.escape), LINKED, LINKED.map("<em>{}</em>".format))
)
BLOCK = st.builds(
    str.format,
    st.sampled_from(
        (
            "<p>{}</p>",
            "<ul><li>{}</li></ul>",
            "<h2>{}</h2>",
            "<table><tr><td>{}</table>",
        )
    ),
    INLINE,
)
ARTICLES = st.builds(
    Article,
    id=st.just("urn:uuid:1"),
    source=st.sampled_from(("blog", "news")),
    key=st.just("1"),
    url=st.sampled_from(("https://lab.example/x?y=1", "https://news.example/x")),
    title=st.sampled_from(("Sleep & Memory", "vials", "")),
    body=texts(BLOCK),
    summary=st.sampled_from(("In short.", "a < b")),
    section=st.sampled_from(("", "Research")),
    tags=some(TAGS),
    authors=st.sampled_from(((), (Author(name="Ada Byron"),))),
    language=st.sampled_from(LANGUAGES),
    published=st.just(datetime(2026, 5, 30, tzinfo=UTC)),
    updated=st.just(datetime(2026, 5, 30, tzinfo=UTC)),
    statements=some(KINDS).map(
        lambda kinds: tuple(
            Statement(kind=k, text="Said.", place="body") for k in kinds
        )
    ),
)

# ---------------------------------------------------------------- terms

HOLES = st.sampled_from(
    ("", "", "", " By {author}.", " {supplier} pays.", " On {date}.")
)
DAYS = st.sampled_from((None, None, date(2026, 5, 30), date(2026, 6, 1)))


@st.composite
def disclaimers(draw: st.DrawFn) -> tuple[Disclaimer, ...]:
    """Kinds in any order; no wording is part of another's."""
    return tuple(draw(disclaimer(kind)) for kind in draw(st.permutations(KINDS)))


@st.composite
def disclaimer(draw: st.DrawFn, kind: str) -> Disclaimer:
    german = Wording(text=f"Hinweis <{kind}> & mehr.", language="de")
    return Disclaimer(
        kind=kind,
        text=f"Notice <{kind}> & more.{draw(HOLES)}",
        short=draw(st.sampled_from(("", f"In short, {kind}."))),
        wordings=draw(st.sampled_from(((), (german,)))),
        place=draw(st.sampled_from(("top", "bottom"))),
        always=draw(st.booleans()),
        tags=draw(some(TAGS)),
        languages=draw(some(LANGUAGES)),
        keywords=draw(st.sampled_from(((), ("vials",)))),
        commercial=draw(st.booleans()),
        first=draw(DAYS),
    )


RULES = st.builds(
    PolicyRule,
    reason=st.just("so"),
    add=some(KINDS),
    remove=some(KINDS),
    only=some(KINDS),
    tags=some(TAGS),
    languages=some(LANGUAGES),
    commercial=st.sampled_from((None, True, False)),
)
UTMS = st.builds(
    Utm,
    feed=st.sampled_from(({}, {"utm_source": "{channel}", "utm_term": "{slug}"})),
    email=st.just({"utm_medium": "email", "utm_content": "{position}"}),
)
LINKS = st.builds(
    LinkRules,
    own=st.sampled_from(((), ("sister.example",))),
    hub=st.sampled_from(((), ("lab.example/hub/*",))),
    commercial=st.sampled_from(((), ("shop.example", "lab.example/shop/*"))),
    editorial=st.sampled_from(((), ("journal.example",))),
    user=st.sampled_from(((), ("forum.example",))),
    strict=st.booleans(),
    labels=st.sampled_from(({}, {"de": "Anzeige"})),
    utm=UTMS,
    credit=st.sampled_from(("Originally published by {site}", "By {author}", "")),
)
TERMS = st.builds(
    Terms,
    site=st.just(SITE),
    disclaimers=disclaimers(),
    rules=st.lists(RULES, max_size=2).map(tuple),
    links=LINKS,
)
CHANNELS = st.sampled_from(
    (
        Channel(medium="feed", name="all"),
        Channel(medium="feed", name="bare", credit=False),
        Channel(medium="email", name="weekly", issue="2026-05-30"),
    )
)
CASES = (ARTICLES, CHANNELS, TERMS)


def shown(article: Article, channel: Channel, terms: Terms) -> Item:
    item = policy.apply(article, channel, terms, 3)
    assume(isinstance(item, Item))
    return item  # type: ignore[return-value]


# ---------------------------------------------------------------- laws


@CALM
@given(*CASES)
def test_the_rules_applied_twice_are_the_rules_applied_once(
    article: Article, channel: Channel, terms: Terms
) -> None:
    item = once = shown(article, channel, terms)
    for rule in policy.RULES:
        item = rule(item, terms)
    assert item == once


@CALM
@given(*CASES)
def test_each_kind_at_most_once_and_what_the_source_said_always(
    article: Article, channel: Channel, terms: Terms
) -> None:
    kinds = [n.kind for n in shown(article, channel, terms).notices]
    assert len(kinds) == len(set(kinds))
    assert {s.kind for s in article.statements} <= set(kinds)
    assert kinds == [d.kind for d in terms.disclaimers if d.kind in kinds]


@CALM
@given(*CASES)
def test_links_say_what_they_are_and_others_addresses_are_theirs(
    article: Article, channel: Channel, terms: Terms
) -> None:
    item = shown(article, channel, terms)
    found = {html.attr(a, "href") for a in html.fragment(article.body).find_all("a")}
    assert [x.url for x in item.links] == [*dict.fromkeys(x.url for x in item.links)]
    assert {x.url for x in item.links} == found
    for link in item.links:
        commercial = link.kind == "commercial"
        assert bool(link.label) == commercial
        assert not commercial or "sponsored" in link.rel
        assert link.kind in ("own", "hub") or link.target == link.url
        assert link.target.startswith(link.url.partition("#")[0])
        assert link.target.partition("#")[2] == link.url.partition("#")[2]


@CALM
@given(*CASES)
def test_the_credit_leads_to_the_bare_address(
    article: Article, channel: Channel, terms: Terms
) -> None:
    credit = shown(article, channel, terms).credit
    assert (credit is not None) == bool(channel.credit and terms.links.credit)
    assert credit is None or credit.url == article.url


@CALM
@given(*CASES)
def test_what_is_held_is_held_for_a_reason(
    article: Article, channel: Channel, terms: Terms
) -> None:
    result = policy.apply(article, channel, terms)
    wordings = [d.text for d in terms.disclaimers] + [terms.links.credit]
    hole = any("{author}" in w or "{supplier}" in w for w in wordings)
    if isinstance(result, Held):
        assert result.reason.strip()
        assert result.article == article
        assert hole or terms.links.strict
    else:
        said = [n.text for n in result.notices] + [n.short for n in result.notices]
        assert not any("{" in words for words in said)
        assert not (terms.links.strict and result.doubts)


@CALM
@given(*CASES)
def test_every_notice_is_shown_once(
    article: Article, channel: Channel, terms: Terms
) -> None:
    item = shown(article, channel, terms)
    full = html.to_text(body.full_html(PLACE, item))
    excerpt = html.to_text(body.summary_html(item))
    for notice in item.notices:
        assert full.count(notice.text) == 1
        assert excerpt.count(notice.short) == 1


@CALM
@given(*CASES)
def test_every_commercial_link_is_drawn_with_its_label(
    article: Article, channel: Channel, terms: Terms
) -> None:
    item = shown(article, channel, terms)
    facts = {link.target: link for link in item.links}
    drawn = html.fragment(body.full_html(PLACE, item))
    for tag in drawn.find_all("a"):
        link = facts.get(html.attr(tag, "href"))
        if link and link.label:
            said = f"{html.text_of(tag)} {tag.next_sibling or ''}"
            assert link.label.casefold() in said.casefold()
            assert "sponsored" in html.attr(tag, "rel").split()


def test_every_condition_of_a_disclaimer_can_be_drawn() -> None:
    """A new condition belongs into these laws, or here with a reason."""
    left_out = {"variants", "sources", "sections", "authors", "regions", "last"}
    unsaid = {
        "file",
        "plain",
        "language",
        "since",
        "version",
    }  # settled before the policy
    drawn = {"kind", "text", "short", "wordings", "place", "always", "tags"}
    drawn |= {"languages", "keywords", "commercial", "first"}
    assert {f.name for f in fields(Disclaimer)} == left_out | unsaid | drawn
