"""How hosts are treated: one request at a time, a rest between two, robots.txt."""

import threading
from contextlib import closing, contextmanager
from time import monotonic, sleep

import pytest
from servers import Server

from syndicator.errors import FetchError
from syndicator.fetch.http import HttpFetcher
from syndicator.fetch.limits import Limits
from syndicator.fetch.robots import Robots
from syndicator.fetch.turns import Turns
from syndicator.model import Source
from syndicator.ports import Validators

PAGE = (200, {"Content-Type": "text/html"}, b"<p>page</p>")


def source(url="http://lab.example/", **settings):
    settings.setdefault("allow_networks", ("127.0.0.0/8",))
    return Source(kind="feed", name="news", url=url, **settings)


@contextmanager
def fetcher(resolve=None, **limits):
    limits = Limits(total_seconds=5, wait_seconds=2, **limits)
    ways = {"resolve": resolve} if resolve else {}
    agent = "Syndicator/1 (+https://lab.example/)"
    with closing(HttpFetcher(agent, limits, **ways)) as made:
        yield made


# ---------------------------------------------------------------- turns


def test_a_host_is_asked_one_thing_at_a_time():
    at_once, most = 0, 0

    def answer(request):
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        sleep(0.02)
        at_once -= 1
        return 200, {}, b"<rss/>"

    with Server(answer) as server, fetcher() as web:

        def look(n):
            web.fetch(source(f"{server.url}/{n}"), Validators(), {})

        threads = [threading.Thread(target=look, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(server.requests), most) == (6, 1)


def test_a_host_rests_between_two_requests_and_others_do_not_wait_for_it():
    turns = Turns()
    turns.take(b"one.example")
    turns.give(b"one.example", 0.2)
    assert turns.take(b"two.example") < 0.1
    assert turns.take(b"one.example") >= 0.15


def test_a_turn_ends_whatever_comes_of_it():
    answers = [
        (404, {}, b""),
        (0, {}, b"nonsense"),
        (200, {"Content-Encoding": "x"}, b""),
    ]
    with Server(lambda _: answers.pop()) as server, fetcher() as web:
        for _ in range(3):
            with pytest.raises(FetchError):
                web.fetch(source(server.url), Validators(), {})
        port = server.port
    with fetcher() as web:
        for _ in range(2):
            with pytest.raises(FetchError, match="cannot connect"):
                web.fetch(source(f"http://127.0.0.1:{port}/"), Validators(), {})


def test_waiting_for_a_turn_takes_no_time_from_the_look():
    with Server({"/": (200, {}, b"<rss/>")}) as server, fetcher() as web:
        web._limits = Limits(total_seconds=0.3)
        turns = web._client._transport._turns
        turns.take(b"127.0.0.1")
        threading.Timer(0.5, turns.give, (b"127.0.0.1", 0.0)).start()
        assert web.fetch(source(server.url), Validators(), {}).documents


# ---------------------------------------------------------------- looking up names


def test_look_up_that_never_ends_is_left_at_the_deadline():
    def endless(host, port):
        sleep(3)
        return ["127.0.0.1"]

    start = monotonic()
    with fetcher(endless) as web:
        web._limits = Limits(total_seconds=0.3)
        with pytest.raises(FetchError, match="could not be looked up"):
            web.fetch(source(), Validators(), {})
    assert monotonic() - start < 2


# ---------------------------------------------------------------- robots.txt

TXT = {"Content-Type": "text/plain"}
RULES = """
User-agent: *
Disallow: /private/
Disallow: /*.pdf$
Allow: /private/open

User-agent: Other
Disallow: /
"""


def rules_of(text):
    return lambda: text.encode()


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        (RULES, "/a", True),
        (RULES, "/private/a", False),
        (RULES, "/private/open", True),  # the longer rule counts
        (RULES, "/a.pdf", False),
        (RULES, "/a.pdf?x", True),
        ("User-agent: syndicator\nDisallow: /", "/a", False),
        ("User-agent: Syndicator\nAllow: /\nUser-agent: *\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("<html>Not found</html>", "/a", True),
    ],
)
def test_rules(text, path, allowed):
    robots = Robots("Syndicator")
    key, url = ("h", ()), f"https://lab.example{path}"
    assert robots.allows(key, url, rules_of(text)) is allowed


