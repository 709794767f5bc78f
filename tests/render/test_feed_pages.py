"""The pages for people: complete, self-contained, and in an order screen readers need."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from bs4 import BeautifulSoup

from syndicator import html
from syndicator.render import facts, pages
from syndicator.render.feeds import FORMATS, FeedCard, LetterCard

SHOWN = "h1, h2, h3, h4, h5, h6"


@pytest.fixture
def items(cases):
    return tuple(case.item for case in cases)


@pytest.fixture
def feed(frame, items):
    return soup(pages.feed_page(frame, items))


@pytest.fixture
def index(frame, items):
    cards = [
        FeedCard(name="all", title="All & more", items=17, latest=items),
        FeedCard(name="sleep", title="Sleep", description="Only sleep.", items=1),
    ]
    letters = [LetterCard(name="weekly", title="Weekly", subject="Lamps we like")]
    return soup(pages.index_page(frame, cards, letters))


def soup(page: bytes) -> BeautifulSoup:
    return BeautifulSoup(page, "lxml", from_encoding="utf-8")


def addresses(page: BeautifulSoup) -> list[str]:
    """Every address that a browser loads or follows."""
    found = page.find_all(lambda tag: tag.get("href") or tag.get("src"))
    return [tag.get("href") or tag["src"] for tag in found]


def skipped_heading(page: BeautifulSoup) -> bool:
    levels = [int(tag.name[1]) for tag in page.select(SHOWN)]
    steps = zip([0, *levels], levels, strict=False)
    return levels.count(1) != 1 or any(next_ - last > 1 for last, next_ in steps)


def test_every_item_is_there_with_its_facts(feed, items):
    shown = feed.select("main > article")
    for item, tag in zip(map(facts.scrub, items), shown, strict=True):
        article = item.article
        assert html.text_of(tag.h2) == html.to_text(html.escape(facts.title(article)))
        assert tag.h2.a["href"] == item.link
        assert tag["lang"] == article.language
        assert tag.time["datetime"].startswith("2026-05-30")
        assert all(a.name in tag.p.text for a in facts.authors(article))


def test_each_notice_is_there_once(feed, items):
    for item, tag in zip(items, feed.select("main > article"), strict=True):
        words = html.text_of(tag)
        for notice in map(facts.scrub, item.notices):
            assert words.count(notice.short) == 1
        assert words.count("Originally published") == (1 if item.credit else 0)


def test_excerpts_are_shown_and_what_a_reader_will_get_is_said(frame, items):
    brief = replace(frame, feed=replace(frame.feed, content="summary"))
    for shown, said in ((frame, "come to you, whole."), (brief, "each as a summary.")):
        page = soup(pages.feed_page(shown, items)).text
        assert said in page
        assert "The rest is not shown." not in page


def test_text_from_right_to_left_runs_so(feed, index):
    for page in (feed, index):
        assert page.select_one("[lang=ar]")["dir"] == "rtl"
        assert page.select_one("html")["dir"] == "ltr"


@pytest.mark.parametrize("name", ["feed", "index"])
def test_headings_descend_without_a_gap(name, request):
    page = request.getfixturevalue(name)
    assert not skipped_heading(page)
    page.h2.name = "h4"
    assert skipped_heading(page)


def test_what_is_ours_is_linked_relatively(feed, index, frame):
    for page in (feed, index):
        assert not [a for a in addresses(page) if a.startswith(frame.base_url)]
    assert "../media/ab/abcdef.jpg" in addresses(feed)
    assert "media/ab/abcdef.jpg" in addresses(index)
    assert "letters/weekly/latest.html" in addresses(index)
    assert "letters/weekly/latest.txt" in addresses(index)
    assert "feeds.opml" in addresses(index)


def test_readers_find_every_format(feed, index):
    def found(page):
        return {
            (tag["type"], tag["href"]) for tag in page.select("link[rel=alternate]")
        }

    of_feed = {(form.media_type, f"all{form.suffix}") for form in FORMATS.values()}
    assert found(feed) == of_feed
    assert {(kind, f"feeds/{href}") for kind, href in of_feed} < found(index)
    assert ("text/x-opml", "feeds.opml") in found(index)


@pytest.mark.parametrize("name", ["feed", "index"])
def test_pages_load_nothing_but_pictures(name, request):
    page = request.getfixturevalue(name)
    assert {tag.name for tag in page.select("[src]")} == {"img"}
    assert all(
        re.match(r"(?:\.\./)?media/", tag["src"]) for tag in page.select("[src]")
    )
    loaded = page.select("link:not([rel=alternate])")
    assert [tag["href"][:14] for tag in loaded] == ["data:image/svg"]
    assert not re.search(r"@import|url\(", page.style.text)


def test_pictures_of_others_are_not_asked_for(feed, index, items):
    held = {i.mirror for item in items for i in item.article.images if i.mirror}
    others = [i.url for item in items for i in item.article.images if not i.mirror]
    assert held
    assert others
    assert len(feed.select("img")) == len(index.select("img")) == len(held)


@pytest.mark.parametrize("kind", ["script", "style"])
def test_nothing_counts_but_the_pages_own(kind, feed):
    (own,) = feed.find_all(kind)
    digest = b64encode(sha256(own.text.encode()).digest()).decode()
    (rule,) = feed.select("meta[http-equiv]")
    assert f"{kind}-src 'sha256-{digest}'" in rule["content"]
    assert "'unsafe" not in rule["content"]


def test_the_public_address_is_there_to_be_copied(feed, index):
    wanted = {f"https://feeds.example/feeds/all{f.suffix}" for f in FORMATS.values()}
    for page in (feed, index):
        buttons = page.select("button[data-address]")
        assert wanted <= {tag["data-address"] for tag in buttons}
        assert all(tag.has_attr("hidden") for tag in buttons)  # until a script can copy
    assert {tag.text for tag in feed.select(".addresses code")} == wanted


def test_facets_stand_below_their_feed_by_kind(frame):
    facets = tuple(
        FeedCard(name=f"all/{kind}/{name.lower()}", title=f"All: {name}", items=3)
        for kind, name in (("tag", "Sleep"), ("author", "Ada"), ("tag", "Light"))
    )
    card = FeedCard(name="all", title="All", facets=facets)
    page = soup(pages.index_page(frame, [card], []))
    heads = [html.text_of(tag) for tag in page.select(".card summary")]
    assert heads == ["1 feed by author of All", "2 feeds by tag of All"]
    named = {tag.text: tag["href"] for tag in page.select("details a")}
    assert named == {
        "Ada": "feeds/all/author/ada.html",
        "Sleep": "feeds/all/tag/sleep.html",
        "Light": "feeds/all/tag/light.html",
    }
    found = {tag["href"] for tag in page.select("link[rel=alternate]")}
    assert "feeds/all.rss" in found  # hundreds more would drown it
    assert "feeds/all/tag/sleep.rss" not in found


def test_a_facets_page_finds_its_way(frame, items):
    facet = replace(frame, feed=replace(frame.feed, name="all/tag/sleep"))
    found = addresses(soup(pages.feed_page(facet, items)))
    assert {"sleep.rss", "../../../index.html", "../../../media/ab/abcdef.jpg"} <= {
        *found
    }


def test_a_title_cannot_break_out(frame, items):
    item = replace(
        items[0],
        article=replace(items[0].article, title='</title><script>alert("1")</script>'),
    )
    card = FeedCard(name="all", title="</style><script>", latest=(item,))
    for page in (pages.feed_page(frame, [item]), pages.index_page(frame, [card], [])):
        assert page.count(b"<script") == 1


def test_days_are_the_sites_own(frame, items):
    late = replace(frame, site=replace(frame.site, timezone="Pacific/Kiritimati"))
    assert b">2026-05-30<" in pages.feed_page(frame, items[:1])
    later = replace(items[0].article, published=frame.updated.replace(hour=23))
    page = pages.feed_page(late, [replace(items[0], article=later)])
    assert b'<time datetime="2026-06-01T23:30:00Z">2026-06-02</time>' in page


def test_an_empty_feed_has_a_page(frame):
    assert b"Nothing has been published" in pages.feed_page(frame, [])
    assert soup(pages.index_page(frame, [], [])).h1
