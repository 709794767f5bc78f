"""Content codings: what comes out, and what is refused before it fills the memory."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard

from syndicator.fetch.decode import Undecodable, read, read_prefix

TEXT = b"".join(b"<item>%d</item>" % n for n in range(20_000))
LIMIT = 1_000_000


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED = {
    "": lambda data: data,
    "identity": lambda data: data,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP": gzip.compress,
    "deflate": zlib.compress,
    "deflate, identity": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


BOMBS = PACKED | {"br": lambda data: brotli.compress(data, quality=1)}


def chunks(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 1000, 10**9])
@pytest.mark.parametrize("coding", PACKED)
def test_round_trip(coding, size):
    data = PACKED[coding](TEXT if size > 1 else TEXT[:3000])
    assert read(chunks(data, size), coding, LIMIT) == TEXT[: None if size > 1 else 3000]


@pytest.mark.parametrize("over", [0, 1, 50, 257, 258, 259, 500])
@pytest.mark.parametrize("coding", PACKED)
def test_last_bytes_come_out_although_the_input_is_used_up(coding, over):
    data = bytes(64 * 1024 + over)
    assert read([PACKED[coding](data)], coding, LIMIT) == data


@pytest.mark.parametrize("coding", PACKED)
def test_prefix(coding):
    assert read_prefix([PACKED[coding](TEXT)], coding, 100) == TEXT[:100]
    assert read_prefix([PACKED[coding](b"few")], coding, 100) == b"few"


@pytest.mark.parametrize("coding", PACKED)
def test_empty_body_is_empty_under_any_coding(coding):
    assert read([], coding, LIMIT) == b""
    assert read([b""], coding, LIMIT) == b""


@pytest.mark.parametrize("coding", PACKED)
def test_limit_is_exact(coding):
    data = PACKED[coding](TEXT)
    assert len(read([data], coding, len(TEXT))) == len(TEXT)
    with pytest.raises(Undecodable, match="larger than"):
        read([data], coding, len(TEXT) - 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bomb_is_stopped_in_bounded_memory(coding):
    bomb = BOMBS[coding](bytes(100_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(Undecodable, match="larger than 1,000,000 bytes"):
            read([bomb], coding, LIMIT)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * LIMIT


@pytest.mark.parametrize("coding", ["gzip, gzip", "br,gzip", "deflate, x-gzip"])
def test_second_layer_is_refused(coding):
    with pytest.raises(Undecodable, match="more than one"):
        read([b""], coding, LIMIT)


@pytest.mark.parametrize("coding", ["compress", "lzma", "gzip;q=1", "\0"])
def test_unknown_coding_is_refused(coding):
    with pytest.raises(Undecodable, match="unknown content coding"):
        read([b"x"], coding, LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_body_cut_short_is_refused(coding):
    with pytest.raises(Undecodable, match="too early"):
        read([PACKED[coding](TEXT)[:-20]], coding, LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_plain_text_under_a_coding_is_refused(coding):
    with pytest.raises(Undecodable):
        read([b"<rss>never compressed</rss>" * 50], coding, LIMIT)


def test_window_that_would_need_too_much_memory_is_refused():
    settings = zstandard.ZstdCompressionParameters(window_log=27, compression_level=1)
    packer = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    data = packer.compress(TEXT) + packer.flush()
    with pytest.raises(Undecodable, match="broken zstd"):
        read([data], "zstd", LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_endless_padding_behind_the_end_is_not_read(coding):
    def endless():
        yield PACKED[coding](TEXT)
        yield b"\0"
        pytest.fail("read on behind the end")

    assert read(endless(), coding, LIMIT) == TEXT
