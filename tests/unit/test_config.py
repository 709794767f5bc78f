"""Settings: one file, the environment, secret files; every mistake told at once."""

from pathlib import Path

import pytest

from syndicator.config import Settings, load, reread
from syndicator.errors import ConfigError

ROOT = Path(__file__).parents[2]
LEAST = """
[site]
title = "Lab"
url = "https://lab.example"

[sources.blog]
kind = "feed"
url = "https://lab.example/feed.xml"
"""


def read(folder: Path, text: str, **environment: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(text, "utf-8")
    return load(file, environment)


def mistakes(folder: Path, text: str, **environment: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(folder, text, **environment)
    prefix = f"{folder / 'settings.toml'}: "
    assert all(m.startswith(prefix) for m in caught.value.mistakes)
    return [m.removeprefix(prefix) for m in caught.value.mistakes]


@pytest.mark.parametrize(
    "file", ["config/syndicator.toml", "config/demo/syndicator.toml"]
)
def test_the_examples_have_no_mistake(file: str) -> None:
    settings = load(ROOT / file, {})
    assert settings.sources
    assert settings.feeds
    assert all(d.text for d in settings.disclaimers)


def test_least_settings_and_what_follows_from_them(tmp_path: Path) -> None:
    settings = read(tmp_path, LEAST)
    assert settings.store.url == f"sqlite:///{tmp_path / 'syndicator.db'}"
    assert settings.publish.path == tmp_path / "public"
    assert settings.publish.base_url == "https://lab.example/"
    assert [s.name for s in settings.sources] == ["blog"]


def test_an_address_outside_ascii_is_published_as_a_uri(tmp_path: Path) -> None:
    said = LEAST + '[publish]\nbase_url = "https://bücher.example/straße"\n'
    base = read(tmp_path, said).publish.base_url
    assert base == "https://xn--bcher-kva.example/stra%C3%9Fe/"


# ---------------------------------------------------------------- mistakes

MANY = """
[site]
titel = "Lab"
url = "lab.example"
timezone = "Mars/Olympus"

[serve]
port = 99999
enabled = "maybe"

[sources.Blog]
kind = "fed"

[sources.reports]
kind = "folder"
poll_minutes = 0

[sources.partner]
kind = "feed"
url = "https://editor:hunter2@/feed"
trust = { titel = ["h1"], title = ["h1", "-twiter"] }

[feeds.all]
limit = "many"
sources = ["reprots"]

[feeds.brief]
limit = 0
max_kilobytes = 0

[lettres.weekly]

[disclaimers.research]

[disclaimers.commercial]
kind = "paid"
file = "missing.txt"

[links]
commerical = ["shop.example"]

[links.utm]
mail = { utm_source = "x" }

[[rules]]
reason = " "
add = ["comercial"]
"""


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    told = mistakes(tmp_path, MANY)
    expected = [
        "site.title: is missing",
        "site.titel: unknown key; did you mean title? allowed: description, hubs, icon,",
        "site.url: 'lab.example' is not an http(s) URL",
        "site.timezone: 'Mars/Olympus' is not a time zone such as Europe/Berlin",
        "serve.port: 99999 is not between 1 and 65535",
        "serve.enabled: input should be a valid boolean",
        "sources.Blog: a name is lower-case letters, digits, - and _",
        "sources.Blog.url: '' is not an http(s) URL",
        "sources.reports.path: is missing; a folder needs one",
        "sources.reports.poll_minutes: must be 1 or more",
        "sources.partner.url: 'https://…@/feed' is not an http(s) URL",
        "sources.partner.trust.titel: there is no such field; did you mean title?",
        "sources.partner.trust.title: '-twiter' says nothing of it; did you mean twitter?",
        "feeds.all.limit: input should be a valid integer",
        "feeds.all.sources: there is no source 'reprots'; did you mean reports?",
        "feeds.brief.limit: must be 1 or more",
        "feeds.brief.max_kilobytes: must be 1 or more",
        "lettres: unknown key; did you mean letters? allowed: site, store,",
        "disclaimers.research: needs a text, or a file that holds it",
        "disclaimers.commercial.kind: unknown key; the table's own name is it",
        "disclaimers.commercial.file: cannot be read:",
        "links.commerical: unknown key; did you mean commercial? allowed: commercial,",
        "links.utm.mail: unknown key; did you mean email? allowed: email, feed",
        "rules.0.reason: is empty",
        "rules.0.add: there is no disclaimer 'comercial'; did you mean commercial?",
    ]
    for line in expected:
        assert any(m.startswith(line) for m in told), (line, told)
    assert len(told) == len(expected), told
    assert "hunter2" not in "".join(told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("= nope", "is not TOML: "),
        ("site = 3", "site: must be a table"),
        ("sources = 5", "sources: must be a table"),
        (LEAST + "[feeds]\nall = 5", "feeds.all: must be a table"),
        (LEAST.replace("https:", "sources:"), "site.url: "),
        (LEAST.partition("[sources")[0], "sources: there is none"),
        (LEAST + '[[waivers]]\narticle = "x"', "waivers.0.until: is missing"),
        (LEAST + '[letters.w]\ncontent = "ful"', "letters.w.content: input should be"),
    ],
)
def test_mistakes_in_shape(tmp_path: Path, text: str, expected: str) -> None:
    assert any(m.startswith(expected) for m in mistakes(tmp_path, text))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file; name one with --config"):
        load(tmp_path / "none.toml", {})
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {})
    (tmp_path / "latin.toml").write_bytes(b"# \xff")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "latin.toml", {})


