"""Letters in each newsletter tool: its own tags byte for byte, and no others."""

import html as stdlib_html
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import SITE, digest, frame, item

from syndicator import html, urls
from syndicator.render import letter, merge, tools

JOINER = "\u2060"
ATTACKS = (
    "{{ name }} {{{ raw }}} {% if x %} {# note #} *|FNAME|* %%{uuid}% %%%{x}% {$name}"
    " [unsubscribe] [firstname,fallback=you] [Own field, fallback=] {unsubscribe_url}"
    ' {feed url="x"} [UNSUBSCRIBE] @TrackLink [[UNSUB_LINK_EN]] %FIRSTNAME% %%x%%'
    " %7Bcontactfield=email%7D &lt;unsubscribe&gt; &amp;lt;b&amp;gt;"
)
URL = (
    "https://x.example/{{a}}/*|b|*/*%7Cc%7C*/%%{c}/{$d}/{e}/%7Bunsubscribe_url%7D/"
    "[unsubscribe]/[[x]]/caf%C3%A9@TrackLink"
)


def attacked(name: str, **settings: object) -> letter.LetterBytes:
    """A letter of one article that holds every tool's tags wherever it can."""
    body = (
        f'<p>{ATTACKS}</p><p><a href="{URL}" title="{html.escape(ATTACKS)}">{ATTACKS}'
        f"</a> {URL}</p><pre>{ATTACKS}</pre>"
    )
    given = {"unsubscribe": "<<bye>>", "intro": "Hello {first_name}"}
    given |= {"placeholders": {"first_name": "<<name>>"}} if name == "plain" else {}
    given |= {"intro": ""} if name == "mailup" else {}
    shown = item(body, title=stdlib_html.unescape(ATTACKS), summary=ATTACKS)
    made = frame(tool=name, web_version=True, **(given | settings))
    return letter.render(made, [shown])


def without_tags(made: str, tags: list[str]) -> str:
    for tag in filter(None, tags):
        assert made.count(tag) == 1, tag
        made = made.replace(tag, "")
    return made


@pytest.mark.parametrize("name", tools.TOOLS)
def test_only_the_letters_own_tags_reach_the_tool(name: str) -> None:
    made = attacked(name)
    placeholders = {"first_name": "<<name>>"} if name == "plain" else {}
    settings = frame(tool=name, unsubscribe="<<bye>>", placeholders=placeholders)
    tool = tools.tool_of(settings.letter)
    tags = [tool.unsubscribe, tool.web, tool.first_name]
    tags += [tool.address] if tool.keeps_address else []
    opening = re.compile("|".join(tool.syntax), re.IGNORECASE)
    source = without_tags(made.html.decode(), [tag.html for tag in tags])
    source = re.sub(r"<style>.*?</style>|<!--.*?-->", "", source, flags=re.DOTALL)
    assert not opening.search(source)
    assert not opening.search(without_tags(made.text.decode(), [t.text for t in tags]))


@pytest.mark.parametrize("name", tools.TOOLS)
def test_reader_sees_every_tag_of_the_article_literally(name: str) -> None:
    made = attacked(name)
    page = BeautifulSoup(made.html, "lxml")
    words = stdlib_html.unescape(ATTACKS)
    assert page.get_text().count(words) >= 3
    twin = " ".join(made.text.decode().replace(JOINER, "").split())
    assert words in twin
    links = [urls_seen(a["href"]) for a in page.find_all("a", href=True)]
    assert urls_seen(URL) in links


def test_what_looks_like_a_comment_in_an_attribute_hides_no_tag() -> None:
    opened = "&lt;!-- &lt;style&gt;"
    body = f'<p><a href="https://x.example/" title="{opened}">x</a> {{{{ run }}}}</p>'
    made = letter.render(frame(tool="brevo"), [item(body, title="<!-- {{ run }} -->")])
    assert b"{{ run }}" not in made.html
    page = BeautifulSoup(made.html, "lxml")
    assert page.find("a", title=True)["title"] == stdlib_html.unescape(opened)
    assert "<!-- {{ run }} -->" in page.title.get_text()


def test_a_theme_s_own_comment_is_left_alone_but_for_its_slots() -> None:
    comment = '<!--[if mso]><a href="{}">Leave</a><![endif]-->'
    tool = tools.TOOLS["mailup"]
    made = merge.fill_html(comment.format(merge.slot("unsubscribe")), tool)
    assert made.decode() == comment.format("http://[unsubscribe]/")


def urls_seen(url: str) -> str:
    """What a server makes of an address: escapes are undone."""
    return unquote(url)


@pytest.mark.parametrize("name", sorted(set(tools.TOOLS) - {"plain"}))
def test_an_address_in_html_outlives_a_tool_that_decodes_references(name: str) -> None:
    page = BeautifulSoup(attacked(name).html, "lxml")
    (link,) = (a["href"] for a in page.find_all("a", href=True) if "/caf" in a["href"])
    assert not re.search("|".join(tools.TOOLS[name].syntax), link, re.IGNORECASE)
    assert "caf%C3%A9" in link


@given(
    words=st.text(alphabet="{}%*|$#[]@aunscribeTkL lfi,=_<&;:/.7BC"),
    name=st.sampled_from(sorted(tools.TOOLS)),
)
def test_literal_text_opens_no_tag_and_reads_the_same(words: str, name: str) -> None:
    tool = tools.TOOLS[name]
    opening = re.compile("|".join(tool.syntax), re.IGNORECASE)
    markup = merge.fill_html(html.escape(words), tool).decode()
    assert not opening.search(markup)
    assert stdlib_html.unescape(markup) == words
    literal = merge.fill_text(words, tool).decode()
    assert not opening.search(literal)
    assert literal.replace(JOINER, "") == words


