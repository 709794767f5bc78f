"""How rarely a feed asks to be looked at, as a table: its head, and what it means."""

from time import monotonic

import pytest

from syndicator.parse.pace import pace_seconds
from syndicator.ports import Document

HOUR = 3600


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("", 0),
        ("<ttl>60</ttl>", HOUR),
        ("<ttl> 1440\n</ttl>", 24 * HOUR),
        ("<ttl>soon</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        ("<ttl/>", 0),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", 24 * HOUR),
        (
            (
                "<sy:updatePeriod>daily</sy:updatePeriod>"
                "<sy:updateFrequency>4</sy:updateFrequency>"
            ),
            6 * HOUR,
        ),
        (
            (
                '<updatePeriod xmlns="http://purl.org/rss/1.0/modules/syndication/">'
                "Weekly</updatePeriod>"
            ),
            7 * 24 * HOUR,
        ),
        ("<sy:updatePeriod>now and then</sy:updatePeriod>", 0),
        (
            (
                "<sy:updatePeriod>hourly</sy:updatePeriod>"
                "<sy:updateFrequency>0</sy:updateFrequency>"
            ),
            HOUR,
        ),
        ("<ttl>120</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 2 * HOUR),
        ("<item><ttl>60</ttl></item>", 0),  # an article about feeds
    ],
)
def test_pace(head: str, seconds: int) -> None:
    body = f"<rss><channel><title>News</title>{head}<item/></channel></rss>"
    assert pace_seconds(Document(name="f", url="f", body=body.encode())) == seconds


@pytest.mark.parametrize("piece", [b"<ttl", b"<ttl>", b"<ttl> ", b"<a:", b" ", b"<"])
def test_no_input_is_slow(piece: bytes) -> None:
    start = monotonic()
    pace_seconds(Document(name="f", url="f", body=b"<ttl>" + piece * 1_000_000))
    assert monotonic() - start < 1
