"""The corpus of documents, each with what must be read from it; and a second opinion.

A case is a folder corpus/<kind>/<symptom>: `in.<ext>` and either `expected.json`
("why"; "entries" with only the fields that matter; "document" for what the transport
said) or `expected.error` (a line why, then what the message must say). In an entry,
"body has" and "body lacks" stand for parts of the body.
"""

import dataclasses
import json
import time
from pathlib import Path
from typing import Any

import atoma
import atoma.exceptions
import fastfeedparser
import pytest

from syndicator import parse
from syndicator.errors import ParseError
from syndicator.model import RawEntry, Source
from syndicator.ports import Document

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(case for kind in CORPUS.iterdir() for case in kind.iterdir())
FEEDS = [c for c in CASES if c.parent.name == "feed" and (c / "expected.json").exists()]


def name_of(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


def document_of(case: Path, **said: str) -> Document:
    (found,) = case.glob("in.*")
    known = {"name": found.name, "url": "https://site.example/notes/page"}
    return Document(**(known | said), body=found.read_bytes())


def test_the_corpus_is_whole() -> None:
    """Every kind has cases, every case its input and one expectation, nothing else."""
    assert {c.parent.name for c in CASES} == set(parse.PARSERS)
    assert len(CASES) >= 45
    for case in CASES:
        names = sorted(f.name for f in case.iterdir())
        inputs = [n for n in names if n.startswith("in.")]
        assert len(inputs) == 1, f"{name_of(case)} needs one in.*"
        rest = set(names) - set(inputs)
        assert rest in ({"expected.json"}, {"expected.error"}), name_of(case)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_case(case: Path) -> None:
    refused = case / "expected.error"
    if refused.exists():
        why, wanted = refused.read_text("utf-8").strip().split("\n")
        with pytest.raises(ParseError) as caught:
            parse.parse(case.parent.name, document_of(case))
        assert wanted in str(caught.value), why
        assert caught.value.subject.startswith("in."), why
        return
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    document = document_of(case, **expected.get("document", {}))
    found = parse.parse(case.parent.name, document)
    why = expected["why"]
    assert len(found) == len(expected["entries"]), f"{why}: {[e.title for e in found]}"
    for entry, wanted_fields in zip(found, expected["entries"], strict=True):
        compare(entry, wanted_fields, why)


def compare(entry: RawEntry, wanted: dict[str, Any], why: str) -> None:
    said = dataclasses.asdict(entry)
    for field, value in wanted.items():
        if field == "body has":
            for part in value:
                assert part in entry.body, f"{why}: {entry.body}"
        elif field == "body lacks":
            for part in value:
                assert part not in entry.body, why
        else:
            assert only(said[field], value) == value, f"{why}: {field}"


def only(found: Any, wanted: Any) -> Any:
    """What was found, cut down to the fields that are asked for."""
    if isinstance(wanted, dict):
        return {k: only(found[k], v) for k, v in wanted.items()}
    if isinstance(wanted, list):
        if len(found) != len(wanted):
            return list(found)
        return [only(f, w) for f, w in zip(found, wanted, strict=True)]
    return found


# ---------------------------------------------------------------- a second opinion


@pytest.mark.parametrize("case", FEEDS, ids=name_of)
def test_another_parser_agrees(case: Path) -> None:
    """On titles and ids: atoma, or fastfeedparser where atoma cannot read the feed."""
    said = json.loads((case / "expected.json").read_text("utf-8")).get("document", {})
    document = document_of(case, **said)
    ours = [(e.key, e.title) for e in parse.parse("feed", document)]
    opinion = by_atoma(document.body)
    theirs = by_fastfeedparser(document.body) if opinion is None else opinion
    assert (ours != theirs) == (case.name in DISAGREEING), DISAGREEING.get(case.name)


ATOMA_ERRORS = (
    atoma.exceptions.FeedParseError,
    atoma.exceptions.FeedDocumentError,
    atoma.exceptions.FeedXMLError,
    atoma.exceptions.FeedJSONError,
)

# Where the second opinion is another, and why ours stands.
DISAGREEING = {
    "atom-0-3": "markup in titles is left as it is",
    "atom-title-is-text": "markup in titles is left as it is",
    "billion-laughs": "the document is refused",
    "cdf": "the format is not known",
    "charset-of-the-transport": "the header is not looked at",
    "illegal-references": "the document is refused",
    "json-feed-1-1": "an id that is a number stays one",
    "json-lone-surrogates": "the surrogate gets through",
    "json-odd-types": "the document is not read",
    "latin-1-declared-utf-8": "the bytes are not read",
    "mojibake": "the encoding is believed",
    "rss-0-91": "the link becomes the id",
    "title-with-markup": "markup in titles is left as it is",
    "truncated": "the entry that was cut in two is taken",
    "undefined-entities": "the text behind an undefined entity is lost",
    "utf-8-declared-latin-1": "the declaration is believed",
    "windows-1252-controls": "the control character stays",
}


def by_atoma(body: bytes) -> list[tuple[str, str]] | None:
    for read in (
        atoma.parse_rss_bytes,
        atoma.parse_atom_bytes,
        atoma.parse_json_feed_bytes,
    ):
        try:
            feed = read(body)
        except (*ATOMA_ERRORS, ValueError, TypeError, AttributeError):
            continue
        entries = getattr(feed, "entries", None) or getattr(feed, "items", None) or []
        return [
            (
                getattr(e, "guid", None) or getattr(e, "id_", None) or "",
                getattr(e.title, "value", e.title) or "",
            )
            for e in entries
        ]
    return None


def by_fastfeedparser(body: bytes) -> list[tuple[str, str]] | None:
    try:
        feed = fastfeedparser.parse(body)
    except (ValueError, AttributeError):
        return None
    return [(e.get("id", ""), e.get("title", "")) for e in feed.entries]


# ---------------------------------------------------------------- encodings

UNSAID = {
    "cp1252": "Die Fähre fährt um zwölf, für größere Mengen ist später Platz: schön.",
    "iso-8859-2": "Dzisiaj przypływ będzie w południe, mówi kapitan. Zażółć gęślą jaźń.",
    "windows-1251": "Прилив сегодня будет в полдень, говорит смотритель гавани.",
    "koi8-r": "Прилив сегодня будет в полдень, говорит смотритель гавани.",
    "iso-8859-7": "Η παλίρροια σήμερα θα είναι το μεσημέρι, λέει ο φύλακας του λιμανιού.",
    "windows-1255": "הגאות היום תהיה בצהריים, אומר שומר הנמל. המעבורות יוצאות בזמן.",
    "windows-1256": "سيكون المد اليوم عند الظهر كما يقول حارس الميناء. العبارات تغادر.",
    "shift_jis": "今日の満潮は正午だと港の管理人は言います。フェリーは時刻どおりに出ます。",
    "euc-jp": "今日の満潮は正午だと港の管理人は言います。フェリーは時刻どおりに出ます。",
    "euc-kr": "오늘 만조는 정오라고 항구 관리인이 말합니다. 여객선은 제시간에 떠납니다.",
    "gb18030": "港口管理员说，今天中午涨潮。渡轮准时出发，没有人迟到。",
    "big5": "港口管理員說，今天中午漲潮。渡輪準時出發，沒有人遲到。",
    "tis-620": "วันนี้น้ำขึ้นตอนเที่ยง เจ้าหน้าที่ท่าเรือกล่าว เรือออกตรงเวลา",
}


@pytest.mark.parametrize("encoding", UNSAID)
def test_an_encoding_nobody_names_is_told_by_its_bytes(encoding: str) -> None:
    words = UNSAID[encoding]
    feed = f"<rss version='2.0'><channel><item><title>{words}</title></item></channel></rss>"
    document = Document(name="in", url="", body=feed.encode(encoding))
    assert [e.title for e in parse.parse("feed", document)] == [words]


def test_few_bytes_tell_nothing() -> None:
    """They are taken for windows-1252, which most of what nobody names is in."""
    feed = "<rss version='2.0'><channel><item><title>Fisk på øen</title></item></channel></rss>"
    document = Document(name="in", url="", body=feed.encode("cp1252"))
    assert [e.title for e in parse.parse("feed", document)] == ["Fisk på øen"]


# ---------------------------------------------------------------- too big for a file

RSS = b'<rss version="2.0"><channel><title>T</title><item><title>t</title><description>'
DEEP = 50_000
ATTRIBUTES = b"<%s" + b"".join(b" a%d='1'" % n for n in range(DEEP)) + b">"
HOSTILE = {
    "feed: deep elements": ("feed", RSS + b"<div>" * DEEP),
    "feed: deep escaped markup": (
        "feed",
        RSS + b"&lt;b&gt;" * DEEP + b"words</description></item></channel></rss>",
    ),
    "feed: unclosed items": ("feed", RSS + b"<item>" * DEEP),
    "feed: open attributes": ("feed", RSS + b'<a b="' * DEEP),
    "feed: blank lines first": ("feed", b"\n" * 1_000_000 + RSS),
    "feed: endless declaration": ("feed", b"<?" + b'encoding="' * DEEP + RSS),
    "feed: endless author": (
        "feed",
        RSS + b"</description><author>" + b"a." * DEEP + b"@</author></item>",
    ),
    "feed: endless tags": (
        "feed",
        RSS
        + b"</description>"
        + b"".join(b"<category>%d</category>" % n for n in range(DEEP))
        + b"</item></channel></rss>",
    ),
    "feed: many attributes": (
        "feed",
        RSS + b"words</description>" + ATTRIBUTES % b"source" + b"</source></item>",
    ),
    "feed: deep JSON": (
        "feed",
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * DEEP,
    ),
    "html: deep elements": ("html", b"<html><body>" + b"<div>" * DEEP + b"<p>words"),
    "html: deep articles": (
        "html",
        b"<html><body>" + b"<article class='entry-content'>" * DEEP + b"<p>words",
    ),
    "html: many paragraphs": ("html", b"<html><body><main>" + b"<p>words</p>" * 20_000),
    "html: many attributes": (
        "html",
        b"<html><body><main>" + ATTRIBUTES % b"p" + b"words",
    ),
    "html: bare attributes": (
        "html",
        b"<html><body><main><p" + b" a" * DEEP + b">words",
    ),
    "html: deep JSON-LD": (
        "html",
        b"<html><h1>words</h1><script type='application/ld+json'>" + b"[" * DEEP,
    ),
    "html: deep in an open title": (
        "html",
        b"<html><title>words<textarea><template>" + b"<div>" * DEEP + b"<p>words",
    ),
    "html: open scripts": ("html", b"<html><p>words" + b"<script>" * DEEP),
    "html: deep tables": (
        "html",
        b"<html><p>words" + b"<table><tbody><tr><td>" * DEEP,
    ),
    "html: open comments": ("html", b"<html><p>words" + b"<!--" * DEEP),
    "markdown: brackets": ("markdown", b"words " + b"[" * DEEP),
    "markdown: quotes": ("markdown", b">" * DEEP + b" words"),
    "markdown: stars": ("markdown", b"words " + b"*a **a " * 5_000),
    "markdown: backticks": (
        "markdown",
        b"".join(b"`" * n + b" w " for n in range(400)),
    ),
    "markdown: YAML aliases": (
        "markdown",
        b"---\na: &a [x, x]\n"
        + b"".join(
            b"b%d: &b%d [*%s, *%s]\n" % (n, n, a, a)
            for n, a in enumerate([b"a"] + [b"b%d" % i for i in range(60)])
        )
        + b"tags: *b60\n---\nwords",
    ),
    "markdown: YAML brackets": (
        "markdown",
        b"---\na: " + b"[" * DEEP + b"\n---\nwords",
    ),
    "text: one line": ("text", b"words " * 200_000),
    "text: one word": ("text", b"w" * 1_000_000),
    "text: many lines": ("text", b"- words\n\nWords\n" * 30_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_dealt_with_in_bounded_time(name: str) -> None:
    kind, body = HOSTILE[name]
    start = time.process_time()
    try:
        found = parse.parse(
            kind, Document(name="in", url="https://h.example/", body=body)
        )
    except ParseError:
        found = []
    assert time.process_time() - start < 5
    assert all("w" in e.title + e.body + e.summary for e in found if kind != "feed")


def test_no_word_is_lost_below_the_deepest_element() -> None:
    body = b"<html><body>" + b"<div>" * DEEP + b"<p>deep words</p>" + b"</div>" * DEEP
    entry = parse.parse_page(
        Document(name="in", url="https://h.example/", body=body)
    ).entry
    assert "<p>deep words</p>" in entry.body
    assert entry.body.count("<div>") <= 100


@pytest.mark.parametrize(
    ("name", "media_type", "body"),
    [
        ("a.bin", "text/html; charset=utf-8", "<p>words</p>"),
        ("a/b.MD", "", "*words*"),
        ("a.txt", "text/plain", "words"),
        ("a.html", "text/markdown", "*words*"),
    ],
)
def test_a_file_is_read_by_its_type_and_named_by_its_place(
    name: str, media_type: str, body: str
) -> None:
    document = Document(name=name, url="", body=body.encode(), media_type=media_type)
    (entry,) = parse.read_file(document, Source(kind="folder"), "").entries
    assert entry.key == name
    assert "words" in entry.title + entry.body
    assert "*" not in entry.body


def test_a_file_no_parser_reads() -> None:
    document = Document(name="a.png", url="", body=b"", media_type="image/png")
    with pytest.raises(ParseError, match=r"a\.png: image/png where HTML"):
        parse.read_file(document, Source(kind="folder"), "")
