"""The magazine answers as it promises, or what is tested on it means nothing."""

import gzip
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from lxml import etree, html
from magazine import Magazine
from servers import Server


@pytest.fixture
def magazine():
    made = Magazine()
    for n in range(25):
        made.add(f"Story {n}")
    return made


def get(server, path, **headers):
    with urlopen(Request(server.url + path, headers=headers)) as answer:  # noqa: S310
        return answer.headers["ETag"], answer.read()


def status(server, path, **headers):
    try:
        get(server, path, **headers)
    except HTTPError as error:
        return error.code, error.headers
    return 200, {}


def locs(body):
    return [
        e.text for e in etree.fromstring(body).iter("{*}loc") if "image" not in e.tag
    ]


def test_its_list_is_in_pages(magazine):
    with Server(magazine.answers) as server:
        path, seen = "/articles/", []
        while path:
            page = html.fromstring(get(server, path)[1])
            seen += page.xpath("//article/h2/a/@href")
            path = "".join(
                f"/articles/{p}" for p in page.xpath("//a[@rel='next']/@href")
            )
        assert seen == [a.path for a in magazine.shown()]
        assert status(server, "/articles/?page=4")[0] == 404


def test_its_sitemaps_hold_every_article(magazine):
    with Server(magazine.answers) as server:
        children = locs(get(server, "/sitemap_index.xml")[1])
        assert len(children) == 4
        held = [
            url
            for child in children[2:]
            for url in locs(
                gzip.decompress(get(server, child.removeprefix(server.url))[1])
            )
        ]
        assert sorted(held) == sorted(server.url + a.path for a in magazine.shown())
        magazine.longest = 10
        assert len(locs(get(server, "/sitemap_index.xml")[1])) == 3


def test_what_changes_has_another_tag(magazine):
    with Server(magazine.answers) as server:
        tag, _ = get(server, "/articles/story-3")
        asked = {"If-None-Match": tag}
        assert status(server, "/articles/story-3", **asked)[0] == 304
        magazine.edit("story-3")
        assert status(server, "/articles/story-3", **asked)[0] == 200


def test_what_is_deleted_is_gone_and_what_asks_too_often_waits(magazine):
    with Server(magazine.answers) as server:
        magazine.delete("story-3", 410)
        assert status(server, "/articles/story-3")[0] == 410
        assert b"story-3<" not in get(server, "/articles/")[1]
        magazine.throttle(1, retry_after=7)
        code, headers = status(server, "/articles/")
        assert (code, headers["Retry-After"]) == (429, "7")
        assert status(server, "/articles/")[0] == 200
