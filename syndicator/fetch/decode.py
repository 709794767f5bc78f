"""Content codings undone piece by piece, so that no body unfolds without bound."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, cast

import brotli
import zstandard

_PIECE = 64 * 1024
_ZSTD_WINDOW = 8 * 1024 * 1024  # what RFC 9659 lets a server ask for

Chunks = Iterable[bytes]


class Undecodable(ValueError):
    """The body cannot be had as bytes; the message says why."""


def read(chunks: Chunks, coding: str, limit: int) -> bytes:
    """All of a body, decoded. Raises Undecodable, also above `limit` bytes."""
    body = bytearray()
    for piece in _pieces(chunks, coding):
        body += piece
        if len(body) > limit:
            raise Undecodable(f"larger than {limit:,} bytes")
    return bytes(body)


def read_prefix(chunks: Chunks, coding: str, size: int) -> bytes:
    """The first `size` bytes of a body, decoded; fewer only where it has no more."""
    body = bytearray()
    for piece in _pieces(chunks, coding):
        body += piece
        if len(body) >= size:
            break
    return bytes(body[:size])


def _pieces(chunks: Chunks, coding: str) -> Iterator[bytes]:
    names = [name for name in _names(coding) if name not in ("", "identity")]
    # Two layers are how a few hundred bytes become gigabytes; nobody needs them.
    if len(names) > 1:
        raise Undecodable(f"more than one content coding: {coding}")
    decoder = _DECODERS.get(names[0]) if names else _plain
    if decoder is None:
        raise Undecodable(f"unknown content coding: {coding}")
    try:
        yield from decoder(filter(None, chunks))
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise Undecodable(f"broken {names[0]} data") from error


def _names(coding: str) -> list[str]:
    return [name.strip().lower() for name in coding.split(",")]


def _plain(chunks: Chunks) -> Iterator[bytes]:
    yield from chunks


def _gzip(chunks: Chunks) -> Iterator[bytes]:
    return _unzip(chunks, lambda first: 16 + zlib.MAX_WBITS)


def _deflate(chunks: Chunks) -> Iterator[bytes]:
    # Some servers leave the zlib wrapper out (RFC 9110 §8.4.1.2). Its first byte names
    # method 8 in the low half, with which raw DEFLATE cannot sensibly begin.
    return _unzip(
        chunks,
        lambda first: zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS,
    )


def _unzip(chunks: Chunks, window: Callable[[int], int]) -> Iterator[bytes]:
    unzip = None
    for data in chunks:
        unzip = unzip or zlib.decompressobj(window(data[0]))
        while data and not unzip.eof:
            yield unzip.decompress(data, _PIECE)
            data = unzip.unconsumed_tail
        if unzip.eof:  # what follows the end is padding
            return
    if unzip:
        yield unzip.flush()  # a few kilobytes at most: the input is used up
        _complete(unzip.eof)


def _brotli(chunks: Chunks) -> Iterator[bytes]:
    unpack = None
    for data in chunks:
        unpack = unpack or brotli.Decompressor()
        # Only an empty answer says that nothing more is pending (google/brotli#1234).
        while piece := unpack.process(data, output_buffer_limit=_PIECE):
            yield piece
            data = b""
        if unpack.is_finished():
            return
    _complete(unpack is None or unpack.is_finished())


def _zstd(chunks: Chunks) -> Iterator[bytes]:
    source = cast(IO[bytes], _File(chunks))
    unpack = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    with unpack.stream_reader(source, read_across_frames=True) as reader:
        while piece := reader.read(_PIECE):
            yield piece


class _File:
    """Chunks as a file: `read` gives the next one, whatever size is asked for."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = iter(chunks)

    def read(self, size: int = -1) -> bytes:
        return next(self._chunks, b"")


def _complete(ended: bool) -> None:
    if not ended:
        raise Undecodable("the compressed body ends too early")


_DECODERS: dict[str, Callable[[Chunks], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
ACCEPTED = "gzip, deflate, br, zstd"
