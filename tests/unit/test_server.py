"""Published bytes over HTTP: validators, types, and nothing but what is published."""

import gzip
import os
import socket
import threading
from http.client import HTTPConnection, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from needs import need

from syndicator.server import NAME, Server

FEED = "<rss>Schlaf für alle</rss>".encode()
CSP = "Content-Security-Policy"
LONG = b"All the same. " * 1000


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "public"
    for name, body in {
        "index.html": b"<p>index</p>",
        "feeds/all.rss": FEED,
        "feeds/all.atom": b"<feed/>",
        "feeds/all.json": b"{}",
        "feeds/all/tag/sleep.atom": b"<feed/>",
        "feeds/other.rss": b"<rss/>",
        ".elsewhere/feeds.json": b'{"old": "all", "ended": "", "al": "x"}',
        "feeds/long.rss": b"<rss>" + LONG,
        "feeds.css": LONG,
        "media/4567.png": LONG,
        "feeds/all.html": b"<p>feed</p>",
        "feeds.opml": b"<opml/>",
        "letters/weekly/latest.txt": b"words",
        "letters/weekly/latest.html": b"<p>words</p>",
        "media/0123.png": b"png",
        "media/0123.svg": b"<svg/>",
        "media/0123.bin": b"bin",
        "media/a b.png": b"space",
        ".staging/half": b"half",
        "feeds/.hidden": b"hidden",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(body)
    (tmp_path / "state.db").write_bytes(b"secret")
    (tmp_path / "public-not").mkdir()
    (tmp_path / "public-not/file").write_bytes(b"secret")
    (root / "way-out").symlink_to(tmp_path / "state.db")
    return root


@pytest.fixture
def server(root):
    server = Server("127.0.0.1", 0, root, {"all": 1800})
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def port(server):
    return server.server_port


@pytest.fixture
def get(port):
    def get(path, method="GET", **headers) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", "feeds.example")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    return get


# ---------------------------------------------------------------- what is there


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/feeds/all.rss", "application/rss+xml; charset=utf-8"),
        ("/feeds/all.atom", "application/atom+xml; charset=utf-8"),
        ("/feeds/all.json", "application/feed+json; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/letters/weekly/latest.txt", "text/plain; charset=utf-8"),
        ("/media/0123.png", "image/png"),
        ("/media/0123.bin", "application/octet-stream"),
        ("/media/a%20b.png", "image/png"),
        ("/feeds/all.rss?from=reader", "application/rss+xml; charset=utf-8"),
        ("/feeds/../feeds/./all.rss", "application/rss+xml; charset=utf-8"),
        ("http://feeds.example/feeds/all.rss", "application/rss+xml; charset=utf-8"),
    ],
)
def test_published_file_comes_with_its_type(get, path, kind):
    response, body = get(path)
    assert (response.status, response.headers["Content-Type"]) == (200, kind)
    assert int(response.headers["Content-Length"]) == len(body) > 0
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_head_says_the_same_without_the_body(get):
    got, body = get("/feeds/all.rss")
    head, nothing = get("/feeds/all.rss", "HEAD")
    assert (body, nothing) == (FEED, b"")
    same = ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control")
    assert all(got.headers[name] == head.headers[name] for name in same)
    assert head.status == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/feeds/all.rss", "public, max-age=1800"),  # what the feed says of itself
        ("/feeds/all.html", "public, max-age=1800"),
        ("/feeds/all/tag/sleep.atom", "public, max-age=1800"),
        ("/feeds/other.rss", "public, no-cache"),
        ("/index.html", "public, no-cache"),
        ("/media/0123.png", "public, max-age=31536000, immutable"),
    ],
)
def test_each_file_is_fresh_as_long_as_it_should_be(get, path, said):
    assert get(path)[0].headers["Cache-Control"] == said


def test_feed_may_be_read_by_web_applications(get):
    assert get("/feeds/all.json")[0].headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/rss+xml, */*;q=0.5", "application/rss+xml; charset=utf-8"),
        ("*/*", "application/rss+xml; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/xml; charset=utf-8"),
    ],
)
def test_browser_gets_a_feed_as_the_xml_it_can_style(get, accept, kind):
    response, body = get("/feeds/all.rss", Accept=accept)
    assert (response.headers["Content-Type"], body) == (kind, FEED)
    assert response.headers["Vary"] == "Accept, Accept-Encoding"
    page = get("/feeds/all.html", Accept=accept)[0]
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"


