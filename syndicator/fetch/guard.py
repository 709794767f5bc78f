"""Which addresses may be reached: checked where the connection is made.

A name is resolved once per connection, every address it has is judged, and the
connection goes to one of those very addresses. So neither a redirect, nor a second
answer of the name server, nor an odd spelling of an address leads anywhere else.
"""

import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from ssl import SSLContext
from threading import Thread
from time import monotonic
from typing import Any

import httpcore

from syndicator import urls

Resolve = Callable[[str, int], Sequence[str]]

# IANA special-purpose registries. `ipaddress.is_global` is no help: on Python 3.11 it
# calls 192.0.0.8, 192.88.99.1, 224.0.0.1, 2002::/16, fec0::/10 and ff00::/8 global.
_DENIED = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; cloud metadata
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relay
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved; broadcast
        # Only 2000::/3 is global unicast. The rest holds loopback, IPv4-compatible,
        # local NAT64, SRv6 (5f00::/16), unique local, link- and site-local, multicast.
        "::/3",
        "4000::/2",
        "8000::/1",
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
# Their last 32 bits are the IPv4 address that is really reached (RFC 4291, RFC 6052).
_WRAPPERS = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))


class Refused(Exception):
    """We do not go there; the message says why."""


def check_url(url: str) -> None:
    """Refuse everything but http(s) with a host and without a user name."""
    parts = urls.split(url)
    if parts is None or not urls.is_web(url):
        raise Refused("not an http or https address")
    if "@" in parts.netloc:
        raise Refused("a user name or password in an address is refused")


def check_address(address: str, allowed: Iterable[str]) -> str:
    """The address as it is to be connected to; Refused where it is not public.

    `allowed` are CIDRs that may be reached all the same.
    """
    target = _target(address)
    if any(target in ip_network(cidr, strict=False) for cidr in allowed):
        return str(target)
    if any(target in network for network in _DENIED):
        raise Refused(
            f"{target} is not a public address (allow_networks of the source"
            " can permit it)"
        )
    return str(target)


def _target(address: str) -> IPv4Address | IPv6Address:
    found = ip_address(address)
    if any(found in wrapper for wrapper in _WRAPPERS):
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found


def look_up(host: str, port: int) -> list[str]:
    """Every address the system knows of a host. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _resolved(resolve: Resolve, host: str, port: int, seconds: float) -> Sequence[str]:
    """The addresses of a host, or ConnectTimeout: the system's own look-up knows no end.

    One that hangs is left to itself, in a thread that keeps nothing from ending. What
    is an address already needs none.
    """
    if _is_address(host):
        return [host]
    answer: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolve(host, port))
        except Exception as error:  # noqa: BLE001
            answer.set_exception(error)

    Thread(target=ask, name=f"look-up {host}", daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError as error:
        if answer.done():  # the look-up's own word: it is an OSError
            raise
        raise httpcore.ConnectTimeout(f"{host} could not be looked up") from error


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Guard(httpcore.NetworkBackend):
    """Opens connections for one look at a source, and ends them at its deadline."""

    def __init__(
        self, allowed: tuple[str, ...], deadline: float, resolve: Resolve
    ) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._resolve = resolve
        self._backend = httpcore.SyncBackend()

    def put_off(self, seconds: float) -> None:
        """Move the deadline: the time went by before anything was asked."""
        self._deadline += seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        seconds = _left(self._deadline, timeout)
        addresses = [
            check_address(address, self._allowed)
            for address in _resolved(self._resolve, host, port, seconds)
        ]
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._backend.connect_tcp(
                    address, port, _left(self._deadline, timeout)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self._deadline)
        raise failure


class _Timed(httpcore.NetworkStream):
    """A connection whose every step ends at one deadline, however often it drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        return _Timed(
            self._stream.start_tls(ssl_context, server_hostname, left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the whole took too long")
    return left if timeout is None else min(left, timeout)
