"""Where what was made goes, and who is told."""

from dataclasses import dataclass
from typing import Protocol


class Publisher(Protocol):
    """Raises PublishError, never anything else."""

    def sweep(self) -> None:
        """Remove what a killed run left behind."""

    def size(self, path: str) -> int | None:
        """Bytes published at `path`, None where there are none."""

    def put(self, path: str, body: bytes) -> bool:
        """Replace atomically; False, and no write, where the bytes are there already."""

    def remove(self, path: str) -> None: ...
    def flush(self) -> None:
        """Return when all that was put survives a power cut."""


class Announcer(Protocol):
    """Raises PublishError, never anything else."""

    def announce(self, hub: str, topic: str) -> None:
        """Tell a hub that the feed at an address, `topic`, has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One issue of a letter, to be handed to who sends it.

    `issue` names it; "" where the letter comes in no issues, and this is its latest.
    """

    letter: str
    issue: str
    title: str
    subject: str
    html: str
    text: str


class Pusher(Protocol):
    """Raises PublishError, never anything else."""

    def request(self, mail: Mail) -> str:
        """What would be sent for this mail, for people; nothing is asked or sent."""

    def push(self, mail: Mail) -> str:
        """Leave the mail as a draft there; say what came of it. Twice is once."""
