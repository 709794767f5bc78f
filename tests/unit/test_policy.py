"""The policy: what items must carry, in which words, and how links are told apart."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from syndicator import policy, urls
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
    Waiver,
    Wording,
)
from syndicator.policy.disclaimers import in_force
from syndicator.policy.links import kind_of
from syndicator.policy.rule import Terms

TABLES = Path(__file__).parent / "tables"
SITE = Site(title="Lab", url="https://lab.example/")
FEED = Channel(medium="feed", name="all")
MAIL = Channel(medium="email", name="weekly", issue="2026-05-30")
ARTICLE = Article(
    id="urn:uuid:1",
    source="blog",
    key="1",
    url="https://lab.example/a",
    title="Sleep and Memory",
    body="<p>Words on vials.</p>",
    summary="Words.",
    section="Research",
    tags=("sleep", "Memory"),
    authors=(Author(name="Ada Byron"),),
    language="en-GB",
    published=datetime(2026, 5, 30, tzinfo=UTC),
    updated=datetime(2026, 5, 30, tzinfo=UTC),
)
PAID = '<p><a href="https://supplier.example/p?aff=1" rel="noopener">vials</a></p>'
LINKS = LinkRules(
    own=("sister.example",),
    hub=("lab.example/hub/*",),
    commercial=("supplier.example", "lab.example/shop/*", "market.example/dp/*"),
    editorial=("journal.example",),
    user=("forum.example",),
)


def rows(name: str) -> list[list[str]]:
    lines = (TABLES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("# ")]


def apply(
    article: Article = ARTICLE, channel: Channel = FEED, **terms: object
) -> Item | Held:
    given = {"site": SITE, "links": LINKS, **terms}
    return policy.apply(article, channel, Terms(**given))  # type: ignore[arg-type]


def shown(article: Article = ARTICLE, channel: Channel = FEED, **terms: object) -> Item:
    item = apply(article, channel, **terms)
    assert isinstance(item, Item)
    return item


def kinds(article: Article = ARTICLE, **terms: object) -> list[str]:
    return [n.kind for n in shown(article, **terms).notices]


# ---------------------------------------------------------------- which kinds


@pytest.mark.parametrize(
    ("asks", "why"),
    [
        ({"always": True}, "always"),
        ({"sources": ("blog",)}, "source blog"),
        ({"sections": ("research",)}, "section Research"),
        ({"tags": ("memory", "x")}, "tag Memory"),
        ({"authors": ("ada byron",)}, "author Ada Byron"),
        ({"languages": ("en",)}, "language en"),
        ({"regions": ("gb",)}, "region GB"),
        ({"keywords": ("vials",)}, "keyword vials"),
        ({"commercial": True}, ""),
        ({"sources": ("other",)}, ""),
        ({"keywords": ("vial",)}, ""),
        ({"always": True, "first": date(2026, 5, 31)}, ""),
        ({"always": True, "last": date(2026, 5, 29)}, ""),
        (
            {"always": True, "first": date(2026, 5, 30), "last": date(2026, 5, 30)},
            "always",
        ),
        ({"tags": ("x",), "sections": ("Research",)}, "section Research"),
    ],
    ids=str,
)
def test_an_item_carries_what_applies_to_it_and_why(asks: dict, why: str) -> None:
    item = shown(disclaimers=(Disclaimer(kind="k", text="Text.", **asks),))
    assert [n.why for n in item.notices] == ([why] if why else [])


def test_commercial_link_calls_for_its_disclosure() -> None:
    paid = Disclaimer(kind="paid", text="Paid.", commercial=True)
    item = shown(replace(ARTICLE, body=PAID), disclaimers=(paid,))
    assert [(n.kind, n.why) for n in item.notices] == [("paid", "a commercial link")]


def test_what_the_source_had_written_comes_back_whatever_rules_say() -> None:
    statement = Statement(kind="k", text="Said.", place="body")
    article = replace(ARTICLE, statements=(statement,))
    never = PolicyRule(reason="no", remove=("k",))
    more = (Disclaimer(kind="k", text="Text."), Disclaimer(kind="no", text="No."), A)
    assert kinds(article, disclaimers=more, rules=(never,)) == ["k", "a"]


A, B, C = (Disclaimer(kind=k, text=f"{k}.", always=k != "c") for k in "abc")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"add": ("c",), "tags": ("sleep",)}, ["a", "b", "c"]),
        ({"remove": ("a",), "sections": ("research",)}, ["b"]),
        ({"only": ("b",), "languages": ("en-GB",)}, ["b"]),
        ({"only": ("c",), "keywords": ("words",)}, ["c"]),
        ({"remove": ("a",), "sections": ("Research",), "tags": ("x",)}, ["a", "b"]),
        ({"remove": ("a",), "sections": ("Research",), "tags": ("sleep",)}, ["b"]),
        ({"remove": ("a",), "commercial": True}, ["a", "b"]),
        ({"remove": ("a",), "commercial": False}, ["b"]),
        ({"remove": ("a",), "first": date(2027, 1, 1)}, ["a", "b"]),
        ({"remove": ("a",)}, ["b"]),
    ],
    ids=str,
)
def test_rules_hold_where_every_condition_does(rule: dict, expected: list[str]) -> None:
    rules = (PolicyRule(reason="because", **rule),)
    assert kinds(disclaimers=(A, B, C), rules=rules) == expected


def test_reason_of_a_rule_is_kept_with_the_item() -> None:
    rules = (PolicyRule(reason="a recall", add=("c",)),)
    item = shown(disclaimers=(C,), rules=rules)
    assert [n.why for n in item.notices] == ["a recall"]


# ---------------------------------------------------------------- wordings

WORDED = Disclaimer(
    kind="k",
    text="In English.",
    short="Short.",
    always=True,
    wordings=(
        Wording(language="de", text="Auf Deutsch.", plain="Schlicht."),
        Wording(language="pt-BR", text="Em português."),
        Wording(text="From June.", since=date(2026, 6, 1)),
        Wording(text="From July.", since=date(2026, 7, 1), version="3"),
    ),
)


@pytest.mark.parametrize(
    ("language", "text", "short"),
    [
        ("en-GB", "In English.", "Short."),
        ("de", "Auf Deutsch.", "Auf Deutsch."),
        ("de-AT", "Auf Deutsch.", "Auf Deutsch."),
        ("pt-BR", "Em português.", "Em português."),
        ("pt", "In English.", "Short."),
        ("ja", "In English.", "Short."),
    ],
)
def test_wording_is_in_the_article_s_language(
    language: str, text: str, short: str
) -> None:
    today = in_force((WORDED,), date(2026, 5, 30))
    (notice,) = shown(replace(ARTICLE, language=language), disclaimers=today).notices
    assert (notice.text, notice.short) == (text, short)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 5, 31), "In English."),
        (date(2026, 6, 1), "From June."),
        (date(2026, 6, 30), "From June."),
        (date(2027, 1, 1), "From July."),
    ],
)
def test_wording_comes_into_force_on_its_day(day: date, text: str) -> None:
    (notice,) = shown(disclaimers=in_force((WORDED,), day)).notices
    assert notice.text == text
    assert notice.version == ("3" if text == "From July." else "")


def test_wording_of_the_same_day_as_the_first_goes_before_it() -> None:
    start = date(2026, 6, 1)
    both = replace(WORDED, since=start, wordings=WORDED.wordings[2:3])
    (notice,) = shown(disclaimers=in_force((both,), start)).notices
    assert notice.text == "From June."


def test_policy_of_two_days_is_one_where_no_wording_changed() -> None:
    """So that nothing is made anew for the date alone."""
    days = (date(2026, 6, 2), date(2026, 6, 29))
    assert len({str(in_force((WORDED,), day)) for day in days}) == 1


def test_placeholders_are_filled() -> None:
    text = "{site}, {author}, {date}, {supplier}"
    paid = Disclaimer(kind="k", text=text, always=True)
    links = replace(LINKS, suppliers={"supplier.example": "Supplier Labs"})
    item = shown(replace(ARTICLE, body=PAID), disclaimers=(paid,), links=links)
    assert item.notices[0].text == "Lab, Ada Byron, 2026-05-30, Supplier Labs"


def test_supplier_without_a_name_is_its_host() -> None:
    paid = Disclaimer(kind="k", text="Paid by {supplier}.", commercial=True)
    item = shown(replace(ARTICLE, body=PAID), disclaimers=(paid,))
    assert item.notices[0].text == "Paid by supplier.example."


@pytest.mark.parametrize("field", ["text", "short", "plain"])
def test_item_whose_wording_cannot_be_filled_is_held_back(field: str) -> None:
    wording = Disclaimer(
        kind="k", **{"text": "T.", field: "By {supplier}."}, always=True
    )
    held = apply(disclaimers=(wording,))
    assert isinstance(held, Held)
    assert held.reason == "its wording needs {supplier}, which the article lacks"


def test_waiver_lets_it_out_with_what_can_be_met() -> None:
    bad = Disclaimer(kind="bad", text="By {supplier}.", always=True)
    good = Disclaimer(kind="good", text="Good.", always=True)
    waiver = Waiver(article=ARTICLE.url, reason="agreed", until=date(2026, 12, 31))
    item = shown(disclaimers=(bad, good), waivers=(waiver,))
    assert [n.kind for n in item.notices] == ["good"]
    assert item.waived == "waived until 2026-12-31: agreed"
    assert item.credit is not None


def test_waiver_concerns_its_article_only() -> None:
    waiver = Waiver(article="urn:uuid:2", reason="agreed", until=date(2026, 12, 31))
    bad = Disclaimer(kind="bad", text="By {supplier}.", always=True)
    assert isinstance(apply(disclaimers=(bad,), waivers=(waiver,)), Held)


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(("url", "rel", "kind", "why"), rows("links.tsv"))
def test_links_are_told_apart(url: str, rel: str, kind: str, why: str) -> None:
    assert kind_of(url, rel, Terms(site=SITE, links=LINKS)) == kind, why


@pytest.mark.parametrize(("url", "tagged", "why"), rows("utm.tsv"))
def test_parameters_are_spliced_in_and_no_byte_else_moves(
    url: str, tagged: str, why: str
) -> None:
    parameters = {"utm_source": "w", "utm_medium": "email"}
    assert urls.add_parameters(url, parameters) == tagged, why
    assert urls.add_parameters(tagged, parameters) == tagged, "twice is once"


def test_rel_is_merged_and_never_lost() -> None:
    (link,) = shown(replace(ARTICLE, body=PAID)).links
    assert link.rel == ("noopener", "sponsored", "nofollow")


def test_label_is_in_the_item_s_language() -> None:
    links = replace(LINKS, labels={"de": "Anzeige"})
    labels = [
        shown(replace(ARTICLE, body=PAID, language=tag), links=links).links[0].label
        for tag in ("de-AT", "en")
    ]
    assert labels == ["Anzeige", "sponsored"]


def test_new_commercial_host_is_reported_and_held_back_under_strict() -> None:
    new = replace(ARTICLE, body='<p><a href="https://new.example/?aff=1">x</a></p>')
    (doubt,) = shown(new).doubts
    assert "new.example" in doubt
    held = apply(new, links=replace(LINKS, strict=True))
    assert isinstance(held, Held)
    assert held.reason == doubt


def test_host_that_is_named_raises_no_doubt() -> None:
    assert shown(replace(ARTICLE, body=PAID), links=replace(LINKS, strict=True)).links


def test_own_links_are_tagged_by_the_channel_s_templates_and_others_never() -> None:
    utm = Utm(
        email={"utm_source": "{feed}-{channel}", "utm_content": "{slug}-{position}"}
    )
    addresses = ("lab.example/b", "lab.example/hub/c", "x.example/")
    body = "".join(f'<p><a href="https://{each}">x</a></p>' for each in addresses)
    terms = Terms(site=SITE, links=replace(LINKS, utm=utm))
    item = policy.apply(replace(ARTICLE, body=body), MAIL, terms, 3)
    assert isinstance(item, Item)
    tags = "?utm_source=weekly-email&utm_content=sleep-and-memory-3"
    assert item.link == "https://lab.example/a" + tags
    assert [x.target for x in item.links] == [
        "https://lab.example/b" + tags,
        "https://lab.example/hub/c" + tags,
        "https://x.example/",
    ]
    assert item.credit is not None
    assert item.credit.url == "https://lab.example/a"


def test_feeds_are_not_tagged_and_positions_do_not_count_unless_asked() -> None:
    terms = Terms(site=SITE, links=LINKS)
    first, second = (policy.apply(ARTICLE, FEED, terms, n) for n in (1, 2))
    assert first == second
    assert isinstance(first, Item)
    assert first.link == ARTICLE.url


# ---------------------------------------------------------------- credit


def test_credit_is_in_the_item_s_language_and_only_where_wanted() -> None:
    links = replace(LINKS, credits={"de": "Zuerst bei {site}"})
    german = replace(ARTICLE, language="de")
    assert shown(german, links=links).credit.text == "Zuerst bei Lab"  # type: ignore[union-attr]
    assert shown(channel=replace(FEED, credit=False)).credit is None


def test_applying_twice_is_applying_once() -> None:
    item = shown(replace(ARTICLE, body=PAID), disclaimers=(A, B, C))
    terms = Terms(site=SITE, links=LINKS, disclaimers=(A, B, C))
    again = item
    for rule in policy.RULES:
        again = rule(again, terms)
    assert again == item
