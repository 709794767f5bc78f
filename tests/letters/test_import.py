"""What newsletter tools make of our letters as HTML and text, each by its file."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from letter_samples import ADDRESS, CHART, PAID, RESEARCH, SHOP, digest, frame, item

from syndicator.model import Image, Item
from syndicator.render import letter, tools

FOLDER = Path(__file__).parent / "importers"
TEMPLATES = (
    "{{ name }} {% if x %} {# n #} *|FNAME|* %%{uuid}%% {$name} [unsubscribe] [[x]]"
    " [firstname,fallback=you] {unsubscribe_url} {contactfield=email} @TrackLink"
)
LEAD = Image(
    url="https://cdn.lab.example/lead.jpg",
    type="image/jpeg",
    width=1800,
    height=1200,
    alt="A vial",
    caption="Before the run.",
)
BODY = (
    f'<p>Vials came from <a href="{SHOP}">a shop</a>: <code>{TEMPLATES}</code>.</p>'
    f'<figure><img src="{CHART}" alt="A chart" width="1072" height="604"></figure>'
    '<p>See <a href="https://x.example/{{a}}/*|b|*/%7Bcontactfield=email%7D">this</a>.</p>'
)
ARTICLE = item(
    BODY,
    title=f"On {TEMPLATES}",
    summary=f"A look at what tools fill in, as in {TEMPLATES}",
    lead=True,
    images=(LEAD, Image(url=CHART, type="image/png", width=1072, height=604)),
)
ISSUES: dict[str, list[Item]] = {
    "article": [ARTICLE],
    "digest": [ARTICLE, *digest(3)],
}


@dataclass(frozen=True, kw_only=True)
class Importer:
    name: str
    why: str
    source: str
    unsubscribe: str
    unsubscribe_text: str
    tag: str
    bytes: int
    address: str = ADDRESS
    picture: int = 0
    refuses: list[str] = field(default_factory=list)


TOOLS = [
    Importer(name=file.stem, **tomllib.loads(file.read_text("utf-8")))
    for file in sorted(FOLDER.glob("*.toml"))
]


def test_every_tool_of_ours_is_looked_at() -> None:
    assert {tool.name for tool in TOOLS} == set(tools.TOOLS) - {"plain"}


@pytest.fixture(params=TOOLS, ids=lambda tool: tool.name)
def tool(request: pytest.FixtureRequest) -> Importer:
    return request.param


@pytest.fixture(params=ISSUES)
def made(request: pytest.FixtureRequest, tool: Importer) -> letter.LetterBytes:
    return letter.render(frame(tool=tool.name), ISSUES[request.param])


def test_the_way_out_and_the_address_are_there_once(
    tool: Importer, made: letter.LetterBytes
) -> None:
    source, twin = made.html.decode(), made.text.decode()
    assert source.count(tool.unsubscribe) == 1
    assert twin.count(tool.unsubscribe_text) == 1
    page = " ".join(BeautifulSoup(source, "lxml").get_text(" ").split())
    assert page.count(tool.address) == 1
    assert " ".join(twin.split()).count(tool.address) == 1


def test_it_finds_no_tags_but_its_own(tool: Importer, made: letter.LetterBytes) -> None:
    own = (tool.unsubscribe, tool.unsubscribe_text, tool.address)
    for said in (made.html.decode(), made.text.decode(), made.subject, made.preheader):
        foreign = said
        for tag in own:
            foreign = foreign.replace(tag, "")
        assert not re.search(tool.tag, foreign)


def test_one_title_one_preheader_one_hero(made: letter.LetterBytes) -> None:
    page = BeautifulSoup(made.html, "lxml")
    assert len(page.find_all("title")) == len(page.find_all("h1")) == 1
    assert page.title.get_text() == made.subject.replace("\u2060", "")
    hidden = page.body.find(True)
    assert hidden.get_text().strip() == made.preheader.replace("\u2060", "")
    assert len(made.preheader) >= 30
    assert not any(n.text in made.preheader for n in (RESEARCH, PAID))
    assert page.img["src"] == LEAD.url
    assert [i["src"] for i in page.find_all("img")].count(LEAD.url) == 1


def test_it_takes_the_letter_as_it_is(tool: Importer, made: letter.LetterBytes) -> None:
    source = made.html.decode()
    assert len(made.html) <= tool.bytes
    widths = [int(i["width"]) for i in BeautifulSoup(source, "lxml").find_all("img")]
    assert all(0 < width <= (tool.picture or 600) for width in widths)
    assert [pattern for pattern in tool.refuses if re.search(pattern, source)] == []


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("mailchimp", '<a href="/relative">x</a>'),
        ("mailchimp", '<img src="http://x.example/a.png">'),
        ("buttondown", '<img src="data:image/png;base64,xx" alt="x">'),
        ("buttondown", '<a href="https://x.example/">click here</a>'),
        ("buttondown", '<img src="https://x.example/a.png" alt="IMG_1.png">'),
        ("buttondown", '<img src="https://x.example/a.png">'),
        ("buttondown", '<p style="color:#000000">x</p>'),
    ],
)
def test_importer_sees_faults(name: str, planted: str) -> None:
    (tool,) = (tool for tool in TOOLS if tool.name == name)
    assert any(re.search(pattern, planted) for pattern in tool.refuses)
