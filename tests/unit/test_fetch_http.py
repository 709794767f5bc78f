"""Looking at feeds, pages and images over real HTTP on the loopback."""

import gzip
import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic, sleep

import brotli
import pytest
import zstandard
from servers import Server

from syndicator.errors import FetchError
from syndicator.fetch.http import HttpFetcher
from syndicator.fetch.limits import Limits
from syndicator.model import Source
from syndicator.ports import Look, Validators

RSS = b"<rss version='2.0'><channel><title>News</title></channel></rss>"
NOTHING = Validators()
NOW = "Sun, 06 Nov 1994 08:49:37 GMT"


def http_fetcher(**limits):
    return HttpFetcher("Syndicator/1 (+https://lab.example/)", Limits(**limits))


@pytest.fixture(scope="module")
def fetcher():
    fetcher = http_fetcher(total_seconds=10, wait_seconds=5, body_bytes=1_000_000)
    yield fetcher
    fetcher.close()


@pytest.fixture
def hasty():
    fetcher = http_fetcher(total_seconds=0.5, wait_seconds=0.3)
    yield fetcher
    fetcher.close()


@pytest.fixture
def server():
    with Server({}) as server:
        yield server


def feed(url, allow="127.0.0.0/8"):
    return Source(kind="feed", name="news", url=url, allow_networks=(allow,))


def look(fetcher, url, known=NOTHING):
    return fetcher.fetch(feed(url), known, {})


def failure(fetcher, url, source=None):
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(source or feed(url), NOTHING, {})
    assert "@" in url or caught.value.subject == url
    return caught.value


# ---------------------------------------------------------------- asking


def test_document_says_what_was_fetched(fetcher, server):
    headers = {"Content-Type": "Application/RSS+XML; charset=UTF-8"}
    server.answers["/feed"] = (200, headers, RSS)
    (document,) = look(fetcher, server.url + "/feed").documents
    assert document.name == document.url == server.url + "/feed"
    assert (document.body, document.media_type) == (RSS, "application/rss+xml")
    assert (document.charset, len(document.mark)) == ("UTF-8", 32)


def test_request_says_who_asks_and_what_is_understood(fetcher, server):
    server.answers["/"] = (200, {}, RSS)
    look(fetcher, server.url + "/")
    sent = server.requests[0].headers
    assert sent["user-agent"] == "Syndicator/1 (+https://lab.example/)"
    assert sent["accept-encoding"] == "gzip, deflate, br, zstd"
    assert sent["connection"] == "close"
    assert "application/atom+xml" in sent["accept"]
    assert not sent.keys() & {"if-none-match", "if-modified-since", "cookie", "referer"}


def test_cookies_are_neither_kept_nor_sent(fetcher, server):
    server.answers["/"] = (200, {"Set-Cookie": "id=1; Path=/"}, RSS)
    look(fetcher, server.url + "/")
    look(fetcher, server.url + "/")
    assert "cookie" not in server.requests[1].headers


