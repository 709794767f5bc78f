"""A letter as JSON: what tools fill in of their own, with nothing they would run."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from letter_samples import digest, frame

from syndicator.model import Revision
from syndicator.render import letter, letterjson
from syndicator.render.frame import LetterFrame


def document(shown: LetterFrame, items, parts=None, revisions=()):
    made = letter.render(shown, items)
    return made, json.loads(
        letterjson.document(shown, items, made, parts or {}, revisions)
    )


def test_it_holds_the_mail_and_its_items_in_named_lists():
    items = digest(3)
    parts = {items[1].article.id: "Nights"}
    made, told = document(frame(), items, parts)
    assert (told["html"].encode(), told["text"].encode()) == (made.html, made.text)
    assert [each["id"] for each in told["items"]] == [i.article.id for i in items]
    assert [each.get("part") for each in told["items"]] == [None, "Nights", None]
    assert told["url"].endswith("/latest.html")
    assert "number" not in told


def test_tags_in_words_are_broken_for_the_letter_s_tool():
    item = digest(2)[0]
    nasty = replace(item.article, title="Hi {{ name }} *|FNAME|*", summary="{% x %}")
    for tool, tag in (("brevo", "{{ name }}"), ("mailchimp", "*|FNAME|*")):
        shown = frame(tool=tool, subject="{first}")
        _, told = document(shown, [replace(item, article=nasty)])
        words = [told["subject"], told["preheader"], *told["items"][0].values()]
        assert not [each for each in words if tag in each], tool


def test_revisions_are_told():
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    _, told = document(frame(), digest(2), revisions=[Revision(at=at, reason="Wrong")])
    assert told["revisions"] == [{"date": "2026-06-01T12:00:00Z", "reason": "Wrong"}]


def test_words_around_the_articles_and_headings_are_shown_in_both_forms():
    items = digest(3)
    shown = replace(
        frame(intro="Hello.\n\nTwo.", outro="Bye.", preheader="{count} of {date}"),
        parts={items[1].article.id: "Nights & days"},
    )
    made = letter.render(shown, items)
    assert made.preheader == "3 of May 30, 2026"
    html, text = made.html.decode(), made.text.decode()
    assert html.index(">Nights &amp; days<") < html.index(">Bye.<")
    assert "Nights & days\n=============" in text
    assert text.index("Nights & days") < text.index("Bye.")
    assert b"3 of May 30, 2026" in made.html
