"""Articles in a folder: which files are some, where they live, what stays outside."""

import os
from base64 import b64decode

import pytest
from servers import Server

from syndicator.errors import FetchError
from syndicator.fetch import Fetchers, Limits
from syndicator.model import Source
from syndicator.ports import Look, Validators

GIF = b64decode("R0lGODdhBgAEAIEAAMgeHgAAAAAAAAAAACwAAAAABgAEAAAICwABCBxIsKDBgQEBADs=")


@pytest.fixture(scope="module")
def fetcher():
    limits = Limits(body_bytes=10_000)
    fetcher = Fetchers(version="1", contact="https://caf\u00e9.example/", limits=limits)
    yield fetcher
    fetcher.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def source(path, url="https://lab.example/blog/"):
    return Source(
        kind="folder", name="lab", path=path, url=url, allow_networks=("127.0.0.0/8",)
    )


def write(folder, *names, body="Hello"):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(body)


def look(fetcher, folder, marks=None):
    return fetcher.fetch(source(folder), Validators(), marks or {})


def marks(found):
    return {document.name: document.mark for document in found.documents}


@pytest.mark.parametrize(
    ("name", "url", "media_type"),
    [
        ("a.html", "a.html", "text/html"),
        ("b/A.HTM", "b/A.HTM", "text/html"),
        ("a.md", "a", "text/markdown"),
        ("v1.2.markdown", "v1.2", "text/markdown"),
        ("b/c/a.txt", "b/c/a", "text/plain"),
        ("index.html", "", "text/html"),
        ("b/index.html", "b/", "text/html"),
        ("b/index.md", "b/", "text/markdown"),
        ("two words?.md", "two%20words%3F", "text/markdown"),
        ("100%25.html", "100%2525.html", "text/html"),
        ("\u8ac7\u8a71#1.md", "%E8%AB%87%E8%A9%B1%231", "text/markdown"),
        ("cafe\u0301.md", "cafe%CC%81", "text/markdown"),
    ],
)
def test_file_is_an_article_with_an_address(fetcher, folder, name, url, media_type):
    write(folder, name)
    (document,) = look(fetcher, folder).documents
    assert (document.name, document.media_type) == (name, media_type)
    assert document.url == "https://lab.example/blog/" + url
    assert document.body == b"Hello"
    assert fetcher.page(source(folder), document.url) == document


def test_address_needs_no_slash_at_its_end(fetcher, folder):
    write(folder, "a.html")
    place = source(folder, "https://lab.example/blog")
    (document,) = fetcher.fetch(place, Validators(), {}).documents
    assert document.url == "https://lab.example/blog/a.html"


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "b/ReadMe.txt",
        ".hidden.md",
        "_draft.md",
        ".git/a.md",
        "_drafts/a.md",
        "a.jpg",
        "a",
        "a.md~",
        ".md",
    ],
)
def test_what_is_no_article(fetcher, folder, name):
    write(folder, name)
    found = look(fetcher, folder)
    assert (found.documents, found.present) == ((), frozenset())


def test_articles_come_by_name(fetcher, folder):
    write(folder, "b.md", "a/z.md", "a.md", "c/a.md")
    names = [document.name for document in look(fetcher, folder).documents]
    assert names == ["a.md", "a/z.md", "b.md", "c/a.md"]


def test_only_what_changed_is_read(fetcher, folder):
    write(folder, "a.md", "b.md")
    known = marks(look(fetcher, folder))
    write(folder, "b.md", body="Hello again")
    write(folder, "c.md")
    found = look(fetcher, folder, known)
    assert [document.name for document in found.documents] == ["b.md", "c.md"]
    assert found.present == {"a.md", "b.md", "c.md"}
    assert not found.unchanged


def test_same_size_at_another_time_is_a_change(fetcher, folder):
    write(folder, "a.md")
    known = marks(look(fetcher, folder))
    os.utime(folder / "a.md", ns=(0, 1))
    assert marks(look(fetcher, folder, known)) == {"a.md": "5-1"}


def test_removed_file_is_a_change_without_a_document(fetcher, folder):
    write(folder, "a.md", "b.md")
    known = marks(look(fetcher, folder))
    (folder / "b.md").unlink()
    found = look(fetcher, folder, known)
    assert (found.documents, found.present) == ((), frozenset({"a.md"}))
    assert not found.unchanged


def test_links_inside_the_folder_are_followed_and_others_refused(
    fetcher, folder, tmp_path
):
    write(folder, "a.md", "..data/b.md")
    write(tmp_path, "secret.md", "site2/secret.md", body="secret")
    for name, target in {
        "same.md": "a.md",
        "b.md": "..data/b.md",  # how Kubernetes mounts a ConfigMap
        "up.md": "../secret.md",
        "full.md": tmp_path / "secret.md",
        "neighbour.md": "../site2/secret.md",
        "dangling.md": "gone.md",
        "round.md": "round.md",
        "device.md": "/dev/zero",
        "tree": tmp_path,
    }.items():
        (folder / name).symlink_to(target)
    found = look(fetcher, folder)
    assert found.present == {"a.md", "b.md", "same.md"}
    assert all(document.body == b"Hello" for document in found.documents)


