"""Articles pushed over HTTP: taken in before they are answered for, then settled once."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from threading import Thread

import pytest
from fakes import InProcess
from world import PLAN, World, page

from syndicator import posting
from syndicator.errors import StoreError
from syndicator.fetch import Fetchers
from syndicator.model import Source
from syndicator.pipeline import wants_look
from syndicator.receiving import LARGEST, Receiver
from syndicator.server import Server

TOKEN = "the-newsroom-pushes-this"
OTHER = "the-archive-pushes-that"
CMS = Source(kind="push", name="cms", token=TOKEN, images="link")
ARCHIVE = Source(kind="push", name="archive", token=OTHER, images="link")
NOTE = {
    "key": "note-1",
    "url": "https://lab.example/notes/1",
    "title": "How bees sleep",
    "body_markdown": "Bees sleep in *small* groups.\n\nThey hold on by their jaws.",
    "published": "2026-05-04T08:00:00Z",
    "authors": ["Ann Lee", {"name": "Bo Ray", "role": "Editor"}],
    "tags": ["bees"],
    "images": [{"url": "https://lab.example/bee.jpg", "alt": "A bee asleep"}],
}


@pytest.fixture
def desk(world: World) -> Iterator["Desk"]:
    """A server that articles may be pushed to, over a store that is looked at."""
    server = Server("127.0.0.1", 0, world.public)
    server.receiver = Receiver([CMS, ARCHIVE], world.store, InProcess())
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    world.change(sources=(CMS, ARCHIVE))
    made = Fetchers(
        version="1", contact="https://lab.example/", inbox=world.store.inbox
    )
    with closing(made) as fetchers:
        world.fetcher = fetchers
        yield Desk(world, server)
    server.shutdown()
    server.server_close()


class Desk:
    """Who pushes, and what comes of it."""

    def __init__(self, world: World, server: Server) -> None:
        self.world, self.server = world, server

    def send(self, body, method="POST", path="/articles", **headers):
        """Send JSON, or bytes as they are; the status, and what was answered."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        told = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        with closing(connection):
            connection.request(method, path, raw, told)
            response = connection.getresponse()
            return response.status, json.loads(response.read()), response

    def push(self, *articles, **headers):
        status, said, _ = self.send({"articles": list(articles)}, **headers)
        return status, said

    def raw(self, data: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.server.server_port), 10) as s:
            s.sendall(data)
            s.settimeout(10)
            found = b""
            while piece := s.recv(4096):
                found += piece
            return found

    def kinds(self, source="cms") -> list[str]:
        return self.world.kinds(source)

    def waiting(self) -> list[str]:
        return [p.key for p in self.world.store.inbox("cms")]


# ---------------------------------------------------------------- taken in


def test_an_article_is_taken_in_and_comes_out(desk):
    status, said, response = desk.send(NOTE)
    assert (status, said) == (
        202,
        {"articles": [{"key": "note-1", "status": "accepted"}]},
    )
    assert response.headers["Content-Type"] == "application/json"
    assert desk.waiting() == ["note-1"]
    assert desk.kinds() == ["new"]
    article = desk.world.article("note-1")
    assert article.title == "How bees sleep"
    assert "<em>small</em>" in article.body
    assert [(a.name, a.role) for a in article.authors] == [
        ("Ann Lee", ""),
        ("Bo Ray", "Editor"),
    ]
    assert article.images[0].alt == "A bee asleep"
    assert article.url == "https://lab.example/notes/1"
    assert desk.waiting() == []


def test_the_same_again_is_no_news_and_an_edit_is_one(desk):
    desk.send(NOTE)
    desk.kinds()
    desk.send(NOTE)
    assert desk.kinds() == []
    desk.send(NOTE | {"title": "How bees really sleep"})
    assert desk.kinds() == ["changed"]
    desk.send(NOTE | {"title": "One"})
    desk.send(NOTE | {"title": "Two"})
    assert desk.kinds() == ["changed"]
    assert desk.world.article("note-1").title == "Two"


@pytest.mark.parametrize("how", ["delete", "word"])
def test_an_article_is_withdrawn_and_comes_back(desk, how):
    desk.send(NOTE | {"key": "notes/1 é"})
    first = desk.world.look("cms").news[0].article.id
    if how == "delete":
        status, said, _ = desk.send(b"", "DELETE", "/articles/notes%2F1%20%C3%A9")
    else:
        status, said, _ = desk.send({"key": "notes/1 é", "deleted": True})
    assert (status, said["articles"][0]["status"]) == (202, "withdrawn")
    assert desk.kinds() == ["withdrawn"]
    desk.send(NOTE | {"key": "notes/1 é"})
    (news,) = desk.world.look("cms").news
    assert (news.kind, news.article.id) == ("restored", first)


def test_what_nobody_knows_may_be_withdrawn(desk):
    assert desk.send(b"", "DELETE", "/articles/nothing")[0] == 202
    assert desk.kinds() == []


