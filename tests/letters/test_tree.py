"""Bodies as lxml's trees: the same markup as other trees make of them."""

from hypothesis import given, settings
from hypothesis import strategies as st
from letter_samples import bodies

from syndicator import html
from syndicator.render import tree

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="<>&"), max_size=8
) | st.sampled_from(["&amp;", "&lt;b", "\xa0", '"', "'"])


@settings(max_examples=100, deadline=None)
@given(bodies(_WORDS))
def test_written_as_beautifulsoup_writes_it(body: str) -> None:
    clean = html.sanitize(body)
    assert tree.inner(tree.parse(clean)) == html.inner(html.fragment(clean))


def test_void_elements_of_html5_hold_nothing() -> None:
    body = '<video><source src="https://x.example/a"><source>one<wbr>two</video>'
    assert tree.inner(tree.parse(body)) == (
        '<video><source src="https://x.example/a"><source>one<wbr>two</video>'
    )