def test_folder_itself_may_be_a_link(fetcher, folder, tmp_path):
    write(folder, "a.md")
    (tmp_path / "current").symlink_to("site")
    assert look(fetcher, tmp_path / "current").present == {"a.md"}


def test_pipe_is_not_waited_for(fetcher, folder):
    os.mkfifo(folder / "a.md")
    assert look(fetcher, folder).present == frozenset()


def test_name_that_is_no_text_is_left_out(fetcher, folder):
    write(folder, "a.md")
    (folder / os.fsdecode(b"caf\xe9.md")).write_text("Hello")
    assert look(fetcher, folder).present == {"a.md"}


def test_too_large_a_file_is_present_and_does_not_lose_the_others(fetcher, folder):
    write(folder, "a.md")
    write(folder, "big.md", body="x" * 10_001)
    found = look(fetcher, folder)
    assert [document.name for document in found.documents] == ["a.md"]
    assert found.present == {"a.md", "big.md"}
    assert [(e.subject, e.reason) for e in found.failed] == [
        (str(folder / "big.md"), "is over 10000 bytes")
    ]
    with pytest.raises(FetchError, match="over 10000 bytes"):
        fetcher.page(source(folder), "https://lab.example/blog/big")


def test_folder_that_lost_all_its_articles_is_not_believed(fetcher, folder):
    """An empty folder is more likely not mounted than emptied on purpose."""
    with pytest.raises(FetchError, match="held 1 articles; is it mounted"):
        fetcher.fetch(source(folder), Validators(), {"a.md": "1-1"})


def test_file_at_the_limit_is_read(fetcher, folder):
    write(folder, "big.md", body="x" * 10_000)
    assert look(fetcher, folder).documents


@pytest.mark.parametrize(
    ("name", "words"), [("gone", "no such folder"), ("a.md", "not a folder")]
)
def test_missing_folder_is_named(fetcher, folder, name, words):
    write(folder, "a.md")
    with pytest.raises(FetchError, match=words) as caught:
        look(fetcher, folder / name)
    assert caught.value.subject == str(folder / name)


def test_part_that_cannot_be_listed_fails_the_whole(fetcher, folder, monkeypatch):
    """What it holds would look as if it had been removed."""
    write(folder, "a.md", "b/c.md")
    scandir = os.scandir

    def refusing(path):
        if str(path).endswith("/b"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)  # root may list everything
    with pytest.raises(FetchError, match="cannot be listed") as caught:
        look(fetcher, folder)
    assert caught.value.subject == str(folder / "b")


def test_page_without_a_file_is_a_fetch_error(fetcher, folder):
    with pytest.raises(FetchError, match="no file of"):
        fetcher.page(source(folder), "https://lab.example/blog/gone")


@pytest.mark.parametrize(
    "spelling", ["my%20cat.gif", "my cat.gif", "my%20cat.gif?v=2#x"]
)
def test_image_beside_the_articles_is_read(fetcher, folder, spelling):
    (folder / "img").mkdir()
    (folder / "img/my cat.gif").write_bytes(GIF)
    url = "https://lab.example/blog/img/" + spelling
    picture = fetcher.picture(source(folder), url, Look(whole=True))
    assert (picture.type, picture.width, picture.height) == ("image/gif", 6, 4)
    assert (picture.length, picture.body) == (len(GIF), GIF)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "gone.gif",
        "a.md",
        "../secret.gif",
        "%2e%2e/secret.gif",
        "..%2fsecret.gif",
        "/secret.gif",
        "{outside}",
        "%00",
        "link.gif",
        "a" * 5000,
        "%ff.gif",
    ],
)
def test_no_image_outside_the_folder_is_read(fetcher, folder, tmp_path, name):
    write(folder, "a.md")
    (tmp_path / "secret.gif").write_bytes(GIF)
    (folder / "link.gif").symlink_to("../secret.gif")
    url = "https://lab.example/blog/" + name.format(outside=tmp_path / "secret.gif")
    with pytest.raises(FetchError) as caught:
        fetcher.picture(source(folder), url, Look(whole=True))
    assert caught.value.subject == url


def test_image_elsewhere_is_measured_over_http(fetcher, folder):
    with Server({"/a.gif": (200, {}, GIF)}) as server:
        picture = fetcher.picture(source(folder), server.url + "/a.gif", Look())
    assert (picture.width, picture.body) == (6, b"")