# ---------------------------------------------------------------- environment


def test_environment_beats_secrets_beat_the_file(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "SYNDICATOR_STORE__URL").write_text("postgresql://u:pw@db/s\n")
    (secrets / "syndicator_publish__base_url").write_text("https://secret.example\r\n")
    (secrets / "SYNDICATOR_LINKS__LABEL").write_text("secret")
    (secrets / "unrelated").write_text("x")
    text = LEAST + '[store]\nurl = "sqlite:///file.db"\n[links]\nlabel = "file"\n'
    settings = read(
        tmp_path,
        text,
        SYNDICATOR_SECRETS_DIR=str(secrets),
        SYNDICATOR_LINKS__LABEL="paid",
        syndicator_serve__port="81",
        SYNDICATOR_SITE__TITLE="The Lab",
        SYNDICATOR_FEEDS__ALL__SOURCES='["blog"]',
        SYNDICATOR_CONFIG="elsewhere.toml",
        PATH="/bin",
    )
    assert settings.store.url == "postgresql://u:pw@db/s"
    assert settings.publish.base_url == "https://secret.example/"
    assert settings.links.label == "paid"
    assert settings.serve.port == 81
    assert (settings.site.title, settings.site.url) == (
        "The Lab",
        "https://lab.example",
    )
    assert settings.feeds[0].sources == ("blog",)


def test_systemd_credentials_come_after_our_own_secrets(tmp_path: Path) -> None:
    for name, label in (("ours", "ours"), ("systemd", "systemd")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "SYNDICATOR_LINKS__LABEL").write_text(label)
    folders = {
        "SYNDICATOR_SECRETS_DIR": str(tmp_path / "ours"),
        "CREDENTIALS_DIRECTORY": str(tmp_path / "systemd"),
    }
    assert read(tmp_path, LEAST, **folders).links.label == "ours"
    del folders["SYNDICATOR_SECRETS_DIR"]
    assert read(tmp_path, LEAST, **folders).links.label == "systemd"


def test_secrets_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SYNDICATOR_SECRETS_DIR: cannot be read"):
        read(tmp_path, LEAST, SYNDICATOR_SECRETS_DIR=str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        (
            "SYNDICATOR_STROE__URL",
            "postgresql://u:hunter2@db/s",
            "environment variable SYNDICATOR_STROE__URL: unknown; did you mean",
        ),
        (
            "SYNDICATOR_STORE__ULR",
            "hunter2",
            "store.ulr (from SYNDICATOR_STORE__ULR): unknown key; did you mean url?",
        ),
        (
            "SYNDICATOR_SERVE__PORT",
            "hunter2",
            "serve.port (from SYNDICATOR_SERVE__PORT): input should be a valid integer",
        ),
        (
            "SYNDICATOR_SOURCES",
            "[hunter2",
            "environment: error parsing value for field",
        ),
    ],
)
def test_mistaken_variables_are_told_without_their_values(
    tmp_path: Path, variable: str, value: str, expected: str
) -> None:
    told = mistakes(tmp_path, LEAST, **{variable: value})
    assert any(m.startswith(expected) for m in told), told
    assert "hunter2" not in "".join(told)