def test_rules_made_to_be_slow_are_not():
    rules = "User-agent: *\n" + "Disallow: /" + "a*" * 30 + "b\n"
    rules += "Disallow: /" + "a*" * 7 + "b\n"
    start = monotonic()
    url = "https://lab.example/" + "a" * 60
    assert Robots("Syndicator").allows(("h", ()), url, rules_of(rules))
    assert monotonic() - start < 2


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        ((404, {}, b""), True),
        ((403, {}, b""), True),
        ((429, {}, b""), False),
        ((503, {}, b""), False),
        ((0, {}, b"nonsense"), False),
        ((200, TXT, b"User-agent: *\nDisallow: /pa"), False),
        ((301, {"Location": "/rules"}, b""), False),
        ((200, TXT, b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /"), True),
    ],
)
def test_robots_txt_is_obeyed_for_pages_and_asked_for_once(answer, allowed):
    answers = {
        "/robots.txt": answer,
        "/rules": (200, TXT, b"User-agent: *\nDisallow: /"),
        "/page": PAGE,
        "/pages": PAGE,
        "/feed": (200, {}, b"<rss/>"),
    }
    with Server(answers) as server, fetcher() as web:
        here = source(server.url + "/feed")
        for page in ("/page", "/pages"):
            if allowed:
                assert web.page(here, server.url + page).body
            else:
                with pytest.raises(FetchError, match="robots = false"):
                    web.page(here, server.url + page)
        assert web.fetch(here, Validators(), {}).documents
        assert server.paths().count("/robots.txt") == 1
        assert ("/page" in server.paths()) is allowed


def test_robots_txt_counts_where_a_redirect_leads():
    answers = {
        "/robots.txt": (200, TXT, RULES.encode()),
        "/a": (302, {"Location": "/private/a"}, b""),
        "/private/a": PAGE,
    }
    with Server(answers) as server, fetcher() as web:
        with pytest.raises(FetchError, match="does not let programs"):
            web.page(source(server.url), server.url + "/a")
        assert web.page(source(robots=False), server.url + "/a").body
        assert server.paths().count("/private/a") == 1


# ---------------------------------------------------------------- pages asked again


def test_a_page_is_sent_once_and_asked_for_by_its_validators():
    def answer(request):
        known = request.headers.get("if-none-match")
        return (304 if known == '"1"' else 200), {"ETag": '"1"'}, b"<p>page</p>"

    with Server(answer) as server, fetcher() as asking:
        url = server.url + "/page"
        lab = source(server.url + "/", robots=False)
        page = asking.page(lab, url)
        assert page.validators.etag == '"1"'
        assert asking.again(lab, url, page.validators) is None
        assert asking.there(lab, url, page.validators).etag == '"1"'
        again = asking.again(lab, url, Validators(etag='"0"'))
        assert again == page
        same = Validators(fingerprint=page.validators.fingerprint)
        assert asking.again(lab, url, same) is None


def test_whether_a_page_is_there_is_told_without_its_body():
    def endless():
        while True:
            yield b"x" * 100_000

    with (
        Server({"/page": (200, {"ETag": '"1"'}, endless())}) as server,
        fetcher() as asking,
    ):
        lab = source(server.url + "/", robots=False)
        found = asking.there(lab, server.url + "/page", Validators())
        assert found.etag == '"1"'
        with pytest.raises(FetchError, match="404") as caught:
            asking.there(lab, server.url + "/gone", Validators())
        assert caught.value.missing


@pytest.mark.parametrize("how", ["again", "there"])
def test_robots_txt_is_obeyed_when_a_page_is_asked_again(how):
    rules = b"User-agent: *\nDisallow: /"
    with (
        Server({"/robots.txt": (200, {}, rules), "/page": PAGE}) as server,
        fetcher() as asking,
    ):
        with pytest.raises(FetchError, match="does not let programs"):
            getattr(asking, how)(source(), server.url + "/page", Validators())
        assert server.paths() == ["/robots.txt"]