def test_a_page_is_an_article_too(desk):
    html = page("A whole page")
    headers = {"Content_Type": "text/html; charset=utf-8", "Idempotency_Key": '"p1"'}
    status, _, _ = desk.send(
        html, path="/articles?url=https://lab.example/p1", **headers
    )
    assert status == 202
    (news,) = desk.world.look("cms").news
    assert (news.article.key, news.article.title) == ("p1", "A whole page")
    assert news.article.url == "https://lab.example/p1"
    assert desk.send(html, Content_Type="text/html")[0] == 422
    wrong = desk.send(html, path="/articles?url=/p1", Content_Type="text/html")
    assert wrong[1]["errors"][0]["detail"] == "the url told is no http(s) URL"
    assert desk.send(b"", path="/articles?key=p2", Content_Type="text/html")[0] == 400


def test_the_key_may_be_told_beside_an_article_and_the_url_stands_in(desk):
    bare = {name: value for name, value in NOTE.items() if name != "key"}
    desk.send(bare, Idempotency_Key="k-9")
    desk.send(bare | {"title": "Another"})
    assert desk.waiting() == ["k-9", "https://lab.example/notes/1"]


def test_a_token_says_which_source_it_is(desk):
    desk.send(NOTE, Authorization=f"bearer {OTHER}")
    assert desk.waiting() == []
    assert desk.kinds("archive") == ["new"]


def test_of_a_batch_what_is_right_is_taken_in(desk):
    wrong = {"titel": "x", "published": "soon", "tags": ["a", 7], "body_html": 1}
    status, said = desk.push(NOTE, wrong, {"key": "x"}, NOTE, "no article")
    assert status == 202
    assert [a["status"] for a in said["articles"]] == ["accepted", *["rejected"] * 4]
    told = {
        e["pointer"]: e["detail"] for a in said["articles"][1:] for e in a["errors"]
    }
    assert told["#/articles/1/titel"] == "there is no such field; did you mean title?"
    assert told["#/articles/1/published"].startswith("is no date")
    assert told["#/articles/1/tags/1"] == "must be of type string"
    assert told["#/articles/1/body_html"] == "must be of type string"
    assert told["#/articles/2"].startswith("says nothing")
    assert told["#/articles/3"] == "the batch has another article of this key"
    assert told["#/articles/4"] == "must be of type object"
    assert desk.waiting() == ["note-1"]


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], "must be of type object"),
        ({"articles": []}, "must hold 1 to 1000 articles"),
        ({"articles": {}}, "must be a list, and nothing beside it"),
        ({"articles": [NOTE], "more": 1}, "must be a list, and nothing beside it"),
        ({"articles": [{}] * 1001}, "must hold 1 to 1000 articles"),
        ({"title": "x"}, "needs a key, or a url"),
        (NOTE | {"body_html": "<p>"}, "has body_html and body_markdown: keep one"),
        (NOTE | {"url": "ftp://x"}, "is no http(s) URL"),
        (NOTE | {"key": "k" * 501}, "has more than 500 characters"),
        (NOTE | {"images": [{"alt": "x"}]}, "url is missing"),
        (NOTE | {"enclosures": [{"url": "https://a.example/", "type": "audio/mpeg", "length": -1}]}, "must be 0 or more"),
        (NOTE | {"deleted": 1}, "must be of type boolean"),
    ],
)  # fmt: skip
def test_each_wrong_field_is_named(desk, said, told):
    status, answer, response = desk.send(said)
    assert status == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (answer["status"], answer["title"]) == (422, "Unprocessable Entity")
    assert told in [e["detail"] for e in answer["errors"]]
    assert desk.waiting() == []


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (401, {"Authorization": "Bearer wrong"}),
        (401, {"Authorization": ""}),
        (401, {"Authorization": f"Basic {TOKEN}"}),
        (401, {"Authorization": "Bearer "}),
        (401, {"Authorization": "Bearer \u00ff\u00fe"}),
        (403, {"Origin": "https://evil.example"}),
        (404, {"path": "/article"}),
        (404, {"path": "/%ff"}),
        (405, {"path": "/articles/one"}),
        (405, {"method": "DELETE"}),
        (415, {"Content_Type": "application/xml"}),
        (415, {"Content_Type": "application/x-www-form-urlencoded"}),
        (415, {"Content_Encoding": "gzip"}),
        (422, {"method": "DELETE", "path": "/articles/%20"}),
        (400, {"body": b'{"title": '}),
        (400, {"body": b"[" * 100_000}),
        (400, {"body": b"\xff\xfe\x00"}),
        (400, {"body": b""}),
        (413, {"Content_Length": str(LARGEST + 1)}),
        (411, {"Content_Length": "many"}),
    ],
)
def test_what_is_refused_says_why(desk, status, request_):
    sent = {"body": NOTE} | request_
    found, answer, response = desk.send(**sent)
    assert (found, answer["status"]) == (status, status)
    assert answer["detail"]
    assert response.headers["Connection"] == "close"
    assert TOKEN not in json.dumps(answer)
    assert desk.waiting() == []


