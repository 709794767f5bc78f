"""The corpus of bodies, bylines and dates: what a source says, and what we make of it.

A case is a folder corpus/<symptom>: `in.html` is the body as found; `case.toml` holds
`why`, and where they matter `[raw]` (fields of the entry), `[site]` and `[source]`
(settings), `[[disclaimers]]`, and `[expected]` (fields of the draft); `out.html` is the
body wanted, a line for each block. `ACCEPT=1 pytest` writes out.html anew: read it.
"""

import dataclasses
import os
import re
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import nh3
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from syndicator import codec, urls
from syndicator.model import Disclaimer, Draft, RawEntry, Site, Source
from syndicator.normalize import Terms, normalize
from syndicator.normalize.notices import Recogniser

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(CORPUS.iterdir())
ACCEPT = bool(os.environ.get("ACCEPT")) and not os.environ.get("CI")

SITE = Site(title="Meridian", url="https://site.example/", timezone="Europe/Berlin")
SOURCE = Source(kind="feed", name="notes", url="https://site.example/feed.xml")
RAW = RawEntry(
    key="k",
    url="https://site.example/notes/a/",
    base="https://site.example/notes/a/",
    title="A title of its own",
)
GERMAN = (
    "Dieser Beitrag dient nur der Information und ersetzt keine ärztliche Beratung."
)
DISCLAIMERS = (
    Disclaimer(
        kind="research",
        text="This piece reports on laboratory work for readers who are curious, and is"
        " no guide to treating yourself.",
        short="Not medical advice.",
        variants=(GERMAN,),
    ),
    Disclaimer(
        kind="commercial", text="This story contains paid links from {site}.", short=""
    ),
    *(
        Disclaimer(kind=kind, text=f"A notice of the {kind} kind, in our own words.")
        for kind in ("ai", "financial", "legal")
    ),
)