def test_feed_names_its_hubs(get, root, server):
    assert get("/feeds/all.rss")[0].headers["Link"] is None
    server.base_url = "https://feeds.example/"
    server.hubs = ("https://hub.example/", "https://hub.example/b")
    hubs = '<https://hub.example/>; rel="hub", <https://hub.example/b>; rel="hub"'
    for name in ("all.rss", "all.atom", "all.json", "all/a b.rss"):
        (root / "feeds/all/archive").mkdir(parents=True, exist_ok=True)
        (root / "feeds" / name).write_bytes(FEED)
        path = f"feeds/{name.replace(' ', '%20')}"
        own = f'<https://feeds.example/{path}>; rel="self"'
        assert get(f"/{path}")[0].headers["Link"] == f"{own}, {hubs}"
    (root / "feeds/all/archive/1.rss").write_bytes(FEED)
    for path in ("/feeds/all/archive/1.rss", "/feeds/all.html", "/feeds.opml", "/"):
        assert get(path)[0].headers["Link"] is None


def test_stored_content_may_not_reach_out(get):
    assert "default-src 'none'" in get("/")[0].headers["Content-Security-Policy"]
    assert "script" not in get("/letters/weekly/latest.html")[0].headers[CSP]
    picture = get("/media/0123.svg")[0].headers["Content-Security-Policy"]
    assert picture == "default-src 'none'; sandbox"