def test_odd_text_is_cleaned_as_a_feeds_would_be(desk):
    body = b'{"key": "odd", "title": "a\\ud800b\\u0000c", "body_text": "\\udfff."}'
    assert desk.send(body)[0] == 202
    (news,) = desk.world.look("cms").news
    assert news.article.title == "abc"


def test_a_huge_body_is_answered_although_it_is_not_read(desk):
    status, answer, _ = desk.send(b"x" * (LARGEST + 1))
    assert (status, answer["title"]) == (413, "Request Entity Too Large")


def test_who_asks_before_sending_is_told_at_once(desk):
    head = b"POST /articles HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
    wrong = head + b"Authorization: Bearer no\r\nContent-Length: 9\r\n\r\n"
    assert desk.raw(wrong).startswith(b"HTTP/1.1 401 ")
    body = json.dumps(NOTE).encode()
    right = b"Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
    size = b"Content-Length: %d\r\n\r\n" % len(body)
    answer = desk.raw(head + right % TOKEN.encode() + size + body)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 ")


def test_a_body_that_drips_is_not_waited_for(desk, monkeypatch):
    monkeypatch.setattr(posting, "_SECONDS", 0.3)
    head = "POST /articles HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    head += f"Authorization: Bearer {TOKEN}\r\nContent-Length: 99\r\n\r\n{{"
    assert desk.raw(head.encode()).startswith(b"HTTP/1.1 408 ")
    assert desk.waiting() == []


def test_a_store_that_fails_is_no_fault_of_who_pushes(desk, monkeypatch):
    def fail(*_):
        raise StoreError("the disk is full")

    monkeypatch.setattr(type(desk.world.store), "receive", fail)
    for sent in (
        {"body": NOTE},
        {"body": b"", "method": "DELETE", "path": "/articles/x"},
    ):
        status, answer, response = desk.send(**sent)
        assert (status, response.headers["Retry-After"]) == (503, "5")
        assert "disk" not in json.dumps(answer)


def test_where_no_source_is_pushed_to_nothing_is_received(desk):
    desk.server.receiver = None
    connection = HTTPConnection("127.0.0.1", desk.server.server_port, timeout=10)
    with closing(connection):
        connection.request("POST", "/articles", b"{}")
        assert connection.getresponse().status == 501


# ---------------------------------------------------------------- lost and doubled


def test_many_push_at_once(desk):
    def send(n):
        return desk.send(NOTE | {"key": f"n{n}", "url": f"https://lab.example/{n}"})[0]

    with desk.world.store.lock("a long pass"), ThreadPoolExecutor(12) as pool:
        assert set(pool.map(send, range(24))) == {202}
    assert sorted(desk.waiting()) == sorted(f"n{n}" for n in range(24))


@pytest.mark.parametrize("killed", ["settle", "save_states", "discharge"])
def test_a_kill_between_receiving_and_settling_loses_and_doubles_nothing(
    desk, monkeypatch, killed
):
    desk.send(NOTE)
    store = type(desk.world.store)

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(store, killed, die)
        with pytest.raises(KeyboardInterrupt):
            desk.world.look("cms")
    assert desk.waiting() == ["note-1"]
    desk.world.look("cms")
    assert desk.waiting() == []
    (article,) = desk.world.store.select(PLAN.feeds[0], 10)
    assert article.key == "note-1"


def test_what_is_pushed_during_a_look_waits_for_the_next(desk, monkeypatch):
    desk.send(NOTE)
    store = type(desk.world.store)
    settle = store.settle

    def meanwhile(self, *news):
        desk.send(NOTE | {"title": "Newer"})
        settle(self, *news)

    with monkeypatch.context() as patched:
        patched.setattr(store, "settle", meanwhile)
        assert desk.kinds() == ["new"]
    assert desk.waiting() == ["note-1"]
    assert desk.kinds() == ["changed"]


def test_the_daemon_looks_at_the_next_tick_and_then_no_more(desk):
    def due() -> bool:
        world = desk.world
        newest = world.store.inboxes().get("cms", 0)
        return wants_look(CMS, world.store.state("cms"), world.plan, world.now, newest)

    desk.kinds()
    assert not due()
    desk.send(NOTE)
    assert due()
    desk.kinds()
    assert not due()


def test_what_we_fail_at_is_kept_and_not_tried_all_the_time(desk, monkeypatch):
    from syndicator.pipeline import entries

    def broken(*_):
        raise ZeroDivisionError

    desk.send(NOTE)
    with monkeypatch.context() as patched:
        patched.setattr(entries, "normalize", broken)
        assert desk.world.look("cms").faulty
    state = desk.world.store.state("cms")
    newest = desk.world.store.inboxes()["cms"]
    assert not wants_look(CMS, state, desk.world.plan, desk.world.now, newest)
    assert desk.kinds() == ["new"]
