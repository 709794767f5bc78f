"""Whole pages to the articles on them: cases, and pages made to do harm.

A case is a folder pages/<symptom>: `in.html` and `expected.json` ("why"; parts the
markup "has" and "lacks"; the "text", where all of it is told).
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicator.parse import extract
from syndicator.sandbox import ProcessSandbox

PAGES = Path(__file__).parent / "pages"
CASES = sorted(PAGES.iterdir())
HOME = "https://site.example/2026/05/page.html"


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_case(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    found = extract.article((case / "in.html").read_bytes(), HOME)
    why = f"{expected['why']}: {found.html}"
    for part in expected.get("has", []):
        assert part in found.html, why
    for part in expected.get("lacks", []):
        assert part not in found.html, why
    assert found.text.splitlines() == expected.get("text", found.text.splitlines()), why


def test_the_cases_are_whole() -> None:
    assert len(CASES) >= 10
    for case in CASES:
        assert {f.name for f in case.iterdir()} == {"in.html", "expected.json"}, case


DEEP = 50_000
PAGE = b"<!doctype html><html><body><main>"
WORDS = b"<p>hello words, enough of them to be a sentence of an article.</p>"
HOSTILE = {
    "deep elements": PAGE + b"<div>" * DEEP + WORDS,
    "deep tables": PAGE + WORDS + b"<table><tbody><tr><td>" * DEEP,
    "many paragraphs": PAGE + WORDS * 20_000,
    "many links": PAGE + WORDS + b"<p><a href='/a'>words</a></p>" * 20_000,
    "many breaks": PAGE + WORDS + b"words<br><br>" * 30_000,
    "a huge attribute": PAGE + b"<p class='" + b"a " * 500_000 + b"'>hello words</p>",
    "many attributes": PAGE
    + b"<p %s>hello" % b" ".join(b"a%d=b" % n for n in range(99_999)),
    "many hidden elements": PAGE + WORDS + b"<div aria-hidden=true>x</div>" * 20_000,
    "many pictures": PAGE + WORDS + b"<img src=a.jpg>" * 30_000,
    "a huge title": b"<html><title>" + b"a - " * 200_000 + b"</title>" + WORDS,
    "lone surrogates": PAGE
    + "<p>hello \ud800 words</p>".encode("utf-8", "surrogatepass"),
}


@pytest.fixture
def sandbox() -> Iterator[ProcessSandbox]:
    """Five seconds of CPU, and 300 MB besides what the reader itself takes."""
    made = ProcessSandbox(at_once=1, seconds=5, megabytes=300)
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_pages_are_read_within_bounds(
    sandbox: ProcessSandbox, name: str
) -> None:
    found = sandbox.call(name, extract.article, HOSTILE[name], HOME)
    assert "hello" in found.text
