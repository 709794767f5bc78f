"""Hostile input, each within 5 seconds by the clock and 300 MB, in a process with limits.

What is to come out is checked, too: refusing everything would be quick.
"""

import gzip
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from time import monotonic, sleep

import acts
import brotli
import pytest
import zstandard
from servers import Answer, Server

from syndicator.errors import ParseError
from syndicator.sandbox import ProcessSandbox

SECONDS, MEGABYTES = 5, 300
LOCAL = "127.0.0.1"

Bounded = Callable[..., str]


@pytest.fixture(scope="module")
def bounded() -> Iterator[Bounded]:
    """Calls a function in a child; fails where it takes too long or too much."""
    child = ProcessSandbox(at_once=1, seconds=SECONDS, megabytes=MEGABYTES)

    def call(function: Callable[..., str], *arguments: object) -> str:
        start = monotonic()
        made = child.call("hostile input", function, *arguments)
        assert monotonic() - start < SECONDS
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))  # where it finds `acts`
        child.call("start", acts.read, "feed", b"<rss version='2.0'/>")
        yield call
    child.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "argument"), [(bytes, MEGABYTES << 20), (time.sleep, SECONDS + 0.5)]
)
def test_the_limits_hold(bounded: Bounded, function: object, argument: float) -> None:
    with pytest.raises((ParseError, AssertionError)):
        bounded(function, argument)


# ---------------------------------------------------------------- fetching

MEGABYTE = bytes(1 << 20)


def stream() -> Iterator[bytes]:
    for _ in range(100):
        yield MEGABYTE


def drip() -> Iterator[bytes]:
    for _ in range(100):
        sleep(0.1)
        yield b"x"


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def endless(start: bytes, piece: bytes) -> Answer:
    """Bytes that need not be HTTP, the same ones without end."""
    return 0, {}, chain([start], repeat(piece))


