"""What gives way in a letter that weighs too much, and what never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_checks import faults
from letter_samples import ADDRESS, PAID, RESEARCH, SHOP, digest, frame, item

from syndicator.model import Item
from syndicator.render import budget, letter, tools
from syndicator.render.budget import Cut

TAG = "*|UNSUB|*"
MAILCHIMP = tools.TOOLS["mailchimp"]


def long_digest(count: int) -> list[Item]:
    body = "".join(f"<p>{'word ' * 200}</p>" for _ in range(10))
    return [
        item(f'{body}<p><a href="{SHOP}">s</a></p>', number=n) for n in range(count)
    ]


def ids(items: list[Item]) -> tuple[str, ...]:
    return tuple(i.article.id for i in items)


def test_last_items_shrink_first_until_the_letter_fits() -> None:
    items = long_digest(12)
    made = letter.render(frame(max_kilobytes=60), items)
    assert budget.weight(made.html, MAILCHIMP) <= 60 * 1024
    kept = 12 - len(made.shortened)
    assert 0 < kept < 12
    assert made.shortened == ids(items[kept:])
    for number in range(kept, 12):
        line = f"Continue reading: What the evidence says, part {number}".encode()
        assert line in made.html
        assert line in made.text
    assert made.html.count(b"(sponsored)") == made.text.count(b"(sponsored)") == kept
    assert faults(made.html, (RESEARCH.text, PAID.text), TAG) == set()


def test_no_item_more_gives_way_than_must() -> None:
    items = long_digest(12)
    made = letter.render(frame(max_kilobytes=60), items)
    whole = letter.render(frame(max_kilobytes=1000), items)
    per_item = (len(whole.html) - len(made.html)) / len(made.shortened)
    assert budget.weight(made.html, MAILCHIMP) + per_item > 60 * 1024


def test_items_are_left_out_where_even_excerpts_are_too_many() -> None:
    items = long_digest(30)
    made = letter.render(frame(max_kilobytes=18), items)
    assert budget.weight(made.html, MAILCHIMP) <= 18 * 1024
    assert made.left_out == ids(items[30 - len(made.left_out) :])
    assert {*made.shortened, *made.left_out} == {*ids(items)}
    assert faults(made.html, (RESEARCH.text, PAID.text), TAG) == set()


def test_what_the_law_demands_stays_even_over_budget() -> None:
    made = letter.render(frame(max_kilobytes=1), long_digest(3))
    assert len(made.left_out) == 2
    assert faults(made.html, (RESEARCH.text, PAID.text), TAG) == set()
    twin = " ".join(made.text.decode().split())
    assert all(words in twin for words in (RESEARCH.text, PAID.text, ADDRESS, TAG))


def test_long_article_on_its_own_becomes_excerpt_and_link() -> None:
    made = letter.render(frame(max_kilobytes=12), long_digest(1))
    assert made.shortened == ("urn:0",)
    assert b"Continue reading: What the evidence says, part 0" in made.html
    assert faults(made.html, (RESEARCH.text, PAID.text), TAG) == set()


def test_summary_letter_reports_nothing_as_shortened() -> None:
    assert letter.render(frame(content="summary"), long_digest(3)).shortened == ()


def test_letter_that_fits_is_drawn_once() -> None:
    drawn: list[Cut] = []

    def draw(cut: Cut) -> int:
        drawn.append(cut)
        return 10

    assert budget.fit(10, list(budget.cuts(9, 9)), draw, int) == (Cut(9, 9), 10)
    assert drawn == [Cut(9, 9)]


@given(st.integers(1, 40), st.data())
def test_least_cut_that_fits_is_found_in_few_tries(count: int, data: st.DataObject):
    choices = list(budget.cuts(count, data.draw(st.sampled_from([0, count]))))
    weights = sorted(
        data.draw(
            st.lists(st.integers(1, 99), min_size=len(choices), max_size=len(choices))
        ),
        reverse=True,
    )
    weigh = dict(zip(choices, weights, strict=True))
    tried: list[Cut] = []

    def draw(cut: Cut) -> Cut:
        tried.append(cut)
        return cut

    cut, drawn = budget.fit(50, choices, draw, weigh.__getitem__)
    fine = [c for c in choices if weigh[c] <= 50]
    assert cut == drawn == (fine or choices[-1:])[0]
    assert len(tried) <= 2 + len(choices).bit_length()


@pytest.mark.parametrize(
    ("markup", "links"),
    [
        (b'<a href="https://x.example/">x</a>', 1),
        (b'<a style="color:#111111" rel="nofollow" href="http://x.example/">x</a>', 1),
        (b'<a href="*|UNSUB|*">x</a><a href="mailto:x@x.example">y</a>', 0),
        (b'<img src="https://x.example/"><abbr title="x">y</abbr>', 0),
    ],
)
def test_tracked_links_are_weighed(markup: bytes, links: int) -> None:
    assert budget.weight(markup, MAILCHIMP) == len(markup) + links * 150


def test_every_tracked_link_of_a_letter_counts() -> None:
    made = letter.render(frame(), digest(3))
    links = made.html.count(b'href="https://')
    assert links
    assert budget.weight(made.html, MAILCHIMP) == len(made.html) + 150 * links
