"""Laws of normalizing and deciding: clean whatever came, and no news the second time."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import BODIES, raw_entry

from syndicator import html, urls
from syndicator.decide import Candidate, Scene, Settling, recognise
from syndicator.model import Article, Author, Disclaimer, Draft, RawEntry, Site, Source
from syndicator.normalize import Terms, normalize
from syndicator.ports import Known

pytestmark = pytest.mark.slow  # a plain run stays short

SITE = Site(title="Meridian", url="https://site.example/")
SOURCE = Source(kind="feed", name="notes", url="https://site.example/feed")
TERMS = Terms(
    SITE,
    SOURCE,
    (
        Disclaimer(kind="research", text="We read studies, and we treat nobody."),
        Disclaimer(kind="commercial", text="There are paid links below."),
    ),
)
NOW = datetime(2026, 5, 30, 9, tzinfo=UTC)
CALM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
JANE = (Author(name="Jane Roe"),)


def draft_of(body: str, title: str = "The title") -> Draft:
    return normalize(replace(raw_entry(body), title=title, authors=JANE), TERMS)


@CALM
@given(BODIES)
def test_normalizing_what_came_out_changes_nothing(body: str) -> None:
    once = draft_of(body)
    twice = draft_of(once.body, once.title)
    assert twice.body == once.body
    assert twice.statements == ()
    assert twice.digest == once.digest


@CALM
@given(BODIES)
def test_what_comes_out_is_clean(body: str) -> None:
    draft = draft_of(body)
    assert html.sanitize(draft.body) == draft.body
    soup = BeautifulSoup(draft.body, "html.parser")
    for tag in soup.find_all(True):
        assert tag.name in html.TAGS
        assert not any(name.startswith("on") or name == "style" for name in tag.attrs)
        for name in ("href", "src", "cite", "poster"):
            address = tag.get(name)
            assert address is None or urls.is_web(address) or ":" in address[:8]
    links = [a["href"] for a in soup.find_all("a")]
    assert not any("utm_" in a and "sig=" not in a for a in links)


@CALM
@given(BODIES)
def test_what_comes_out_is_well_formed(body: str) -> None:
    """An XML parser takes it, once void tags and names are spelt its way."""
    spelt = re.sub(
        r"<(br|hr|img|source|wbr)\b([^>]*)>", r"<\1\2/>", draft_of(body).body
    )
    etree.fromstring(f"<x>{spelt.replace('&nbsp;', '&#160;')}</x>")


@CALM
@given(BODIES)
def test_pictures_stand_alone_and_are_described(body: str) -> None:
    draft = draft_of(body)
    soup = BeautifulSoup(draft.body, "html.parser")
    shown = [i["src"] for i in soup.find_all("img")]
    assert shown == [i.url for i in draft.images if i.url]
    assert all(len(f.find_all("img")) <= 1 for f in soup.find_all("figure"))
    assert all(i.parent.name == "figure" for i in soup.find_all("img"))
    assert len(set(shown)) == len(shown)


@CALM
@given(BODIES)
def test_headings_start_at_two_and_skip_none(body: str) -> None:
    soup = BeautifulSoup(draft_of(body).body, "html.parser")
    levels = [int(h.name[1]) for h in soup.find_all(re.compile(r"^h\d$"))]
    assert all(b <= a + 1 for a, b in zip([1, *levels], levels, strict=False))


@CALM
@given(st.text(max_size=120))
def test_any_text_is_a_body(body: str) -> None:
    draft = draft_of(body)
    assert draft_of(draft.body, draft.title).body == draft.body


# ---------------------------------------------------------------- deciding


class Shelf:
    """A store's memory of one source, as far as deciding goes: nothing is forgotten."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}

    def take(self, entries: Sequence[RawEntry], now: datetime) -> list[str]:
        """Ingest; return the kinds of news."""
        kinds = []
        for raw in entries:
            draft = normalize(raw, TERMS)
            candidate = Candidate(draft=draft, raw=raw, mark="", recipe="")
            scene = Scene(self._lookup(draft), present={raw.key})
            settling = Settling(SITE, now, names=scene.known)
            settling.take(*recognise([candidate], scene))
            (news,) = settling.news
            kinds.append(news.kind)
            each = Known(article=news.article, mark="", said=news.said, recipe="")
            self.known[f"key:{news.article.key}"] = each
            self.known[f"url:{urls.key(news.article.url)}"] = each
        return kinds

    def _lookup(self, draft: Draft) -> dict[str, Known]:
        by_key = self.known.get(f"key:{draft.key}")
        by_url = self.known.get(f"url:{urls.key(draft.url)}")
        found = {f"key:{draft.key}": by_key, f"url:{draft.url}": by_url}
        return {name: known for name, known in found.items() if known}

    def newest(self, raw: RawEntry) -> Article:
        return self.known[f"key:{raw.key}"].article


EDITS = st.sampled_from(
    [
        lambda r: replace(r, title=r.title + "!"),
        lambda r: replace(r, body=r.body + "<p>More words.</p>"),
        lambda r: replace(r, published="2020-01-01T00:00:00Z"),
        lambda r: replace(r, published=""),
        lambda r: replace(r, updated="2026-05-30T12:00:00Z"),
        lambda r: replace(r, url=r.url.replace("http:", "https:")),
        lambda r: replace(
            r, url=r.url.rstrip("/") if r.url.endswith("/") else r.url + "/"
        ),
        lambda r: replace(r, url=r.url.replace("://site", "://www.site")),
        lambda r: replace(r, url=f"{r.url}?utm_source=feed"),
        lambda r: replace(r, key=urls.key(r.url)),
        lambda r: replace(r, tags=(*r.tags, "sleep")),
        lambda r: replace(r, authors=()),
    ]
)
FIRST = RawEntry(
    key="k",
    url="http://site.example/notes/a",
    base="http://site.example/notes/a",
    title="Sleep",
    body="<p>Words.</p>",
    published="2026-05-29T09:00:00Z",
)


@CALM
@given(st.lists(EDITS, max_size=8))
def test_id_and_date_never_move(edits: list) -> None:  # type: ignore[type-arg]
    shelf, raw = Shelf(), FIRST
    shelf.take([raw], NOW)
    first = shelf.newest(raw)
    for hours, edit in enumerate(edits, 1):
        before = shelf.newest(raw)
        raw = edit(raw)
        now = NOW + timedelta(hours=hours)
        (kind,) = shelf.take([raw], now)
        settled = shelf.newest(raw)
        assert kind in ("changed", "refreshed", "same")
        assert (settled.id, settled.published) == (first.id, first.published)
        assert settled.updated >= before.updated
        assert (settled.updated != before.updated) <= (kind == "changed")
        assert shelf.take([raw], now + timedelta(minutes=1)) == ["same"]


@CALM
@given(BODIES)
def test_ingesting_the_same_twice_is_no_news(body: str) -> None:
    shelf = Shelf()
    assert shelf.take([raw_entry(body)], NOW) == ["new"]
    assert shelf.take([raw_entry(body)], NOW + timedelta(days=1)) == ["same"]
