"""Articles pushed to a real daemon: soon published, and kept when it is killed."""

import json
from http.client import HTTPConnection

import pytest
from service import asking, free_port, wait_until

TOKEN = "the-newsroom-pushes-this"
WORDS = "<p>Bees sleep in small groups, as those know who went out with a lamp.</p>"


def push(port: int, key: str) -> int:
    article = {"key": key, "url": f"https://lab.example/{key}", "title": key}
    body = json.dumps(article | {"body_html": WORDS * 3}).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    connection: HTTPConnection
    with asking(port) as connection:
        connection.request("POST", "/articles", body, headers)
        return connection.getresponse().status


@pytest.mark.slow
def test_what_was_pushed_is_published_even_after_a_kill(published, started):
    port = free_port()
    published.environment |= {
        "SYNDICATOR_SERVE__ENABLED": "true",
        "SYNDICATOR_SERVE__PORT": str(port),
        "SYNDICATOR_SOURCES__NEWSROOM__TOKEN": TOKEN,
    }
    published.add('[sources.newsroom]\nkind = "push"\nimages = "link"')
    daemon = published.start("run")
    started.append(daemon)
    daemon.wait_for("serving")
    assert push(port, "first-light") == 202
    wait_until(lambda: "first-light" in published.read("feeds/all.rss"))
    assert push(port, "last-light") == 202
    daemon.kill()
    assert published.run("once").returncode == 0
    for key in ("first-light", "last-light"):
        assert published.read("feeds/all.rss").count(f"<title>{key}</title>") == 1
    assert TOKEN not in daemon.log
