"""What the README promises is so."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from syndicator.config import load
from syndicator.config.settings import PublishSettings, ServeSettings, StoreSettings
from syndicator.model import (
    Brand,
    Disclaimer,
    Feed,
    JsonRules,
    Letter,
    LinkRules,
    Listmonk,
    PolicyRule,
    Site,
    Source,
    Waiver,
)
from syndicator.render.tools import TOOLS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
TABLES = {
    Site: "site",
    Brand: "brand",
    StoreSettings: "store",
    PublishSettings: "publish",
    ServeSettings: "serve",
    Source: "sources.NAME",
    JsonRules: "sources.NAME.json",
    Feed: "feeds.NAME",
    Letter: "letters.NAME",
    Disclaimer: "disclaimers.KIND",
    LinkRules: "links",
    Listmonk: "listmonk",
    PolicyRule: "rules",
    Waiver: "waivers",
}
NAMES = {"name", "kind"}  # a table's own name is it


def commands() -> list[str]:
    return re.findall(r"```sh\n(.+?)\n```", README)


def settings() -> str:
    return README.partition("## Settings")[2].partition("## Running it")[0]


@pytest.mark.parametrize("table", TABLES, ids=TABLES.get)
def test_every_setting_is_told(table: type) -> None:
    told = set(re.findall(r"`([a-z_]+)`", settings()))
    assert {f.name for f in fields(table)} - NAMES <= told
    assert f"[{TABLES[table]}]" in settings()


def test_every_newsletter_tool_is_told() -> None:
    assert set(TOOLS) <= set(re.findall(r"`([a-z]+)`", settings()))


def test_ci_runs_the_line_the_readme_prints_for_tests() -> None:
    _, test_line = commands()
    assert test_line in (ROOT / ".ci/run").read_text("utf-8").splitlines()


def test_first_settings_of_the_readme_are_right(tmp_path: Path) -> None:
    (toml,) = re.findall(r"```toml\n(.+?)```", README, re.DOTALL)
    file = tmp_path / "syndicator.toml"
    file.write_text(toml, "utf-8")
    assert [s.name for s in load(file, {}).sources] == ["blog"]


@pytest.mark.parametrize(
    "name", ["config/syndicator.toml", "config/demo/syndicator.toml"]
)
def test_example_settings_are_right(name: str) -> None:
    assert load(ROOT / name, {}).feeds


def test_top_level_holds_what_the_readme_shows() -> None:
    for link in re.findall(r"\]\(([\w./-]+)\)", README):
        assert (ROOT / link).exists(), link


def test_files_name_no_registry() -> None:
    """Pinned versions come without addresses: mirrors differ."""
    pins = (ROOT / "deploy/constraints.txt").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"#.*|[\w.\-]+==[\w.]+", line) for line in pins)
