"""What newsletter tools make of our feeds: each item whole, right, and mailed once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from letter_samples import AT, PAID, RESEARCH, SHOP, SITE, item
from simulator import TOOLS, Mailbox, Picture, Seen, Tool

from syndicator.model import Channel, Enclosure, Feed, Image, Item, Site
from syndicator.render import tooled
from syndicator.render.feeds import FORMATS
from syndicator.render.frame import FeedFrame

LEAD = Image(
    url="https://cdn.lab.example/lead.jpg",
    type="image/jpeg",
    width=1800,
    height=1200,
    length=90_000,
    alt="A vial",
    caption="Before the run.",
)
SECOND = replace(LEAD, url="https://cdn.lab.example/second.png", type="image/png")
TEMPLATES = "Write {{ name }}, *|FNAME|*, {% if x %} or {$name} to be greeted."
SOUND = Enclosure(url="https://cdn.lab.example/e.mp3", type="audio/mpeg", length=9)
SHEET = Enclosure(url="https://cdn.lab.example/t.csv", type="text/csv", length=9)
SITE_WITH_ICON = replace(SITE, icon="https://lab.example/icon.png")
BODY = (
    f'<p>Vials came from <a href="{SHOP}">a shop</a>.</p><figure><img src="{SECOND.url}"'
    ' alt="Another vial" width="1800" height="1200"></figure><p>Words to the end.</p>'
)


def article(number: int, **settings: object) -> Item:
    """Article `number`, a day younger than the one before."""
    at = AT + timedelta(days=number)
    given = {"images": (LEAD, SECOND), "lead": True} | settings
    made = item(str(given.pop("body", BODY)), number, **given)
    dated = replace(made.article, published=at, updated=at)
    channel = Channel(medium="feed", name="all")
    return replace(made, article=dated, channel=channel, link=dated.url)


NO_PICTURE = f'<p>No picture of <a href="{SHOP}">a shop</a>. Words to the end.</p>'
ITEMS = [
    article(1),
    article(2, title="Templates: {{ name }} & *|FNAME|*", summary=TEMPLATES),
    article(3, images=(), lead=False, body=NO_PICTURE),
    article(4, enclosures=(SOUND, SHEET)),
    article(5, summary="", authors=()),
    article(6, language="ar", title="النوم والضوء"),
]
HEROES = {3: None} | dict.fromkeys((1, 2, 4, 5, 6), LEAD.url)


def published(items: Sequence[Item], site: Site = SITE_WITH_ICON) -> dict[str, bytes]:
    """A feed for everybody and one for each tool that has one of its own, by file."""
    newest_first = sorted(items, key=lambda i: i.article.published, reverse=True)
    own = sorted({tool.file.partition(".")[0] for tool in TOOLS} - {"all"})
    frames = [
        FeedFrame(site=site, base_url="https://feeds.example/", feed=feed, updated=AT)
        for feed in (Feed(name="all"), *(Feed(name=name, tool=name) for name in own))
    ]
    return {
        f"{frame.feed.name}{form.suffix}": form.document(
            frame, [tooled.entry(form, frame, one, True) for one in newest_first]
        )
        for frame in frames
        for form in FORMATS.values()
    }


FILES = published(ITEMS)


def plain(html: str) -> str:
    """What a reader sees, without what joins words invisibly."""
    shown = BeautifulSoup(html, "lxml").get_text(" ")
    return " ".join(shown.replace("\u2060", "").split())


def seen(tool: Tool) -> dict[int, Seen]:
    return {int(s.id.rpartition(":")[2]): s for s in tool.read(FILES[tool.file])}


def of_tools(which: Callable[[Tool], object]) -> pytest.MarkDecorator:
    """Run a test with each of the tools it has to do with."""
    chosen = list(filter(which, TOOLS))
    return pytest.mark.parametrize("tool", chosen, ids=lambda tool: tool.name)


of_every_tool = of_tools(bool)


@of_every_tool
def test_every_item_has_one_title_link_date_and_id(tool: Tool) -> None:
    found = seen(tool)
    assert len(found) == len(ITEMS)
    for given in ITEMS:
        one = found[int(given.article.key)]
        assert one.title.replace("\u2060", "") == given.article.title
        assert one.link == given.article.url
        assert one.date == given.article.published
        assert one.id == given.article.id


@of_every_tool
def test_hero_is_the_lead_picture_or_none(tool: Tool) -> None:
    for number, one in seen(tool).items():
        url = one.hero.url if one.hero else None
        expected = HEROES[number] if tool.hero else None
        if tool.hero == ["enclosure"] and ITEMS[number - 1].article.enclosures:
            expected = None  # an item has one enclosure, and it is the recording
        assert url == expected, number


@of_every_tool
def test_picture_is_no_wider_than_it_can_be_shown(tool: Tool) -> None:
    heroes = [one.hero for one in seen(tool).values() if one.hero]
    assert all(0 <= hero.width <= (tool.picture or 1800) for hero in heroes)
    if tool.picture:
        assert {hero.width for hero in heroes} == {tool.picture}


@of_every_tool
def test_excerpt_is_prose_and_not_the_body(tool: Tool) -> None:
    for given in ITEMS:
        one = seen(tool)[int(given.article.key)]
        excerpt = plain(one.excerpt)
        assert excerpt or not given.article.summary
        if tool.body != tool.excerpt:
            assert one.excerpt != one.body
        if given.article.summary:
            assert excerpt.startswith(given.article.summary)
        start = excerpt[:200]
        boilerplate = ("May 30", "2026", LEAD.caption, RESEARCH.text, PAID.text)
        assert not any(words in start for words in boilerplate)


@of_tools(lambda tool: "content" in str(tool.body))  # else the excerpt is all there is
def test_body_says_everything_once(tool: Tool) -> None:
    for one in seen(tool).values():
        words = plain(one.body)
        for said in (RESEARCH.text, PAID.text, "Words to the end.", "(sponsored)"):
            assert words.count(said) == 1, said
        assert 'rel="sponsored nofollow"' in one.body
        sources = [i["src"] for i in BeautifulSoup(one.body, "lxml").find_all("img")]
        assert len(sources) == len(set(sources))
        assert all(url.startswith("https://") for url in sources)


@of_tools(lambda tool: tool.literal)
def test_nothing_of_an_article_is_a_tag_to_a_tool_with_a_feed_of_its_own(
    tool: Tool,
) -> None:
    one = seen(tool)[2]
    said = (one.title, one.excerpt, one.body)
    assert not any(re.search(tool.literal, words) for words in said)
    assert TEMPLATES in plain(one.excerpt)


@of_every_tool
def test_feed_is_small_enough(tool: Tool) -> None:
    assert len(FILES[tool.file]) <= (tool.bytes or 1_000_000)


@of_every_tool
def test_edit_mails_nothing_again(tool: Tool) -> None:
    """An edit between two polls, and a new article: only the new one goes out."""
    box = Mailbox(tool)
    assert len(box.poll(FILES[tool.file])) == len(ITEMS)
    assert box.poll(FILES[tool.file]) == []
    later = AT + timedelta(days=30)
    edited = replace(
        ITEMS[0].article,
        title="A better title",
        body=BODY.replace("Words", "Better words"),
        summary="A better summary.",
        url="https://lab.example/moved",
        updated=later,
    )
    moved = replace(ITEMS[0], article=edited, link=edited.url)
    new = article(40)
    news = box.poll(published([moved, *ITEMS[1:], new])[tool.file])
    assert [one.id for one in news] == [new.article.id]
    assert len({one.id for one in box.sent}) == len(box.sent) == len(ITEMS) + 1


@of_every_tool
def test_simulator_sees_faults(tool: Tool) -> None:
    """What it is for: an id that moves is mailed again, a picture that is not is missed."""
    box = Mailbox(tool)
    box.poll(FILES[tool.file])
    renamed = (
        FILES[tool.file]
        .replace(b"urn:1<", b"urn:new<")
        .replace(b'"urn:1"', b'"urn:new"')
    )
    again = [one.id for one in box.poll(renamed)]
    assert again == (["urn:new"] if tool.sends == "unseen" else [])
    logo = FILES[tool.file].replace(LEAD.url.encode(), b"https://lab.example/logo.png")
    heroes = {one.hero for one in tool.read(logo)}
    wrong = any(isinstance(h, Picture) and "logo" in h.url for h in heroes)
    assert wrong == bool(tool.hero)
