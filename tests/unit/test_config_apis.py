"""What is said of JSON APIs and of who may push articles, and cannot be meant."""

from pathlib import Path

import pytest

from syndicator.config import load
from syndicator.errors import ConfigError

SITE = '[site]\ntitle = "Lab"\nurl = "https://lab.example/"\n'
GHOST = '[sources.blog]\nkind = "ghost"\nurl = "https://blog.example/"\n'
API = '[sources.api]\nkind = "json"\nurl = "https://cms.example/"\n'
PUSH = '[sources.cms]\nkind = "push"\ntoken = "a-long-enough-secret"\n'


def loaded(folder: Path, text: str, **environment: str):
    file = folder / "syndicator.toml"
    file.write_text(SITE + text, "utf-8")
    return load(file, environment).sources


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('items = "data["', "json.items: 'data[' is no JMESPath: Invalid"),
        ('title = "a ||"', "json.title: 'a ||' is no JMESPath: "),
        ('paging = "p={pag}"', "json.paging: {pag} means nothing; did you mean page?"),
        ('paging = "limit={size}"', "json.paging: needs {page} or {offset} or {next}"),
        ('paging = "c={next}"', "json.next: is missing"),
        ('since = "after=2020"', "json.since: needs {cursor}"),
        ('lookup = "/x?ids={keys}"', "json.lookup: '/x?ids={keys}' is not an http(s)"),
        ('base = "/blog"', "json.base: '/blog' is not an http(s) URL"),
        ("page_size = 0", "json.page_size: must be 1 or more"),
        ("first_page = -1", "json.first_page: must be 0 or more"),
        ('url_template = "/{slug}"', "json.url_template: '/{slug}' makes no http(s)"),
        ('url_template = "https://a.example/{a[}"', "json.url_template: 'a[' is no JM"),
        ('body_format = "rtf"', "json.body_format: input should be 'html'"),
        ('titel = "x"', "json.titel: unknown key; did you mean title?"),
    ],
)
def test_mistakes_in_what_is_asked_of_an_api(tmp_path, line, told):
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, f"{API}[sources.api.json]\n{line}\n")
    assert any(f"sources.api.{told}" in m for m in caught.value.mistakes), str(
        caught.value
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[sources.cms]\nkind = "push"\n', "sources.cms.token: is missing"),
        (
            '[sources.cms]\nkind = "push"\ntoken = "short"',
            "token: is too easily guessed",
        ),
        (PUSH + PUSH.replace("cms", "crm"), "token: another source has it, too"),
        (API.replace("https://cms.example/", ""), "sources.api.url: '' is not an http"),
        (
            PUSH + '[sources.cms.json]\ntitle = "x"',
            'json: is for sources of kind "json"',
        ),
    ],
)
def test_mistakes_in_sources_of_these_kinds(tmp_path, text, told):
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    assert any(told in m for m in caught.value.mistakes), str(caught.value)
    assert "a-long-enough-secret" not in str(caught.value)


def test_a_token_is_sent_unless_the_headers_say_how(tmp_path):
    (source,) = loaded(tmp_path, API, SYNDICATOR_SOURCES__API__TOKEN="secret")
    assert source.headers == {"Authorization": "Bearer secret"}
    own = '[sources.api.headers]\nauthorization = "Token x"\n'
    (source,) = loaded(tmp_path, API + own, SYNDICATOR_SOURCES__API__TOKEN="secret")
    assert source.headers == {"authorization": "Token x"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GHOST, "blog.token: is missing; in Ghost make a custom integration"),
        (f'{GHOST}token = "ab:cd"', "blog.token: is no Content API key"),
        (
            GHOST.replace('e/"', 'e/?key=ab"') + 'token = "ab12"',
            "blog.url: leave the key out of it",
        ),
        ('[sources.blog]\nkind = "wordpress"', "blog.url: is missing; the address of"),
    ],
)
def test_mistakes_in_what_is_said_of_a_content_system(tmp_path, text, told):
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, f"{text}\n")
    assert f"sources.{told}" in str(caught.value)
    assert "key=ab" not in str(caught.value)


def test_the_key_of_a_ghost_is_not_sent_in_a_header(tmp_path):
    (source,) = loaded(tmp_path, f'{GHOST}token = "22444f78447824223cefc48062"\n')
    assert source.headers == {}
