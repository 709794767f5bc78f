"""The ways through sitemaps and lists: what is asked, and what is remembered of it."""

from datetime import UTC, datetime

from syndicator.model import Found, Listed, RawEntry, Request, Source, Walk
from syndicator.walk import WALKERS

SITE = "https://site.example/"
INDEX = f"{SITE}sitemap.xml"
DAY = datetime(2026, 5, 1, tzinfo=UTC)


def index(**children):
    """An index of children by name, each with when it changed."""
    listed = (Listed(url=f"{SITE}{n}.xml", updated=at) for n, at in children.items())
    return Found(documents=tuple(listed))


class Sitemap:
    """A source of kind sitemap from look to look."""

    def __init__(self):
        self.cursor = ""

    def walk(self, **more):
        return Walk(
            source=Source(kind="sitemap", url=INDEX), cursor=self.cursor, **more
        )

    def conditional(self):
        (request,) = WALKERS["sitemap"].first(self.walk())
        return request.conditional

    def asked(self, found, **more):
        """What a look asks behind the index, "name" or "name past"."""
        walk, top = self.walk(**more), Request(url=INDEX)
        requests = WALKERS["sitemap"].then(walk, top, found)
        self.cursor = WALKERS["sitemap"].cursor(walk, top, found) or self.cursor
        names = (r.url.removeprefix(SITE).removesuffix(".xml") for r in requests)
        parts = ("" if r.part == "child" else f" {r.part}" for r in requests)
        return [name + part for name, part in zip(names, parts, strict=True)]


def month(n, clock="T08:00:00Z"):
    return f"2026-{n:02}-01{clock}"


def test_of_an_index_only_what_has_changed_is_asked():
    sitemap = Sitemap()
    assert sitemap.asked(index(a=month(1), b=month(2))) == ["b", "a"]
    assert sitemap.conditional()
    assert sitemap.asked(index(a=month(1), b=month(2))) == []
    assert sitemap.asked(index(a=month(1), b=month(3), c=month(4))) == ["c", "b"]
    assert sitemap.asked(index(a="2099-01-01T00:00:00Z", b=month(3), c=month(4))) == [
        "a"
    ]
    assert sitemap.asked(index(a=month(1), b=month(3), c=month(4))) == ["a"]


def test_children_beyond_the_newest_are_the_past():
    sitemap = Sitemap()
    children = {f"c{n}": month(n) for n in range(1, 13)}
    assert sitemap.asked(index(**children)) == [f"c{n}" for n in range(12, 2, -1)]
    children |= {"c1": month(1, "T09:00:00Z"), "c3": month(3, "T09:00:00Z")}
    assert sitemap.asked(index(**children)) == ["c3", "c1 past"]
    assert sitemap.asked(index(**children)) == []


def test_a_child_that_does_not_tell_is_asked_each_time():
    sitemap = Sitemap()
    assert sitemap.asked(index(a="", b="")) == ["b", "a"]  # numbers count up
    assert not sitemap.conditional()
    assert sitemap.asked(index(a="", b="")) == ["b", "a"]
    sitemap = Sitemap()
    days = {"a": "2026-05-03", "b": "2026-05-04", "c": "2026-05-04T08:00:00Z"}
    assert sitemap.asked(index(**days)) == ["c", "b", "a"]
    assert not sitemap.conditional()
    assert sitemap.asked(index(**days)) == ["b"]  # today may not be over


def test_an_index_below_an_index_is_followed_once_more():
    sitemap = Sitemap()
    sitemap.asked(index(a=month(1)))
    below = Request(url=f"{SITE}a.xml", part="child")
    (request,) = WALKERS["sitemap"].then(sitemap.walk(), below, index(z=month(1)))
    assert (request.url, request.part) == (f"{SITE}z.xml", "child")
    assert WALKERS["sitemap"].cursor(sitemap.walk(), below, index(z=month(1))) == ""


def test_the_whole_past_is_all_children_since_then():
    sitemap = Sitemap()
    sitemap.asked(index(a=month(1)))
    before = sitemap.cursor
    children = {f"c{n}": month(n) for n in range(1, 13)}
    assert len(sitemap.asked(index(**children), deep=True)) == 12
    since = {"deep": True, "since": DAY}
    assert sitemap.asked(index(a=month(4), b=month(6), c=""), **since) == ["b", "c"]
    assert sitemap.cursor == before


def pages(known=(), found=("one", "two"), part="", next="2", **more):
    """Which page a list's walk asks next, and as which."""
    source = Source(kind="listing", url=f"{SITE}notes/")
    keys = frozenset(f"site.example/{name}" for name in known)
    walk = Walk(source=source, known=keys, **more)
    entries = (RawEntry(url=f"{SITE}{n}", published="2026-04-30") for n in found)
    answer = Found(entries=tuple(entries), next=next and f"{SITE}notes/?page={next}")
    asked = Request(url=source.url, part=part)
    return [r.part for r in WALKERS["listing"].then(walk, asked, answer)]


def test_a_list_is_followed_while_everything_is_new():
    assert pages() == ["2"]
    assert pages(known=["one"]) == []
    assert pages(known=["one", "two"], unfinished=True) == ["2"]
    assert pages(next="") == []
    assert pages(found=()) == []
    assert pages(part="4") == ["5"]
    assert pages(part="5") == []


def test_the_whole_past_of_a_list_is_all_its_pages_since_then():
    assert pages(deep=True, known=["one", "two"], part="77") == ["78"]
    assert pages(deep=True, since=DAY) == []
    assert pages(deep=True, since=datetime(2026, 4, 1, tzinfo=UTC)) == ["2"]
