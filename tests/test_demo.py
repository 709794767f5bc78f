"""The demo's feeds come back whole through readers that are not ours."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO

import atoma
import demo
import fastfeedparser
import feedparser
import listparser
import podcastparser
import pytest

from syndicator.app import App
from syndicator.model import Article, Feed


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with demo.published(tmp_path_factory.mktemp("demo")) as app:
        yield app


def published(app: App, path: str) -> bytes:
    return (app.settings.publish.path / path).read_bytes()


def articles(app: App, feed: Feed) -> list[Article]:
    found = app.store.select(feed, feed.limit)
    assert found
    return found


def enclosure(app: App, article: Article) -> str:
    """The address a reader is given for an article's lead picture, "" for none."""
    image = next((i for i in article.images if i.url), None)
    if image is None:
        return ""
    own = f"{app.plan.base_url}media/{image.mirror}"
    return own if image.mirror else image.url


# Each reader tells of a feed: id, title, instant, authors, enclosure.
Told = tuple[str, str, datetime, str, str]


def by_feedparser(body: bytes) -> list[Told]:
    parsed = feedparser.parse(BytesIO(body))
    assert not parsed.bozo
    return [
        (
            e.id,
            e.title,
            datetime(*e.published_parsed[:6], tzinfo=UTC),
            ", ".join(a.name for a in e.authors),
            e.enclosures[0].href if e.enclosures else "",
        )
        for e in parsed.entries
    ]


def by_fastfeedparser(body: bytes) -> list[Told]:
    return [
        (
            e["id"],
            e["title"],
            datetime.fromisoformat(e["published"]),
            e["author"],
            next((x["href"] for x in e["links"] if x["rel"] == "enclosure"), "")
            if e.get("links")
            else next((x["url"] for x in e.get("enclosures", ())), ""),
        )
        for e in fastfeedparser.parse(body).entries
    ]


def by_atoma_rss(body: bytes) -> list[Told]:
    return [
        (
            i.guid,
            i.title,
            i.pub_date,
            i.author or "",
            i.enclosures[0].url if i.enclosures else "",
        )
        for i in atoma.parse_rss_bytes(body).items
    ]


def by_atoma_atom(body: bytes) -> list[Told]:
    return [
        (
            e.id_,
            e.title.value,
            e.published,
            ", ".join(a.name for a in e.authors),
            next((x.href for x in e.links if x.rel == "enclosure"), ""),
        )
        for e in atoma.parse_atom_bytes(body).entries
    ]


def by_podcastparser(body: bytes) -> list[Told]:
    parsed = podcastparser.parse("https://feeds.example/x.rss", BytesIO(body))
    return [
        (
            e["guid"],
            e["title"],
            datetime.fromtimestamp(e["published"], UTC),
            "",
            e["enclosures"][0]["url"] if e["enclosures"] else "",
        )
        for e in parsed["episodes"]
    ]


READERS: list[tuple[str, Callable[[bytes], list[Told]], bool]] = [
    (".rss", by_feedparser, True),
    (".atom", by_feedparser, True),
    (".rss", by_fastfeedparser, True),
    (".atom", by_fastfeedparser, False),  # it names the first author only
    (".rss", by_atoma_rss, False),  # it knows no dc:creator
    (".atom", by_atoma_atom, True),
    (".rss", by_podcastparser, False),  # it knows no authors
]


@pytest.mark.parametrize("feed", ["all", "research", "sleep", "headlines"])
@pytest.mark.parametrize(("suffix", "read", "authors"), READERS)
def test_feeds_come_back_whole(
    app: App, feed: str, suffix: str, read: Callable[[bytes], list[Told]], authors: bool
) -> None:
    settings = next(f for f in app.plan.feeds if f.name == feed)
    told = read(published(app, f"feeds/{feed}{suffix}"))
    wanted = [
        (
            a.id,
            a.title,
            a.published,
            ", ".join(x.name for x in a.authors),
            enclosure(app, a),
        )
        for a in articles(app, settings)
    ]
    picked = (0, 1, 2, 3, 4) if authors else (0, 1, 2, 4)
    assert _by_id(told, picked) == _by_id(wanted, picked)


def _by_id(told: list[Told], picked: tuple[int, ...]) -> list[list[object]]:
    """What was told, without the joiner that keeps a "<3" from looking like a tag."""
    rows = [[_plain(t[n]) for n in picked] for t in told]
    return sorted(rows, key=lambda row: str(row[0]))


def _plain(value: str | datetime) -> str | datetime:
    return value.replace("\u2060", "") if isinstance(value, str) else value


def test_json_feed_says_the_same(app: App) -> None:
    feed = app.plan.feeds[0]
    told = json.loads(published(app, f"feeds/{feed.name}.json"))["items"]
    wanted = articles(app, feed)
    assert [i["id"] for i in told] == [a.id for a in wanted]
    assert [datetime.fromisoformat(i["date_published"]) for i in told] == [
        a.published for a in wanted
    ]


def test_content_comes_back_as_it_was(app: App) -> None:
    """The same HTML in all three formats."""
    feed = app.plan.feeds[0].name
    as_written = {"sanitize_html": False, "resolve_relative_uris": False}
    rss, atom = (
        feedparser.parse(BytesIO(published(app, f"feeds/{feed}{s}")), **as_written)
        for s in (".rss", ".atom")
    )
    items = json.loads(published(app, f"feeds/{feed}.json"))["items"]
    for r, a, j in zip(rss.entries, atom.entries, items, strict=True):
        assert r.content[0].value == a.content[0].value == j["content_html"]


def test_each_notice_is_in_each_item_once(app: App) -> None:
    feed = app.plan.feeds[0]
    items = json.loads(published(app, f"feeds/{feed.name}.json"))["items"]
    research = next(d for d in app.plan.disclaimers if d.kind == "research")
    in_language = {"en": research.text} | {
        w.language: w.text for w in research.wordings
    }
    shown = [
        [lang for lang, text in in_language.items() for _ in range(html.count(text))]
        for html in (i["content_html"] for i in items)
    ]
    assert shown == [[i.get("language", "en")] for i in items]


def test_list_of_feeds_is_read(app: App) -> None:
    listed = listparser.parse(published(app, "feeds.opml"))
    assert not listed.bozo
    assert [f.url.rpartition("/")[2] for f in listed.feeds] == [
        f"{f.name}.rss" for f in app.plan.feeds
    ]
