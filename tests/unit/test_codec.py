"""Values to JSON and back, and digests."""

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator import model, ports
from syndicator.codec import digest, from_data, to_data
from syndicator.model import (
    Article,
    Author,
    Image,
    Letter,
    Origin,
    RawEntry,
    Rendition,
    Source,
)
from syndicator.ports import Document, SourceState, Validators

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)

JPEG = Rendition(name="ab.jpg", type="image/jpeg", width=640, height=360)
ARTICLE = Article(
    id="a",
    source="lab",
    key="k",
    url="https://lab.example/a",
    title="Sleep",
    body="<p>…</p>",
    summary="",
    published=NOON,
    updated=NOON + timedelta(microseconds=5),
    authors=(Author(name="Ann", role="editor"),),
    images=(Image(url="https://lab.example/a.png", width=640, mail=JPEG),),
    origin=Origin(title="Lab"),
    lead=True,
)

VALUES = [
    ARTICLE,
    RawEntry(),
    Source(kind="folder", path=Path("news"), tags=("a", "b")),
    SourceState(name="lab", validators=Validators(etag='"1"'), polled_at=NOON),
    Document(name="a", url="file:a", body=b"\x00\xff"),
]


@pytest.mark.parametrize(
    "value", VALUES, ids=lambda value: f"{type(value).__name__}-{len(str(value))}"
)
def test_round_trip_through_json(value: object) -> None:
    assert from_data(type(value), json.loads(json.dumps(to_data(value)))) == value


@pytest.mark.parametrize(
    "cls",
    [
        each
        for module in (model, ports)
        for each in vars(module).values()
        if hasattr(each, "__dataclass_fields__")
        and each.__module__.startswith(module.__name__)
        and each is not ports.Fetched  # never stored: it carries errors
    ],
)
def test_every_type_can_be_read(cls: Any) -> None:
    """A hint the codec does not understand would be a TypeError."""
    with contextlib.suppress(ValueError):
        from_data(cls, {})


HINTS = {
    datetime: st.datetimes(timezones=st.just(UTC)),
    datetime | None: st.none() | st.datetimes(timezones=st.just(UTC)),
    Path: st.text().map(Path),
}


def every_field(cls: type) -> st.SearchStrategy[object]:
    """Unlike from_type, fill the fields that have a default, too."""
    hints = get_type_hints(cls).items()
    return st.builds(
        cls, **{name: HINTS.get(hint, st.from_type(hint)) for name, hint in hints}
    )


@given(st.one_of(map(every_field, (RawEntry, Article, Source, SourceState, Document))))
def test_any_value_round_trips(value: object) -> None:
    assert from_data(type(value), json.loads(json.dumps(to_data(value)))) == value


def test_defaults_are_left_out() -> None:
    assert to_data(RawEntry(title="Sleep")) == {"title": "Sleep"}
    assert to_data(RawEntry(origin=Origin(), full=True)) == {}
    assert to_data(RawEntry(full=False)) == {"full": False}


def test_unknown_keys_are_passed_over() -> None:
    assert from_data(Author, {"name": "Ann", "shoe_size": 38}) == Author(name="Ann")


def test_instants_are_utc_and_a_missing_zone_stays_missing() -> None:
    berlin = timezone(timedelta(hours=2))
    assert to_data(datetime(2024, 5, 1, 14, tzinfo=berlin)) == "2024-05-01T12:00:00Z"
    assert to_data(NOON.replace(tzinfo=None)) == "2024-05-01T12:00:00"
    first = datetime(1, 1, 1, tzinfo=berlin)  # in UTC it would be in the year 0
    assert to_data(first) == "0001-01-01T00:00:00+02:00"


@pytest.mark.parametrize(
    ("cls", "data", "why"),
    [
        (Author, {}, "Author is incomplete"),
        (Author, [], "Author cannot be read"),
        (Author, {"name": 1}, "str cannot be read from 1"),
        (Image, {"width": "640"}, "int cannot be read from '640'"),
        (Image, {"width": True}, "int cannot be read from True"),
        (SourceState, {"name": "lab", "polled_at": "yesterday"}, "yesterday"),
        (Letter, {"kind": "pigeon"}, "'pigeon' is none of"),
        (Source, {"kind": "feed", "tags": "a"}, "list cannot be read from 'a'"),
        (Document, {"name": "", "url": "", "body": "*"}, "base64"),
    ],
)
def test_what_cannot_be_read_is_a_value_error(cls: type, data: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        from_data(cls, data)


def test_what_has_no_form_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        to_data(object())


# ---------------------------------------------------------------- digests

PARTS = [
    None,
    "",
    "a",
    b"a",
    0,
    1.5,
    NOON,
    NOON.replace(tzinfo=None),
    ("a", "b"),
    ("ab",),
    {"a": 1},
    {"a": "1"},
    "\ud800",
    ARTICLE,
    Path("p"),
]


def test_different_parts_have_different_digests() -> None:
    assert len({digest(part) for part in PARTS}) == len(PARTS)
    assert digest("a", "b") != digest("ab")


def test_order_of_keys_and_kind_of_sequence_do_not_count() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": (2,), "a": 1})
    assert digest({"b", "a", "c"}) == digest({"c", "a", "b"})


def test_a_new_field_at_its_default_changes_no_digest() -> None:
    @dataclass(frozen=True)
    class Now:
        name: str

    @dataclass(frozen=True)
    class Later:
        name: str
        more: str = ""

    assert digest(Now("a")) == digest(Later("a")) != digest(Later("a", "b"))


def test_the_digest_is_what_it_was() -> None:
    """Stored digests are compared with new ones, after any upgrade."""
    assert digest("key:a") == (
        "4e5347f90a95a5802f9039f42618a2ceb2267c696c3a4aaf4e97abfb1142e91a"
    )


any_text = st.text(st.characters(exclude_categories=()))
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | any_text | st.binary()
)
moments = st.datetimes(timezones=st.none() | st.timezones())


@given(
    st.recursive(
        scalars | moments,
        lambda inner: st.lists(inner) | st.dictionaries(any_text, inner),
        max_leaves=20,
    )
)
def test_a_digest_never_raises(value: object) -> None:
    assert len(digest(value)) == 64


@pytest.mark.parametrize("seed", ["0", "1"])
def test_a_digest_is_the_same_in_every_process(seed: str) -> None:
    code = (
        "from syndicator.codec import digest;"
        "print(digest({'b': 1, 'a': frozenset('xyz')}))"
    )
    out = subprocess.check_output(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}
    )
    assert out.decode().strip() == digest({"b": 1, "a": frozenset("xyz")})