def test_proxy_of_the_environment_is_not_used(fetcher, server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.answers["/"] = (200, {}, RSS)
    with_proxy = http_fetcher()
    assert look(with_proxy, server.url + "/").documents
    with_proxy.close()


@pytest.mark.parametrize(
    "etag", ['"1"', 'W/"a b"', "no-quotes", '"gr\u00fcn"', '"\u00ff, \u0080"']
)
def test_validators_go_back_byte_for_byte(fetcher, server, etag):
    sent = {"ETag": etag, "Last-Modified": "yesterday, about noon"}
    server.answers["/"] = (200, sent, RSS)
    first = look(fetcher, server.url + "/")
    server.answers["/"] = (304, {}, b"")
    second = look(fetcher, server.url + "/", first.validators)
    asked = server.requests[1].headers
    assert asked["if-none-match"] == etag
    assert asked["if-modified-since"] == "yesterday, about noon"
    assert second.unchanged
    assert second.documents == ()
    assert second.validators == first.validators


def test_304_may_bring_new_validators(fetcher, server):
    server.answers["/"] = (304, {"Last-Modified": NOW}, b"")
    known = Validators(etag='"1"', last_modified="before", fingerprint="f")
    found = look(fetcher, server.url + "/", known).validators
    assert found == Validators(etag='"1"', last_modified=NOW, fingerprint="f")


def test_304_without_being_asked_is_no_answer(fetcher, server):
    server.answers["/"] = (304, {}, b"")
    assert "304 Not Modified" in failure(fetcher, server.url + "/").reason


def test_same_bytes_are_unchanged_whatever_the_validators_say(fetcher, server):
    server.answers["/"] = (200, {"ETag": '"1"'}, RSS)
    first = look(fetcher, server.url + "/")
    server.answers["/"] = (200, {"ETag": '"2"', "Content-Encoding": "gzip"}, packed())
    second = look(fetcher, server.url + "/", first.validators)
    assert (second.unchanged, second.documents) == (True, ())
    assert second.validators.etag == '"2"'
    assert second.validators.fingerprint == first.validators.fingerprint


def packed():
    return gzip.compress(RSS, mtime=0)


def test_other_bytes_are_news(fetcher, server):
    server.answers["/"] = (200, {}, RSS)
    first = look(fetcher, server.url + "/")
    server.answers["/"] = (200, {}, RSS + b"\n")
    assert look(fetcher, server.url + "/", first.validators).documents


def test_freshness_is_passed_on_with_and_without_news(fetcher, server):
    server.answers["/"] = (200, {"Cache-Control": "max-age=900"}, RSS)
    assert look(fetcher, server.url + "/").wait_seconds == 900
    server.answers["/"] = (304, {"Cache-Control": "max-age=600"}, b"")
    known = Validators(etag='"1"')
    assert look(fetcher, server.url + "/", known).wait_seconds == 600


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301,), True),
        ((308, 301), True),
        ((302,), False),
        ((301, 307), False),
        ((302, 301), False),
    ],
)
def test_redirects_are_followed_and_permanent_ones_reported(
    fetcher, server, statuses, moved
):
    for n, status in enumerate(statuses):
        server.answers[f"/{n}"] = (status, {"Location": f"/{n + 1}#new"}, b"")
    end = f"/{len(statuses)}"
    server.answers[end] = (200, {}, RSS)
    found = look(fetcher, server.url + "/0")
    assert found.moved_to == (server.url + end if moved else "")
    assert found.documents[0].url == server.url + end
    assert found.documents[0].name == server.url + "/0"


def test_redirect_may_be_relative_and_hold_any_script(fetcher, server):
    server.answers["/a/b"] = (301, {"Location": "../n\u00e4chste seite"}, b"")
    server.answers["/n%C3%A4chste%20seite"] = (200, {}, RSS)
    assert look(fetcher, server.url + "/a/b").documents


def test_endless_redirects_end(fetcher, server):
    server.answers["/"] = (302, {"Location": "/"}, b"")
    assert failure(fetcher, server.url + "/").reason == "more than 5 redirects"
    assert len(server.requests) == 6


def test_headers_are_for_the_host_they_were_given_for(fetcher, server):
    with Server({"/feed": (200, {}, RSS)}) as other:
        server.answers = {
            "/feed": (302, {"Location": "/there"}, b""),
            "/there": (302, {"Location": other.url + "/feed"}, b""),
        }
        source = feed(server.url + "/feed")
        told = replace(source, headers={"Authorization": "Bearer s3cret"})
        fetcher.fetch(told, NOTHING, {})
        asked = [r.headers.get("authorization") for r in server.requests]
        assert asked == ["Bearer s3cret", "Bearer s3cret"]
        assert "authorization" not in other.requests[0].headers
    assert "s3cret" not in repr(told)


@pytest.mark.parametrize(
    "link",
    [
        '<?page=2>; rel="next"',
        '</feed?page=9>; rel="last", <?page=2>; rel=next',
        '<https://lab.example/wp-json/>; rel="https://api.w.org/", <?page=2>; rel="next"',
    ],
)
def test_where_a_list_goes_on_is_told(fetcher, server, link):
    server.answers = {"/feed": (200, {"Link": link}, RSS)}
    (document,) = look(fetcher, server.url + "/feed").documents
    assert document.next == server.url + "/feed?page=2"


def test_redirect_to_nowhere_is_an_error(fetcher, server):
    server.answers["/"] = (302, {}, b"")
    assert "302 Found" in failure(fetcher, server.url + "/").reason


