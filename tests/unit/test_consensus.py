"""Which of several claims is believed, and why: a table of them; and two laws."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator import consensus
from syndicator.model import Author, Claim, RawEntry

TABLE = Path(__file__).parent / "tables" / "consensus.toml"
CASES = tomllib.loads(TABLE.read_text("utf-8"))["case"]


def claim(field: str, place: str, said: str) -> Claim:
    if field != "authors":
        return Claim(field=field, place=place, value=said)
    name = said.removeprefix("org:")
    author = Author(name=name, organization=name != said)
    return Claim(field=field, place=place, author=author)


def entry(case: dict[str, Any]) -> RawEntry:
    claims = [claim(case["field"], *said) for said in case["claims"]]
    claims += [
        Claim(field=name, place="opengraph", value=case[name])
        for name in ("site", "section")
        if name in case
    ]
    return RawEntry(base="https://site.example/notes/cold", claims=tuple(claims))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_case(case: dict[str, Any]) -> None:
    field, raw = case["field"], entry(case)
    trust = {field: case["trust"]} if "trust" in case else {}
    settled = consensus.settled(raw, trust)
    found: Any = {
        "authors": [a.name for a in settled.authors],
        "image": settled.images[0].url if settled.images else "",
    }
    assert found.get(field, getattr(settled, field, None)) == case["believed"]
    assert case.get("reason", "") in consensus.verdicts(raw, trust)[field].why


def test_the_settings_can_name_every_place() -> None:
    told = {place for places in consensus.TRUST.values() for place in places}
    assert told == set(consensus.PLACES)


def test_what_is_known_of_a_believed_picture_stays() -> None:
    case = {"field": "image", "claims": [["opengraph", "/a.jpg"]]}
    once = consensus.settled(entry(case))
    seen = replace(once, images=(replace(once.images[0], caption="A lake"),))
    assert consensus.settled(seen) == seen


WORDS = st.sampled_from(
    [
        "",
        "Cold Water",
        "Cold Water | Site",
        "2026-05-30",
        "2026-05-30T09:00Z",
        "Jane Roe",
    ]
)
CLAIMS = st.sampled_from(sorted(consensus.TRUST)).flatmap(
    lambda field: st.builds(
        claim, st.just(field), st.sampled_from(consensus.TRUST[field]), WORDS
    )
)


@given(st.lists(CLAIMS, max_size=12))
def test_settling_twice_is_settling_once(claims: list[Claim]) -> None:
    once = consensus.settled(RawEntry(claims=tuple(claims)))
    assert consensus.settled(once) == once


@given(st.lists(CLAIMS, max_size=12))
def test_what_is_believed_was_said(claims: list[Claim]) -> None:
    raw = RawEntry(claims=tuple(claims))
    for field, verdict in consensus.verdicts(raw, {}).items():
        said = {c.place for c in claims if c.field == field}
        assert {c.place for c in verdict.claims} <= said
        assert verdict.why
