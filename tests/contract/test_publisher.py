"""What every Publisher promises: whole bytes, no needless writes, nothing outside."""

# ruff: noqa: S603, S607 (mounting and killing are what these tests are about)

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from needs import need

from syndicator.errors import PublishError
from syndicator.publish.files import FilePublisher

PUBLISHERS = {"files": FilePublisher}


@pytest.fixture(params=PUBLISHERS.values(), ids=PUBLISHERS.keys())
def make(request):
    return request.param


@pytest.fixture
def root(tmp_path):
    return tmp_path / "public"


@pytest.fixture
def publisher(make, root):
    return make(root)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 256 kB of its own."""
    need(os.geteuid() == 0, "root, who may mount")
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], check=True
    )
    yield place
    subprocess.run(["umount", place], check=True)


def facts(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_ino, status.st_mtime_ns


def leftovers(root: Path) -> list[Path]:
    return [p for p in root.rglob("*") if any(x[0] == "." for x in p.parts[-2:])]


# ---------------------------------------------------------------- what it does


def test_bytes_are_put_measured_and_removed(publisher, root):
    assert publisher.size("feeds/all.rss") is None
    assert publisher.put("feeds/all.rss", b"<rss/>")
    assert (root / "feeds/all.rss").read_bytes() == b"<rss/>"
    assert publisher.size("feeds/all.rss") == 6
    publisher.remove("feeds/all.rss")
    assert publisher.size("feeds/all.rss") is None
    publisher.remove("feeds/all.rss")
    publisher.flush()


def test_other_bytes_replace_what_was_there(publisher, root):
    publisher.put("a", b"long bytes")
    assert publisher.put("a", b"short")
    assert publisher.put("a", b"SHORT")
    assert (root / "a").read_bytes() == b"SHORT"


def test_same_bytes_are_not_written_again(publisher, root):
    publisher.put("a", b"same")
    before = facts(root / "a")
    assert publisher.put("a", b"same") is False
    assert facts(root / "a") == before


def test_nothing_but_the_published_files_is_left(publisher, root):
    publisher.put("feeds/all.rss", b"1")
    publisher.put("index.html", b"2")
    publisher.flush()
    files = sorted(p.relative_to(root).as_posix() for p in root.rglob("*"))
    assert files == ["feeds", "feeds/all.rss", "index.html"]


def test_published_files_may_be_read_by_the_web_server(publisher, root):
    publisher.put("feeds/all.rss", b"1")
    assert (root / "feeds/all.rss").stat().st_mode & 0o444 == 0o444 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_sweep_leaves_published_files_alone(make, root):
    make(root).put("a", b"1")
    make(root).sweep()
    assert (root / "a").read_bytes() == b"1"
    assert leftovers(root) == []


def test_flush_syncs_the_folder_of_what_a_killed_run_had_put(make, root, monkeypatch):
    make(root).put("feeds/all.rss", b"1")  # and killed before it flushed
    sync, synced = os.fsync, []

    def noted(descriptor):
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    later = make(root)
    later.put("feeds/all.rss", b"1")
    later.flush()
    assert synced == [str(root / "feeds")]


def test_sweep_and_flush_of_nothing_are_fine(publisher):
    publisher.sweep()
    publisher.flush()


# ---------------------------------------------------------------- what it refuses


@pytest.mark.parametrize(
    "path",
    ["", ".", "..", "../a", "feeds/../../a", "/etc/a", "a//b", "a/", "a\\b", "a\0b"],
)
def test_path_that_leaves_the_root_is_refused(publisher, root, path):
    with pytest.raises(PublishError, match="no path below"):
        publisher.put(path, b"out")
    with pytest.raises(PublishError, match="no path below"):
        publisher.remove(path)
    assert not root.exists()


# ---------------------------------------------------------------- what goes wrong


def test_full_disk_leaves_the_old_bytes(make, small_disk):
    publisher = make(small_disk / "public")
    publisher.put("feeds/all.rss", b"old")
    with pytest.raises(PublishError, match=r"feeds/all\.rss: No space left"):
        publisher.put("feeds/all.rss", b"x" * 1_000_000)
    assert (small_disk / "public/feeds/all.rss").read_bytes() == b"old"
    publisher.sweep()  # the next run has its room back
    assert publisher.put("feeds/all.rss", b"new" * 10_000)


def test_read_only_target_leaves_the_old_bytes(make, small_disk):
    publisher = make(small_disk / "public")
    publisher.put("feeds/all.rss", b"old")
    publisher.flush()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(PublishError, match=r"feeds/all\.rss: Read-only file system"):
        publisher.put("feeds/all.rss", b"new")
    with pytest.raises(PublishError, match=r"feeds/all\.rss: Read-only file system"):
        publisher.remove("feeds/all.rss")
    assert publisher.put("feeds/all.rss", b"old") is False
    assert (small_disk / "public/feeds/all.rss").read_bytes() == b"old"


def test_folder_in_the_place_of_a_file_is_told(publisher, root):
    (root / "index.html").mkdir(parents=True)
    with pytest.raises(PublishError, match=r"index\.html: Is a directory"):
        publisher.put("index.html", b"new")


def test_file_in_the_place_of_a_folder_is_told(publisher, root):
    root.mkdir()
    (root / "feeds").write_bytes(b"")
    with pytest.raises(PublishError, match=r"feeds/all\.rss: "):
        publisher.put("feeds/all.rss", b"new")


# ---------------------------------------------------------------- seen from outside


def test_reader_never_sees_torn_bytes(publisher, root):
    bodies = [bytes([letter]) * 300_000 for letter in b"ab"]
    publisher.put("feed", bodies[0])
    seen, done = set(), threading.Event()

    def read():
        while not done.is_set():
            seen.add((root / "feed").read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(150):
            publisher.put("feed", bodies[turn % 2])
    finally:
        done.set()
        reader.join()
    assert seen
    assert seen <= set(bodies)


KILLED = """
import os, signal, sys
from pathlib import Path
from syndicator.publish import files

def kill(descriptor):
    os.kill(os.getpid(), signal.SIGKILL)

files.os.fsync = kill  # at the worst moment: all is written, nothing is in place
files.FilePublisher(Path(sys.argv[1])).put("feeds/all.rss", b"new" * 1000)
"""


@pytest.mark.parametrize("make", [FilePublisher])  # the moment is known for files only
def test_kill_in_mid_put_leaves_the_old_bytes_and_is_swept(make, root):
    make(root).put("feeds/all.rss", b"old")
    make(root).flush()
    killed = subprocess.run([sys.executable, "-c", KILLED, root], timeout=30)
    assert killed.returncode == -signal.SIGKILL
    assert (root / "feeds/all.rss").read_bytes() == b"old"
    assert leftovers(root)
    later = make(root)
    later.sweep()
    assert leftovers(root) == []
    assert later.put("feeds/all.rss", b"new")
