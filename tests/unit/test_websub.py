"""Telling a hub: what it is sent, and what becomes of answers."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from servers import Server

from syndicator.errors import PublishError
from syndicator.fetch import Fetchers
from syndicator.publish.websub import WebSub

TOPIC = "https://feeds.example/feeds/all.rss"
LOOPBACK = ("127.0.0.0/8",)


@pytest.fixture
def fetchers() -> Iterator[Fetchers]:
    made = Fetchers(version="1", contact="https://news.example/")
    yield made
    made.close()


@pytest.mark.parametrize("status", [200, 202, 204])
def test_hub_is_told_of_the_topic(fetchers: Fetchers, status: int) -> None:
    with Server({"/hub": (status, {}, b"")}) as server:
        WebSub(fetchers, LOOPBACK).announce(f"{server.url}/hub", TOPIC)
    (asked,) = server.requests
    assert (asked.method, asked.path) == ("POST", "/hub")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    told = parse_qs(asked.body.decode())
    assert told["hub.mode"] == ["publish"]
    assert told["hub.url"] == told["hub.topic"] == [TOPIC]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((400, {}, b"no"), "the hub answered 400 Bad Request"),
        ((503, {}, b""), "the hub answered 503"),
        ((302, {"Location": "https://other.example/"}, b""), "redirects to"),
        ((0, {}, b"what?"), "not proper HTTP"),
    ],
)
def test_refusal_is_told_in_words(fetchers: Fetchers, answer, words: str) -> None:
    with Server({"/hub": answer}) as server, pytest.raises(PublishError, match=words):
        WebSub(fetchers, LOOPBACK).announce(f"{server.url}/hub", TOPIC)


def test_private_networks_are_out_of_reach_unless_allowed(fetchers: Fetchers) -> None:
    with Server({"/hub": (202, {}, b"")}) as server, pytest.raises(PublishError):
        WebSub(fetchers).announce(f"{server.url}/hub", TOPIC)
    assert server.requests == []
