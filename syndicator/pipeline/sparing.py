"""A Fetcher that asks for nothing twice, and for no more than it was told it may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from syndicator.errors import FetchError
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

T = TypeVar("T")


@dataclass(slots=True)
class Sparing:
    """`most` requests in all; `asked` is how many were sent, a refused one counts too.

    `allowed` is what of them the caller will have spent at most for now.
    """

    fetcher: Fetcher
    most: int
    allowed: int = 0
    asked: int = 0
    _pages: dict[str, Document | FetchError] = field(default_factory=dict)
    _looks: dict[str, Fetched | FetchError] = field(default_factory=dict)

    def allow(self, requests: int) -> None:
        """Let so many more be sent, unless that is more than all."""
        self.allowed = min(self.most, self.asked + requests)

    def fetch(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        if source.kind == "folder":
            return self.fetcher.fetch(source, known, marks)
        seen = self._pages.get(source.url)
        if isinstance(seen, Document):
            return Fetched(documents=(replace(seen, name=source.url),))
        return self._once(
            self._looks, source.url, lambda: self.fetcher.fetch(source, known, marks)
        )

    def page(self, source: Source, url: str) -> Document:
        return self._once(self._pages, url, lambda: self.fetcher.page(source, url))

    def again(self, source: Source, url: str, known: Validators) -> Document | None:
        return self.page(source, url)

    def there(self, source: Source, url: str, known: Validators) -> Validators:
        self.page(source, url)
        return Validators()

    def picture(self, source: Source, url: str, look: Look) -> Picture | None:
        raise FetchError(url, "pictures are not looked at for now")

    def file(self, source: Source, url: str) -> FileFacts:
        raise FetchError(url, "files are not looked at for now")

    def _once(
        self, kept: dict[str, T | FetchError], url: str, ask: Callable[[], T]
    ) -> T:
        if url not in kept:
            if self.asked >= self.allowed:
                shown = url.partition("?")[0]  # a token may be in the rest
                raise FetchError(shown, "not asked: a first look is to be a short one")
            self.asked += 1
            try:
                kept[url] = ask()
            except FetchError as error:
                kept[url] = error
        found = kept[url]
        if isinstance(found, FetchError):
            raise found
        return found
