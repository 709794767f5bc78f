"""Small honest stand-ins for the ports: they do what they promise, in memory."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from syndicator.errors import FetchError
from syndicator.model import Source
from syndicator.ports import (
    Document,
    Fetched,
    FileFacts,
    Look,
    Picture,
    Validators,
)

T = TypeVar("T")


class InProcess:
    """A Sandbox that trusts what it calls."""

    def call(self, subject: str, function: Callable[..., T], *arguments: object) -> T:
        return function(*arguments)


class MemoryFetcher:
    """Serves `feeds`, `folders`, `pages` and `pictures`, all of which may be changed.

    A value that is an exception is raised. `asked` keeps what was asked for.
    """

    def __init__(self) -> None:
        self.feeds: dict[str, bytes | FetchError] = {}  # by address
        self.folders: dict[str, dict[str, bytes]] = {}  # by source, then by file
        self.pages: dict[str, bytes | FetchError] = {}
        self.pictures: dict[str, Picture | FetchError] = {}
        self.files: dict[str, FileFacts | FetchError] = {}
        self.moved: dict[str, str] = {}  # permanent redirects
        self.led: dict[str, str] = {}  # where a page's redirects lead to
        self.fresh_seconds = 0
        self.asked: list[str] = []

    def fetch(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        self.asked.append(source.name)
        return _LOOKS.get(source.kind, MemoryFetcher._feed)(self, source, known, marks)

    def _feed(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        address = self.moved.get(source.url, source.url)
        body = _had(self.feeds, address)
        mark = _mark(body)
        same = known.fingerprint == mark
        document = Document(name=source.url, url=address, body=body, mark=mark)
        return Fetched(
            documents=() if same else (document,),
            validators=Validators(fingerprint=mark),
            unchanged=same,
            wait_seconds=self.fresh_seconds,
            moved_to=self.moved.get(source.url, ""),
        )

    def _folder(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        if source.name not in self.folders:
            raise FetchError(source.name, "there is no such folder")
        files = self.folders[source.name]
        changed = {n: b for n, b in files.items() if marks.get(n) != _mark(b)}
        return Fetched(
            documents=tuple(
                Document(name=n, url=source.url + n, body=b, mark=_mark(b))
                for n, b in changed.items()
            ),
            unchanged=not changed and files.keys() == marks.keys(),
            present=frozenset(files),
        )

    def page(self, source: Source, url: str) -> Document:
        self.asked.append(url)
        body = _had(self.pages, url)
        here = self.led.get(url, url)
        told = Validators(fingerprint=_mark(body))
        return Document(
            name=url, url=here, body=body, media_type="text/html", validators=told
        )

    def again(self, source: Source, url: str, known: Validators) -> Document | None:
        page = self.page(source, url)
        return None if page.validators == known else page

    def there(self, source: Source, url: str, known: Validators) -> Validators:
        return self.page(source, url).validators

    def picture(self, source: Source, url: str, look: Look) -> Picture | None:
        self.asked.append(url)
        picture = _had(self.pictures, url)
        if look.validator and picture.validator == look.validator:
            return None
        return picture if look.whole else replace(picture, body=b"")

    def file(self, source: Source, url: str) -> FileFacts:
        self.asked.append(url)
        return _had(self.files, url)


_LOOKS = {"folder": MemoryFetcher._folder}


def _had(shelf: Mapping[str, T | FetchError], url: str) -> T:
    found = shelf.get(url, FetchError(url, "404 Not Found", status=404))
    if isinstance(found, FetchError):
        raise found
    return found


def _mark(body: bytes) -> str:
    return sha256(body).hexdigest()[:12]
