"""URLs as text: resolved, compared, told apart by host, given parameters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator import urls

BASE = "https://site.example/notes/a.html"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("b", "https://site.example/notes/b"),
        ("/b", "https://site.example/b"),
        ("../b", "https://site.example/b"),
        ("//cdn.example/b", "https://cdn.example/b"),
        ("?q=1", "https://site.example/notes/a.html?q=1"),
        ("#x", "https://site.example/notes/a.html#x"),
        ("  b\n ", "https://site.example/notes/b"),
        ("b\tc", "https://site.example/notes/bc"),
        ("ein weg/ü", "https://site.example/notes/ein%20weg/%C3%BC"),
        ("b%20c", "https://site.example/notes/b%20c"),
        ("100%", "https://site.example/notes/100%25"),
        ("%zz", "https://site.example/notes/%25zz"),
        ('a"b<c>', "https://site.example/notes/a%22b%3Cc%3E"),
        ("https://bücher.example:80/ä", "https://xn--bcher-kva.example:80/%C3%A4"),
        ("https://x.example//a//b", "https://x.example//a//b"),
        ("https://x.example/?", "https://x.example/"),
        ("mailto:a b@x.example", "mailto:a%20b@x.example"),
        ("http://[", "http://["),
    ],
)
def test_absolute(reference: str, expected: str) -> None:
    assert urls.absolute(reference, BASE) == expected


@given(st.text(max_size=40))
def test_absolute_twice_is_absolute_once(reference: str) -> None:
    once = urls.absolute(reference, BASE)
    assert urls.absolute(once, BASE) == once
    assert once.isascii() or urls.split(once) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example", True),
        ("HTTP://X.EXAMPLE/a", True),
        ("http://[::1]/", True),
        ("http://", False),
        ("http:///a", False),
        ("http://a b/", False),
        ("http://a<b/", False),
        ("//x.example/a", False),
        ("ftp://x.example/", False),
        ("javascript://x.example/", False),
        ("http://x.example:port/", False),
        ("", False),
    ],
)
def test_is_web(url: str, expected: bool) -> None:
    assert urls.is_web(url) is expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://site.example/a", "https://www.site.example/a/", True),
        ("https://site.example/a/index.html", "https://site.example/a", True),
        ("https://SITE.example:443/a#part", "https://site.example/a", True),
        (
            "https://site.example/a?utm_source=x&id=1",
            "http://site.example/a?id=1",
            True,
        ),
        ("https://site.example/?fbclid=9", "https://site.example", True),
        ("https://site.example/a?id=1", "https://site.example/a?id=2", False),
        ("https://site.example/A", "https://site.example/a", False),
        ("https://site.example:8080/a", "https://site.example/a", False),
        ("https://sub.site.example/a", "https://site.example/a", False),
        ("https://m.site.example/a", "https://site.example/a", True),
        ("https://mobile.site.example/a", "https://www.site.example/a", True),
        ("https://amp.site.example/a", "https://site.example/a", True),
        ("https://m.example/a", "https://example/a", False),
        ("https://site.example/a/amp/", "https://site.example/a", True),
        ("https://site.example/a.amp.html", "https://site.example/a", True),
        ("https://site.example/a?outputType=amp", "https://site.example/a", True),
        ("https://site.example/a?amp=1&id=1", "https://site.example/a?id=1", True),
        ("https://site.example/amp", "https://site.example/", False),
        ("https://site.example/lamp", "https://site.example/l", False),
        ("https://site.example/a?amp=12", "https://site.example/a", False),
    ],
)
def test_key(one: str, other: str, same: bool) -> None:
    assert (urls.key(one) == urls.key(other)) is same


URLS = st.builds(
    "{}://{}{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTPS", "ftp"]),
    st.sampled_from(["a.example", "www.a.example", "www.", ".", "[::1]", "A.EXAMPLE."]),
    st.sampled_from(["", ":80", ":8080"]),
    st.lists(
        st.sampled_from(["/", "a", "//", "index.html", "%7e", "ä", ":"]), max_size=5
    )
    .map("".join)
    .map(lambda p: "/" + p),
    st.sampled_from(["", "?", "?a=1", "?utm_source=x", "?a=1&&utm_medium=y&b"]),
    st.sampled_from(["", "#", "#a"]),
)


@given(URLS)
def test_key_twice_is_key_once(url: str) -> None:
    assert urls.key(urls.key(url)) == urls.key(url)


@given(URLS)
def test_stripping_twice_is_stripping_once(url: str) -> None:
    once = urls.strip_tracking(url)
    assert urls.strip_tracking(once) == once
    assert not urls.host(url) or urls.key(once) == urls.key(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/?utm_source=a", "https://x.example/"),
        ("https://x.example/?id=1&UTM_Medium=a&b=2", "https://x.example/?id=1&b=2"),
        ("https://x.example/?gclid=1#part", "https://x.example/#part"),
        ("https://x.example/?a&&=&b=%20+", None),
        ("https://x.example/?", None),
        ("https://x.example/?utm_source=a&X-Amz-Signature=9", None),
        ("https://x.example/?utm_source=a&sig=9", None),
        ("https://x.example/?utm_source=a&Key-Pair-Id=9", None),
        ("https://x.example/?utm_source=a&access_token=9", None),
        ("https://x.example/?q=utm_source", None),
        ("mailto:a@x.example?subject=utm_source=a", None),
        ("http://[", None),
    ],
)
def test_strip_tracking(url: str, expected: str | None) -> None:
    assert urls.strip_tracking(url) == (url if expected is None else expected)


ADDED = "utm_source=weekly%20notes&utm_medium=email"


@pytest.mark.parametrize(
    ("before", "glue", "after"),
    [
        ("https://x.example", "?", ""),
        ("https://x.example/", "?", ""),
        ("https://x.example/a", "?", ""),
        ("https://x.example/a", "?", "#part"),
        ("https://x.example/a", "?", "#:~:text=so,far"),
        ("https://x.example/", "?", "#!/route?x=1"),
        ("https://x.example/a?", "", ""),
        ("https://x.example/a?id=1", "&", ""),
        ("https://x.example/a?id=1&", "", ""),
        ("https://x.example/a?flag", "&", "#"),
        ("https://x.example/a?a=1;b=2", "&", ""),
        ("https://x.example/a?q=a+b%20c", "&", ""),
        ("https://x.example/a?x[]=1&x[]=2", "&", ""),
        ("https://x.example/a?t=12:30&p=/a/b", "&", ""),
        ("https://x.example/a?b=2&a=1&b=1", "&", ""),
        ("https://x.example/ä?q=ü", "&", "#ö"),
        ("https://x.example/%7Ea/%e4", "?", ""),
        ("https://user:pw@x.example:8080/a", "?", ""),
        ("HTTPS://X.EXAMPLE/A", "?", ""),
        ("https://x.example/a?sourced=1", "&", ""),
        ("https://x.example/a;v=1", "?", ""),
    ],
)
def test_parameters_are_spliced_in(before: str, glue: str, after: str) -> None:
    parameters = {"utm_source": "weekly notes", "utm_medium": "email"}
    tagged = urls.add_parameters(before + after, parameters)
    assert tagged == before + glue + ADDED + after


@pytest.mark.parametrize(
    "url",
    [
        "mailto:a@x.example",
        "tel:+49",
        "/relative",
        "https://x.example/?utm_campaign=theirs",
        "https://x.example/?UTM_Source=theirs#a",
        "https://x.example/?ref=theirs",
        "https://x.example/?a=1&source=theirs",
        "https://x.example/?a=1;ref=theirs",
        "https://x.example/?X-Amz-Signature=9&X-Amz-Date=1",
        "https://x.example/?X-Goog-Algorithm=a",
        "https://x.example/?Signature=9&Key-Pair-Id=k",
        "https://x.example/?sig=9",
        "https://x.example/?hmac=9",
        "https://x.example/?token=9",
        "https://x.example/?u=*|UNIQID|*",
        "https://x.example/?u={{ subscriber.id }}",
        "https://x.example/[[link]]",
        "http://[",
    ],
)
def test_urls_that_are_left_alone(url: str) -> None:
    assert urls.add_parameters(url, {"utm_source": "weekly"}) == url


@pytest.mark.parametrize(
    ("url", "hosts", "expected"),
    [
        ("https://shop.example/a", ("shop.example",), True),
        ("https://www.shop.example/a", ("shop.example",), True),
        ("https://eu.shop.example./a", ("www.SHOP.example",), True),
        ("https://notshop.example/a", ("shop.example",), False),
        ("https://shop.example.evil.example/", ("shop.example",), False),
        ("https://shop.example/", ("",), False),
        ("/a", ("shop.example",), False),
    ],
)
def test_host_in(url: str, hosts: tuple[str, ...], expected: bool) -> None:
    assert urls.host_in(url, hosts) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Light at Night!", "light-at-night"),
        ("Über_uns & mehr", "über-uns-mehr"),
        ("e\u0301te\u0301", "été"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("قراءة العناوين", "قراءة-العناوين"),
        ("--", ""),
    ],
)
def test_slug(said: str, expected: str) -> None:
    assert urls.slug(said) == expected
    assert urls.slug(expected) == expected


@pytest.mark.parametrize(
    ("url", "query", "expected"),
    [
        ("https://a.example/x", "page=2", "https://a.example/x?page=2"),
        (
            "https://a.example/x?page=1&q=é#f",
            "page=2",
            "https://a.example/x?q=%C3%A9&page=2",
        ),
        ("https://a.example/x?f%5Ba%5D=1", "f[a]=2", "https://a.example/x?f[a]=2"),
        ("https://a.example/x?a=1&a=2&b", "a=3&a=4", "https://a.example/x?b&a=3&a=4"),
        ("https://a.example/x?a=1", "", "https://a.example/x?a=1"),
        ("https://a.example/x", "", "https://a.example/x"),
    ],
)
def test_with_query(url, query, expected):
    assert urls.with_query(url, query) == expected
    assert urls.with_query(expected, query) == expected


def test_filled():
    values = {"page": "2", "next": "a&b=c d/é"}
    assert urls.filled("p={page}&n={next}", values) == "p=2&n=a%26b%3Dc%20d%2F%C3%A9"
    assert urls.filled("q=*{title, {x}}&{page}", values) == "q=*{title, {x}}&2"


def test_place():
    assert urls.place(3, 1, 50) == {
        "page": "3",
        "offset": "100",
        "end": "150",
        "size": "50",
    }
    assert urls.place(0, 0, 50)["offset"] == "0"