FORBIDDEN = [
    "http://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://0:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://127\u30020\u30020\u30021:{port}/",
    "http://\uff11\uff12\uff17.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://reader:secret@127.0.0.2:{front}/",
    "http://127.0.0.2:{front}\\@127.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1%25lo]:{port}/",
    "file:///etc/passwd",
    "ftp://127.0.0.1:{port}/",
    "http://[",
    "http://a b/",
    "http://a\tb/",
    "http://\u00ad/",
    "http://" + "a" * 70 + ".example/",
    "http://127.0.0.2:{front}x/",
    "http://127.0.0.2:99999/",
]


@pytest.mark.parametrize("target", FORBIDDEN)
def test_forbidden_place_is_reached_neither_directly_nor_by_redirect(fetcher, target):
    with Server({}, host="127.0.0.2") as front, Server({}) as secret:
        bait = target.format(port=secret.port, front=front.port)
        # A header holds bytes: UTF-8, one character each.
        location = bait.encode().decode("latin-1")
        front.answers["/"] = (302, {"Location": location}, b"")
        failure(fetcher, front.url + "/", feed(front.url + "/", "127.0.0.2"))
        assert front.paths() == ["/"]
        if not bait.startswith("//"):
            failure(fetcher, bait, feed(bait, "127.0.0.2"))
        source = feed("http://news.example/", "127.0.0.2")
        for get, how in ((fetcher.page, ()), (fetcher.picture, (Look(),))):
            with pytest.raises(FetchError):
                get(source, bait, *how)
    assert secret.requests == []


def test_refusal_says_which_address_and_how_to_allow_it(fetcher, server):
    error = failure(fetcher, server.url + "/", feed(server.url + "/", "10.0.0.0/8"))
    assert "127.0.0.1 is not a public address" in error.reason
    assert "allow_networks" in error.reason


def test_password_is_not_repeated(fetcher):
    error = failure(fetcher, "http://reader:secret@news.example/")
    assert "secret" not in str(error)


def test_every_hop_is_resolved_and_judged(server):
    hosts = {"news.example": "127.0.0.1", "evil.example": "127.0.0.9"}
    fetcher = HttpFetcher("T", Limits(), lambda host, port: [hosts[host]])
    evil = f"http://evil.example:{server.port}/"
    server.answers["/"] = (302, {"Location": evil}, b"")
    source = feed(f"http://news.example:{server.port}/", "127.0.0.1")
    assert "127.0.0.9" in failure(fetcher, source.url, source).reason
    assert server.requests[0].headers["host"] == f"news.example:{server.port}"
    fetcher.close()


def test_mistaken_exception_is_a_fetch_error(fetcher):
    failure(fetcher, "http://news.example/", feed("http://news.example/", "local"))


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "login wall"),
        (403, "403 Forbidden: the server refuses us"),
        (404, "404 Not Found: there is nothing"),
        (410, "410 Gone: the publisher removed it for good"),
        (500, "500 Internal Server Error: the server failed"),
        (520, "520: the server failed"),
        (204, "204 No Content"),
        (206, "206 Partial Content"),
    ],
)
def test_status_is_told_in_words(fetcher, server, status, words):
    server.answers["/"] = (status, {}, b"")
    error = failure(fetcher, server.url + "/")
    assert words in error.reason
    assert error.wait_seconds == 0


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("after", ["120", "Sun, 06 Nov 1994 08:51:37 GMT"])
def test_server_may_ask_to_be_left_alone(fetcher, server, status, after):
    server.answers["/"] = (status, {"Retry-After": after, "Date": NOW}, b"")
    assert failure(fetcher, server.url + "/").wait_seconds == 120


def test_refusal_behind_a_redirect_says_where(fetcher, server):
    server.answers["/"] = (302, {"Location": "/login"}, b"")
    server.answers["/login"] = (403, {}, b"")
    assert f"at {server.url}/login" in failure(fetcher, server.url + "/").reason


def test_cloudflare_challenge_is_called_that(fetcher, server):
    server.answers["/"] = (403, {"CF-Mitigated": "challenge"}, b"")
    assert "Cloudflare challenge" in failure(fetcher, server.url + "/").reason


