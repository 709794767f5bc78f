"""Colours: read, measured, turned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator import colors

ANY = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize("said", ["#fff", "#FFFFFF", "#ffffff"])
def test_white_in_every_form(said: str) -> None:
    assert colors.parse(said) == (255, 255, 255)


@pytest.mark.parametrize("said", ["", "red", "#ff", "#12345", "#12345g", "#1234567"])
def test_what_is_no_colour_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        colors.parse(said)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [  # as WebAIM's contrast checker has them
        ("#000000", "#ffffff", 21.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffff00", 3.72),
    ],
)
def test_contrast(one: str, other: str, ratio: float) -> None:
    found = colors.contrast(colors.parse(one), colors.parse(other))
    assert found == pytest.approx(ratio, abs=0.01)


@given(ANY, ANY)
def test_contrast_is_the_same_either_way(
    one: colors.Color, other: colors.Color
) -> None:
    assert colors.contrast(one, other) == colors.contrast(other, one) >= 1


@given(ANY)
def test_written_and_read_again(color: colors.Color) -> None:
    assert colors.parse(colors.written(color)) == color


def test_inversion_turns_black_and_white_and_keeps_the_hue() -> None:
    assert colors.inverted((0, 0, 0)) == (255, 255, 255)
    assert colors.inverted((255, 255, 255)) == (0, 0, 0)
    red, green, blue = colors.inverted(colors.parse("#0b5394"))
    assert blue > green > red
    assert colors.is_light((red, green, blue))


@given(st.integers(0, 255))
def test_greys_turn_back(level: int) -> None:
    grey = (level, level, level)
    twice = colors.inverted(colors.inverted(grey))
    assert all(abs(a - b) <= 2 for a, b in zip(grey, twice, strict=True))


def test_partial_inversion_leaves_light_words_on_dark_ground() -> None:
    white, blue = (255, 255, 255), colors.parse("#0b5394")
    assert colors.half_inverted(white, blue) == (white, blue)
    assert colors.half_inverted(blue, white) == (colors.inverted(blue), (0, 0, 0))
