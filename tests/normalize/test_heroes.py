"""Which picture stands for an article: a case is a page that says so in its first lines."""

import re
from pathlib import Path

import pytest

from syndicator.model import Site, Source
from syndicator.normalize import Terms, normalize
from syndicator.parse import parse_page
from syndicator.ports import Document

PAGES = sorted((Path(__file__).parent / "heroes").glob("*.html"))
TERMS = Terms(
    Site(title="Lab", url="https://lab.example/"),
    Source(kind="feed", name="lab", url="https://lab.example/feed.xml"),
    (),
)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_hero(page: Path) -> None:
    body = page.read_bytes()
    expected = re.match(rb"<!-- hero: (\S+)", body)
    assert expected
    url = "https://lab.example/sleep"
    document = Document(name=url, url=url, body=body, media_type="text/html")
    draft = normalize(parse_page(document).entry, TERMS)
    shown = [image.url for image in draft.images]
    assert (shown[:1] or ["none"]) == [expected[1].decode()]
    assert len(set(shown)) == len(shown)
