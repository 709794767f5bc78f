"""Bodies as lxml's trees: the same markup as other trees make of them."""

from hypothesis import given, settings
from hypothesis import strategies as st
from letter_samples import bodies
from lxml.html import HtmlElement

from syndicator import html
from syndicator.render import tree

_VOID = ("br", "col", "hr", "img", "source", "wbr")

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="<>&"), max_size=8
) | st.sampled_from(["&amp;", "&lt;b", "\xa0", '"', "'"])


def written(tag: HtmlElement) -> str:
    """The markup inside a tag."""
    parts = [tree.said(tag.text or "")]
    for child in tag:
        own = "".join(tree.attribute(*each) for each in child.items())
        end = "" if child.tag in _VOID else f"{written(child)}</{child.tag}>"
        parts.append(f"<{child.tag}{own}>{end}{tree.said(child.tail or '')}")
    return "".join(parts)


@settings(max_examples=100, deadline=None)
@given(bodies(_WORDS))
def test_written_as_beautifulsoup_writes_it(body: str) -> None:
    clean = html.sanitize(body)
    assert written(tree.parse(clean)) == html.inner(html.fragment(clean))


def test_void_elements_of_html5_hold_nothing() -> None:
    body = '<video><source src="https://x.example/a"><source>one<wbr>two</video>'
    assert written(tree.parse(body)) == (
        '<video><source src="https://x.example/a"><source>one<wbr>two</video>'
    )
