"""`add` and `init` as an operator has them: an address is enough for articles to come."""

import json
import re
from pathlib import Path

import pytest
from servers import Server
from typer.testing import CliRunner
from wordpress import WordPress

from syndicator import adding, cli
from syndicator.config import load
from syndicator.errors import ConfigError, SourceError

INSIDE = ("--allow-network", "127.0.0.0/8")
NOBODY = "http://127.0.0.1:9/"


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "syndicator.toml"


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code == code, result.output
    return result.output


def fails(*arguments: str) -> str:
    """What a command dies of, as `main` would tell it."""
    result = CliRunner().invoke(cli.app, arguments)
    assert isinstance(result.exception, SourceError | ConfigError), result.output
    return str(result.exception)


@pytest.mark.slow
def test_from_an_address_to_articles(settings):
    site = WordPress()
    site.fill(4)
    with Server(site.answers) as server:
        said = run("init", server.url, *INSIDE)
        assert "next: syndicator check, then syndicator once" in said
        assert re.search(
            r"1\. wordpress .*\n   the site links to its WordPress API", said
        )
        assert "Sample 4 (" in said
        (source,) = load(settings, {}).sources
        assert (source.kind, source.name) == ("wordpress", "site")
        assert "# Added 2" in settings.read_text("utf-8")
        run("once")
        feed = json.loads(Path("public/feeds/all.json").read_text("utf-8"))
        assert [i["title"] for i in feed["items"]] == [
            f"Sample {n}" for n in (4, 3, 2, 1)
        ]

        before = settings.read_bytes()
        assert "[sources.site]" in run("add", server.url, *INSIDE, code=73)
        run("init", server.url, code=73)
        assert settings.read_bytes() == before

        run("add", server.url, "--kind", "feed", "--name", "wire", "--dry-run", *INSIDE)
        assert settings.read_bytes() == before
        told = json.loads(run("add", server.url, "--kind", "feed", "--json", *INSIDE))
        chosen = told["ways"][told["chosen"] - 1]
        assert (chosen["kind"], chosen["error"]) == ("feed", "")
        assert settings.read_bytes().startswith(before)
        assert [s.kind for s in load(settings, {}).sources] == ["wordpress", "feed"]


@pytest.mark.slow
def test_a_site_with_nothing_leaves_nothing_behind(settings):
    page = (200, {"Content-Type": "text/html"}, b"<!doctype html><p>Soon.</p>")
    with Server({"/": page}) as server:
        said = fails("init", server.url, *INSIDE)
        for tried in ("feed.xml", "sitemap.xml", "404", "requests"):
            assert tried in said
    assert not settings.exists()


def test_a_folder_is_written_as_the_settings_see_it(settings, monkeypatch):
    run("init")
    articles = settings.parent / "site" / "My Articles"
    articles.mkdir(parents=True)
    words = "Words that make an article, one after the other. " * 9
    articles.joinpath("one.md").write_text(f"# One\n\n{words}", "utf-8")
    monkeypatch.chdir(articles.parent)
    run("add", "./My Articles", "--config", str(settings))
    (source,) = load(settings, {}).sources
    assert (source.name, source.path) == ("my-articles", articles)
    assert 'path = "site/My Articles"' in settings.read_text("utf-8")
    run("add", "./My Articles", "--config", str(settings), code=73)


def test_init_without_a_site_asks_nothing(settings):
    said = run("init")
    assert "syndicator add URL" in said
    assert "Your Publication" in settings.read_text("utf-8")
    assert "syndicator add" in run("init", code=73)


@pytest.mark.parametrize(
    ("text", "arguments", "words"),
    [
        ("sources = { }\n[site]\n", (NOBODY,), "as tables, [sources.NAME]"),
        ("[site", (NOBODY,), "is not TOML"),
        ('[site]\ntitle = "x"\n', (NOBODY,), "site.url"),
        ("[sources.a]\n", (NOBODY, "--name", "a"), "there is a source 'a' already"),
        ("", (NOBODY, "--name", "Not A Name"), "a name is"),
        ("", ("gopher://a.example",), "neither an http(s) address nor a folder"),
    ],
)
def test_what_cannot_be_added_is_told_before_anything_is_asked(
    settings, text, arguments, words
):
    site = '[site]\ntitle = "Lab"\nurl = "https://lab.example"\n'
    settings.write_text(text or site, "utf-8")
    assert words in fails("add", *arguments)
    assert settings.read_text("utf-8") == (text or site)
    assert [p.name for p in settings.parent.iterdir()] == ["syndicator.toml"]


def test_a_file_is_not_broken_whatever_was_done_to_it_meanwhile(settings):
    run("init")
    with settings.open("a", encoding="utf-8") as file:
        file.write('[sources.lab]\nkind = "feed"\nurl = "https://lab.example/feed"\n')
    before = settings.read_bytes()
    for table in ("[sources.lab]", "[sources.x]\nkind = 1", "[sources.x]\nkind='y'"):
        with pytest.raises(ConfigError):
            adding.write(settings, table, {})
    assert settings.read_bytes() == before


def test_no_settings_no_source(settings):
    assert "no such file" in fails("add", NOBODY)


def test_nobody_there(settings):
    run("init")
    assert "cannot connect" in fails("add", NOBODY, *INSIDE)
