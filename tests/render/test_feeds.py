"""Items and feeds in RSS, Atom and JSON Feed: exact bytes, and what readers make of them."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from time import struct_time
from typing import Any

import atoma
import fastfeedparser
import feedparser
import listparser
import podcastparser
import pytest
from lxml import etree

from syndicator import html, text
from syndicator.model import Feed, Item, Origin
from syndicator.render import facts, feedxml, opml, rss
from syndicator.render.feeds import FORMATS, FeedCard

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAMES = sorted(FORMATS)


def document(name, frame, cases):
    form = FORMATS[name]
    parts = [form.entry(frame, case.item, case.full) for case in cases]
    return form.document(frame, parts)


def instant(fields: struct_time) -> datetime:
    return datetime(*fields[:6], tzinfo=UTC)


def seconds(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def title_of(item: Item) -> str:
    return text.collapse(facts.title(item.article))


# ---------------------------------------------------------------- exact bytes


@pytest.mark.parametrize("name", NAMES)
def test_an_item_is_rendered_as_expected(name, case, frame, accept):
    form = FORMATS[name]
    made = form.entry(frame, case.item, case.full) + b"\n"
    expected = case.expected(form.suffix)
    if accept:
        expected.write_bytes(made)
    assert made.decode() == expected.read_text("utf-8"), case.why


def test_the_corpus_has_no_stray_files(cases):
    known = {"item.toml", *(f"item{form.suffix}" for form in FORMATS.values())}
    for case in cases:
        assert {path.name for path in case.expected("").parent.iterdir()} == known
        assert case.why
    ids = [case.item.article.id for case in cases]
    assert len(ids) == len(set(ids)) >= 14


def test_accepting_is_refused_by_ci():
    command = [sys.executable, "-m", "pytest", str(HERE), "--accept", "--co", "-q"]
    ran = subprocess.run(  # noqa: S603
        command, env=os.environ | {"CI": "1"}, cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR
    assert "never accepts" in ran.stderr


@pytest.mark.parametrize("name", NAMES)
def test_an_item_does_not_depend_on_when_its_feed_changed(name, case, frame):
    later = replace(frame, updated=frame.updated + timedelta(days=9))
    entry = FORMATS[name].entry
    assert entry(frame, case.item, True) == entry(later, case.item, True)
    dated = FORMATS[name].document(frame, []) != FORMATS[name].document(later, [])
    assert dated == (name != "json")  # JSON Feed has no date of its own


# ---------------------------------------------------------------- well-formed


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_fragments_declare_no_namespaces(name, frame, case):
    part = FORMATS[name].entry(frame, case.item, True)
    assert b"xmlns" not in part
    assert b"ns0:" not in part
    assert b"<![CDATA[" not in part


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_feeds_are_well_formed_and_declare_each_prefix_once(name, frame, cases):
    made = document(name, frame, cases)
    assert len(etree.fromstring(made).findall(".//{*}" + ITEM[name])) == len(cases)
    head = made[: made.index(b"<title>")]
    assert made.count(b"xmlns") == head.count(b"xmlns")


ITEM = {"rss": "item", "atom": "entry"}


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_without_items_is_a_feed(name, frame):
    made = FORMATS[name].document(frame, [])
    if name == "json":
        assert json.loads(made)["items"] == []
    else:
        assert feedparser.parse(made).feed.title == "All of it"


@pytest.mark.parametrize("name", NAMES)
def test_a_bare_site_makes_a_feed_too(name, frame):
    """Nothing but a title and an address."""
    site = replace(frame.site, description="", rights="", icon="")
    bare = replace(frame, site=site, feed=Feed(name="all"))
    made = FORMATS[name].document(bare, [])
    assert b"News Example" in made
    assert b"icon" not in made


@pytest.mark.parametrize("name", NAMES)
def test_hubs_are_named_beside_the_feeds_own_address(name, frame):
    hubs = ("https://hub.example/a?b&c", "https://höb.example/")
    made = FORMATS[name].document(
        replace(frame, site=replace(frame.site, hubs=hubs)), []
    )
    if name == "json":
        read = json.loads(made)
        links = [("hub", h["url"]) for h in read["hubs"]] + [("self", read["feed_url"])]
        assert {h["type"] for h in read["hubs"]} == {"WebSub"}
    else:
        links = [(k.rel, k.href) for k in feedparser.parse(made).feed.links]
    assert [href for rel, href in links if rel == "hub"] == [*map(facts.uri, hubs)]
    assert [href for rel, href in links if rel == "self"] == [
        frame.address(FORMATS[name].suffix)
    ]


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_feed_has_a_style_for_browsers(name, frame):
    below = replace(frame, base_url="https://news.example/a'b/")
    for used, path in ((frame, "/feeds.css"), (below, "/a'b/feeds.css")):
        made = FORMATS[name].document(used, [])
        style = etree.fromstring(made).getprevious()
        assert (style.target, style.get("href")) == ("xml-stylesheet", path)
        assert style.get("type") == "text/css"


def test_the_style_needs_nothing_else():
    style = feedxml.style().decode()
    assert "channel > title" in style
    assert not re.search(r"@import|url\(|//", style)


# ---------------------------------------------------------------- what readers see


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_feedparser_reads_back_what_was_said(name, frame, cases):
    read = feedparser.parse(
        document(name, frame, cases), sanitize_html=False, resolve_relative_uris=False
    )
    assert not read.bozo
    assert seconds(instant(read.feed.updated_parsed)) == frame.updated
    assert read.feed.link == frame.site.url
    assert read.feed.language == "en"
    for case, entry in zip(cases, read.entries, strict=True):
        check_entry(name, frame, facts.scrub(case.item), case.full, entry)


def check_entry(name: str, frame: Any, item: Item, full: bool, entry: Any) -> None:
    article = item.article
    assert entry.id == article.id
    assert text.collapse(entry.title) == title_of(item)
    assert entry.link == item.link
    assert instant(entry.published_parsed) == article.published
    assert instant(entry.updated_parsed) == article.updated
    tags = [text.collapse(tag.term) for tag in entry.get("tags", [])]
    assert tags == [*map(text.collapse, facts.categories(article))]
    read_names = [a.name for a in entry.get("authors", []) if a.get("name")]
    names = [a.name for a in facts.authors(article)]
    assert read_names == ([", ".join(names)] if name == "rss" and names else names)
    files = facts.enclosures(frame, article)
    found = [(e.href, e.type) for e in entry.get("enclosures", [])]
    assert found[:1] == [(f.url, f.type) for f in files[:1]]
    assert name == "rss" or len(found) == len(files)
    check_text(frame, item, full, entry)


def check_text(frame: Any, item: Item, full: bool, entry: Any) -> None:
    drawn = facts.content(frame, item, full)
    contents = [part.value for part in entry.get("content", [])]
    if full and item.article.summary:
        assert contents[0] == drawn
        types = [part.type for part in (*entry.content, entry.summary_detail)]
        assert "text/plain" not in types  # rss2email would take that
        excerpt = text.collapse(item.article.summary)
        assert text.collapse(unescape(entry.summary)) == excerpt
    else:
        assert [*contents, entry.summary][0] == drawn


def test_feedparser_sees_pictures_as_bare_media(frame, cases):
    read = feedparser.parse(document("rss", frame, cases))
    (entry,) = (e for e in read.entries if e.title == "Sleep and light")
    (picture,) = entry.media_content
    assert picture["url"] == "https://news.example/light.jpg"
    assert (picture["width"], picture["height"]) == ("1200", "800")
    assert (picture["filesize"], picture["medium"]) == ("54321", "image")
    assert entry.media_credit[0]["content"] == "B. Photographer"


def test_each_author_has_a_creator_where_that_is_asked_for(frame, cases):
    (several,) = (case.item for case in cases if case.name == "many-authors")
    apart = replace(frame, feed=replace(frame.feed, repeat_creator=True))
    names = [a.name for a in several.article.authors if a.name]
    for used, said in ((frame, [", ".join(names)]), (apart, names)):
        made = rss.document(used, [rss.entry(used, several, True)])
        found = etree.fromstring(made).findall(".//item/{*}creator")
        assert [tag.text for tag in found] == said


@pytest.mark.parametrize("name", NAMES)
def test_fastfeedparser_reads_back_what_was_said(name, frame, cases):
    read = fastfeedparser.parse(document(name, frame, cases))
    for case, entry in zip(cases, read.entries, strict=True):
        article = case.item.article
        assert entry.id == article.id
        assert text.collapse(entry.title) == title_of(facts.scrub(case.item))
        assert datetime.fromisoformat(entry.published) == article.published
        assert entry.link == case.item.link


def test_atoma_reads_back_what_was_said(frame, cases):
    items = [facts.scrub(case.item) for case in cases]
    of_rss = atoma.parse_rss_bytes(document("rss", frame, cases)).items
    for item, entry in zip(items, of_rss, strict=True):
        assert entry.guid == item.article.id
        assert entry.pub_date == item.article.published
        assert text.collapse(entry.title) == title_of(item)
    of_atom = atoma.parse_atom_bytes(document("atom", frame, cases)).entries
    for item, entry in zip(items, of_atom, strict=True):
        assert entry.id_ == item.article.id
        assert seconds(entry.updated) == item.article.updated
        names = [a.name for a in facts.authors(item.article)]
        assert [a.name for a in entry.authors] == (names or ["News Example"])


def test_podcastparser_loses_no_item_and_knows_the_episode(frame, cases):
    stream = BytesIO(document("rss", frame, cases))
    read = podcastparser.parse("https://feeds.example/feeds/all.rss", stream)
    episodes = {episode["guid"]: episode for episode in read["episodes"]}
    assert set(episodes) == {case.item.article.id for case in cases}
    (audio,) = (c.item.article for c in cases if c.name == "audio")
    (first, *_) = episodes[audio.id]["enclosures"]
    assert (first["url"], first["file_size"]) == ("https://cdn.example/1.mp3", 12345678)
    assert episodes[audio.id]["published"] == int(audio.published.timestamp())


def test_json_items_say_what_is_known_and_nothing_else(frame, cases):
    feed = json.loads(document("json", frame, cases))
    assert next(iter(feed)) == "version"
    for case, entry in zip(cases, feed["items"], strict=True):
        item = facts.scrub(case.item)
        assert entry["id"] == item.article.id
        assert entry["content_html"] == facts.content(frame, item, case.full)
        assert [n["kind"] for n in entry["_syndicator"].get("notices", [])] == [
            n.kind for n in item.notices
        ]
        assert all(value not in (None, "", [], {}) for value in entry.values())
        assert len(entry.get("attachments", [])) == len(item.article.enclosures)
        assert ("external_url" in entry) == (case.name == "foreign")


def test_listparser_finds_every_feed(frame, cases):
    cards = [
        FeedCard(name="all", title="All & more", updated=frame.updated),
        FeedCard(name="b", title="B", updated=frame.updated + timedelta(hours=1)),
        FeedCard(name="never", title="Never yet"),
    ]
    made = opml.document(frame, cards)
    read = listparser.parse(made.decode())
    assert not read.bozo
    assert [feed.url for feed in read.feeds] == [
        f"https://feeds.example/feeds/{card.name}.rss" for card in cards
    ]
    assert read.feeds[0].title == "All & more"
    assert b"<dateModified>Mon, 01 Jun 2026 09:30:00 +0000</dateModified>" in made


def test_ampersands_in_opml_are_no_entities(frame):
    site = replace(frame.site, title="R&D &copy; more")
    made = opml.document(replace(frame, site=site), ())
    title = etree.fromstring(made).findtext("head/title")
    assert title == "R&\u2060D &\u2060copy; more"


# ---------------------------------------------------------------- hostile items


def odd(cases, **changes: Any) -> Item:
    (plain,) = (case.item for case in cases if case.name == "plain")
    return replace(plain, article=replace(plain.article, **changes))


@pytest.mark.parametrize("name", NAMES)
def test_lone_surrogates_and_controls_cost_nothing_else(name, frame, cases):
    item = odd(
        cases,
        title="A\ud800B\x00C\ufffe",
        body="<p>x\udfff\x0by</p>",
        summary="\ud83d",
        tags=("\udc00", "ok\x1f"),
        rights="r\ud800",
    )
    form = FORMATS[name]
    made = form.document(frame, [form.entry(frame, item, True)]).decode("utf-8")
    assert "ABC" in made
    assert not set("\x00\x0b\x1f\ufffe") & set(made)
    assert "\\u00" not in made


def test_an_item_that_says_nothing_is_still_shown(frame, cases):
    nothing = odd(cases, title="", summary="", body="", images=(), lead=False)
    made = {name: FORMATS[name].entry(frame, nothing, True) for name in NAMES}
    assert b"<title>https://news.example/" in made["rss"]
    assert b'<summary type="html">https://news.example/' in made["atom"]
    assert b'"content_html": ""' in made["json"]


def test_a_foreign_feed_without_a_name_goes_by_its_host(frame, cases):
    origin = Origin(feed_url="https://www.lab.example/feed", updated="nonsense")
    item = odd(cases, origin=origin, authors=(), site="")
    made = FORMATS["atom"].entry(frame, item, True)
    assert b"<name>lab.example</name>" in made
    assert b"<title>lab.example</title>" in made
    assert made.count(b"<updated>2026-05-31T10:15:30") == 2


@pytest.mark.parametrize("name", NAMES)
def test_a_huge_item_passes_whole(name, frame, cases):
    body = "<p>" + "wörd " * 400_000 + "end</p>"
    tags = tuple(f"tag {n}" for n in range(10_000))
    made = FORMATS[name].entry(frame, odd(cases, body=body, tags=tags), True)
    assert len(made) > 2_400_000
    assert "wörd end".encode() in made
    assert b"tag 9999" in made


def test_addresses_leave_as_ascii(frame, cases):
    item = replace(odd(cases), link="https://bücher.example/straße?q=ä")
    made = FORMATS["rss"].entry(frame, item, True)
    assert b"<link>https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4</link>" in made


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("AT&T and Q&A", "AT&T and Q&A"),
        ("a < b <3", "a < b <3"),
        ("<b>", "<\u2060b>"),
        ("</b>", "<\u2060/b>"),
        ("<!-- x", "<\u2060!-- x"),
        ("&amp; &#38; &copy", "&\u2060amp; &\u2060#38; &\u2060copy"),
        (" two\n lines\t", "two lines"),
    ],
)
def test_labels_are_markup_to_nobody(title, shown):
    assert facts.label(title) == shown
    assert text.collapse(shown) == text.collapse(title)
    assert html.to_text(facts.label(title)) == text.collapse(title)


@pytest.mark.parametrize(
    ("minutes", "period", "frequency"),
    [
        (60, "hourly", 1),
        (30, "hourly", 2),
        (45, "daily", 32),
        (180, "daily", 8),
        (1440, "daily", 1),
        (2880, "weekly", 3),
        (7, "weekly", 1440),
        (11, "hourly", 5),
        (10080, "weekly", 1),
        (525600, "yearly", 1),
        (1_000_000, "yearly", 1),
    ],
)
def test_the_cadence_is_never_quicker_than_the_time_to_live(minutes, period, frequency):
    assert rss.cadence(minutes) == (period, frequency)


def test_entries_of_one_day_differ_in_their_fraction_of_a_second(frame, cases):
    made = document("atom", frame, cases)
    said = etree.fromstring(made).findall(
        "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}updated"
    )
    assert len({each.text for each in said}) == len(cases)
