"""Bodies, entries and edits, made of what sources really write."""

from hypothesis import strategies as st

from syndicator.model import Article, RawEntry

WORDS = st.lists(
    st.sampled_from(
        [
            "sleep",
            "Light",
            "42",
            "dose",
            "(n = 8)",
            "—",
            "Zoë",
            "نوم",
            "睡眠",
            "it’s",
            "a",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
SENTENCE = WORDS.map(lambda w: f"Then {w} followed.")

NOTICES = (
    "This article is for informational and research purposes only.",
    "For research purposes only — not medical advice.",
    "This post contains affiliate links. We may earn a commission.",
    "Nothing written here constitutes medical advice.",
)
ADDRESS = st.sampled_from(
    [
        "/a", "b/c.html?x=1", "#fn1", "https://x.example/?utm_source=n&id=2", "//y.example/ü",
        "javascript:alert(1)", "mailto:a@x.example", "data:text/html,x", "", "http://[",
        "https://shop.example/p?sig=1&utm_medium=m", "ftp://x/y", "../../up",
    ]
)  # fmt: skip
INLINE = st.one_of(
    WORDS,
    SENTENCE,
    st.builds('<a href="{}" onclick="x()">{}</a>'.format, ADDRESS, WORDS),
    st.builds("<b>{}</b>".format, WORDS),
    st.builds("<span style='x' class='y'>{}</span>".format, WORDS),
    st.sampled_from(
        [
            "<br>",
            "<br><br>",
            "&nbsp;",
            "&amp; &lt;",
            "<i>",
            "</i>",
            "<wbr>",
            "<!-- c -->",
        ]
    ),
    st.builds('<img src="{}.jpg" alt="{}">'.format, ADDRESS, WORDS),
    st.builds('<img data-src="/{}.png" src="data:x">'.format, st.integers(0, 9)),
)
RUN = st.lists(INLINE, min_size=1, max_size=5).map(" ".join)
LEAF = st.one_of(
    st.builds("<p>{}</p>".format, RUN),
    st.builds("<div>{}</div>".format, RUN),
    RUN,
    st.sampled_from(NOTICES).map("<p>{}</p>".format),
    st.builds("<p>{} {}</p>".format, SENTENCE, st.sampled_from(NOTICES)),
    st.builds("<h{0}>{1}</h{0}>".format, st.integers(1, 6), RUN),
    st.builds("<pre class='language-x'>\n{}\n</pre>".format, RUN),
    st.builds("<figure>{}<figcaption>{}</figcaption></figure>".format, RUN, RUN),
    st.builds("<table><tr><td>{}<th>{}</table>".format, RUN, RUN),
    st.builds("<ul><li>{}<li>{}</ul>".format, RUN, RUN),
    st.sampled_from(
        [
            "<hr>", "<p>&nbsp;</p>", "<script>x</script>", "<style>p{}</style>", "<p>",
            "</div>", "<iframe src='https://www.youtube.com/embed/abcdefg'></iframe>",
            "<div class='share-buttons'><a href='/s'>Share</a></div>", "<h2>Disclaimer</h2>",
            "<p>May 30, 2026 · 9 min read</p>", "<p>Read more</p>", "<p>Jane Roe</p>",
            "<svg><p>x</p></svg>", "<form><p>Sign up</p></form>", "<video><source src=/v>",
            "<details><summary>More</summary>text</details>", "<h1>The title</h1>",
            "<aside class='disclaimer'>Consult your doctor.</aside>", "<noscript>",
        ]
    ),
)  # fmt: skip
BODY = st.recursive(
    LEAF,
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format,
        st.sampled_from(
            ["div", "blockquote", "section", "a", "b", "center", "li", "x-y"]
        ),
        st.lists(inner, min_size=1, max_size=4).map("".join),
    ),
    max_leaves=6,
)
BODIES = st.lists(BODY, max_size=6).map("\n".join)


def raw_entry(body: str) -> RawEntry:
    return RawEntry(
        key="k",
        url="https://site.example/notes/a/",
        base="https://site.example/notes/a/",
        title="The title",
        body=body,
    )


def like(article: Article, body: str) -> RawEntry:
    """What a source would say that shows one of our items as its article."""
    return RawEntry(
        key=article.id,
        url=article.url,
        base=article.url,
        title=article.title,
        body=body,
        authors=article.authors,
    )
