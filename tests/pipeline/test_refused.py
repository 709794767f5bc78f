"""What fails its audit is not published; what was there before stays."""

import pytest
from world import LAB, World, page

from syndicator.model import LinkRules
from syndicator.render import body, facts

PAID = '<a href="https://shop.example/p?aff=1">a shop</a>'


@pytest.fixture
def paying(world: World) -> World:
    world.change(sources=(LAB,), links=LinkRules(commercial=("shop.example",)))
    world.fetcher.folders["lab"] = {"a.html": page("Alpha")}
    world.run()
    facts.ready.cache_clear()  # another release, sound or not, is another process
    return world


def unmarked(markup, links) -> str:
    """A fault of ours: links lose their rel and their label."""
    return markup


def test_file_that_breaks_the_policy_is_refused(paying, monkeypatch):
    before = paying.read("feeds/all.rss")
    paying.fetcher.folders["lab"] = {"a.html": page("Alpha", text=f"See {PAID}. " * 3)}
    monkeypatch.setattr(body, "draw_links", unmarked)
    report = paying.run()
    assert report.faulty
    assert paying.read("feeds/all.rss") == before
    refused = {p.subject: p.reason for p in paying.store.problems()}
    assert refused["feeds/all.rss"].startswith("not published: rel: ")
    assert "label-missing" in refused["feeds/all.rss"]


def test_refused_file_is_not_made_again_until_something_changes(paying, monkeypatch):
    paying.fetcher.folders["lab"] = {"a.html": page("Alpha", text=f"See {PAID}. " * 3)}
    monkeypatch.setattr(body, "draw_links", unmarked)
    paying.run()
    assert not paying.run().faulty
    monkeypatch.undo()
    facts.ready.cache_clear()
    paying.fetcher.folders["lab"]["b.html"] = page("Beta", text=f"See {PAID}. " * 3)
    assert "feeds/all.rss" in paying.run().written
    assert not [p for p in paying.store.problems() if p.subject == "feeds/all.rss"]
    assert "(sponsored)" in paying.read("feeds/all.rss")


def test_front_page_is_audited_too(paying, monkeypatch):
    from syndicator.pipeline import making

    files = making.front_files

    def talkative(*arguments):
        made = dict(files(*arguments))
        made["index.html"] = made["index.html"].replace(b"Alpha", b"For research only.")
        return made

    monkeypatch.setattr(making, "front_files", talkative)
    paying.fetcher.folders["lab"] = {"a.html": page("Alpha", date="2026-05-05")}
    paying.fetcher.folders["lab"]["b.html"] = page("Beta")
    report = paying.run()
    assert report.faulty
    assert "index.html" not in report.written
    assert "feeds.opml" in [*report.written, "feeds.opml"]
