"""Whatever JSON strangers send: it is read, or a ParseError; and a batch is never lost."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicator.errors import ParseError
from syndicator.model import JsonRules, Source
from syndicator.parse import contentful, jsonapi, portable, pushed, strapi
from syndicator.ports import Document

_NAMES = (
    "items data id key url title body authors name tags image fields sys type linkType"
    " nodeType content value marks _type children text listItem level markDefs includes"
    " Entry attributes file body_html published language enclosures articles deleted"
    " cells rows target asset"
)
_WORDS = (
    "Link Entry Asset text document paragraph embedded-entry-block block span image"
    " bullet number table a \ud800 \0 https://a.example/ 2026-05-04"
)
NAMES, WORDS = (st.sampled_from(each.split(" ")) for each in (_NAMES, _WORDS))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | WORDS
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=25,
)
SOURCE = Source(kind="json", name="api", url="https://api.example/x")
CIRCLE = {
    "items": [
        {"sys": {"type": "Entry", "id": "a"}, "fields": {"body": {"sys": {"type": "Link", "linkType": "Entry", "id": "a"}}}}
    ]
}  # fmt: skip


def document(value: object) -> Document:
    body = json.dumps(value).encode()
    return Document(name="in", url=SOURCE.url, body=body, media_type="application/json")


@pytest.mark.parametrize(
    "form", ["html", "markdown", "text", "contentful", "portable", "strapi"]
)
@given(value=JSON)
@example(value=CIRCLE)
@example(value=[])
def test_an_answer_is_read_or_refused(form: str, value: object) -> None:
    rules = JsonRules(
        body_format=form,
        next="next",
        deleted="gone",
        complete=True,
        since="since={cursor}",
        url_template="https://a.example/{id}",
    )
    source = Source(kind="json", name="api", url=SOURCE.url, json=rules)
    try:
        found = jsonapi.found(document(value), source, "all 1 ")
    except ParseError:
        return
    assert all(isinstance(entry.body, str) for entry in found.entries)
    assert found.listed == tuple(entry.key for entry in found.entries)


@given(value=JSON)
def test_a_push_is_taken_in_or_refused_article_by_article(value: object) -> None:
    sent = document(value)
    for each in pushed.check(sent, SOURCE, ""):
        assert bool(each.mistakes) != bool(each.key and (each.body or each.gone))


@given(value=JSON)
def test_what_was_taken_in_can_be_read(value: object) -> None:
    batch = {"articles": [value, {"key": "k", "title": "t", "body_text": "x"}]}
    for each in pushed.check(document(batch), SOURCE, ""):
        if not each.mistakes:
            kept = Document(
                name=each.key, url="", body=each.body, media_type=each.media_type
            )
            found = pushed.found(kept, SOURCE, "")
            assert [e.key for e in found.entries] == ([] if each.gone else [each.key])


@given(value=JSON)
def test_trees_keep_no_tag_of_the_text(value: object) -> None:
    for draw in (contentful.to_html, portable.to_html, strapi.to_html):
        html = draw(
            [
                {
                    "nodeType": "text",
                    "type": "text",
                    "value": "<script>",
                    "text": "<script>",
                },
                value,
            ]
        )
        assert "<script" not in html
