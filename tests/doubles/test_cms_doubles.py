"""The doubles of WordPress and Ghost refuse and page as those do; a client without us."""

from urllib.parse import urlencode

import httpx
import pytest
from ghost import Ghost
from servers import Server
from wordpress import WordPress


def ask(url: str, headers: dict[str, str] | None = None, **query: object):
    """Status, headers, and what the JSON or text says."""
    mark = "&" if "?" in url else "?"
    said = f"{url}{mark}{urlencode(query)}" if query else url
    answer = httpx.get(said, headers=headers, trust_env=False)
    is_json = "json" in answer.headers.get("content-type", "")
    return answer.status_code, answer.headers, answer.json() if is_json else answer.text


@pytest.fixture
def site():
    double = WordPress(zone="Europe/Berlin")
    double.fill(25)
    with Server(double.answers) as server:
        yield double, f"{server.url}/wp-json/wp/v2/posts"


def test_wordpress_pages(site):
    _, posts = site
    status, headers, first = ask(posts, per_page=10)
    assert (status, len(first)) == (200, 10)
    assert (headers["x-wp-total"], headers["x-wp-totalpages"]) == ("25", "3")
    assert 'page=2>; rel="next"' in headers["link"]
    assert len(ask(posts, per_page=10, page=3)[2]) == 5
    assert ask(posts, per_page=10, page=4)[2]["code"] == "rest_post_invalid_page_number"
    status, _, error = ask(posts, per_page=101)
    assert (status, error["code"]) == (400, "rest_invalid_param")
    assert "per_page" in error["data"]["params"]


def test_wordpress_keeps_its_own_time(site):
    _, posts = site
    said = ask(posts, order="asc", per_page=1)[2][0]
    assert (said["date"], said["date_gmt"]) == (
        "2026-05-04T11:00:00",
        "2026-05-04T09:00:00",
    )
    assert len(ask(posts, modified_after="2026-05-05T09:00:00", per_page=50)[2]) == 2
    assert len(ask(posts, modified_after="2026-05-05T07:00:00Z", per_page=50)[2]) == 2


def test_an_older_wordpress(site):
    double, posts = site
    double.version = (5, 2)
    assert len(ask(posts, modified_after="2030-01-01T00:00:00Z", per_page=50)[2]) == 25
    assert len(ask(posts, before="2026-05-04T10:00:00Z", per_page=50)[2]) == 0


def test_wordpress_shows_what_it_is(site):
    double, posts = site
    home = posts.removesuffix("wp-json/wp/v2/posts")
    _, headers, page = ask(home)
    assert f'<{home}wp-json/>; rel="https://api.w.org/"' in headers["link"]
    assert 'rel="https://api.w.org/"' in page
    assert "wp/v2" in ask(f"{home}wp-json/")[2]["namespaces"]
    assert len(ask(f"{home}?rest_route=/wp/v2/posts")[2]) == 10
    assert double.posts[11].body in ask(ask(posts, include=11)[2][0]["link"])[2]
    _, headers, _ = ask(f"{home}feed/")
    assert ask(f"{home}feed/", {"If-None-Match": headers["etag"]})[0] == 304
    double.closed = True
    assert ask(posts)[0] == 401


def test_wordpress_gives_the_fields_that_are_asked_for(site):
    _, posts = site
    assert ask(posts, _fields="id,content.protected", include="11,12")[2] == [
        {"id": 12, "content": {"protected": False}},
        {"id": 11, "content": {"protected": False}},
    ]
    embedded = ask(f"{posts}?_embed", _fields="id,_links", include=11)[2][0]
    assert embedded["_embedded"]["author"][0]["name"] == "Ada Moreau"
    assert "_embedded" not in ask(f"{posts}?_embed", _fields="id", include=11)[2][0]


def test_wordpress_throttles(site):
    double, posts = site
    double.refusals.throttle(seconds=30, after=1)
    assert [ask(posts)[0] for _ in range(3)] == [200, 429, 200]


@pytest.fixture
def ghost():
    double = Ghost()
    double.fill(25)
    with Server(double.answers) as server:
        yield double, f"{server.url}/ghost/api/content/posts/"


def test_ghost_pages(ghost):
    double, posts = ghost
    said = ask(posts, key=double.key)[2]
    assert len(said["posts"]) == 15
    assert said["meta"]["pagination"]["next"] == 2
    assert (
        ask(posts, key=double.key, limit="all")[2]["meta"]["pagination"]["limit"] == 100
    )


def test_ghost_wants_its_key(ghost):
    _, posts = ghost
    assert ask(posts)[0] == 403
    status, _, said = ask(posts, key="another")
    assert (status, said["errors"][0]["type"]) == (401, "UnauthorizedError")


def test_ghost_filters(ghost):
    double, posts = ghost
    one, two = list(double.posts)[:2]
    double.edit(two, visibility="paid")

    def found(filter):
        said = ask(
            posts, key=double.key, filter=filter, fields="id,html", order="id asc"
        )
        return [p["id"] for p in said[2]["posts"]]

    assert found(f"id:['{one}','{two}']") == [one, two]
    assert found(f"id:['{one}','{two}']+visibility:public") == [one]
    assert found("updated_at:>='2026-05-05 09:00:00'") == [
        two,
        list(double.posts)[24],
    ]
    assert ask(posts, key=double.key, filter="updated_at:>")[0] == 400


def test_ghost_answers_conditions(ghost):
    double, posts = ghost
    _, headers, _ = ask(posts, key=double.key)
    assert ask(posts, {"If-None-Match": headers["etag"]}, key=double.key)[0] == 304
