"""Whose turn it is to ask a host: one request at a time, with a rest between two."""

from threading import Lock
from time import monotonic, sleep
from zlib import crc32

_STRIPES = 1024  # hosts that share one wait for each other; there is no list to grow


class _Stripe:
    def __init__(self) -> None:
        self.lock = Lock()
        self.rested = 0.0  # when the next request may begin


class Turns:
    """Turns at hosts; shared by all threads."""

    def __init__(self) -> None:
        self._stripes = [_Stripe() for _ in range(_STRIPES)]

    def take(self, host: bytes) -> float:
        """Wait for the host; return how many seconds that took."""
        start = monotonic()
        stripe = self._stripe(host)
        stripe.lock.acquire()
        while (rest := stripe.rested - monotonic()) > 0:
            sleep(rest)
        return monotonic() - start

    def give(self, host: bytes, rest: float) -> None:
        """End the turn; the host is left alone for `rest` seconds."""
        stripe = self._stripe(host)
        stripe.rested = monotonic() + rest
        stripe.lock.release()

    def _stripe(self, host: bytes) -> _Stripe:
        return self._stripes[crc32(host) % _STRIPES]
