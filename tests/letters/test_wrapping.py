"""Lines of plain text: short enough, and nothing in them broken that must stay whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator import html
from syndicator.render.wrapping import WIDTH, columns, underlined, wrap

JAPANESE = "「眠りの質」は、測り方で変わる。実験では、朝の光を（十分に）浴びた人ほど、早く眠った。"
THAI = "การนอนหลับที่ดีขึ้นอยู่กับแสงในตอนเช้าและความสม่ำเสมอของเวลาเข้านอนในแต่ละวัน"


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("plain", 5),
        ("眠り", 4),
        ("e\u0301", 1),
        ("ที่", 1),
        ("ﾊﾝｶｸ", 4),
        ("🧪", 2),
        ("a\u2060b", 2),
    ],
)
def test_columns(text: str, wide: int) -> None:
    assert columns(text) == wide


def test_lines_are_short_but_urls_whole() -> None:
    url = "https://x.example/" + "a" * 90
    lines = wrap(f"{'word ' * 30}({url}) {'word ' * 30}").split("\n")
    assert f"({url})" in lines
    assert all(len(line) <= WIDTH for line in lines if url not in line)


def test_hyphens_end_no_line() -> None:
    assert wrap("well-known " * 10).count("well-known") == 10


def test_scripts_without_spaces_wrap() -> None:
    lines = wrap("字" * 100).split("\n")
    assert [len(line) for line in lines] == [36, 36, 28]


@pytest.mark.parametrize("width", range(10, 40))
@pytest.mark.parametrize("text", [JAPANESE, THAI])
def test_no_line_begins_or_ends_where_none_may(text: str, width: int) -> None:
    lines = wrap(text * 2, width).split("\n")
    assert "".join(lines) == text * 2
    assert all(columns(line) <= width for line in lines)
    assert not any(line[0] in "、。」）ะาำ" or not columns(line[0]) for line in lines)
    assert not any(line[-1] in "「（เแโใไ" for line in lines)


def test_latin_words_within_chinese_stay_whole() -> None:
    lines = wrap("睡眠 " + "研究使用Python語言" * 8).split("\n")
    assert sum(line.count("Python") for line in lines) == 8


def test_short_words_of_any_script_stay_whole() -> None:
    assert "(広告)" in wrap(f"{'word ' * 13}shop (広告) word").split("\n")[-1]


def test_whole_text_is_found_again_where_line_ends_count_as_spaces() -> None:
    notice = f"{JAPANESE} {JAPANESE} Not advice."
    assert " ".join(wrap(notice, whole=True).split()) == notice


def test_rule_is_as_long_as_its_heading_but_no_longer_than_a_line() -> None:
    assert underlined("Five", "=") == "Five\n===="
    assert underlined("眠り", "=") == "眠り\n===="
    assert underlined("word " * 40, "-").endswith("\n" + "-" * 69)


@given(st.text(max_size=300), st.integers(8, 80))
def test_wrapping_loses_no_word(words: str, width: int) -> None:
    kept = "".join(wrap(words, width).split())
    assert kept == "".join(html.to_text(html.escape(words)).split())


@given(st.text(alphabet="ab字。「（é \u0301", max_size=200), st.integers(10, 80))
def test_lines_are_never_too_wide_but_for_one_word(words: str, width: int) -> None:
    for line in wrap(words, width).split("\n"):
        assert columns(line) <= width or " " not in line
