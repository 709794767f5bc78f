"""A podcast comes out as one: what its source tells apps reaches them."""

import json
from io import BytesIO
from pathlib import Path

import podcastparser
import pytest
from lxml import etree
from world import NEWS, feed, item

from syndicator.model import Feed
from syndicator.parse import podcasts

SENT = (Path(__file__).parent / "podcast.xml").read_bytes()
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}


@pytest.fixture
def published(world):
    """Publish what the source sends; return the channel."""

    def published(sent: bytes = SENT):
        world.change(feeds=(Feed(name="all"),), letters=())
        world.fetcher.feeds[NEWS.url] = sent
        world.run()
        return etree.fromstring(world.read("feeds/all.rss").encode())[0]

    return published


def tags(parent) -> list[tuple[str, str, dict[str, str]]]:
    prefixes = {address: prefix for prefix, address in NAMES.items()}
    found = ((etree.QName(tag), tag) for tag in parent)
    return [
        (
            f"{prefixes[n.namespace]}:{n.localname}",
            (tag.text or "").strip(),
            dict(tag.attrib),
        )
        for n, tag in found
        if n.namespace in prefixes
    ]


def test_episode_says_what_its_source_says(published):
    assert tags(published().find("item")) == [
        ("itunes:duration", "1865", {}),
        ("itunes:episode", "1", {}),
        ("itunes:episodeType", "full", {}),
        ("itunes:explicit", "false", {}),
        (
            "podcast:transcript",
            "",
            {
                "url": "https://news.example/1.vtt",
                "type": "text/vtt",
                "language": "en",
            },
        ),
        (
            "podcast:transcript",
            "",
            {"url": "https://news.example/1.srt", "type": "application/x-subrip"},
        ),
        (
            "podcast:chapters",
            "",
            {
                "url": "https://cdn.example/1.json",
                "type": "application/json+chapters",
            },
        ),
        (
            "podcast:person",
            "Ada",
            {"role": "host", "img": "https://news.example/ada.jpg"},
        ),
        ("podcast:person", "Björn <b>", {"role": "guest"}),
        ("podcast:soundbite", "Best of", {"startTime": "73.0", "duration": "60.0"}),
    ]


def test_channel_says_what_the_show_says(published):
    channel = published()
    assert tags(channel) == [
        ("itunes:author", "News Example", {}),
        ("itunes:category", "", {"text": "Health & Fitness"}),
        ("itunes:explicit", "false", {}),
        ("itunes:image", "", {"href": "https://news.example/cover.jpg"}),
        ("podcast:guid", "917393e3-1b1e-5cef-ace4-edaa54e1f810", {}),
        ("itunes:owner", "", {}),
    ]
    mail = channel.findtext("itunes:owner/itunes:email", namespaces=NAMES)
    assert mail == "pod@news.example"


def test_podcast_app_reads_it(published, world):
    published()
    stream = BytesIO(world.read("feeds/all.rss").encode())
    read = podcastparser.parse("https://feeds.example/feeds/all.rss", stream)
    (episode,) = read["episodes"]
    assert (episode["total_time"], episode["number"]) == (1865, 1)
    assert read["cover_url"] == "https://news.example/cover.jpg"


def test_json_says_it_too(published, world):
    published()
    (told,) = json.loads(world.read("feeds/all.json"))["items"]
    assert told["attachments"][0]["duration_in_seconds"] == 1865
    names = [tag["tag"] for tag in told["_syndicator"]["podcast"]]
    assert names.count("podcast:person") == 2


def test_our_own_feed_says_the_same_when_it_is_read_again(published, world):
    channel = published()
    (again,) = podcasts.read(world.read("feeds/all.rss"), 1)
    kept = world.article("one").podcast
    assert again.episode == kept.episode
    assert again.show == kept.show
    assert channel.find("item") is not None


def test_feed_without_a_podcast_declares_none(published, world):
    published(feed(item("one")))
    assert "itunes" not in world.read("feeds/all.rss")
    assert "podcast" not in world.read("feeds/all.rss")
