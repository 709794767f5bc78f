"""Tables put into settings files: what an operator has written stays as it is."""

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.config import load, loads, writing
from syndicator.errors import ConfigError
from syndicator.model import Source

SITE = '[site]\ntitle = "Lab"\nurl = "https://lab.example"\n'
SOURCE = Source(kind="feed", name="wire", url="https://wire.example/feed")
# Files as operators write them, each with something that a careless hand would break.
FILES = {
    "no source yet": SITE,
    "no line break at the end": SITE + '[sources.blog]\nkind="feed"\nurl="https://b.example/f"',
    "Windows": (SITE + "[feeds.all]\n# the end\n").replace("\n", "\r\n"),
    "a list of tables last": SITE + '[[waivers]]\narticle="a"\nuntil=2026-01-01\nreason="b"\n',
    "a part of a letter last": SITE.replace("[site]", '[site]\npostal_address = "Lab"')
    + '[letters.w]\nunsubscribe="https://lab.example/leave"\n[[letters.w.parts]]\ntitle="x"\n',
    "text that looks like a table": SITE + 'description = """\n[sources.wire]\nkind = 1\n"""\n',
    "dotted keys": 'sources.blog.kind = "feed"\nsources.blog.url = "https://b.example/f"\n' + SITE,
    "a comment last": SITE + "# [sources.wire]",
    "a table of a source last": SITE
    + '[sources.blog]\nkind="feed"\nurl="https://b.example/f"\n[sources.blog.page]\nbody="main"\n',
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_table_goes_behind_all_that_is_there(name):
    text = FILES[name]
    found = writing.with_table(text, writing.source_table(SOURCE, ["because", "so"]))
    assert found.startswith(text)
    assert "# because" in found
    before, after = tomllib.loads(text), tomllib.loads(found)
    added = {"kind": "feed", "url": SOURCE.url}
    assert after["sources"].pop("wire") == added
    assert {**before, "sources": before.get("sources", {})} == after
    assert SOURCE in loads(found, Path("x.toml"), {}).sources
    assert ("\r" in text) == ("\r" in found)
    assert not found.replace("\r\n", "").count("\r")


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(text, text, st.lists(text, max_size=2), st.dictionaries(text, text, max_size=2))
def test_whatever_is_written_is_read_back(url, token, networks, headers):
    source = Source(
        kind="feed",
        name="wire",
        url=url,
        token=token,
        allow_networks=tuple(networks),
        headers=headers,
        follow=True,
        poll_minutes=5,
    )
    table = tomllib.loads(writing.source_table(source, [url, token]))
    (found,) = table["sources"].values()
    read = Source(name="wire", **found)
    assert (read.url, read.token, read.follow) == (url, token, True)
    assert (list(read.allow_networks), read.headers) == (networks, headers)
    assert read.poll_minutes == 5


@given(text, text)
def test_a_first_file_says_what_is_known(title, rights):
    file = tomllib.loads(writing.start({"title": title, "rights": rights}))
    assert file["site"]["title"] == title or not title
    assert file["site"].get("rights", "") == rights
    assert file["site"]["url"] == "https://www.publisher.example/"


def test_a_first_file_needs_a_source_only():
    found = writing.with_table(writing.start({}), writing.source_table(SOURCE))
    settings = loads(found, Path("x.toml"), {})
    assert settings.sources == (SOURCE,)
    assert [feed.name for feed in settings.feeds] == ["all"]
    with pytest.raises(ConfigError, match="syndicator add URL"):
        loads(writing.start({}), Path("x.toml"), {})


def test_a_file_is_replaced_with_its_mode(tmp_path):
    file = tmp_path / "real.toml"
    file.write_text("old", "utf-8")
    file.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    writing.replace_file(link, "né\r\n")
    assert file.read_bytes() == "né\r\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.toml", "real.toml"]


def test_a_file_that_cannot_be_replaced_stays_alone(tmp_path):
    with pytest.raises(ConfigError, match="cannot be written: No such file"):
        writing.replace_file(tmp_path / "gone.toml", "new")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_takes_no_others_place(tmp_path):
    file = tmp_path / "below" / "new.toml"
    assert writing.create_file(file, "one")
    assert not writing.create_file(file, "two")
    assert file.read_text("utf-8") == "one"


def test_a_file_is_read_as_it_would_be_written(tmp_path):
    file = tmp_path / "x.toml"
    file.write_text(found := writing.with_table(SITE, writing.source_table(SOURCE)))
    assert load(file, {}) == loads(found, file, {})
