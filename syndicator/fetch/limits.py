"""How long one look may take and how much it may bring."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one look, its redirects included."""

    total_seconds: float = 60  # from the first connection to the last byte
    wait_seconds: float = 15  # for each connection, and for each read
    body_bytes: int = 20_000_000  # after decoding
    redirects: int = 5
