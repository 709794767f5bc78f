"""Published files in a directory a web server can serve as it is.

Each is replaced atomically: written beside its place, synced, renamed (POSIX rename).
A reader sees the old bytes or the new ones, never some of both.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from syndicator.errors import PublishError

_STAGING = ".staging"  # below the root, so that a rename stays on one file system


class FilePublisher:
    """A Publisher over one directory, made on first use; one run at a time uses it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._staging = root / _STAGING
        self._touched: set[Path] = set()

    def sweep(self) -> None:
        with _wrapped(self._staging):
            if self._staging.exists():
                shutil.rmtree(self._staging)

    def size(self, path: str) -> int | None:
        try:
            return self._place(path).stat().st_size
        except OSError:
            return None

    def put(self, path: str, body: bytes) -> bool:
        place = self._place(path)
        with _wrapped(place):
            self._touched.add(place.parent)  # a killed run may have left it unsynced
            if _holds(place, body):
                return False
            place.parent.mkdir(parents=True, exist_ok=True)
            self._staging.mkdir(parents=True, exist_ok=True)
            staged = self._staging / path.replace("/", "%")
            _write(staged, body)
            staged.replace(place)
        return True

    def remove(self, path: str) -> None:
        place = self._place(path)
        with _wrapped(place):
            place.unlink(missing_ok=True)
            self._touched.add(place.parent)

    def flush(self) -> None:
        for folder in sorted(self._touched):
            with _wrapped(folder):
                _sync_folder(folder)
        self._touched.clear()
        self.sweep()

    def _place(self, path: str) -> Path:
        """Names come from a closed set, and still none may leave the root."""
        parts = path.split("/")
        if not path or any(
            p in ("", ".", "..") or "\\" in p or "\0" in p for p in parts
        ):
            raise PublishError(f"{path!r} is no path below {self._root}")
        return self._root.joinpath(*parts)


@contextmanager
def _wrapped(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise PublishError(
            f"{place}: {reason}; what was published before stays"
        ) from error


def _holds(place: Path, body: bytes) -> bool:
    try:
        return place.stat().st_size == len(body) and place.read_bytes() == body
    except FileNotFoundError:
        return False


def _write(place: Path, body: bytes) -> None:
    with place.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder survive a power cut."""
    if not folder.exists():
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
