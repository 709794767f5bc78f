"""Whole pages to the articles on them: cases, and pages made to do harm.

A case is a folder pages/<symptom>: `in.html` and `expected.json` ("why"; parts the
markup "has" and "lacks"; the "text", where all of it is told).
"""

import json
from pathlib import Path

import pytest

from syndicator.parse import extract

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
