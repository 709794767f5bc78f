"""Words of a text copy become the links they were."""

import pytest

from syndicator import html
from syndicator.normalize import phrases


@pytest.mark.parametrize(
    ("body", "linked"),
    [
        ("<p>See our hub now.</p>", '<p>See <a href="U">our hub</a> now.</p>'),
        ("<p>See Our\n Hub.</p>", '<p>See <a href="U">Our\n Hub</a>.</p>'),
        (
            "<p>our hub, our hub</p>",
            '<p><a href="U">our hub</a>, our hub</p>',
        ),
        (
            "<h2>our hub</h2><p>our hub</p>",
            '<h2>our hub</h2><p><a href="U">our hub</a></p>',
        ),
        ('<p><a href="X">our hub</a></p>', '<p><a href="X">our hub</a></p>'),
        ("<p>our hubs</p>", "<p>our hubs</p>"),
        ("<pre>our hub</pre>", "<pre>our hub</pre>"),
    ],
)
def test_first_mention_in_running_text_is_linked(body: str, linked: str) -> None:
    tree = html.fragment(body)
    phrases.link(tree, {"our hub": "U"})
    assert html.inner(tree) == linked