def test_connection_is_kept_for_the_next_request(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    for path, status in (("/feeds/all.rss", 200), ("/none", 404), ("/", 200)):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status == status
    connection.close()


def test_many_readers_at_once_are_all_served(get):
    found = []
    readers = [
        threading.Thread(target=lambda: found.append(get("/feeds/all.rss")[1]))
        for _ in range(40)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == [FEED] * 40


# ---------------------------------------------------------------- validators


@pytest.mark.parametrize(
    "form", ["{}", "W/{}", '"other", {}', "*", ' "x" ,W/{} ', "{gzip}"]
)
def test_known_tag_is_not_modified(get, form):
    tag = get("/feeds/all.rss")[0].headers["ETag"]
    asked = form.format(tag, gzip=tag[:-1] + '-gzip"')
    response, body = get("/feeds/all.rss", If_None_Match=asked)
    assert (response.status, body) == (304, b"")
    assert response.headers["ETag"] == tag
    assert response.headers["Cache-Control"] == "public, max-age=1800"
    assert response.headers["Vary"] == "Accept, Accept-Encoding"


def test_known_date_is_not_modified(get):
    date = get("/feeds/all.rss")[0].headers["Last-Modified"]
    assert get("/feeds/all.rss", If_Modified_Since=date)[0].status == 304
    assert get("/feeds/all.rss", "HEAD", If_Modified_Since=date)[0].status == 304


def test_later_date_is_not_modified(get):
    later = "Fri, 31 Dec 2100 00:00:00 GMT"
    assert get("/feeds/all.rss", If_Modified_Since=later)[0].status == 304


@pytest.mark.parametrize("tag", ['"other"', ""])
def test_tag_decides_over_the_date(get, tag):
    date = get("/feeds/all.rss")[0].headers["Last-Modified"]
    asked = {"If_None_Match": tag, "If_Modified_Since": date}
    assert get("/feeds/all.rss", **asked)[0].status == 200


@pytest.mark.parametrize("tag", ['"other"', "", "nonsense", '"-gzip"'])
def test_other_tag_brings_the_bytes(get, tag):
    assert get("/feeds/all.rss", If_None_Match=tag)[1] == FEED


@pytest.mark.parametrize("date", ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", ""])
def test_other_date_brings_the_bytes(get, date):
    assert get("/feeds/all.rss", If_Modified_Since=date)[1] == FEED


def test_tag_depends_on_the_bytes_alone(get, root):
    tag = get("/feeds/all.rss")[0].headers["ETag"]
    os.utime(root / "feeds/all.rss", (0, 0))
    assert get("/feeds/all.rss")[0].headers["ETag"] == tag
    (root / "feeds/all.rss").write_bytes(FEED + b" ")
    assert get("/feeds/all.rss")[0].headers["ETag"] != tag


# ---------------------------------------------------------------- compressed


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP;q=0.5", "deflate , x-gzip"])
@pytest.mark.parametrize("path", ["/feeds/long.rss", "/feeds.css"])
def test_text_is_compressed_for_those_who_read_it(get, path, accepted):
    plain = get(path)
    packed, body = get(path, Accept_Encoding=accepted)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == plain[1]
    assert int(packed.headers["Content-Length"]) == len(body) < len(plain[1]) / 10
    assert get(path, Accept_Encoding=accepted)[1] == body
    assert "Accept-Encoding" in plain[0].headers["Vary"]
    assert packed.headers["Content-Type"] == plain[0].headers["Content-Type"]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0"])
def test_others_get_the_bytes_as_they_are(get, accepted):
    response, body = get("/feeds/long.rss", Accept_Encoding=accepted)
    assert response.headers["Content-Encoding"] is None
    assert body == b"<rss>" + LONG


@pytest.mark.parametrize("path", ["/feeds/all.rss", "/media/4567.png"])
def test_what_would_gain_nothing_stays_as_it_is(get, path):
    response = get(path, Accept_Encoding="gzip")[0]
    assert response.headers["Content-Encoding"] is None


def test_each_coding_has_a_tag_of_its_own_and_any_of_them_is_known(get):
    plain, packed = (
        get("/feeds/long.rss", Accept_Encoding=coding)[0].headers["ETag"]
        for coding in ("identity", "gzip")
    )
    assert plain != packed
    for known in (plain, packed):
        for coding, tag in (("identity", plain), ("gzip", packed)):
            response, body = get(
                "/feeds/long.rss", Accept_Encoding=coding, If_None_Match=known
            )
            assert (response.status, body) == (304, b"")
            assert response.headers["ETag"] == tag


def test_replaced_file_is_served_at_once(get, root):
    for words in (b"one ", b"two "):
        staged = root / ".staging/long"
        staged.write_bytes(words * 1000)
        staged.replace(root / "feeds/long.rss")
        body = get("/feeds/long.rss", Accept_Encoding="gzip")[1]
        assert gzip.decompress(body) == words * 1000


# ---------------------------------------------------------------- what is elsewhere


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/feeds/old.rss", "all.rss"),
        ("/feeds/old.html", "all.html"),
        ("/feeds/old/tag/sleep.atom", "../../all/tag/sleep.atom"),
    ],
)
def test_renamed_feed_is_moved_for_good(get, path, to):
    response, _ = get(path)
    assert (response.status, response.headers["Location"]) == (301, to)
    there = urljoin(f"http://feeds.example{path}", to)
    assert get(there)[0].status == 200


def test_ended_feed_is_gone(get):
    response, body = get("/feeds/ended.rss")
    assert (response.status, body) == (410, b"410 Gone\n")
    assert get("/feeds/endedness.rss")[0].status == 404


# ---------------------------------------------------------------- what is not there


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/feeds",
        "/feeds/",
        "/feeds/all.rss/",
        "/../state.db",
        "/feeds/../../state.db",
        "/%2e%2e/state.db",
        "/%2e%2e%2fstate.db",
        "/..%2f..%2fetc/passwd",
        "/..%5cstate.db",
        "/%252e%252e/state.db",
        "//../state.db",
        "/../public-not/file",
        "/way-out",
        "/.staging/half",
        "/%2estaging/half",
        "/feeds/.hidden",
        "/feeds/all.rss%00.html",
        "/" + "a" * 5000,
        "/" + "a/" * 2000,
        "/%ff%fe",
        "http://[/feeds/all.rss",
        "*",
    ],
)
def test_nothing_else_is_served(get, path):
    response, body = get(path)
    assert (response.status, body) == (404, b"404 Not Found\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "<script>"])
def test_other_methods_are_refused(get, method):
    response, body = get("/index.html", method)
    assert (response.status, body) == (501, b"501 Not Implemented\n")
    assert response.headers["Connection"] == "close"


def test_server_says_no_more_of_itself_than_its_name(get):
    assert get("/")[0].headers["Server"] == NAME


def test_client_that_hangs_up_or_talks_nonsense_costs_nothing(port, get, capfd):
    for nonsense in (b"", b"GET", b"\x16\x03\x01\r\n\r\n", b"GET / HTTP/9\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, bytes([1, *[0] * 7]))
            client.sendall(nonsense)
    assert get("/feeds/all.rss")[1] == FEED
    assert capfd.readouterr().err == ""


def test_root_may_change_under_way(root, tmp_path):
    with Server("127.0.0.1", 0, tmp_path / "public-not") as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/feeds/all.rss"
        with pytest.raises(HTTPError, match="404"):
            urlopen(address)
        server.root = root
        with urlopen(address) as response:
            assert response.read() == FEED
        server.shutdown()


def test_taken_address_is_an_error(port, root):
    with pytest.raises(OSError, match="in use"):
        Server("127.0.0.1", port, root)


def test_address_may_be_of_the_sixth_version(root):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        need(None, "an address of the sixth version")
    with Server("::1", 0, root) as server:
        assert server.address_family == socket.AF_INET6
