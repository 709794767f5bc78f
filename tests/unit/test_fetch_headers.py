"""What response headers say, as a table: the header, what it means, and why."""

import pytest

from syndicator.fetch import headers

NOW = "Sun, 06 Nov 1994 08:49:37 GMT"


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        ({}, 0),
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 120 "}, 120),
        ({"retry-after": "-5"}, 0),
        ({"retry-after": "1.5"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "٣"}, 0),
        ({"retry-after": "9" * 5000}, 86_400),
        ({"retry-after": "Sun, 06 Nov 1994 08:51:37 GMT", "date": NOW}, 120),
        ({"retry-after": "Sunday, 06-Nov-94 08:51:37 GMT", "date": NOW}, 120),
        ({"retry-after": "Sun Nov  6 08:51:37 1994", "date": NOW}, 120),
        ({"retry-after": "Sun, 06 Nov 1994 08:00:00 GMT", "date": NOW}, 0),
        ({"retry-after": "Sun, 06 Nov 2044 08:00:00 GMT", "date": NOW}, 86_400),
        ({"retry-after": "Sun, 06 Nov 1994 08:51:37 GMT"}, 0),
        ({"retry-after": NOW[:-3] + "+" + "9" * 40, "date": NOW}, 0),
        ({"x-contentful-ratelimit-reset": "7"}, 7),
        ({"RateLimit-Reset": "30.5"}, 30),
        ({"x-ratelimit-reset": "784111837", "date": NOW}, 86_400),
        (
            {
                "x-ratelimit-reset": "1790000060",
                "date": "Mon, 21 Sep 2026 14:13:20 GMT",
            },
            60,
        ),
        ({"x-ratelimit-reset": "1790000060"}, 0),
        ({"retry-after": "5", "x-ratelimit-reset": "60"}, 5),
    ],
)
def test_retry_after(sent, seconds):
    assert headers.retry_after(sent) == seconds


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": 'public, Max-Age="600"'}, 600),
        ({"cache-control": "max-age=600", "age": "500"}, 100),
        ({"cache-control": "max-age=600", "age": "900"}, 0),
        ({"cache-control": "max-age=31536000"}, 86_400),
        ({"cache-control": "max-age=600, no-cache"}, 0),
        ({"cache-control": "no-store", "expires": NOW, "date": NOW}, 0),
        ({"expires": "Sun, 06 Nov 1994 09:49:37 GMT", "date": NOW}, 3600),
        ({"expires": "0", "date": NOW}, 0),
        ({"expires": "-1", "date": NOW}, 0),
        (
            {
                "cache-control": "max-age=60",
                "expires": "Sun, 06 Nov 1994 09:49:37 GMT",
                "date": NOW,
            },
            60,
        ),
        ({"cache-control": "max-age"}, 0),
        ({"cache-control": ",=,;="}, 0),
    ],
)
def test_freshness(sent, seconds):
    assert headers.freshness(sent) == seconds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ("", "")),
        ("Text/HTML", ("text/html", "")),
        ("text/html; Charset=ISO-8859-1", ("text/html", "ISO-8859-1")),
        ('text/xml;charset="utf-8"', ("text/xml", "utf-8")),
        ("text/xml; charset=", ("text/xml", "")),
        ("text/html; charset=utf-8, text/html", ("text/html", "utf-8")),
    ],
)
def test_content_type(value, expected):
    assert headers.content_type({"content-type": value}) == expected


@pytest.mark.parametrize(
    ("value", "total"),
    [
        ("bytes 0-32767/1445000", 1_445_000),
        ("bytes 0-9/*", 0),
        ("BYTES 0-9/10", 10),
        ("bytes 5-9/10", None),
        ("bytes */10", None),
        ("", None),
    ],
)
def test_range_total(value, total):
    assert headers.range_total({"content-range": value}) == total


def test_content_length_of_a_compressed_body_says_nothing_of_the_image():
    assert headers.content_length({"content-length": "7"}) == 7
    assert headers.content_length({"content-length": "7, 7"}) == 0
    assert (
        headers.content_length({"content-length": "7", "content-encoding": "gzip"}) == 0
    )


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ("", {}),
        ("<b>; rel=next", {"next": "https://a.example/b"}),
        (
            '</x>;REL="Next Last"',
            dict.fromkeys(("next", "last"), "https://a.example/x"),
        ),
        (
            '</api/>; rel="https://api.w.org/", <?page=2>; rel="next", <?page=3>; rel=next',
            {
                "https://api.w.org/": "https://a.example/api/",
                "next": "https://a.example/?page=2",
            },
        ),
        ('<b>; title="a, b; c"; rel=up, <c>', {"up": "https://a.example/b"}),
        ("<b>; title=next, <c", {}),
    ],
)
def test_links(sent, found):
    assert headers.links({"link": sent}, "https://a.example/") == found
