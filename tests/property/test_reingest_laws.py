"""Laws of what is stored, shown under the policy, and taken in again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import BODIES, like, raw_entry

from syndicator import html, policy
from syndicator.decide import born
from syndicator.model import (
    Article,
    Author,
    Channel,
    Disclaimer,
    Draft,
    Item,
    LinkRules,
    RawEntry,
    Site,
    Source,
)
from syndicator.normalize import Terms, normalize
from syndicator.policy.rule import Terms as Policy
from syndicator.render.body import full_html
from syndicator.render.frame import Place

pytestmark = pytest.mark.slow  # a plain run stays short

SITE = Site(title="Meridian", url="https://site.example/")
SOURCE = Source(kind="feed", name="notes", url="https://site.example/feed")
DISCLAIMERS = (
    Disclaimer(
        kind="research",
        text="This piece reports on laboratory work. It is no guide to treating yourself.",
        short="Not medical advice.",
        always=True,
    ),
    Disclaimer(
        kind="commercial",
        text="Meridian is paid when you buy through the links that {site} has marked.",
        commercial=True,
    ),
    Disclaimer(kind="ai", text="A machine helped {author} with this.", place="bottom"),
)
CREDITS = st.sampled_from(
    [
        "Originally published by {site}",
        "Zuerst erschienen bei {site}",
        "First at {site}",
    ]
)
CHANNELS = st.sampled_from(
    [
        Channel(medium="feed", name="all"),
        Channel(medium="email", name="weekly", issue="2026-05-30"),
    ]
)
TERMS = Terms(SITE, SOURCE, DISCLAIMERS)
PLACE = Place(site=SITE, base_url="https://feeds.site.example/")
NOW = datetime(2026, 5, 30, tzinfo=UTC)
CALM = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def policy_of(credit: str) -> Policy:
    links = LinkRules(commercial=("shop.example",), credit=credit)
    return Policy(site=SITE, disclaimers=DISCLAIMERS, links=links)


def settled(raw: RawEntry) -> Article:
    draft: Draft = normalize(raw, TERMS)
    return born(draft, SITE, NOW)


def shown(article: Article, channel: Channel, credit: str) -> Item:
    item = policy.apply(article, channel, policy_of(credit))
    assert isinstance(item, Item)
    return item


@CALM
@given(BODIES, CHANNELS, CREDITS)
def test_applying_twice_is_applying_once(
    body: str, channel: Channel, credit: str
) -> None:
    once = shown(settled(raw_entry(body)), channel, credit)
    assert shown(once.article, channel, credit) == once
    kinds = [n.kind for n in once.notices]
    assert len(set(kinds)) == len(kinds)
    assert kinds[0] == "research"
    assert ("commercial" in kinds) >= any(x.kind == "commercial" for x in once.links)


@CALM
@given(BODIES, CHANNELS, CREDITS)
def test_our_own_output_taken_in_again_doubles_nothing(
    body: str, channel: Channel, credit: str
) -> None:
    first = shown(settled(raw_entry(body)), channel, credit)
    page = full_html(PLACE, first)
    article = settled(like(first.article, page))
    again = full_html(PLACE, shown(article, channel, credit))
    said = html.to_text(again)
    for notice in first.notices:
        assert said.count(notice.text) == html.to_text(page).count(notice.text) == 1
    assert first.credit is not None
    assert said.count(first.credit.text) == 1
    assert again.count(f">{article.url}</a>") == 1
    assert [n.kind for n in shown(article, channel, credit).notices] == [
        n.kind for n in first.notices
    ]


@CALM
@given(BODIES, CHANNELS)
def test_a_third_time_changes_nothing_any_more(body: str, channel: Channel) -> None:
    credit = "Originally published by {site}"
    once = shown(settled(raw_entry(body)), channel, credit)
    second = settled(like(once.article, full_html(PLACE, once)))
    page = full_html(PLACE, shown(second, channel, credit))
    third = settled(like(second, page))
    assert full_html(PLACE, shown(third, channel, credit)) == page


@CALM
@given(BODIES)
def test_what_a_source_had_written_is_required_whatever_else_applies(body: str) -> None:
    said = (
        body
        + "</div></section><p>This article was written with AI and checked by an editor.</p>"
    )
    article = settled(replace(raw_entry(said), authors=(Author(name="Jane Roe"),)))
    item = shown(article, Channel(medium="feed", name="all"), "")
    assert "written with AI" not in article.body
    assert "A machine helped Jane Roe with this." in [n.text for n in item.notices]
