"""What every Fetcher promises, whatever kind of source it looks at."""

from dataclasses import replace
from pathlib import Path

import pytest
from servers import Server

from syndicator.errors import FetchError
from syndicator.fetch import Fetchers, Limits
from syndicator.model import Source
from syndicator.ports import Look, Validators

GIF = b"GIF89a\6\0\4\0\0\0\0;"


class FeedWorld:
    """A feed with a page and an image, which can be changed and taken away."""

    def __init__(self, server):
        self.server = server
        self.source = Source(
            kind="feed",
            name="news",
            url=server.url + "/feed.xml",
            allow_networks=("127.0.0.0/8",),
        )
        self.write("one")

    def write(self, text):
        self.server.answers = {
            path: (200, {"ETag": f'"{hash(text)}"', "Content-Type": kind}, body)
            for path, kind, body in (
                ("/feed.xml", "application/rss+xml", text.encode()),
                ("/page.html", "text/html", b"<p>page</p>"),
                ("/image.gif", "image/gif", GIF),
            )
        }

    def remove(self):
        self.server.answers = {}

    def url(self, name):
        return f"{self.server.url}/{name}"


class FolderWorld:
    """The same as files."""

    def __init__(self, path):
        self.path = path
        path.mkdir()
        self.source = Source(
            kind="folder", name="lab", path=path, url="http://lab.example/"
        )
        (path / "page.html").write_bytes(b"<p>page</p>")
        (path / "image.gif").write_bytes(GIF)
        self.write("one")

    def write(self, text):
        (self.path / "article.md").write_text(text)

    def remove(self):
        self.path.rename(self.path.with_name("elsewhere"))

    def url(self, name):
        return f"http://lab.example/{name}"


@pytest.fixture(params=["feed", "folder"])
def world(request, tmp_path):
    with Server({}) as server:
        if request.param == "feed":
            yield FeedWorld(server)
        else:
            yield FolderWorld(tmp_path / "site")


@pytest.fixture(scope="module")
def fetcher():
    fetcher = Fetchers(
        version="1", contact="https://lab.example/", limits=Limits(body_bytes=1000)
    )
    yield fetcher
    fetcher.close()


def look(fetcher, world, before=None):
    """One look, with what an earlier one left behind."""
    known = before.validators if before else Validators()
    marks = {d.name: d.mark for d in before.documents} if before else {}
    return fetcher.fetch(world.source, known, marks)


def test_first_look_brings_documents_with_bytes_names_and_marks(fetcher, world):
    found = look(fetcher, world)
    assert not found.unchanged
    assert b"one" in [document.body for document in found.documents]
    for document in found.documents:
        assert document.name
        assert document.mark
        assert document.url.startswith("http")


def test_second_look_is_unchanged_and_brings_nothing(fetcher, world):
    first = look(fetcher, world)
    second = look(fetcher, world, first)
    assert (second.unchanged, second.documents) == (True, ())
    assert second.validators == first.validators


def test_change_brings_the_document_under_its_name_with_another_mark(fetcher, world):
    first = look(fetcher, world)
    world.write("two, and longer")
    second = look(fetcher, world, first)
    assert not second.unchanged
    (document,) = second.documents
    assert document.body == b"two, and longer"
    assert document.mark != {d.name: d.mark for d in first.documents}[document.name]


def test_look_without_memory_brings_all_of_it_again(fetcher, world):
    assert look(fetcher, world).documents == look(fetcher, world).documents


def test_source_that_is_gone_is_a_fetch_error_with_its_name(fetcher, world):
    first = look(fetcher, world)
    world.remove()
    with pytest.raises(FetchError) as caught:
        look(fetcher, world, first)
    assert caught.value.subject in (world.source.url, str(world.source.path))


def test_document_over_the_limit_is_not_brought(fetcher, world):
    world.write("x" * 1001)
    try:
        found = look(fetcher, world)
    except FetchError:
        return
    assert all(len(document.body) <= 1000 for document in found.documents)


def test_page_and_image_are_found_at_their_addresses(fetcher, world):
    page = fetcher.page(world.source, world.url("page.html"))
    assert (page.body, page.url) == (b"<p>page</p>", world.url("page.html"))
    picture = fetcher.picture(world.source, world.url("image.gif"), Look())
    assert (picture.type, picture.width, picture.height) == ("image/gif", 6, 4)
    assert picture.length == len(GIF)


def test_whole_picture_comes_once(fetcher, world):
    url = world.url("image.gif")
    picture = fetcher.picture(world.source, url, Look(whole=True))
    assert picture.body == GIF
    assert picture.validator
    again = Look(whole=True, validator=picture.validator)
    assert fetcher.picture(world.source, url, again) is None


def test_file_is_asked_what_it_is(fetcher, world):
    facts = fetcher.file(world.source, world.url("image.gif"))
    assert (facts.type, facts.length) == ("image/gif", len(GIF))


@pytest.mark.parametrize("url", ["gone", "\0", "page.html%00"])
def test_what_is_not_there_is_a_fetch_error(fetcher, world, url):
    for get, how in (
        (fetcher.page, ()),
        (fetcher.picture, (Look(),)),
        (fetcher.file, ()),
    ):
        with pytest.raises(FetchError):
            get(world.source, world.url(url), *how)


@pytest.mark.parametrize(
    "url", ["", "mailto:reader@lab.example", "\ud800", "http://[", "/etc/passwd"]
)
def test_what_is_no_address_is_a_fetch_error(fetcher, world, url):
    for get, how in (
        (fetcher.page, ()),
        (fetcher.picture, (Look(),)),
        (fetcher.file, ()),
    ):
        with pytest.raises(FetchError):
            get(world.source, url, *how)


def test_page_is_no_image(fetcher, world):
    with pytest.raises(FetchError, match="not an image"):
        fetcher.picture(world.source, world.url("page.html"), Look())


def test_settings_that_make_no_sense_are_a_fetch_error(fetcher, world):
    with pytest.raises(FetchError):
        fetcher.fetch(
            replace(world.source, url="\0", path=Path("\0")), Validators(), {}
        )
