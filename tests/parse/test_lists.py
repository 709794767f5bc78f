"""Sitemaps and lists of articles: each with what must be read from it.

A case is a folder cases/<kind>/<symptom>: `in.<ext>` and either `expected.json` ("why";
"entries" with only the fields that matter; "documents", "next"; "source" and "document"
for what is set and what the transport said) or `expected.error` (a line why, then what
the message must say).
"""

import dataclasses
import json
import time
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest

from syndicator.errors import ParseError
from syndicator.model import Found, ListingRules, PathRules, Source
from syndicator.parse import READERS
from syndicator.ports import Document

CASES = [
    (kind.name, case)
    for kind in sorted((Path(__file__).parent / "cases").iterdir())
    for case in sorted(kind.iterdir())
]
RULES = {"paths": PathRules, "listing": ListingRules}


def found(kind: str, case: Path, said: dict[str, Any]) -> Found:
    (file,) = case.glob("in.*")
    known = {"name": file.name, "url": f"https://site.example/{kind}"}
    document = Document(**(known | said.get("document", {})), body=file.read_bytes())
    rules = {key: RULES[key](**_tuples(v)) for key, v in said.get("source", {}).items()}
    return READERS[kind](document, Source(kind=kind, **rules), said.get("part", ""))


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}


def only(said: Any, wanted: Any) -> Any:
    """What was said, cut down to the fields that are asked for."""
    if isinstance(wanted, dict):
        return {key: only(said[key], value) for key, value in wanted.items()}
    if isinstance(wanted, list) and len(said) == len(wanted):
        return [only(s, w) for s, w in zip(said, wanted, strict=True)]
    return said


@pytest.mark.parametrize(
    ("kind", "case"), CASES, ids=[f"{kind}/{case.name}" for kind, case in CASES]
)
def test_case(kind: str, case: Path) -> None:
    refused = case / "expected.error"
    if refused.exists():
        why, wanted = refused.read_text("utf-8").strip().split("\n")
        with pytest.raises(ParseError) as caught:
            found(kind, case, {})
        assert wanted in str(caught.value), why
        return
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    said = dataclasses.asdict(found(kind, case, expected))
    urls = [entry["url"] for entry in said["entries"]]
    assert urls == [entry["url"] for entry in expected["entries"]], expected["why"]
    for key in expected.keys() & {"entries", "documents", "next"}:
        got = [*said[key]] if isinstance(said[key], tuple) else said[key]
        assert only(got, expected[key]) == expected[key], expected["why"]


def sitemap(body: bytes, **rules: tuple[str, ...]) -> list[str]:
    document = Document(name="in", url="https://site.example/sitemap.xml", body=body)
    source = Source(kind="sitemap", paths=PathRules(**rules))
    return [e.url for e in READERS["sitemap"](document, source, "").entries]


def urlset(*paths: str) -> bytes:
    rows = "".join(f"<url><loc>https://site.example{p}</loc></url>" for p in paths)
    return f"<urlset>{rows}</urlset>".encode()


def test_the_settings_have_the_last_word_on_what_is_an_article() -> None:
    body = urlset("/", "/tag/one", "/a/one", "/a/two", "/b/one")
    assert [u[20:] for u in sitemap(body, exclude=("/a/*",))] == ["/b/one"]
    assert [u[20:] for u in sitemap(body, include=("/tag/*", "/a/*"))] == [
        "/tag/one",
        "/a/one",
        "/a/two",
    ]
    both = {"include": ("/a/*",), "exclude": ("*/two",)}
    assert [u[20:] for u in sitemap(body, **both)] == ["/a/one"]


def test_a_bomb_does_not_unfold() -> None:
    zip_ = zlib.compressobj(9, wbits=31)
    bomb = b"".join(zip_.compress(bytes(1_000_000)) for _ in range(100)) + zip_.flush()
    tracemalloc.start()
    try:
        with pytest.raises(ParseError, match="larger than 20,971,520 bytes unpacked"):
            sitemap(bomb)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "body",
    [
        b"<urlset>" + b"<url>" * 50_000,
        b"<urlset>" + b"<url><loc>" * 50_000,
        b"<urlset><url " + b'a="' * 50_000,
        b"<urlset><!--" * 50_000,
        b"<?" * 50_000 + b"<urlset>",
    ],
    ids=["deep", "deep pairs", "attributes", "comments", "instructions"],
)
def test_hostile_bytes_are_dealt_with_in_bounded_time(body: bytes) -> None:
    start = time.process_time()
    try:
        assert sitemap(body) == []
    except ParseError:
        pass
    assert time.process_time() - start < 5


ROWS = "".join(
    f'<li><a href="/n/{name}">{name.replace("-", " ")}</a></li>'
    for name in ("slow-spring-in-the-north", "a-new-ferry", "night-of-a-nurse")
)
FURTHER = {
    "/n/?page=3": '<nav aria-label="Pages"><a href="/n/?page=1">«</a>'
    '<a href="/n/?page=3">»</a></nav>',
    "/n/p3": '<a aria-label="Next page" href="/n/p3"><svg></svg></a>',
    "/n/?o=20": '<div class="pages"><a href="/n/?o=0">1</a><strong>2</strong>'
    '<a href="/n/?o=20">3</a></div>',
    "/n/page/3/": '<a class="button" href="/n/page/3/">Load more</a>',
    "/n/older": '<a href="/n/newer">Newer posts</a><a href="/n/older">Older posts</a>',
    "/n/3": '<ul class="pager"><li class="prev"><a href="/n/1">Previous</a></li>'
    '<li class="next"><a href="/n/3">Next &rarr;</a></li></ul>',
    "/n/page/3": '<div class="nav-previous"><a href="/n/page/3">Older entries</a></div>',
    "/n/?page=4": '<p><a href="?page=4">Nächste Seite</a></p>',
    "": '<p><a href="/n/4">Next steps for the harbour</a> <a href="/n/?page=2">2</a>'
    '<a href="https://other.example/3">Next</a></p>',
}


@pytest.mark.parametrize("address", FURTHER)
def test_where_a_list_goes_on_is_told_in_many_ways(address: str) -> None:
    body = f"<html><body><ul>{ROWS}</ul>{FURTHER[address]}</body></html>"
    url = "https://site.example/n/?page=2"
    document = Document(name="in", url=url, body=body.encode())
    found = READERS["listing"](document, Source(kind="listing"), "")
    assert found.next.removeprefix("https://site.example") == address


@pytest.mark.parametrize(
    "body",
    [
        b"<p>" + b"<a href='/n/some-words-%d'>Some words</a> and " * 5000,
        b"".join(
            b"<h2><a href='/n/some-words-%d'>W %d</a></h2>" % (n, n)
            for n in range(5000)
        ),
        b"<div>" * 50_000 + b"<a href='/n/some-words'>Some words here</a>",
        b"<div><a href='/n/some-words'>Some words here</a>" * 10_000,
        b"<li><a href='/n/some-words'>Some words here</a>" + b" 4 May " * 50_000,
    ],
    ids=["prose", "rows", "deep", "deep links", "dates"],
)
def test_hostile_lists_are_dealt_with_in_bounded_time(body: bytes) -> None:
    document = Document(name="in", url="https://site.example/", body=b"<html>" + body)
    start = time.process_time()
    try:
        READERS["listing"](document, Source(kind="listing"), "")
    except ParseError:
        pass
    assert time.process_time() - start < 5
