"""Laws of parsing: any bytes are read or refused, and what comes out is clean text."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicator import text as plain
from syndicator.errors import ParseError
from syndicator.model import RawEntry
from syndicator.parse import PARSERS, parse
from syndicator.ports import Document

pytestmark = pytest.mark.slow  # a plain run stays short

CORPUS = Path(__file__).parent.parent / "parse" / "corpus"
SAMPLES = sorted((f.parts[-3], f.read_bytes()) for f in CORPUS.glob("*/*/in.*"))
KINDS = st.sampled_from(sorted(PARSERS))
CALM = settings(deadline=5_000, suppress_health_check=[HealthCheck.too_slow])
# Runs of what the formats are made of get further than bytes at random.
PIECES = st.lists(
    st.sampled_from(
        (
            b"<rss version='2.0'><channel>",
            b"<item>",
            b"</item>",
            b"<title>",
            b"</",
            b"<feed xmlns='http://www.w3.org/2005/Atom'>",
            b"<entry>",
            b"<![CDATA[",
            b"<link>http://[",
            b"<media:content url='",
            b"xml:base='//['",
            b"&#xD800;",
            b"&#99999999999;",
            b"&bogus;",
            b"<!--",
            b"-->",
            b"<html>",
            b"<h1>",
            b"<p>",
            b"<base href='http://['>",
            b"<link rel=canonical href='http://[::'>",
            b"<script type='application/ld+json'>",
            b'{"@type":"Article",',
            b"</script>",
            b'"url":"http://[",',
            b'{"@id":1}',
            b"[",
            b"]",
            b"}",
            b"{",
            b"---\n",
            b"+++\n",
            b"title: ",
            b"date: 0000-99-99\n",
            b"*",
            b"# ",
            b"- ",
            b"1. ",
            b"\t",
            b"\n",
            b"May 30, 2026",
            b"By Jo Au",
            b" ",
            b"\x00",
            b"\xff",
            b"\xed\xa0\x80",
            b"word",
            b"<author>a@b (",
            b"<enclosure url='",
            b"length='-1'",
            b"'>",
            b"<time>",
            b"=",
        )
    ),
    max_size=30,
).map(b"".join)


def words_of(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if dataclasses.is_dataclass(value):
        value = [getattr(value, f.name) for f in dataclasses.fields(value)]
    return (
        [w for v in value for w in words_of(v)]
        if isinstance(value, list | tuple)
        else []
    )


def outcome(kind: str, document: Document) -> list[RawEntry] | str:
    try:
        return parse(kind, document)
    except ParseError as error:
        return str(error)


def check(kind: str, body: bytes, **said: str) -> None:
    """Entries or ParseError; nothing in an entry that no XML may hold; the same twice."""
    document = Document(name="in", url="https://site.example/a", body=body, **said)
    found = outcome(kind, document)
    if isinstance(found, str):
        assert found.startswith("in: ")
        return
    assert isinstance(found, list)
    for entry in found:
        assert isinstance(entry, RawEntry)
        assert all(plain.clean(w) == w for w in words_of(entry))
        assert entry.base.startswith("http")
    assert outcome(kind, document) == found


@CALM
@given(
    KINDS,
    st.binary(max_size=400),
    st.sampled_from(("", "utf-8", "x\0", "hex", "utf-7")),
)
def test_any_bytes(kind: str, body: bytes, charset: str) -> None:
    check(kind, body, charset=charset)


@CALM
@given(KINDS, PIECES)
def test_pieces_of_formats(kind: str, body: bytes) -> None:
    check(kind, body)


@CALM
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_samples(sample: tuple[str, bytes], data: st.DataObject) -> None:
    kind, body = sample
    damaged = bytearray(body)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged)))
        cut = data.draw(st.integers(0, 12))
        damaged[at : at + cut] = data.draw(st.binary(max_size=6))
    check(kind, bytes(damaged))


@pytest.mark.parametrize("kind", sorted(PARSERS))
def test_every_sample_as_every_kind(kind: str) -> None:
    """A file under the wrong name is read or refused like any other."""
    for _, body in SAMPLES:
        check(kind, body)


@pytest.mark.slow
@settings(max_examples=2_000, deadline=5_000, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_samples_at_length(
    sample: tuple[str, bytes], data: st.DataObject
) -> None:
    kind, body = sample
    at = data.draw(st.integers(0, len(body)))
    check(kind, body[:at] + data.draw(PIECES) + body[at:])
