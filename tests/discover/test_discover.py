"""Sites as they present themselves → the ways in which they may be read.

A case is a folder sites/<symptom>: `page.html` as it is at https://site.example/, its
`robots.txt` and what its Link header says (`links.json`) where there is such, and `expected.json`: "why"; "candidates", what the site
names, in order of trying; "guesses", in the same way; "home", what is known of it.
"""

import json
from pathlib import Path

import pytest

from syndicator import discover
from syndicator.model import Candidate, Home, Source
from syndicator.parse import read_home
from syndicator.ports import Document

SITES = Path(__file__).parent / "sites"
CASES = sorted(SITES.iterdir())
ADDRESS = "https://site.example/"


def seen(case: Path) -> Home:
    links, robots = case / "links.json", case / "robots.txt"
    linked = json.loads(links.read_text("utf-8")) if links.exists() else {}
    body = (case / "page.html").read_bytes()
    document = Document(name=ADDRESS, url=ADDRESS, body=body, links=linked)
    return read_home(document, robots.read_text("utf-8") if robots.exists() else "")


def line(candidate: Candidate) -> str:
    """kind, address, and in brackets what it lacks or is of."""
    rest = candidate.lacks or candidate.lesser
    where = f"{candidate.source.kind} {candidate.source.url}"
    return f"{where} ({rest})" if rest else where


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_case(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    home = seen(case)
    found = discover.candidates(home)
    why = expected["why"]
    assert [line(c) for c in found if not c.guess] == expected["candidates"], why
    if "guesses" in expected:
        assert [line(c) for c in found if c.guess] == expected["guesses"], why
    told = {name: getattr(home, name) for name in expected.get("home", {})}
    assert told == expected.get("home", {}), why


def test_the_cases_are_whole() -> None:
    for case in CASES:
        names = {f.name for f in case.iterdir()}
        assert {"page.html", "expected.json"} <= names, case
        assert names <= {"page.html", "expected.json", "robots.txt", "links.json"}, case


@pytest.mark.parametrize(
    ("words", "taken", "name"),
    [
        ("notebook.example", (), "notebook"),
        ("blog.notebook.example", (), "blog-notebook"),
        ("news.lab.co.uk", (), "news-lab"),
        ("notebook.example", ("notebook", "notebook-2"), "notebook-3"),
        ("localhost", (), "localhost"),
        ("127.0.0.1", (), "site"),
        ("My Articles", (), "my-articles"),
        ("Artikel über Käse", (), "artikel-ber-kse"),
        ("文章", (), "site"),
        ("a" * 80 + ".example", (), "a" * 56),
        ("", (), "site"),
    ],
)
def test_name(words, taken, name):
    assert discover.name(words, taken) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/feed", "http://www.a.example/feed/", True),
        ("https://a.example/feed", "https://a.example/feed2", False),
    ],
)
def test_identity(one, other, same):
    first, second = (
        discover.identity(Source(kind="feed", url=u)) for u in (one, other)
    )
    assert (first == second) == same
    assert first != discover.identity(Source(kind="sitemap", url=one))
