"""Answers of WordPress and Ghost, each with what must be read from it.

A case is a folder cms/<kind>/<symptom>: `in.json` or `in.html` and either `expected.json`
("why"; "entries" with only the fields that matter; "part", "next", "cursor", "gone",
"listed", "documents") or `expected.error` (why, then what it must say).
"""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_parse import compare

from syndicator.errors import ParseError
from syndicator.model import Found, Source
from syndicator.parse import READERS
from syndicator.ports import Document

CMS = Path(__file__).parent / "cms"
CASES = sorted(case for kind in CMS.iterdir() for case in kind.iterdir())


def read(kind: str, body: bytes, part: str = "posts", **more) -> Found:
    url = "https://clay.example/api"
    document = Document(name=url, url=url, body=body, **more)
    return READERS[kind](document, Source(kind=kind, name="clay", url=url), part)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.parent.name}/{c.name}")
def test_case(case: Path) -> None:
    (file,) = case.glob("in.*")
    body, refused = file.read_bytes(), case / "expected.error"
    if refused.exists():
        why, wanted = refused.read_text("utf-8").strip().split("\n")
        with pytest.raises(ParseError) as caught:
            read(case.parent.name, body)
        assert wanted in str(caught.value), why
        return
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    found, why = (
        read(case.parent.name, body, expected.get("part", "posts")),
        expected["why"],
    )
    assert len(found.entries) == len(expected["entries"]), why
    for entry, wanted in zip(found.entries, expected["entries"], strict=True):
        compare(entry, wanted, why)
    assert (found.next, found.cursor) == (
        expected.get("next", ""),
        expected.get("cursor", ""),
    ), why
    assert list(found.gone) == expected.get("gone", []), why
    assert found.listed == (tuple(expected["listed"]) if "listed" in expected else None)
    assert [d.url for d in found.documents] == expected.get("documents", []), why


def test_a_list_goes_on_where_its_link_header_says_so_or_it_is_full() -> None:
    post = {"date": "2026-03-02T10:15:00", "modified_gmt": "2026-03-03T11:00:00"}
    one, full = json.dumps([post]).encode(), json.dumps([post] * 100).encode()
    onward = {"next": "https://clay.example/api?page=2"}
    assert read("wordpress", one).next == ""
    assert read("wordpress", one, links=onward).next == "2026-03-03T11:00:00Z"
    assert read("wordpress", full).next == "2026-03-03T11:00:00Z"
    assert read("wordpress", full, "past").next == "2026-03-02T10:15:00"


FIELDS = st.from_regex(
    r"(id|status|date|date_gmt|modified_gmt|guid|link|title|content|excerpt|rendered"
    r"|protected|_embedded|author|wp:term|wp:featuredmedia|name|slug|taxonomy|posts|meta"
    r"|pagination|next|visibility|html|tags|authors|primary_tag|url|feature_image|code"
    r"|errors|media_details|avatar_urls)",
    fullmatch=True,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=6)
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("kind", ["wordpress", "ghost"])
@pytest.mark.parametrize("part", ["posts", "past", "ids", "newest"])
@given(said=JSON)
def test_any_json_is_read_or_refused(kind: str, part: str, said: object) -> None:
    for whole in (said, [said], {"posts": [said]}):
        with suppress(ParseError):
            read(kind, json.dumps(whole).encode("utf-8", "surrogatepass"), part)
