"""Letters as mail clients and newsletter tools get them.

How many random articles the laws try is `LETTER_EXAMPLES` (60); ten thousand take
about ten minutes: LETTER_EXAMPLES=10000 pytest tests/letters -k any_body
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_checks import faults
from letter_samples import (
    CHART,
    HUB,
    PAID,
    RESEARCH,
    RIGHTS,
    SHOP,
    SITE,
    bodies,
    digest,
    frame,
    item,
)

from syndicator import html, text
from syndicator.model import Enclosure, Image, Item, Notice, Rendition
from syndicator.render import letter

UNSUBSCRIBE = "*|UNSUB|*"
FIGURE = (
    f'<figure><img src="{CHART}" alt="A chart"><figcaption>Fig. 1</figcaption></figure>'
)
TABLE = (
    "<table><tr><th>Arm</th><th>n</th></tr><tr><td>Control</td><td>24</td></tr></table>"
)
BODY = f'<h2>Method</h2><p>See <a href="{SHOP}">a shop</a>.</p>{FIGURE}{TABLE}'


def texts(items: list[Item]) -> tuple[str, ...]:
    return tuple({n.text for i in items for n in i.notices})


def page(items: list[Item], **settings: str | int) -> BeautifulSoup:
    return BeautifulSoup(letter.render(frame(**settings), items).html, "lxml")


# ---------------------------------------------------------------- structure


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("content", ["full", "summary"])
def test_letter_is_sound(count: int, content: str) -> None:
    items = digest(count) if count > 1 else [item(BODY)]
    made = letter.render(frame(content=content), items)
    assert faults(made.html, texts(items), UNSUBSCRIBE) == set()


PLANTED = {
    "not ASCII": ("Ada", "Adá"),
    "doctype": ("<!DOCTYPE html>", ""),
    "unbalanced": ("</table>", "</table></table>"),
    "forbidden": ("</h2>", "</h2><script></script>"),
    "handler": ("<h2", '<h2 onclick="x"'),
    "id": ("<h2", '<h2 id="x"'),
    "class": ('class="small"', 'class="foreign"'),
    "table role": (' role="presentation"', ""),
    "headings": ("h2", "h3"),
    "picture": (' width="536"', ' width="auto"'),
    "style": ("<style>", "<style>p { margin: 0 }"),
    "important": (" !important", "!important"),
    "preheader": ('class="preheader" style="display:none', 'style="display:block'),
    "unsubscribe": (UNSUBSCRIBE, "*%7CUNSUB%7C*"),
    "address": ("Springfield", ""),
    "notice": (RESEARCH.text, ""),
    "outside": ('class="card pad foot"', 'class="pad foot"'),
    "label": (" (sponsored)", ""),
    "black": ("color:#1f2933", "color:#000000"),
    "language": (' lang="en"', ""),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_planted_fault_is_found(fault: str) -> None:
    sound = letter.render(frame(), [item(BODY)]).html.decode()
    old, new = PLANTED[fault]
    assert old in sound
    assert fault in faults(
        sound.replace(old, new).encode(), (RESEARCH.text, PAID.text), UNSUBSCRIBE
    )


def test_notice_below_a_sponsored_link_is_found() -> None:
    notice = f'<p data-disclaimer="commercial">{PAID.text}</p>'
    sound = letter.render(frame(), [item(BODY)]).html.decode()
    late = text.ascii_markup(sound.replace("</body>", f"{notice}</body>"))
    assert "late" in faults(late.encode(), (), UNSUBSCRIBE)


def test_single_item_is_the_letter() -> None:
    made = page([item(BODY)])
    assert made.h1.get_text() == "What the evidence says, part 1"
    assert [h.name for h in made.find_all(["h2", "h3"])] == ["h2"]
    assert made.title.get_text() == made.h1.get_text()


def test_digest_has_its_own_title_above_its_items() -> None:
    made = page(digest(3), subject="{title} of {date}")
    assert made.h1.get_text() == "Weekly Digest"
    assert len(made.find_all("h2")) == 3
    assert made.title.get_text() == "Weekly Digest of May 30, 2026"


def test_each_wording_is_shown_once_at_the_highest_place_asked() -> None:
    below = replace(PAID, place="bottom")
    items = [replace(item(), notices=(below,)), replace(item(), notices=(PAID, RIGHTS))]
    made = page(items)
    kinds = [
        tag["data-disclaimer"] for tag in made.find_all(attrs={"data-disclaimer": True})
    ]
    assert kinds == ["commercial", "rights"]
    assert made.find(attrs={"data-disclaimer": "rights"}).find_previous("h2")
    assert not made.find(attrs={"data-disclaimer": "commercial"}).find_previous("h2")


def test_credit_is_said_once_per_item_without_a_query() -> None:
    credits = page(digest(3)).find_all(attrs={"data-attribution": "canonical"})
    assert [c.get_text().rpartition(": ")[2] for c in credits] == [
        f"lab.example/articles/{n}" for n in (1, 2, 3)
    ]
    assert credits[0].a["href"] == "https://lab.example/articles/1"


def test_credit_is_no_second_link_where_the_title_is_a_tagged_one() -> None:
    _, second, third = digest(3)
    foreign = replace(third, link=third.article.url)
    made = page([digest(3)[0], second, foreign])
    credits = made.find_all(attrs={"data-attribution": "canonical"})
    assert [bool(c.a) for c in credits] == [True, False, True]


def test_notice_of_one_item_stands_in_that_item() -> None:
    first, second, third = digest(3)
    notice = Notice(kind="early", text="A preprint.", short="Preprint.", place="top")
    second = replace(second, notices=(*second.notices, notice))
    made = letter.render(frame(), [first, second, third])
    tree = BeautifulSoup(made.html, "lxml")
    shown = tree.find("p", attrs={"data-disclaimer": "early"})
    assert shown.find_previous("h2").get_text() == second.article.title
    twin = made.text.decode()
    title, notice_at = twin.index(second.article.title), twin.index("A preprint.")
    assert title < notice_at < twin.index(third.article.title)


def _in(language: str, notice: Notice, number: int) -> Item:
    said = replace(notice, language=language, text=f"{notice.text} ({language})")
    return replace(item(number=number, language=language), notices=(said,))


def test_a_kind_said_in_several_languages_stands_above_every_paid_link() -> None:
    general = replace(RESEARCH, general=True)
    items = [_in("de", general, 1), _in("en", general, 2), _in("ar", general, 3)]
    shown = page(items).find_all(attrs={"data-disclaimer": "research"})
    assert [tag.find_previous("h2") for tag in shown] == [None, None, None]
    assert [tag.get("lang") for tag in shown] == [None, "de", "ar"]


def test_wordings_of_single_articles_stay_with_them_in_any_language() -> None:
    made = page([_in("en", RESEARCH, 1), _in("de", RESEARCH, 2)])
    shown = made.find_all(attrs={"data-disclaimer": "research"})
    titles = [tag.find_previous("h2").get_text()[-1] for tag in shown]
    assert titles == ["1", "2"]
    assert [tag.get("lang") for tag in shown] == [None, None]


def test_links_carry_rel_label_and_target() -> None:
    made = page([item(f'<p><a href="{SHOP}">x</a> <a href="{HUB}">y</a></p>')])
    assert made.find("a", string="x")["rel"] == ["sponsored", "nofollow"]
    assert "utm_source" in made.find("a", string="y")["href"]


def test_preheader_is_prose_however_short_the_summaries_are() -> None:
    short = [item(number=n, summary="Short.") for n in (1, 2)]
    first = page(short).body.find("div")
    assert first.get_text().startswith("Short. Short. What the evidence says")


def test_every_item_says_its_language_and_direction() -> None:
    items = [
        item(number=1),
        item(number=2, language="ar"),
        item(number=3, language="uz-Arab"),
    ]
    cells = page(items).select("td.item")
    assert [(c["lang"], c["dir"], c["align"]) for c in cells] == [
        ("en", "ltr", "left"),
        ("ar", "rtl", "right"),
        ("uz-Arab", "rtl", "right"),
    ]


def test_right_to_left_letter() -> None:
    site = replace(SITE, language="he")
    made = letter.render(frame(site), [item(language="he"), item(language="he")])
    root = BeautifulSoup(made.html, "lxml").html
    assert (root["lang"], root["dir"]) == ("he", "rtl")
    assert b"2026-05-30" in made.html  # English months only in English


def test_day_is_the_sites_own() -> None:
    late = letter.render(frame(replace(SITE, timezone="Pacific/Kiritimati")), [item()])
    assert b"May 30, 2026" in late.html
    assert b"9 min read" in late.html
    assert b"Ada Byron and Bo Li" in late.html


def test_recordings_are_named_and_found_in_the_article() -> None:
    sound = Enclosure(
        url="https://cdn.lab.example/e.mp3",
        type="audio/mpeg",
        title="Episode",
        seconds=600,
    )
    made = letter.render(frame(), [item(enclosures=(sound,))])
    assert b"Listen in the article: Episode (10 min)" in made.html
    assert b"Listen in the article: Episode (10 min)" in made.text


def test_empty_article_is_an_excerpt() -> None:
    made = letter.render(frame(), [item("<p> </p>")])
    assert b"Continue reading: What the evidence says, part 1" in made.html
    assert made.shortened == ()


# ---------------------------------------------------------------- laws

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="<>&"), min_size=0, max_size=12
)


_EXAMPLES = int(os.environ.get("LETTER_EXAMPLES", "60"))


@settings(max_examples=_EXAMPLES, deadline=None)
@given(
    body=bodies(_WORDS),
    title=_WORDS,
    alone=st.booleans(),
    times=st.sampled_from((1, 1, 1, 1, 1, 1, 1, 40)),
)
def test_any_body_makes_a_sound_letter(
    body: str, title: str, alone: bool, times: int
) -> None:
    clean = html.sanitize(body * times)
    items = [item(clean, title=text.clean(title) or "T")]
    items += [] if alone else [item(number=2), item(BODY, number=3)]
    made = letter.render(frame(), items)
    wrong = faults(made.html, (RESEARCH.text, PAID.text), UNSUBSCRIBE)
    assert wrong == set()
    assert len(made.html) <= 90 * 1024
    twin = " ".join(made.text.decode().split())
    assert all(twin.count(text) == 1 for text in (RESEARCH.text, PAID.text))
    assert twin.count(UNSUBSCRIBE) == 1
    assert " " * 12 not in made.text.decode()


_ODD = "\u0130 ß 中文 عربي {{ x }} <b> & \u00ad 🧪"


def test_same_items_same_bytes_in_any_thread_and_process() -> None:
    items = [item(BODY, title=_ODD), item(number=2)]
    made = letter.render(frame(), items)
    with ThreadPoolExecutor(4) as pool:
        again = set(pool.map(lambda _: letter.render(frame(), items), range(8)))
    assert again == {made}


@pytest.mark.slow
def test_same_bytes_under_any_hash_seed_and_locale() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from letter_samples import digest, frame;"
        "from syndicator.render import letter;"
        "sys.stdout.buffer.write(letter.render(frame(), digest(3)).html)"
    )
    made = {
        subprocess.run(  # noqa: S603 - this interpreter, our own code
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, locale, zone in (
            ("1", "C", "UTC"),
            ("2", "de_DE.UTF-8", "Asia/Tokyo"),
        )
    }
    assert made == {letter.render(frame(), digest(3)).html}


def test_no_notice_no_box() -> None:
    made = page([replace(item(), notices=()), replace(item(number=2), notices=())])
    assert not made.select(".notice")


def test_kind_of_a_notice_is_escaped() -> None:
    odd = Notice(kind='"><script>', text="Odd & <b>bold</b>.", short="", place="top")
    made = letter.render(frame(), [replace(item(), notices=(odd,))])
    assert BeautifulSoup(made.html, "lxml").script is None
    assert b"Odd &amp; &lt;b&gt;bold&lt;/b&gt;." in made.html
    assert b"Odd & <b>bold</b>." in made.text


def test_picture_made_for_mail_is_shown_in_place_of_what_mail_cannot_show() -> None:
    made = Rendition(name="ff.jpg", type="image/jpeg", width=1200, height=675)
    image = Image(
        url="https://cdn.lab.example/new.webp",
        type="image/webp",
        width=1600,
        height=900,
        mail=made,
    )
    body = '<figure><img src="https://cdn.lab.example/new.webp" alt="New"></figure>'
    shown = page([item(body, images=(image,))]).find("img")
    assert shown["src"] == "https://feeds.example/media/ff.jpg"
    assert (shown["width"], shown["height"]) == ("536", "302")
    bare = page([item(body, images=(replace(image, mail=None),))])
    assert bare.find("img") is None
    assert "See the picture in the article" in bare.get_text()
