"""Which way of reading a site is the better one, by what the ways gave."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from syndicator.discover import ranked
from syndicator.model import Author, Candidate, Draft, Image, Source, Trial

AT = datetime(2026, 5, 4, 8, tzinfo=UTC)
ARTICLE = Draft(
    source="site",
    key="a",
    url="https://site.example/a",
    title="A",
    body="",
    summary="",
    words=600,
    published=AT,
    images=(Image(url="https://site.example/a.jpg"),),
    authors=(Author(name="Ada"),),
)


def trial(kind: str, words: int = 600, **said: object) -> Trial:
    article = replace(ARTICLE, words=words)
    plain = Trial(
        candidate=Candidate(source=Source(kind=kind), reason=""),
        articles=(article,) * 3,
        entries=10,
        told=3,
        edits=True,
    )
    return replace(plain, **said)


API = trial("wordpress", entries=100, deletions=True)
WHOLE = trial("feed")
CUT = trial("feed", told=0, edits=False)
SITEMAP = trial("sitemap", told=0, entries=5000)
LISTING = trial("listing", told=0, edits=False, entries=30)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (API, WHOLE),
        (WHOLE, SITEMAP),
        (SITEMAP, LISTING),
        (WHOLE, CUT),
        # What a page's furniture adds to its words is no better text.
        (WHOLE, replace(SITEMAP, articles=(replace(ARTICLE, words=700),) * 3)),
        # An API that leaves the text out is of no use where the pages have it.
        (CUT, trial("json", articles=(replace(ARTICLE, words=9, images=()),) * 3)),
        (SITEMAP, trial("feed", words=0, told=0, entries=0)),
        (LISTING, replace(API, articles=(), error="404")),
    ],
)
def test_order(better, worse):
    assert [t.candidate for t in ranked([worse, better])] == [
        better.candidate,
        worse.candidate,
    ]


def test_of_two_that_are_alike_the_first_counts():
    atom, rss = (replace(WHOLE, requests=n) for n in (1, 2))
    assert [t.requests for t in ranked([rss, atom])] == [2, 1]
    assert ranked([]) == ()


def test_a_score_is_of_a_hundred():
    perfect = replace(ARTICLE, tags=("tea",))
    (found,) = ranked([replace(API, articles=(perfect,) * 3)])
    assert found.score == 100
