"""The audit is silent on a clean tree and names every fault planted in it."""

import json
from dataclasses import replace
from html import escape
from time import process_time

import pytest
from audit_samples import DEMAND, PAID, TREE
from faults import FAULTS, PATHS, Fault, planted
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.audit import RULES, Finding, audit, unjudged
from syndicator.model import Disclaimer

PLANTED = [(fault, artifact) for fault in FAULTS for artifact in fault.where]


@pytest.mark.parametrize("path", TREE)
def test_a_clean_file_is_silent(path):
    body, items = TREE[path]
    assert audit(path, body, items, DEMAND) == []


@pytest.mark.parametrize("words", ["{supplier}", "By {author}.", "{site}: {date}"])
def test_wording_that_fits_any_words_is_not_looked_for(words):
    """Every paragraph would be a notice that nothing calls for."""
    body, items = TREE[PATHS["rss"]]
    loose = replace(DEMAND, kinds=(*DEMAND.kinds, Disclaimer(kind="by", text=words)))
    assert audit(PATHS["rss"], body, items, loose) == []


def test_the_clean_tree_has_something_to_find():
    """Every kind of notice but one, commercial links, tagged and signed ones."""
    _, items = TREE[PATHS["letter"]]
    kinds = {notice.kind for item in items for notice in item.notices}
    assert kinds == {"research", "commercial", "preprint", "rights"}
    assert {link.kind for item in items for link in item.links} >= {"own", "commercial"}


@pytest.mark.parametrize(
    ("fault", "artifact"),
    PLANTED,
    ids=[f"{fault.name}-{fault.rule}-{artifact}" for fault, artifact in PLANTED],
)
def test_a_planted_fault_is_found(fault: Fault, artifact: str):
    path = PATHS[artifact]
    body, items = TREE[path]
    faulty = planted(fault, artifact, body)
    assert faulty != body, "the fault was not planted"
    found = audit(path, faulty, items, DEMAND)
    assert fault.rule in {finding.rule for finding in found}, found


def test_every_rule_is_planted_and_explained():
    assert {fault.rule for fault in FAULTS} == set(RULES)


def test_a_finding_names_file_item_and_thing():
    path = PATHS["rss"]
    body, items = TREE[path]
    lost = body.replace(b"urn:example:coins", b"urn:example:new")
    assert audit(path, lost, items, DEMAND) == [
        Finding(
            path=path,
            item="https://lab.example/articles/coins",
            rule="item-extra",
            text="https://lab.example/articles/coins is shown and was not let through",
        ),
        Finding(
            path=path,
            item="urn:example:coins",
            rule="item-missing",
            text="https://lab.example/articles/coins is not shown",
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"compare a few [3] (sponsored)", b"compare a few [3]"),
        (b"[3] https", b"[9] https"),
    ],
)
def test_numbered_link_is_held_against_its_label(old: bytes, new: bytes):
    path = "letters/numbered/latest.txt"
    body, items = TREE[path]
    assert old in body, body.decode()
    assert audit(path, body.replace(old, new), items, DEMAND)


@pytest.mark.parametrize(
    ("member", "old", "new", "rule"),
    [
        ("html", "is not medical advice", "is medical advice", "notice-altered"),
        ("html", "sku=2", "sku=3", "target"),
        ("preheader", "", "Not medical advice. ", "notice-astray"),
    ],
)
def test_letter_in_json_is_held_against_the_policy(member, old, new, rule):
    path = "letters/of-8/latest.json"
    body, items = TREE[path]
    letter = json.loads(body)
    assert old in letter[member]
    letter[member] = letter[member].replace(old, new, 1)
    found = audit(path, json.dumps(letter).encode(), items, DEMAND)
    assert rule in {finding.rule for finding in found}, found


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"html": 1}'])
def test_json_that_is_no_letter_is_told(body):
    (found,) = audit("letters/weekly/latest.json", body, [], DEMAND)
    assert found.rule == "unreadable"


@pytest.mark.parametrize("file", ["issues.rss", "issues.atom", "issues.json"])
def test_feeds_of_issues_are_read_as_feeds(file):
    path = PATHS[file.removeprefix("issues.")]
    body, items = TREE[path]
    assert audit(f"letters/weekly/{file}", body, items, DEMAND) == []
    assert audit(f"letters/weekly/{file}", body, items[1:], DEMAND)


def test_what_nobody_reads_is_told():
    paths = [*PATHS.values(), "media/a.png", "robots.txt"]
    assert unjudged(paths) == ("media/a.png", "robots.txt")
    found = audit("media/a.png", b"", [], DEMAND)
    assert [finding.rule for finding in found] == ["unreadable"]


SPLINTERS = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<article>", "<h2><a href='x'>", "</td>", "<td>", "{", "}",
            "[", "]", '"items":', '"id":1', "<item>", "<rss>", "<style>p{", "}</style>",
            "\n\n", "\n---\n", "https://lab.example/articles/bulbs", "\x00", "&lt;", "é",
            "<a href='https://shop.example/'>", "<!--", "<![CDATA[", "<?xml version='1.0'?>",
        ]
    )
).map("".join)  # fmt: skip


@pytest.mark.parametrize("path", PATHS.values())
@settings(max_examples=60, deadline=1000)
@given(body=st.binary(max_size=300) | SPLINTERS.map(str.encode))
def test_any_bytes_are_findings(path, body):
    _, items = TREE[path]
    assert audit(path, body, items, DEMAND) or path in (
        "index.html",
        "feeds.opml",
        "feeds.css",
    )


@pytest.mark.parametrize("artifact", ["rss", "json", "page", "letter", "text"])
@settings(max_examples=40, deadline=1000)
@given(data=st.data())
def test_a_file_with_a_hole_in_it_is_judged(artifact, data):
    body, items = TREE[PATHS[artifact]]
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    audit(PATHS[artifact], body[:start] + body[end:], items, DEMAND)


MUCH = {
    "brackets": "https://shop.example/" + ")" * 200_000,
    "markup": "<" * 300_000,
    "links": '<a href="https://shop.example/">x</a>' * 5_000,
    "notices": f"<p>{PAID}</p>\n\n" * 2_000,
    "items": '<td><h2><a href="https://lab.example/articles/bulbs">x</a></h2></td>' * 3_000,
    "braces": "{a}" * 100_000,
    "ideographs": "漢" * 200_000,
}  # fmt: skip


@pytest.mark.parametrize("artifact", ["rss", "json", "page", "letter", "text"])
@pytest.mark.parametrize("much", MUCH)
def test_much_of_anything_is_judged_in_bounded_time(artifact, much):
    path = PATHS[artifact]
    feed = {
        "rss": f"<rss><channel><item><guid>urn:example:bulbs</guid><description>"
        f"{escape(MUCH[much])}</description></item></channel></rss>",
        "json": json.dumps({"items": [{"content_html": MUCH[much]}]}),
    }
    body = feed.get(artifact, MUCH[much]).encode()
    started = process_time()
    assert audit(path, body, TREE[path][1], DEMAND)
    assert process_time() - started < 10  # a square of it would take minutes
