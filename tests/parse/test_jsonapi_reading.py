"""Answers of JSON APIs, each with what must be read from it, by the recipes of the docs.

A case is a folder apis/<symptom>: `in.json` and either `expected.json` ("why"; "recipe", a
heading of walk/README.md, or "rules"; "entries" with only the fields that matter; "next",
"cursor", "gone", "documents", "part") or `expected.error` (why, then what it must say).
"""

import json
import re
import tomllib
from pathlib import Path

import pytest
from test_parse import compare

from syndicator.config import load
from syndicator.errors import ParseError
from syndicator.model import JsonRules, Source
from syndicator.parse import READERS, jsonapi
from syndicator.ports import Document

CASES = sorted((Path(__file__).parent / "apis").iterdir())
README = (Path(jsonapi.__file__).parents[1] / "walk/README.md").read_text("utf-8")
RECIPES = {
    heading: tomllib.loads(toml)["sources"]["blog"]
    for heading, toml in re.findall(
        r"^### (.+?)\n(?:(?!^#).)*?```toml\n(.+?)```", README, re.MULTILINE | re.DOTALL
    )
}
PLAIN = {"kind": "json", "url": "https://cms.example/api/articles"}


def source_of(expected: dict) -> Source:
    said = RECIPES.get(expected.get("recipe"), PLAIN)
    rules = JsonRules(**said.get("json", expected.get("rules", {})))
    return Source(**(said | {"json": rules}), name="api")


def read(case: Path, expected: dict):
    source = source_of(expected)
    body = (case / "in.json").read_bytes()
    document = Document(name=source.url, url=source.url, body=body)
    return READERS["json"](document, source, expected.get("part", "new 1 "))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_case(case: Path) -> None:
    refused = case / "expected.error"
    if refused.exists():
        why, wanted = refused.read_text("utf-8").strip().split("\n")
        with pytest.raises(ParseError) as caught:
            read(case, {})
        assert wanted in str(caught.value), why
        return
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    found, why = read(case, expected), expected["why"]
    assert len(found.entries) == len(expected["entries"]), why
    for entry, wanted in zip(found.entries, expected["entries"], strict=True):
        compare(entry, wanted, why)
    assert found.next == expected.get("next", ""), why
    assert found.cursor == expected.get("cursor", ""), why
    assert list(found.gone) == expected.get("gone", []), why
    assert [d.url for d in found.documents] == expected.get("documents", []), why


def test_every_recipe_is_tried_and_its_settings_are_right(tmp_path: Path) -> None:
    tried = {
        json.loads(f.read_text("utf-8")).get("recipe")
        for c in CASES
        for f in c.glob("expected.json")
    }
    assert set(RECIPES) == tried - {None}
    blocks = re.findall(
        r"```toml\n(\[sources\.blog\]\nkind = \"json\".+?)```", README, re.DOTALL
    )
    assert len(blocks) == len(RECIPES)
    for number, block in enumerate(blocks):
        file = tmp_path / f"{number}.toml"
        site = '[site]\ntitle = "Lab"\nurl = "https://lab.example/"\n'
        file.write_text(site + block, "utf-8")
        assert load(file, {}).sources[0].kind == "json"
