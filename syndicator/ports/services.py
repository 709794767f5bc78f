"""What is asked beside fetching: a safe place to read in, and services of others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


class Sandbox(Protocol):
    """Where what strangers wrote is read: a hang or a crash ends there."""

    def call(self, subject: str, function: Callable[..., T], *arguments: object) -> T:
        """What the pure `function` returns; it and all values can be pickled.

        Raises ParseError, never anything else; `subject` is what is being read.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service answered, whatever its status."""

    status: int
    body: bytes


class Caller(Protocol):
    """Raises FetchError where there is no answer, or one that leads elsewhere."""

    def call(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        allow_networks: tuple[str, ...] = (),
    ) -> Answer:
        """Ask a service the operator named; redirects are not followed."""
