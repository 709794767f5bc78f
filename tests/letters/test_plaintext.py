"""The plain-text twin, and every body of `cases/` in both forms.

A case is a folder: why.txt, body.html as an article holds it, mail.html and text.txt
as a letter shows it. `images` and `links` are those of letter_samples.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_samples import CHART, HUB, SHOP, SITE, UTM, bodies, digest, frame, item

from syndicator import html
from syndicator.model import Image
from syndicator.render import letter
from syndicator.render.entries import both_forms
from syndicator.render.frame import Place
from syndicator.render.plaintext import linked

CASES = sorted((Path(__file__).parent / "cases").iterdir())
PLACE = Place(site=SITE, base_url="https://feeds.example/")


def test_there_are_cases() -> None:
    assert len(CASES) > 15


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_body_as_mail_and_as_text(case: Path) -> None:
    files = {path.name: path.read_text("utf-8") for path in case.iterdir()}
    assert set(files) == {"why.txt", "body.html", "mail.html", "text.txt"}
    shown = item(files["body.html"].strip())
    clean = html.sanitize(shown.article.body)
    assert clean == shown.article.body, "the body is not as an article holds it"
    drawn, words = both_forms(PLACE, shown, 3)
    assert drawn + "\n" == files["mail.html"], files["why.txt"]
    assert words + "\n" == files["text.txt"], files["why.txt"]


def test_lead_picture_stands_first_with_its_credit() -> None:
    lead = Image(
        url=CHART,
        mirror="ab12.png",
        type="image/png",
        width=300,
        height=200,
        alt="A vial",
        caption="Before.",
        credit="Photo: A. Person",
    )
    shown = item(images=(lead,), lead=True)
    drawn, words = both_forms(PLACE, shown, 2)
    assert (
        'src="https://feeds.example/media/ab12.png" width="300" height="200"' in drawn
    )
    assert "Before. Photo: A. Person" in drawn
    assert words.startswith("[Image: A vial – Before. Photo: A. Person]\n\n")


def test_digest_in_text() -> None:
    made = letter.render(frame(intro="Hello {first_name},\n\nthree pieces."), digest(3))
    expected = (Path(__file__).parent / "digest.txt").read_text("utf-8")
    assert made.text.decode() == expected


def test_text_shows_notices_once_and_word_for_word() -> None:
    items = digest(4)
    twin = " ".join(letter.render(frame(), items).text.decode().split())
    for text in {n.text for i in items for n in i.notices}:
        assert twin.count(text) == 1


def test_label_stays_beside_its_link() -> None:
    twin = letter.render(frame(), [item()]).text.decode()
    assert f"a shop ({SHOP}) (sponsored)" in " ".join(twin.split())


@pytest.mark.parametrize(
    ("words", "url", "said"),
    [
        ("a shop", "https://x.example/a", "a shop (https://x.example/a)"),
        ("https://x.example/a", "https://x.example/a", "https://x.example/a"),
        ("x.example/a", "https://x.example/a/", "https://x.example/a/"),
        ("", "https://x.example/a", "https://x.example/a"),
        ("write to us", "mailto:me@x.example", "write to us (me@x.example)"),
        ("me@x.example", "mailto:me@x.example", "me@x.example"),
        ("call +49 30 1", "tel:+49301", "call +49 30 1 (+49301)"),
    ],
)
def test_link_in_running_text(words: str, url: str, said: str) -> None:
    assert linked(words, url) == said


_COUNTED = st.integers(0, 40).map(" w{} ".format)


@settings(max_examples=60, deadline=None)
@given(bodies(_COUNTED))
def test_no_word_of_a_body_is_lost_in_either_form(body: str) -> None:
    clean = html.sanitize(body)
    tree = html.fragment(clean)
    for hidden in tree.find_all(("video", "audio")):
        hidden.decompose()  # what a page shows only where it has no player
    words = set(re.findall(r"\bw\d+\b", html.text_of(tree)))
    shown = item(clean or "<p></p>")
    drawn, told = both_forms(PLACE, shown, 3)
    assert words <= set(re.findall(r"\bw\d+\b", html.to_text(drawn)))
    assert words <= set(re.findall(r"\bw\d+\b", told))


def test_continue_reading_leads_to_the_article() -> None:
    twin = letter.render(frame(content="summary"), [item()]).text.decode()
    line = f"Continue reading: What the evidence says, part 1\n(https://lab.example/articles/1{UTM})"
    assert line in twin


LINKS = (
    f'<p>See <a href="{SHOP}">a shop</a>, <a href="{HUB}">a hub</a>, again'
    f' <a href="{SHOP}">the shop</a>, <a href="https://x.example/">x.example</a>.</p>'
)


def test_numbered_links_are_listed_once_below_their_article() -> None:
    twin = letter.render(frame(text_links="numbered"), [item(LINKS)]).text.decode()
    assert "See a shop [1] (sponsored), a hub [2], again the shop [1] (sponsored)," in (
        " ".join(twin.split())
    )
    assert f"\n\n[1] {SHOP}\n[2] {HUB}{UTM}\n\n" in twin
    assert "[3]" not in twin
    assert twin.count("https://x.example/") == 1


def test_author_who_numbers_notes_keeps_links_inline() -> None:
    shown = item(LINKS.replace("See", "As shown [1], see"))
    assert both_forms(PLACE, shown, 3, numbered=True) == both_forms(PLACE, shown, 3)