# As wide as what we let through, told to a cleaner of its own.
JUDGE_TAGS = (
    "a abbr audio b bdi bdo blockquote br caption cite code dd del details dfn div dl dt"
    " em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby"
    " s samp small source span strong sub summary sup table tbody td tfoot th thead time"
    " tr u ul var video wbr"
)
JUDGE = nh3.Cleaner(
    tags=set(JUDGE_TAGS.split()),
    attributes={
        "*": {"dir", "lang"},
        "a": {"href", "hreflang", "rel", "title"},
        "abbr": {"title"},
        "audio": {"controls", "src"},
        "blockquote": {"cite"},
        "code": {"class"},
        "del": {"datetime"},
        "img": {"alt", "height", "src", "width"},
        "ins": {"datetime"},
        "li": {"value"},
        "ol": {"reversed", "start", "type"},
        "q": {"cite"},
        "source": {"src", "type"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
        "time": {"datetime"},
        "video": {"controls", "height", "poster", "src", "width"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
_BLOCK_END = re.compile(
    r"(</(?:blockquote|dd|details|div|dl|dt|figure|h\d|li|ol|p|pre|summary|table|tbody"
    r"|thead|tr|ul|video|audio)>|<(?:dl|ol|table|tbody|ul|details)\b[^>]*>|<hr>)\s*"
)


def draft_of(case: Path) -> tuple[Draft, dict[str, Any]]:
    said = tomllib.loads((case / "case.toml").read_text("utf-8"))
    body = (case / "in.html").read_text("utf-8")
    site = dataclasses.replace(SITE, **said.get("site", {}))
    source = dataclasses.replace(SOURCE, **said.get("source", {}))
    own = tuple(Disclaimer(**_tuples(d)) for d in said.get("disclaimers", ()))
    raw = codec.from_data(RawEntry, codec.to_data(RAW) | said.get("raw", {}))
    raw = dataclasses.replace(raw, body=body)
    return normalize(raw, Terms(site, source, (*own, *DISCLAIMERS))), said


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}


def readable(body: str) -> str:
    return _BLOCK_END.sub(r"\1\n", body).strip() + "\n"


def only(found: Any, wanted: Any) -> Any:
    """What was found, cut down to the fields that are asked for."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return {k: only(found.get(k, _usual(k)), v) for k, v in wanted.items()}
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) == len(found):
            return [only(f, w) for f, w in zip(found, wanted, strict=True)]
    return found


def _usual(name: str) -> Any:
    numbers = ("width", "height", "length", "seconds", "words", "minutes")
    lists = ("authors", "tags", "images", "enclosures", "statements", "problems")
    return (
        0
        if name in numbers
        else []
        if name in lists
        else False
        if name == "lead"
        else ""
    )


def test_the_corpus_is_whole() -> None:
    assert len(CASES) >= 80
    for case in CASES:
        assert {f.name for f in case.iterdir()} == {"in.html", "case.toml", "out.html"}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_case(case: Path) -> None:
    draft, said = draft_of(case)
    if ACCEPT:
        (case / "out.html").write_text(readable(draft.body), "utf-8")
    why = said["why"]
    assert readable(draft.body) == (case / "out.html").read_text("utf-8"), why
    wanted = said.get("expected", {})
    assert only(codec.to_data(draft), wanted) == wanted, why


# ---------------------------------------------------------------- independent judges


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_another_cleaner_finds_nothing_to_clean(case: Path) -> None:
    draft, _ = draft_of(case)
    assert JUDGE.clean(draft.body) == draft.body


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_facts_agree_with_the_markup(case: Path) -> None:
    """Another parser sees the pictures the draft describes, and no loose ends."""
    draft, said = draft_of(case)
    soup = BeautifulSoup(draft.body, "html.parser")
    shown = [i["src"] for i in soup.find_all("img")]
    described = [i.url for i in draft.images if i.url]
    assert shown == described[draft.lead :], said["why"]
    assert all(i.find_parent("figure") for i in soup.find_all("img"))
    assert all(len(f.find_all("img")) <= 1 for f in soup.find_all("figure"))
    assert all(i.has_attr("alt") for i in soup.find_all("img"))
    for tag in soup.find_all(True):
        for name in ("href", "src", "poster", "cite"):
            address = tag.get(name)
            assert address is None or urls.is_web(address) or ":" in address[:8]
    levels = [int(h.name[1]) for h in soup.find_all(re.compile(r"^h\d$"))]
    steps = zip([1, *levels], levels, strict=False)
    assert all(low <= high + 1 for high, low in steps)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_every_tag_is_closed(case: Path) -> None:
    """An XML parser takes the body once void tags and entities are spelt its way."""
    draft, _ = draft_of(case)
    spelt = re.sub(r"<(br|hr|img|source|wbr)\b([^>]*)>", r"<\1\2/>", draft.body)
    spelt = re.sub(r'\b(controls|reversed)(?==""|[ />])(?!=)', r'\1=""', spelt)
    etree.fromstring(f"<x>{spelt.replace('&nbsp;', '&#160;')}</x>")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_normalizing_what_came_out_changes_nothing(case: Path) -> None:
    draft, said = draft_of(case)
    raw = codec.from_data(RawEntry, codec.to_data(RAW) | said.get("raw", {}))
    again = dataclasses.replace(raw, body=draft.body, title=draft.title)
    second = normalize(again, Terms(SITE, SOURCE, DISCLAIMERS))
    assert second.body == draft.body, said["why"]
    assert [s for s in second.statements if s.place == "body"] == []


# ---------------------------------------------------------------- disclosures

PASSAGES = tomllib.loads((Path(__file__).parent / "notices.toml").read_text("utf-8"))[
    "passage"
]


def test_disclosures_are_told_from_prose(capsys: pytest.CaptureFixture[str]) -> None:
    recogniser = Recogniser(DISCLAIMERS)
    wrong: list[str] = []
    right = taken = wanted = 0
    for passage in PASSAGES:
        said, kind = passage["text"], passage["kind"]
        found = recogniser.kind(said, marked=passage.get("marked", False))
        taken += found != ""
        wanted += kind != ""
        right += found == kind != ""
        if found != kind:
            wrong.append(f"{found or 'prose'}, not {kind or 'prose'}: {said}")
    precision, recall = right / taken, right / wanted
    with capsys.disabled():
        sys.stdout.write(
            f"\n  disclosures: {wanted} to find among {len(PASSAGES)},"
            f" precision {precision:.3f}, recall {recall:.3f}\n"
        )
    assert wanted >= 60
    assert len(PASSAGES) - wanted >= 60
    assert precision >= 0.98, wrong
    assert recall >= 0.98, wrong


def test_only_configured_kinds_are_looked_for() -> None:
    recogniser = Recogniser((Disclaimer(kind="ai", text="Made with a machine."),))
    kinds = {recogniser.kind(p["text"]) for p in PASSAGES if p["kind"] == "research"}
    assert kinds == {""}


# ---------------------------------------------------------------- size

PARAGRAPH = "<p>A sentence of usual length stands here, in words, and then another.</p>"
LARGE = {
    "one long paragraph": "<p>" + "Words follow words here. " * 80_000 + "</p>",
    "many paragraphs": PARAGRAPH * 10_000,
    "nested spans": "<p>" + "<span>" * 5_000 + "Deep words.",
    "nested emphasis": "<p>" + "<b>" * 3_000 + "Deep words.",
    "nested boxes": "<div class='share'>" * 250 + "Deep words." + "</div>" * 250,
    "nested lists": "<ul><li>a" * 120 + "Deep words.",
    "pictures in a row": "<p>Deep words." + "<img src='/a?{}.jpg'>" * 2_000,
    "breaks": "<p>" + "Deep words.<br><br>" * 4_000,
    "spaces": "<p>Deep" + " " * 500_000 + "\u00a0words.",
    "a long srcset": "<p>Deep words.<img srcset='" + "/a.jpg 1w, " * 20_000 + "'>",
    "a long caption": "<p>Deep words.<figure><img src='/a.jpg'><figcaption>"
    + "Photo by A " * 10_000,
    "one endless sentence": "<p>Deep words. This " + "article is not " * 40_000,
    "a long class": f"<p class='{'share-' * 50_000}'>Deep words.</p>",
    "empty tags": "<p>Deep words.</p>" + "<span></span>" * 8_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_large_bodies_take_bounded_time(name: str) -> None:
    start = time.process_time()
    draft = normalize(
        dataclasses.replace(RAW, body=LARGE[name]), Terms(SITE, SOURCE, DISCLAIMERS)
    )
    assert time.process_time() - start < 10
    assert "words" in draft.body


def test_no_depth_is_too_deep() -> None:
    deep = "<p>" + "<span>" * 5_000 + "Deep words."
    draft = normalize(
        dataclasses.replace(RAW, body=deep), Terms(SITE, SOURCE, DISCLAIMERS)
    )
    assert draft.body == "<p>Deep words.</p>"
