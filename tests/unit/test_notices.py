"""Disclosures told from prose: labels, wordings, ends of paragraphs."""

import pytest

from syndicator import html
from syndicator.model import Disclaimer, Wording
from syndicator.normalize.notices import Recogniser, is_heading, is_label
from syndicator.normalize.statements import take_out

RESEARCH = Disclaimer(
    kind="research",
    text="We read studies for you. We are not your doctors. Please ask yours.",
    short="Ask your doctor.",
    wordings=(
        Wording(language="de", text="Wir lesen Studien. Fragen Sie Ihren Arzt."),
    ),
    variants=("{site} reports on research and treats nobody.",),
)
RECOGNISER = Recogniser((RESEARCH,))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Disclaimer", True),
        ("Medical Disclaimer:", True),
        ("Disclosures", True),
        ("Important notice", True),
        ("A history of the disclaimer", False),
        ("Full disclosure of the data", False),
        ("", False),
    ],
)
def test_headings(said: str, expected: bool) -> None:
    assert is_heading(said) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [("Important.", True), ("Please note:", True), ("Note the dose.", False)],
)
def test_labels(said: str, expected: bool) -> None:
    assert is_label(said) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (RESEARCH.text, "research"),
        (f"Please note: {RESEARCH.text}", "research"),
        (RESEARCH.text.upper().replace(".", " –"), "research"),
        ("Ask your doctor.", "research"),
        ("Ask your doctor about it.", ""),
        ("Wir lesen Studien. Fragen Sie Ihren Arzt!", "research"),
        ("The Lab of Sleep reports on research and treats nobody.", "research"),
        ("The Lab of Sleep at the old harbour gate reports on research.", ""),
        ("It is deep. The Lab reports on research and treats nobody.", ""),
        (f"{RESEARCH.text} Sleep is long.", ""),
        ("Please ask yours.", ""),
        (RESEARCH.text * 60, ""),
        ("", ""),
    ],
)
def test_configured_wordings(said: str, expected: str) -> None:
    assert RECOGNISER.kind(said) == expected


@pytest.mark.parametrize(
    ("markup", "left", "count"),
    [
        (
            "<p>It is long. {text} It is deep.</p>",
            "<p>It is long. {text} It is deep.</p>",
            0,
        ),
        ("<p>{text} It is deep.</p>", "<p>It is deep.</p>", 1),
        ("<p>It <i>is deep.</i> {text}</p>", "<p>It is deep.</p>", 1),
        ("<p>{text} It is deep. {text}</p>", "<p>It is deep.</p>", 2),
        ("<p>It is deep. <b>Note.</b> {text}</p>", "<p>It is deep.</p>", 1),
        (
            "<p>It is deep. This is not medical advice. Ask your doctor.</p>",
            "<p>It is deep.</p>",
            1,
        ),
        (
            "<h2>{text}</h2><h2>Not medical advice</h2>",
            "<h2>Not medical advice</h2>",
            1,
        ),
        ("<pre>{text}</pre>", "<pre>{text}</pre>", 0),
        ("<div>{text}<p>A.</p></div>", "<div>{text}<p>A.</p></div>", 0),
    ],
)
def test_where_it_is_taken_out(markup: str, left: str, count: int) -> None:
    tree = html.fragment(markup.format(text=RESEARCH.text))
    found = take_out(tree, RECOGNISER)
    assert [s.kind for s in found] == ["research"] * count
    said = html.to_text(html.inner(tree))
    assert said == html.to_text(left.format(text=RESEARCH.text))


def test_nothing_is_configured_nothing_is_found() -> None:
    tree = html.fragment("<p>This is not medical advice.</p>")
    assert take_out(tree, Recogniser(())) == []
    assert html.inner(tree) == "<p>This is not medical advice.</p>"