# ---------------------------------------------------------------- bad servers


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "gzip, gzip"])
def test_bomb_is_an_error(fetcher, server, coding):
    zeros = bytes(50_000_000)
    bombs = {
        "gzip": gzip.compress,
        "br": lambda data: brotli.compress(data, quality=1),
        "zstd": zstandard.compress,
        "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    }
    server.answers["/"] = (200, {"Content-Encoding": coding}, bombs[coding](zeros))
    start = monotonic()
    reason = failure(fetcher, server.url + "/").reason
    assert "larger than 1,000,000 bytes" in reason or "more than one" in reason
    assert monotonic() - start < 2


def drip():
    for _ in range(60):  # three seconds
        sleep(0.05)
        yield b"x"


def drip_headers():
    yield b"HTTP/1.1 200 OK\r\nX: "
    yield from drip()


def early_hints():
    for _ in range(300):
        sleep(0.01)
        yield b"HTTP/1.1 103 Early Hints\r\n\r\n"


def chunk_extension():
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"
    yield from drip()


def silence():
    sleep(2)
    return (200, {}, RSS)


def slow_redirect():
    sleep(0.2)
    return (302, {"Location": "/"}, b"")


SLOW = {
    "body": lambda: (200, {}, drip()),
    "headers": lambda: (0, {}, drip_headers()),
    "hints": lambda: (0, {}, early_hints()),
    "chunk extension": lambda: (0, {}, chunk_extension()),
    "redirects": slow_redirect,
    "silence": silence,
}


@pytest.mark.parametrize("case", SLOW)
def test_slow_server_is_left_at_the_deadline(hasty, case):
    with Server(lambda request: SLOW[case]()) as server:
        start = monotonic()
        error = failure(hasty, server.url + "/")
        assert monotonic() - start < 1.5
    assert "no answer in time" in error.reason


BROKEN = {
    "nothing": b"",
    "not HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "NUL": b"\0" * 100,
    "header": b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "status": b"HTTP/1.1 2000 OK\r\n\r\n",
    "long header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 2_000_000 + b"\r\n\r\n",
    "long line": b"HTTP/1.1 200 OK\r\n" + b"x" * 50_000 + b"\r\n\r\n",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300_000 + b"\r\n",
    "short body": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>",
    "bad length": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n<rss>",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "short chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "bad chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
    "short gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed()[:-9],
    "upgrade": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "odd redirect": b"HTTP/1.1 302 Found\r\nLocation: http://[\xff\xfe\r\n\r\n",
    "odd charset": b"HTTP/1.1 500 \xff\r\nContent-Type: \xff; charset=\xff\r\n\r\n",
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_answer_is_a_fetch_error(fetcher, case):
    with Server(lambda request: (0, {}, BROKEN[case])) as server:
        error = failure(fetcher, server.url + "/")
    assert len(error.reason) < 400


def test_body_longer_than_announced_is_cut_where_it_was_announced(fetcher, server):
    server.answers["/"] = (200, {"Content-Length": str(len(RSS))}, RSS + b"junk")
    assert look(fetcher, server.url + "/").documents[0].body == RSS


def test_bytes_of_any_kind_come_through(fetcher, server):
    body = bytes(range(256)) * 10
    server.answers["/"] = (200, {"Content-Type": "text/xml; charset=\xff"}, body)
    assert look(fetcher, server.url + "/").documents[0].body == body


def test_closed_port_is_a_fetch_error(fetcher):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert "cannot connect" in failure(fetcher, f"http://127.0.0.1:{port}/").reason


def test_server_without_tls_is_a_fetch_error(fetcher, server):
    url = server.url.replace("http", "https") + "/"
    assert "cannot connect" in failure(fetcher, url).reason


def test_tls_handshake_that_never_ends_is_left_at_the_deadline(hasty):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        patience = threading.Timer(3, silent.close)
        patience.start()
        start = monotonic()
        failure(hasty, f"https://127.0.0.1:{silent.getsockname()[1]}/")
        assert monotonic() - start < 1
        patience.cancel()


def test_unknown_host_is_a_fetch_error(fetcher):
    reason = failure(fetcher, "http://no-such-host.invalid/").reason
    assert "host name cannot be resolved" in reason


def test_connection_reset_is_a_fetch_error(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=hang_up, args=(listener,), daemon=True).start()
        failure(fetcher, f"http://127.0.0.1:{listener.getsockname()[1]}/")


def hang_up(listener):
    connection, _ = listener.accept()
    connection.recv(10)
    linger = b"\1\0\0\0\0\0\0\0"  # answer with RST
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.close()


def test_one_fetcher_serves_many_threads(fetcher):
    found = []

    def answer(request):
        return (200, {}, request.path.encode())

    def go(n):
        page = fetcher.page(feed(server.url + "/"), f"{server.url}/{n}")
        found.append(page.body == f"/{n}".encode())

    with Server(answer) as server:
        threads = [threading.Thread(target=go, args=(n,)) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [True] * 20


# ---------------------------------------------------------------- pages and images


def test_page_is_a_document_of_its_own(fetcher, server):
    server.answers["/old"] = (302, {"Location": "/new"}, b"")
    server.answers["/new"] = (200, {"Content-Type": "text/html"}, b"<p>Hello</p>")
    page = fetcher.page(feed("http://elsewhere.example/"), server.url + "/old")
    assert (page.name, page.url) == (server.url + "/old", server.url + "/new")
    assert (page.body, page.media_type) == (b"<p>Hello</p>", "text/html")
    assert "text/html" in server.requests[-1].headers["accept"]


def jpeg(width, height, profile=0, rest=1000):
    """A JPEG by its markers alone, with `profile` bytes before the size is told."""
    segments = [min(60_000, profile - at) for at in range(0, profile, 60_000)]
    icc = b"".join(
        b"\xff\xe2" + (n + 2).to_bytes(2, "big") + bytes(n) for n in segments
    )
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    frame = b"\xff\xc0\0\x11\x08" + size + b"\3\1\x11\0\2\x11\1\3\x11\1"
    return b"\xff\xd8" + icc + frame + bytes(rest)


def ranged(body):
    def answer(request):
        end = int(request.headers["range"].removeprefix("bytes=0-")) + 1
        part = body[:end]
        told = f"bytes 0-{len(part) - 1}/{len(body)}"
        return (206, {"Content-Range": told, "Content-Type": "text/plain"}, part)

    return answer


@contextmanager
def measured(fetcher, answers):
    with Server(answers) as server:
        yield (
            fetcher.picture(feed("http://news.example/"), server.url + "/a", Look()),
            server,
        )


@pytest.mark.parametrize(
    ("profile", "rest", "requests"), [(0, 5, 1), (0, 2_000_000, 1), (300_000, 99, 2)]
)
def test_image_is_measured_by_its_beginning(fetcher, profile, rest, requests):
    body = jpeg(2000, 1333, profile, rest)
    with measured(fetcher, ranged(body)) as (picture, server):
        assert (picture.type, picture.width, picture.height) == (
            "image/jpeg",
            2000,
            1333,
        )
        assert (picture.length, picture.body) == (len(body), b"")
        assert len(server.requests) == requests
        sent = server.requests[0].headers
    assert (sent["range"], sent["accept-encoding"]) == ("bytes=0-32767", "identity")


@pytest.mark.parametrize("profile", [0, 300_000])
def test_server_that_ignores_ranges_is_left_after_the_beginning(fetcher, profile):
    body = jpeg(640, 480, profile, 100_000_000)
    with measured(fetcher, lambda request: (200, {}, body)) as (picture, _):
        assert (picture.width, picture.height) == (640, 480)
        assert picture.length == len(body)


@pytest.mark.parametrize("whole", [False, True])
def test_image_that_is_shown_on_its_own_site_only(fetcher, whole):
    body = jpeg(640, 480)

    def answer(request):
        allowed = request.headers.get("referer") == "https://news.example/a"
        return (200, {"ETag": '"1"'}, body) if allowed else (403, {}, b"")

    look = Look(whole=whole, page="https://news.example/a")
    with Server(answer) as server:
        source, url = feed("http://news.example/"), server.url + "/a"
        picture = fetcher.picture(source, url, look)
        assert (picture.width, picture.guarded) == (640, True)
        assert picture.body == (body if whole else b"")
        with pytest.raises(FetchError, match="403"):
            fetcher.picture(source, url, Look())


def test_missing_is_told_from_refused(fetcher):
    with Server(lambda r: (int(r.path[1:]), {}, b"<p>")) as server:
        for status, missing in ((404, True), (410, True), (403, False), (503, False)):
            with pytest.raises(FetchError) as error:
                fetcher.picture(
                    feed("http://x.example/"), f"{server.url}/{status}", Look()
                )
            assert (error.value.missing, error.value.status) == (missing, status)
        with pytest.raises(FetchError, match="not an image") as error:
            fetcher.picture(feed("http://x.example/"), f"{server.url}/200", Look())
        assert error.value.missing


@pytest.mark.parametrize("ranges", [True, False])
def test_file_is_asked_by_one_byte(fetcher, ranges):
    def answer(request):
        assert request.headers["range"] == "bytes=0-0"
        if not ranges:
            return (200, {"Content-Type": "audio/mpeg"}, bytes(5000))
        told = {"Content-Type": "audio/mpeg; x=1", "Content-Range": "bytes 0-0/5000"}
        return (206, told, b"0")

    with Server(answer) as server:
        facts = fetcher.file(feed("http://x.example/"), server.url + "/a.mp3")
    assert (facts.type, facts.length) == ("audio/mpeg", 5000)


def test_image_without_any_length_is_measured_if_it_is_short(fetcher):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"/>'
    headers = {"Content-Encoding": "gzip"}
    with measured(fetcher, lambda r: (200, headers, gzip.compress(svg))) as (found, _):
        assert (found.type, found.width, found.length) == ("image/svg+xml", 6, len(svg))
    with measured(fetcher, lambda r: (200, {}, iter([svg]))) as (found, _):
        assert found.length == len(svg)


def test_image_that_hides_its_size_has_none(fetcher):
    with measured(fetcher, ranged(jpeg(6, 4, 700_000))) as (picture, server):
        assert (picture.width, picture.height) == (0, 0)
        assert len(server.requests) == 2


def test_whole_image_without_a_size_is_not_asked_for_again(fetcher):
    with measured(fetcher, ranged(b"\xff\xd8\xff\xd9")) as (picture, server):
        assert (picture.type, picture.width, picture.length) == ("image/jpeg", 0, 4)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "image/png"}, b"<!doctype html><p>Not found</p>"),
        (200, {"Content-Type": "image/png"}, b""),
        (206, {"Content-Range": "bytes 5-9/10"}, b"\x89PNG\r\n\x1a\n"),
        (206, {}, b"\x89PNG\r\n\x1a\n"),
        (404, {}, b"\x89PNG\r\n\x1a\n"),
        (416, {"Content-Range": "bytes */0"}, b""),
    ],
)
def test_what_is_no_image_is_a_fetch_error(fetcher, answer):
    with pytest.raises(FetchError), measured(fetcher, lambda request: answer):
        pass


