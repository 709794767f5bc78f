"""How long one look may take, how much it may bring, and how it treats its host."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one look, its redirects included."""

    total_seconds: float = 60  # from the first connection to the last byte
    wait_seconds: float = 15  # for each connection, and for each read
    body_bytes: int = 20_000_000  # after decoding
    redirects: int = 5
    rest_seconds: float = 0.5  # between two requests to a host that is not our own
