"""Every error of the service, by whose fault it is.

SyndicatorError
├── ConfigError    the operator's settings; lists every mistake at once (exit 78)
├── SourceError    a publisher's: the source is skipped and reported, the run goes on
│   ├── FetchError     it could not be had
│   └── ParseError     it could not be read
├── PolicyError    an item cannot meet its policy: it is held back and reported
├── StoreError     our own memory failed
│   └── Busy           another run holds the lock (exit 75)
└── PublishError   the bytes could not be put where readers get them (exit 74)

Each message names the thing at fault and, where there is one, the way out.
"""


class SyndicatorError(Exception):
    """Base of every error raised on purpose."""


class ConfigError(SyndicatorError):
    """The settings cannot be used; `mistakes` holds one line for each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class SourceError(SyndicatorError):
    """A source could not be taken in; `subject` is its URL, file or entry."""

    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(f"{subject}: {reason}")
        self.subject = subject
        self.reason = reason


class FetchError(SourceError):
    """The bytes could not be had; `wait_seconds` is what the server asked for, or 0.

    `status` is that of HTTP, 0 where there was none; `missing` says that what was asked
    for is not there, and that asking again will not help.
    """

    def __init__(
        self,
        subject: str,
        reason: str,
        wait_seconds: int = 0,
        *,
        status: int = 0,
        missing: bool = False,
    ) -> None:
        super().__init__(subject, reason)
        self.wait_seconds = wait_seconds
        self.status = status
        self.missing = missing or status in (404, 410)


class ParseError(SourceError):
    """The bytes are not what they claim to be."""


class PolicyError(SyndicatorError):
    """An item cannot meet its policy."""


class StoreError(SyndicatorError):
    """The database failed."""


class Busy(StoreError):
    """Another run works on the same store; the message says who."""


class PublishError(SyndicatorError):
    """An artifact could not be put in place; what was there before still is."""