def test_what_an_api_says_of_its_refusal_is_told(fetcher, server):
    json = {"Content-Type": "application/json"}
    server.answers = {
        "/one": (401, json, b'{"code": "x", "message": "Log  in first."}'),
        "/two": (403, json, b'{"errors": [{"message": "No such key"}]}'),
        "/three": (500, json, b'{"message": ["'),
        "/four": (500, json, b"\xff" * 20_000),
        "/five": (403, {"Content-Type": "text/html"}, b'{"message": "not JSON"}'),
    }
    told = [failure(fetcher, server.url + path).reason for path in server.answers]
    assert told == [
        "401 Unauthorized: it is behind a login wall: “Log in first.”",
        "403 Forbidden: the server refuses us: “No such key”",
        "500 Internal Server Error: the server failed",
        "500 Internal Server Error: the server failed",
        "403 Forbidden: the server refuses us",
    ]


def test_no_failure_tells_a_key_or_the_token_of_a_source(fetcher, server):
    token = "5ecret/5ecret"
    url = f"{server.url}/x?a=1&access_token=hidden&id=5ecret%2F5ecret"
    source = replace(feed(url), token=token)
    answers = [
        (302, {"Location": f"/y?key={token}"}, b""),
        (404, {"Content-Type": "application/json"}, b'{"message": "no 5ecret/5ecret"}'),
    ]
    server.answers = lambda request: answers.pop(0)
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(source, NOTHING, {})
    told = str(caught.value)
    assert "5ecret" not in told
    assert "hidden" not in told
    assert "where it redirects to" in told
    assert "“no …”" in told
