"""How documents and files come from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from syndicator.errors import FetchError
from syndicator.model import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """Opaque words of a source, handed back at the next fetch (RFC 9110 §13)."""

    etag: str = ""
    last_modified: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes as they came. `name` is stable within the source: a URL or a file name.

    `mark` changes when the document does; `charset` is the transport's word, or "".
    `links` are what the transport says it is linked to (RFC 8288): relation → address.
    """

    name: str
    url: str
    body: bytes
    media_type: str = ""
    charset: str = ""
    mark: str = ""
    links: Mapping[str, str] = field(default_factory=dict, hash=False)
    validators: Validators = field(default_factory=Validators)

    @property
    def next(self) -> str:
        """Where the transport says that it goes on, or ""."""
        return self.links.get("next", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one look at a source brought.

    `unchanged`: nothing new, `documents` is empty. `present`: every document the
    source holds, where it can say so (a folder), else None. `failed`: documents that
    are there and could not be had this time.
    """

    documents: tuple[Document, ...] = ()
    validators: Validators = field(default_factory=Validators)
    unchanged: bool = False
    present: frozenset[str] | None = None
    wait_seconds: int = 0  # how long the server asks to be left alone
    moved_to: str = ""  # where a permanent redirect points
    failed: tuple[FetchError, ...] = ()
    cursor: str = ""  # up to where these documents come, where that is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How to look at a file: `whole` with its bytes, else by as few as will do.

    `page` is what shows it: some hosts hand pictures to their own pages only.
    `validator` is a Picture's; with it, an unchanged file is not sent again.
    """

    whole: bool = False
    page: str = ""
    validator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What the bytes of an image say; `body` is there where all of them were wanted.

    `guarded`: only its own site may show it. `validator` is an opaque word of its host.
    """

    type: str
    width: int
    height: int
    length: int
    body: bytes = b""
    validator: str = ""
    guarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a server says of a file; 0 bytes where it does not say."""

    type: str
    length: int


class Fetcher(Protocol):
    """Raises FetchError, never anything else."""

    def fetch(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        """Look at a source; documents whose mark is in `marks` may be left out."""

    def page(self, source: Source, url: str) -> Document:
        """Fetch one page an entry links to."""

    def again(self, source: Source, url: str, known: Validators) -> Document | None:
        """The page at `url`; None where it is what it was."""

    def there(self, source: Source, url: str, known: Validators) -> Validators:
        """See whether there is a page at `url`; FetchError where there is none."""

    def picture(self, source: Source, url: str, look: Look) -> Picture | None:
        """Measure the image at `url`; None where it is what it was."""

    def file(self, source: Source, url: str) -> FileFacts:
        """Ask what the audio, video or other file at `url` is."""
