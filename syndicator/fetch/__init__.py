"""The world outside, as documents and images. Raises FetchError, never anything else."""

from collections.abc import Mapping

from syndicator import urls
from syndicator.fetch.files import FolderFetcher
from syndicator.fetch.guard import Resolve, look_up
from syndicator.fetch.http import HttpFetcher
from syndicator.fetch.inbox import Inbox, fetched
from syndicator.fetch.limits import Limits
from syndicator.model import Source
from syndicator.ports import (
    Answer,
    Document,
    Fetched,
    Fetcher,
    FileFacts,
    Look,
    Picture,
    Validators,
)

__all__ = ["Fetchers", "Limits"]


class Fetchers:
    """A Fetcher for every kind of source; safe to share between threads.

    `version` and `contact`, a URL, tell publishers who is asking; `inbox` is what was
    pushed to a source.
    """

    def __init__(
        self,
        *,
        version: str,
        contact: str,
        limits: Limits | None = None,
        resolve: Resolve = look_up,
        inbox: Inbox = lambda _: (),
    ) -> None:
        limits = limits or Limits()
        agent = f"Syndicator/{version} (+{urls.ascii_url(contact)})"
        self._http = HttpFetcher(agent, limits, resolve)
        self._folders = FolderFetcher(limits, self._http)
        self._inbox = inbox

    def fetch(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        if source.kind == "push":
            return fetched(source, self._inbox(source.name))
        return self._of(source).fetch(source, known, marks)

    def page(self, source: Source, url: str) -> Document:
        return self._of(source).page(source, url)

    def again(self, source: Source, url: str, known: Validators) -> Document | None:
        return self._of(source).again(source, url, known)

    def there(self, source: Source, url: str, known: Validators) -> Validators:
        return self._of(source).there(source, url, known)

    def picture(self, source: Source, url: str, look: Look) -> Picture | None:
        return self._of(source).picture(source, url, look)

    def file(self, source: Source, url: str) -> FileFacts:
        return self._of(source).file(source, url)

    def _of(self, source: Source) -> Fetcher:
        return self._folders if source.kind == "folder" else self._http

    def call(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        allow_networks: tuple[str, ...] = (),
    ) -> Answer:
        return self._http.call(method, url, headers, body, allow_networks)

    def close(self) -> None:
        self._http.close()
