"""Plain text: cleaned, measured, cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndicator import text


@given(st.text(alphabet=st.characters(), max_size=60))
def test_cleaned_text_is_legal_xml(said: str) -> None:
    cleaned = text.clean(said)
    element = etree.Element("x")
    element.text = cleaned
    etree.tostring(element)
    assert text.clean(cleaned) == cleaned
    assert not any("\x7f" <= c <= "\x9f" for c in cleaned)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("  a\n\t b\u00a0\u2003c  ", "a b c"),
        ("so\u00adft\u200b\ufeff", "soft"),
        ("\u200d👩\u200d🔬 stays", "\u200d👩\u200d🔬 stays"),
        ("", ""),
    ],
)
def test_collapse(said: str, expected: str) -> None:
    assert text.collapse(said) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café – “Noir”", "cafe noir"),
        ("STRASSE", "straße"),
        ("ﬁn", "FIN"),
        ("a  b.", "A b"),
    ],
)
def test_fold(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ('He said "Go." Then he left.', ['He said "Go."', "Then he left."]),
        ("(So it is.) Next.", ["(So it is.)", "Next."]),
        ("See Dr. Roe. She knows.", ["See Dr. Roe.", "She knows."]),
        ("J. R. Roe wrote it. So.", ["J. R. Roe wrote it.", "So."]),
        (
            "Take 3.5 mg vs. placebo. Then wait.",
            ["Take 3.5 mg vs. placebo.", "Then wait."],
        ),
        ("It ends with Dr.", ["It ends with Dr."]),
        ("今日は晴れ。明日は雨。", ["今日は晴れ。", "明日は雨。"]),
        ("「はい。」と言った。", ["「はい。」と言った。"]),
        ("هل هذا؟ نعم.", ["هل هذا؟", "نعم."]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences(said: str, expected: list[str]) -> None:
    assert text.sentences(said) == expected


@given(st.text(alphabet='abA .!?"”)。\n', max_size=60))
def test_no_word_is_lost_between_sentences(said: str) -> None:
    together = "".join(text.sentences(said))
    assert together.replace(" ", "") == text.collapse(said).replace(" ", "")


@pytest.mark.parametrize(
    ("said", "limit", "expected"),
    [
        ("Short.", 10, "Short."),
        ("First sentence. Second one.", 20, "First sentence."),
        ("One two three four", 9, "One two…"),
        ("One, two and three", 10, "One, two…"),
        ("Abcdefghij", 4, "Abcd…"),
    ],
)
def test_shorten(said: str, limit: int, expected: str) -> None:
    assert text.shorten(said, limit) == expected


@given(st.text(max_size=200), st.integers(20, 100))
def test_shortened_is_short_and_stays(said: str, limit: int) -> None:
    once = text.shorten(said, limit)
    assert len(once) <= limit + 1
    assert text.collapse(said).startswith(once.removesuffix("…"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("It's a well-known word, isn't it?", 6),
        ("3.5 mg of L-theanine", 4),
        ("今日は晴れ", 3),
        ("오늘은 맑음", 2),
        ("… — !", 0),
        ("", 0),
    ],
)
def test_count_words(said: str, expected: int) -> None:
    assert text.count_words(said) == expected


def test_ascii_markup() -> None:
    assert text.ascii_markup("<p>Ü\x00 😀</p>") == "<p>&#220; &#128512;</p>"


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("ar", "rtl"), ("AR-EG", "rtl"), ("he_IL", "rtl"), ("yi", "rtl"),
        ("uz-Arab", "rtl"), ("az-Arab-IR", "rtl"), ("ar-Latn", "ltr"),
        ("en", "ltr"), ("pa", "ltr"), ("", "ltr"),
    ],
)  # fmt: skip
def test_direction_of_a_language(language: str, direction: str) -> None:
    assert text.direction(language) == direction


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("Ein Wort", "ltr"), ("שלום", "rtl"), ("سلام PDF", "rtl"), ("see سلام here", "ltr"),
        ("中文", "ltr"), ("Привет", "ltr"), ("10–12 %", ""), ("", ""),
    ],
)  # fmt: skip
def test_direction_of_words(words: str, direction: str) -> None:
    assert text.direction_of(words) == direction
