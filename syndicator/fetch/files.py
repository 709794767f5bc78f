"""Articles in a folder, and the images beside them. Nothing outside it is read."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from syndicator.errors import FetchError
from syndicator.fetch.images import measure
from syndicator.fetch.limits import Limits
from syndicator.model import Source
from syndicator.ports import (
    Document,
    Fetched,
    Fetcher,
    FileFacts,
    Look,
    Picture,
    Validators,
)

_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
}

_KINDS = MimeTypes()  # without the tables of the machine


class _Found(NamedTuple):
    name: str  # below the folder, with forward slashes
    path: Path
    mark: str


class FolderFetcher:
    """Fetches sources of kind "folder"; images elsewhere are left to `web`.

    An article is a regular file with a known extension whose name, and the names of
    the folders it is in, begin with neither "." nor "_"; README files are none. A file
    that cannot be read, or is over the limit, is `present` and among the `failed`.
    """

    def __init__(self, limits: Limits, web: Fetcher) -> None:
        self._limits = limits
        self._web = web

    def fetch(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        """Read the files whose mark is not in `marks`.

        A folder that held articles and holds none now is taken for one that is not
        mounted: to believe it would withdraw them all.
        """
        articles = _articles(source)
        if marks and not articles:
            reason = f"is empty, and held {len(marks)} articles; is it mounted?"
            raise FetchError(str(source.path), reason)
        changed = [a for a in articles if a.mark != marks.get(a.name)]
        documents: list[Document] = []
        failed: list[FetchError] = []
        for article in changed:
            try:
                documents.append(self._document(source, article))
            except FetchError as error:
                failed.append(error)
        present = frozenset(article.name for article in articles)
        return Fetched(
            documents=tuple(documents),
            validators=known,
            unchanged=not changed and present == marks.keys(),
            present=present,
            failed=tuple(failed),
        )

    def page(self, source: Source, url: str) -> Document:
        """The file that is published at `url`."""
        for article in _articles(source):
            if _address(source, article.name) == url:
                return self._document(source, article)
        raise FetchError(url, f"no file of {source.path} is published there")

    def again(self, source: Source, url: str, known: Validators) -> Document | None:
        return self._web.again(source, url, known)

    def there(self, source: Source, url: str, known: Validators) -> Validators:
        return self._web.there(source, url, known)

    def picture(self, source: Source, url: str, look: Look) -> Picture | None:
        """Measure an image; one below the source's address is read from the folder."""
        found = self._below(source, url)
        if found is None:
            return self._web.picture(source, url, look)
        if found.mark == look.validator:
            return None
        body = self._read(found.path)
        picture = measure(body, len(body))
        if picture is None:
            raise FetchError(url, "not an image of a known type", missing=True)
        kept = body if look.whole else b""
        return replace(picture, body=kept, validator=found.mark)

    def file(self, source: Source, url: str) -> FileFacts:
        found = self._below(source, url)
        if found is None:
            return self._web.file(source, url)
        kind = _KINDS.guess_type(found.name)[0] or ""
        return FileFacts(type=kind, length=found.path.stat().st_size)

    def _below(self, source: Source, url: str) -> _Found | None:
        """The file that is published at `url`; None where that is not of the folder."""
        base = _base(source)
        if not url.startswith(base):
            return None
        name = unquote(re.split("[?#]", url[len(base) :])[0])
        found = _look(_root(source), name)
        if found is None:
            reason = f"no file of {source.path} is published there"
            raise FetchError(url, reason, missing=True)
        return found

    def _document(self, source: Source, article: _Found) -> Document:
        return Document(
            name=article.name,
            url=_address(source, article.name),
            body=self._read(article.path),
            media_type=_TYPES[PurePosixPath(article.name).suffix.lower()],
            mark=article.mark,
        )

    def _read(self, path: Path) -> bytes:
        limit = self._limits.body_bytes
        try:
            with path.open("rb") as file:
                body = file.read(limit + 1)
        except OSError as error:
            raise FetchError(str(path), f"cannot be read: {error.strerror}") from error
        if len(body) > limit:
            raise FetchError(str(path), f"is over {limit} bytes")
        return body


def _root(source: Source) -> Path:
    try:
        root = source.path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:  # a circle of links; NUL
        raise FetchError(str(source.path), "there is no such folder") from error
    if not root.is_dir():
        raise FetchError(str(source.path), "not a folder")
    return root


def _articles(source: Source) -> list[_Found]:
    """The articles of a folder, by name.

    A folder below it that cannot be listed fails the whole: what it holds would look
    as if it had been removed.
    """
    root = _root(source)
    try:
        names = sorted(_names(root))
    except OSError as error:
        raise FetchError(
            str(error.filename or root), f"cannot be listed ({error.strerror})"
        ) from error
    return [found for name in names if (found := _look(root, name))]


def _names(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root, onerror=_fail):
        folders[:] = [name for name in folders if name[0] not in "._"]
        below = Path(folder).relative_to(root)
        yield from ((below / name).as_posix() for name in files if _is_article(name))


def _fail(error: OSError) -> None:
    raise error


def _is_article(name: str) -> bool:
    file = PurePosixPath(name)
    known = file.suffix.lower() in _TYPES and file.stem.lower() != "readme"
    return known and name[0] not in "._"


def _look(root: Path, name: str) -> _Found | None:
    """A regular file below `root`, or None; a link that leads out of it is none."""
    try:
        name.encode()  # a name that is not UTF-8 can be neither stored nor linked to
        path = (root / name).resolve(strict=True)
        facts = path.stat()
    except (OSError, RuntimeError, ValueError):
        return None
    if not path.is_relative_to(root) or not stat.S_ISREG(facts.st_mode):
        return None
    return _Found(name, path, f"{facts.st_size}-{facts.st_mtime_ns}")


def _base(source: Source) -> str:
    return source.url.rstrip("/") + "/"


def _address(source: Source, name: str) -> str:
    """Where a file is published: a folder for its index, bare for Markdown and text."""
    file = PurePosixPath(name)
    if file.stem.lower() == "index":
        name = name.removesuffix(file.name)
    elif _TYPES[file.suffix.lower()] != "text/html":
        name = name.removesuffix(file.suffix)
    return _base(source) + quote(name)
