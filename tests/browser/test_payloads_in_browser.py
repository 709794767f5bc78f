"""Attack payloads in every field of every source, as a browser shows what comes of it."""

from pathlib import Path

import pytest
from payload_site import Watch, own_payloads, publish, shown_by_a_reader
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_nothing_runs_or_is_fetched(browser: Browser, tmp_path: Path) -> None:
    public = publish(own_payloads(), tmp_path)
    shown_by_a_reader(public)
    watch = Watch(browser.new_page())
    for file in sorted(public.rglob("*.html")):
        watch.open(file)
    assert watch.seen == []


def test_what_runs_is_seen(browser: Browser, tmp_path: Path) -> None:
    """The payloads as they are: code runs, and code of others is asked for."""
    file = tmp_path / "raw.html"
    raw = "".join(f"<div>{p.markup}</div>" for p in own_payloads() if p.name in RAW)
    file.write_text(f"<!doctype html>{raw}", "utf-8")
    watch = Watch(browser.new_page())
    watch.open(file)
    assert "alert: leak 1" in watch.seen
    assert "stylesheet file://attacker.example/a.css" in watch.seen


RAW = ("script", "handler", "link-element")