@given(
    path=st.text(alphabet="{}%*|$[]@aunscribeTkL,=_?&;:/.7BC", max_size=30),
    name=st.sampled_from(sorted(tools.TOOLS)),
)
def test_address_opens_no_tag_and_means_the_same(path: str, name: str) -> None:
    url = urls.ascii_url(f"https://x.example/{path}")
    tool = tools.TOOLS[name]
    literal = merge.fill_text(url, tool).decode()
    assert not re.search("|".join(tool.syntax), literal, re.IGNORECASE)
    assert urls_seen(literal) == urls_seen(url)


def test_campaign_monitor_gets_its_elements() -> None:
    made = letter.render(frame(tool="campaignmonitor", web_version=True), digest(2))
    assert b"<unsubscribe>Unsubscribe</unsubscribe>" in made.html
    assert b"<webversion>View in a browser</webversion>" in made.html
    assert b"Unsubscribe: [unsubscribe]" in made.text


def test_drip_gets_its_own_address_tag_whatever_the_site_says() -> None:
    made = letter.render(frame(tool="drip"), digest(2))
    assert b"{{ inline_postal_address }}" in made.html
    assert b"{{ inline_postal_address }}" in made.text
    assert SITE.postal_address.encode() not in made.html


def test_plain_letter_has_the_operators_placeholders() -> None:
    url = "https://lab.example/bye?list=1&way=out"
    made = letter.render(
        frame(
            tool="plain",
            unsubscribe=url,
            placeholders={"web": "##WEB##", "first_name": "##FIRST##"},
            web_version=True,
            intro="Hello {first_name}",
        ),
        [item("<p>Write ##FIRST## for a name.</p>")],
    )
    assert b'href="https://lab.example/bye?list=1&amp;way=out"' in made.html
    assert url.encode() in made.text
    assert b'href="##WEB##"' in made.html
    assert made.html.count(b"##FIRST##") == made.text.count(b"##FIRST##") == 1


def test_web_version_is_our_own_page_where_the_tool_has_none() -> None:
    made = letter.render(frame(tool="drip", web_version=True), digest(2))
    assert b'href="https://feeds.example/letters/weekly/latest.html"' in made.html


def test_tool_supplies_the_address_where_the_site_has_none() -> None:
    site = replace(SITE, postal_address="")
    made = letter.render(frame(site), digest(2))
    assert b"*|LIST:ADDRESS|*" in made.html
    assert b"*|LIST:ADDRESS|*" in made.text


BARE = replace(SITE, postal_address=" ")
OWN = {"tool": "plain", "unsubscribe": "x"}


@pytest.mark.parametrize(
    ("settings", "site", "said"),
    [
        ({"tool": "sendy"}, SITE, "tool 'sendy' is not one of"),
        ({"tool": "plain"}, SITE, "needs `unsubscribe`"),
        ({"tool": "ghost"}, BARE, "needs `postal_address`"),
        (OWN, BARE, "needs `postal_address`"),
        (OWN | {"intro": "{first_name}"}, SITE, "fill in"),
        (OWN | {"placeholders": {"webb": "x"}}, SITE, "has webb; known are"),
        ({"placeholders": {"web": "x"}}, SITE, "mailchimp has its own"),
    ],
)
def test_problem_is_named(settings: dict[str, object], site: object, said: str) -> None:
    [problem] = tools.problems(frame(**settings).letter, site)
    assert problem.startswith("letter weekly: ")
    assert said in problem


def test_operators_address_placeholder_will_do() -> None:
    letter = frame(**OWN, placeholders={"address": "##ADDRESS##"}).letter
    assert tools.problems(letter, BARE) == []


@pytest.mark.parametrize("name", tools.TOOLS)
def test_every_tool_can_be_used(name: str) -> None:
    settings = frame(tool=name, unsubscribe="https://lab.example/bye").letter
    assert tools.problems(settings, SITE) == []


@pytest.mark.parametrize("name", sorted(set(tools.TOOLS) - {"plain"}))
def test_every_tool_says_where_its_tags_are_from(name: str) -> None:
    assert tools.TOOLS[name].source
    assert tools.TOOLS[name].checked in ("vendor", "code", "users")


TABLE = {
    "unsubscribe": "{{ x }}",
    "syntax": [r"\{(?=\{)"],
    "checked": "",
    "source": [],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unsubscribe": "[x]"}, "its own syntax misses it"),
        ({"unsubscribe": {"html": "", "text": "{{ x }}"}}, "its own syntax misses it"),
        ({"colour": "red"}, "colour is no key"),
        ({"syntax": [r"(?=\{)x"]}, "names no character"),
    ],
)
def test_mistake_in_the_table_stops_the_start(
    change: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        tools._read(TABLE | change, "new")
    assert tools._read(TABLE, "new").unsubscribe == ("{{ x }}", "{{ x }}")


def test_tool_without_a_way_out_stops_the_start() -> None:
    table = {key: value for key, value in TABLE.items() if key != "unsubscribe"}
    with pytest.raises(ValueError, match="no way to unsubscribe"):
        tools._read(table, "new")