ZEROS = bytes(200 << 20)
BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: gzip.compress(ZEROS, 1),
    "br": lambda: brotli.compress(ZEROS, quality=1),
    "zstd": lambda: zstandard.compress(ZEROS),
}
ANSWERS: dict[str, tuple[Answer, str]] = {
    "100 MB": ((200, {}, stream()), "larger than 20,000,000 bytes"),
    "drip": ((200, {}, drip()), "no answer in time"),
    "redirects without end": ((302, {"Location": "/"}, b""), "more than 5 redirects"),
    "cloud metadata": (
        (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
        "169.254.169.254 is not a public address",
    ),
    "less than announced": (
        (200, {"Content-Length": "100"}, b"<rss/>"),
        "not proper HTTP",
    ),
    "two lengths": (
        (0, {}, HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<rss/>"),
        "not proper HTTP",
    ),
    "headers without end": (endless(HEAD, b"X-A: b\r\n" * 99), "not proper HTTP"),
    "trailers without end": (
        endless(CHUNKED + b"0\r\n", b"X-A: b\r\n" * 99),
        "not proper HTTP",
    ),
    "an extension without end": (
        endless(CHUNKED + b"5;", b"x" * 999),
        "not proper HTTP",
    ),
    "interim answers without end": (
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 9),
        "no answer in time",
    ),
    "more than announced": ((200, {"Content-Length": "6"}, b"<rss/>junk"), "6 bytes"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", ANSWERS)
def test_answer(bounded: Bounded, case: str) -> None:
    answer, expected = ANSWERS[case]
    with Server({"/": answer}) as server:
        assert expected in bounded(acts.fetched, server.url + "/", LOCAL)


@pytest.mark.slow
@pytest.mark.parametrize("coding", BOMBS)
def test_bomb(bounded: Bounded, coding: str) -> None:
    answer = (200, {"Content-Encoding": coding}, BOMBS[coding]())
    with Server({"/": answer}) as server:
        outcome = bounded(acts.fetched, server.url + "/", LOCAL)
    assert "larger than 20,000,000 bytes" in outcome


def test_redirect_to_a_private_address_in_disguise(bounded: Bounded) -> None:
    with Server({}) as secret, Server({}, host="127.0.0.2") as front:
        there = f"http://[::ffff:127.0.0.1]:{secret.port}/"
        front.answers = {"/": (302, {"Location": there}, b"")}
        outcome = bounded(acts.fetched, front.url + "/", "127.0.0.2")
    assert "127.0.0.1 is not a public address" in outcome
    assert (front.paths(), secret.paths()) == (["/"], [])


def test_name_that_changes_between_check_and_connection(bounded: Bounded) -> None:
    """It is looked up once for each connection, and judged each time."""
    with Server({}) as server, Server({}, host="127.0.0.2") as secret:
        server.answers = {
            "/": (302, {"Location": f"http://a.example:{secret.port}/"}, b"")
        }
        url = f"http://a.example:{server.port}/"
        outcome = bounded(acts.rebound, url, (LOCAL, "127.0.0.2", LOCAL))
        assert "127.0.0.2 is not a public address" in outcome
        assert (server.paths(), secret.paths()) == (["/"], [])


# ---------------------------------------------------------------- reading

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE r [<!ENTITY l0 "lol">{LAUGHS}]>'
LONG = f'<!DOCTYPE r [<!ENTITY long "{"lol" * 20_000}">]>'
FILE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
DEEP = "<div>" * 50_000 + "At the bottom." + "</div>" * 50_000
MANY = "<p>One more line of text.</p>" * 20_000 + "<p>The last one.</p>"


def rss(text: str, prologue: str = "", end: str = "</channel></rss>") -> str:
    """A feed of two articles, the second with `text`."""
    shown = text.replace("<", "&lt;")
    return f"""<?xml version="1.0"?>{prologue}<rss version="2.0"><channel>
        <title>News</title><link>https://news.example/</link>
        <item><guid>1</guid><title>First</title><description>Words.</description></item>
        <item><guid>2</guid><title>Second</title><description>{shown}</description></item>
        {end}"""


def page(text: str, prologue: str = "<!doctype html>") -> str:
    return f"""{prologue}<html><head><title>Second</title></head><body><article>
        <h1>Second</h1>{text}</article></body></html>"""


READ: dict[str, tuple[str, str | bytes, str]] = {
    "billion laughs in a feed": ("feed", rss("&l9;", LAUGHS), "First"),
    "billion laughs in a page": ("html", page("<p>&l9; Words.</p>", LAUGHS), "Words."),
    "a long entity many times in a feed": (
        "feed",
        rss("&long;" * 20_000, LONG),
        "First",
    ),
    "a long entity many times in a page": (
        "html",
        page(f"<p>{'&long;' * 20_000} Words.</p>", LONG),
        "Words.",
    ),
    "an entity of entities from elsewhere": (
        "feed",
        rss("Words", '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:1/"> %x;]>'),
        "Words",
    ),
    "external entity in a feed": ("feed", rss("&x; Words", FILE), "Words"),
    "external entity in a page": ("html", page("<p>&x; Words.</p>", FILE), "Words."),
    "nested in a feed": ("feed", rss(DEEP), "At the bottom."),
    "nested in a page": ("html", page(DEEP), "At the bottom."),
    "nested feed": ("feed", "<rss><channel>" + "<item>" * 20_000, ""),
    "HTML where a feed was": ("feed", page("<p>Bye.</p>"), "an HTML page where a feed"),
    "cut off in an entry": ("feed", rss("x", end="<item><title>Th"), "Second"),
    "cut off in a tag": ("feed", rss("x", end="<item><ti"), "Second"),
    "NUL bytes in a feed": ("feed", rss("A\0B"), "First"),
    "NUL bytes in a page": ("html", page("<p>Wo\0rds.</p>"), "Second"),
    "nothing but NUL": ("feed", b"\0" * 1_000_000, "error: binary data"),
    "lone surrogates as bytes": (
        "feed",
        rss("A?B").encode().replace(b"?", b"\xed\xa0\x80"),
        "First",
    ),
    "lone surrogates as references": ("feed", rss("A&#xD800;B"), "First"),
    "lone surrogates in JSON": (
        "feed",
        r"""{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items":
            [{"id": "1", "title": "Fi\ud800rst", "content_text": "Words \udfff"}]}""",
        "Words",
    ),
}


@pytest.mark.parametrize("case", READ)
def test_document(bounded: Bounded, case: str) -> None:
    kind, body, expected = READ[case]
    outcome = bounded(
        acts.read, kind, body if isinstance(body, bytes) else body.encode()
    )
    assert expected in outcome
    assert "root:" not in outcome
    assert outcome.count("lol") < 1000
    outcome.encode()  # no surrogate is left


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "shell"), [("feed", rss), ("html", page)])
def test_many_paragraphs(
    bounded: Bounded, kind: str, shell: Callable[[str], str]
) -> None:
    assert "The last one." in bounded(acts.parsed, kind, shell(MANY).encode())


CHARSETS = {
    "utf-8": "Grüße, 日本, ქართული",
    "utf-16": "Grüße, 日本, ქართული",
    "windows-1252": "Grüße – “café” €",
    "iso-8859-1": "Grüße à la carte",
    "iso-8859-2": "Zażółć gęślą jaźń",
    "windows-1250": "Zażółć gęślą jaźń „tak”",
    "shift_jis": "日本語の記事です",
    "euc-jp": "日本語の記事です",
    "gb18030": "这是一篇文章",
    "big5": "這是一篇文章",
}


@pytest.mark.parametrize("told", ["by header", "by declaration"])
@pytest.mark.parametrize("charset", CHARSETS)
def test_charset(bounded: Bounded, charset: str, told: str) -> None:
    words = CHARSETS[charset]
    text = rss(words)
    if told == "by declaration":
        text = text.replace('"1.0"', f'"1.0" encoding="{charset}"', 1)
    said = charset if told == "by header" else ""
    assert words in bounded(acts.read, "feed", text.encode(charset), said)
