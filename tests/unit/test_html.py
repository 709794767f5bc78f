"""HTML fragments: parsed, walked, made safe."""

import nh3
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from syndicator import html, urls


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a<b>b</b>c</p>", "abc"),
        ("<p>a</p><p>b</p>c", "a b c"),
        ("a<br>b", "a b"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("a<!-- no -->b<script>no</script><style>no</style>", "ab"),
        ("a\u00a0 \n b", "a b"),
        ("&lt;b&gt; &amp;", "<b> &"),
        ("<table><tr><td>a<td>b</table>", "a b"),
        ("un<wbr>break<b>able</b>", "unbreakable"),
        ("", ""),
    ],
)
def test_to_text(markup: str, expected: str) -> None:
    assert html.to_text(markup) == expected
    assert html.has_words(html.fragment(markup)) == bool(expected)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("a&#55296;b&#xD800;c&#0;d&#xFFFE;e&#11;f", "abcdef"),
        ("&#x110000;&#999999999;", ""),
        ("&#151;&#8212; &#x1F634; &#00065;", "—— 😴 A"),
        ("&#; &#x; &amp;#0;", "&amp;#; &amp;#x; &amp;#0;"),
    ],
)
def test_references_to_nothing_leave_nothing(markup: str, expected: str) -> None:
    assert html.mend(markup) == expected


def test_text_of_any_depth() -> None:
    assert html.to_text("<b>" * 20_000 + "deep") == "deep"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p onclick='x' style='y' class='z' id='i'>a</p>", "<p>a</p>"),
        ("<script>x</script><style>y</style>a", "a"),
        ("<a href='javascript:x'>a</a>", "<a>a</a>"),
        ("<a href='/a'>a</a>", "<a>a</a>"),
        ("<a href='https:///a'>a</a>", "<a>a</a>"),
        (
            "<a href='https://x.example/' rel='sponsored' target='_blank'>a</a>",
            '<a href="https://x.example/" rel="sponsored">a</a>',
        ),
        ("<img src='data:image/png;base64,x' alt='a'>", '<img alt="a">'),
        ("<img src='a.png' width='100%' height='50'>", '<img height="50">'),
        (
            "<code class='hl language-c++'>a</code>",
            '<code class="language-c++">a</code>',
        ),
        ("<code class='hl'>a</code>", "<code>a</code>"),
        ("<td colspan='x'>a</td>", "a"),
        ("<p dir='rtl' lang='ar'>a</p>", '<p dir="rtl" lang="ar">a</p>'),
        ("<iframe src='https://x.example/'></iframe><form><input>a</form>", "a"),
        ("<h1>a</h1><section>b</section>", "ab"),
        ("<pre>\n\n\na</pre>", "<pre>a</pre>"),
        ("<p>a<b>b", "<p>a<b>b</b></p>"),
        ("a\x00b\ud800c\x85", "abc"),
        ("<!-- a -->b<![CDATA[c]]>", "b"),
    ],
)
def test_sanitize(markup: str, expected: str) -> None:
    assert html.sanitize(markup) == expected


PIECES = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<b>", "</b>", "<a href='https://x.example/'>", "</a>", "text",
            "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<pre>", "\n",
            "</pre>", "<script>", "</script>", "<svg>", "</svg>", "<math>", "<mi>", "<style>",
            "</style>", "<img src=x onerror=y>", "<img src='https://x.example/a'>", "<!--",
            "-->", "<!", "<", "&lt;", "&", "\u00a0", "<h2>", "</h2>", "<div dir=rtl>",
            "</div>", "<noscript>", "<textarea>", "<title>", "</title>", "<plaintext>",
            "<select>", "<option>", "<figure>", "<figcaption>", "</figure>", "<template>",
            "<a href='//x'>", "\x00", "<details>", "<summary>", "<video>", "<source>",
            "<caption>", "<dl>", "<dt>", "<ruby>", "<rt>", "<code class='language-x'>",
        ]
    ),
    max_size=24,
).map("".join)  # fmt: skip


@given(PIECES)
def test_sanitizing_twice_is_sanitizing_once(markup: str) -> None:
    once = html.sanitize(markup)
    assert html.sanitize(once) == once


@given(PIECES)
def test_nothing_unsafe_gets_through(markup: str) -> None:
    soup = BeautifulSoup(html.sanitize(markup), "html.parser")
    for tag in soup.find_all(True):
        assert tag.name in html.TAGS
        assert not any(name.startswith("on") or name == "style" for name in tag.attrs)
        for name in ("href", "src"):
            assert tag.get(name) is None or urls.is_web(tag[name])


@given(PIECES)
def test_another_cleaner_with_fewer_rules_agrees_on_the_words(markup: str) -> None:
    ours = html.to_text(html.sanitize(markup))
    theirs = html.to_text(nh3.clean(html.sanitize(markup), tags=set(html.TAGS)))
    assert ours == theirs


def test_void_tags_hold_nothing() -> None:
    tree = html.fragment("<p>a<wbr>b</p><video><source src=a><source src=b>c</video>")
    assert html.inner(tree) == (
        '<p>a<wbr>b</p><video><source src="a"><source src="b">c</video>'
    )


def test_gone_tags_are_known_without_a_search() -> None:
    tree = html.fragment("<div><p><b>a</b></p></div>")
    inner, outer = tree.find("b"), tree.find("p")
    assert not html.is_gone(inner)
    outer.decompose()
    assert html.is_gone(inner)
    assert html.is_gone(outer)


def test_attributes_are_text() -> None:
    tag = html.fragment('<p class="a  b" hidden>x</p>').find("p")
    assert html.attr(tag, "class") == "a b"
    assert html.attr(tag, "hidden") == html.attr(tag, "id") == ""


@pytest.mark.parametrize(
    "said", ["", "a", "<a href='x' title=\"é\">&amp;</a>", "\0b\ud800"]
)
def test_the_size_of_escaped_text_is_that_of_the_text_escaped(said):
    assert html.escaped_size(said) == len(html.escape(said).encode())