# ---------------------------------------------------------------- paths and wordings


def test_paths_are_relative_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "etc"
    (folder / "words").mkdir(parents=True)
    (folder / "words" / "research.txt").write_text("One\n  two.\n", "utf-8")
    text = LEAST + (
        '[store]\nurl = "sqlite:///db/state.db"\n[publish]\npath = "/srv/public"\n'
        '[sources.notes]\nkind = "folder"\npath = "~/notes"\n'
        '[disclaimers.research]\nfile = "words/research.txt"\n'
        '[[disclaimers.research.wordings]]\nlanguage = "de"\ntext = "Eins."\n'
    )
    (folder / "s.toml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/editor")
    settings = load(Path("etc/s.toml"), {})
    assert settings.file == folder / "s.toml"
    assert settings.store.url == f"sqlite:///{folder}/db/state.db"
    assert settings.publish.path == Path("/srv/public")
    assert settings.sources[1].path == Path("/home/editor/notes")
    assert settings.sources[1].url == "https://lab.example/"
    assert settings.disclaimers[0].text == "One two."
    assert settings.disclaimers[0].wordings[0].text == "Eins."


def test_mistakes_in_selectors(tmp_path: Path) -> None:
    said = 'page = { strip = ["p", "p["] }\nlisting = { item = "li", next = "<<" }\n'
    found = mistakes(tmp_path, LEAST + said)
    assert [m.partition(" is no CSS selector")[0] for m in found] == [
        "sources.blog.page.strip.1: 'p['",
        "sources.blog.listing.next: '<<'",
    ]


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "postgresql://db/s"])
def test_store_urls_that_are_no_paths(tmp_path: Path, url: str) -> None:
    assert read(tmp_path, LEAST + f'[store]\nurl = "{url}"').store.url == url


# ---------------------------------------------------------------- letters

LETTER = LEAST + '[letters.weekly]\nunsubscribe = "https://lab.example/leave"\n'


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("minimum = 11", "letters.weekly.minimum: must be between 0 and the limit, 10"),
        ("lookback_days = 0", "letters.weekly.lookback_days: must be 1 or more"),
        ('timezone = "Mars"', "letters.weekly.timezone: 'Mars' is not a time zone"),
        (
            'kind = "article"\nschedule = "0 9 * * mon"',
            'letters.weekly.schedule: is for digests; kind is "article"',
        ),
        (
            '[[letters.weekly.parts]]\ntitle = " "',
            "letters.weekly.parts.0.title: is empty; it is the heading",
        ),
        (
            '[[letters.weekly.parts]]\ntitle = "A"\nsources = ["blag"]',
            "letters.weekly.parts.0.sources: there is no source 'blag'; did you mean",
        ),
        ('intro_file = "none.txt"', "letters.weekly.intro_file: cannot be read"),
    ],
)
def test_mistakes_in_letters(tmp_path: Path, lines: str, told: str) -> None:
    (found,) = mistakes(tmp_path, LETTER + lines)
    assert found.startswith(told)


def test_words_around_a_letter_are_read_afresh(tmp_path: Path) -> None:
    (tmp_path / "outro.txt").write_text("See you.\n\n", "utf-8")
    (letter,) = read(tmp_path, LETTER + 'outro_file = "outro.txt"').letters
    assert letter.outro == "See you."
    letter.outro_file.write_text("\ufeffBye.", "utf-8")
    assert reread(letter).outro == "Bye."
    letter.outro_file.unlink()
    with pytest.raises(ConfigError, match="outro_file"):
        reread(letter)
