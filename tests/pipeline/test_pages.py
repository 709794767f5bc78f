"""Entries that are a part of their article, and the pages the rest is on."""

from dataclasses import replace

from world import NEWS, SENTENCE, World, feed, item

from syndicator.errors import FetchError
from syndicator.model import PageRules

HOME = "https://news.example/one"
TEASER = "The first jar was left at four degrees …"
LINES = [
    f"The {n} jar was left at four degrees for a hundred days, and fed every morning."
    for n in ("first", "second", "third", "fourth", "fifth", "sixth")
]


def page(lines: list[str], more: str = "") -> bytes:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>One</title>
        </head><body><nav><a href="/">Home</a></nav><main><article><h1>One</h1>
        <p class="who">By Nobody</p><div class="text">{text}</div>{more}</article></main>
        <aside><p>Buy our jars, they are the best there are.</p></aside>
        </body></html>""".encode()


def pager(*numbers: int) -> str:
    links = "".join(f'<a href="/one/{n}">{n}</a> ' for n in numbers)
    return f'<div class="pager">{links}</div>'


def teasing(world: World, text: str = TEASER) -> None:
    world.fetcher.feeds[NEWS.url] = feed(
        item("one", text=text, body=False, title="One")
    )
    world.fetcher.feeds[NEWS.url] = world.fetcher.feeds[NEWS.url].replace(
        "A teaser for one …".encode(), text.encode()
    )


def ruled(world: World, **settings: object) -> None:
    world.change(sources=(replace(NEWS, **settings), *world.plan.sources[1:]))


def test_an_entry_that_is_cut_off_is_completed_from_its_page(world: World) -> None:
    teasing(world)
    world.fetcher.pages[HOME] = page(LINES)
    assert world.kinds() == ["new"]
    body = world.article(HOME).body
    assert all(f"<p>{line}</p>" in body for line in LINES)
    assert "Buy our jars" not in body
    assert "Home" not in body


def test_an_entry_that_is_whole_is_not_followed(world: World) -> None:
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.fetcher.pages[HOME] = page(LINES)
    assert world.kinds() == ["new"]
    assert HOME not in world.fetcher.asked
    assert SENTENCE.strip() in world.article(HOME).body


def test_a_teaser_stands_where_its_page_cannot_be_had(world: World) -> None:
    teasing(world)
    world.fetcher.pages[HOME] = FetchError(HOME, "403 Forbidden")
    report = world.look()
    assert [n.kind for n in report.news] == ["new"]
    assert [p.reason for p in report.problems] == ["403 Forbidden"]


def test_a_page_that_shows_something_else_is_left(world: World) -> None:
    teasing(world, "Bread prices rise by a tenth in spring, say bakers everywhere …")
    world.fetcher.pages[HOME] = page(LINES)
    report = world.look()
    assert "something else" in report.problems[0].reason
    assert "jar was left" not in world.article(HOME).body


def test_further_pages_are_joined_in_order(world: World) -> None:
    teasing(world)
    world.fetcher.pages[HOME] = page(LINES[:2], pager(1, 2))
    world.fetcher.pages[f"{HOME}/2"] = page(LINES[2:4], pager(1, 2, 3))
    world.fetcher.pages[f"{HOME}/3"] = page(LINES[4:], pager(1, 2, 3))
    world.look()
    body = world.article(HOME).body
    assert [body.index(line) for line in LINES] == sorted(map(body.index, LINES))


def test_all_on_one_page_is_asked_for_once(world: World) -> None:
    teasing(world)
    everything = pager(1, 2) + '<a href="/one?page=all">All on one page</a>'
    world.fetcher.pages[HOME] = page(LINES[:2], everything)
    world.fetcher.pages[f"{HOME}?page=all"] = page(LINES)
    world.look()
    assert LINES[-1] in world.article(HOME).body
    assert f"{HOME}/2" not in world.fetcher.asked


def test_the_next_article_is_no_further_page(world: World) -> None:
    teasing(world)
    others = '<a rel="next" href="/two">Next</a> <a rel="next" href="/one-and-2">2</a>'
    world.fetcher.pages[HOME] = page(LINES, others)
    world.look()
    assert not {f"{NEWS.url}two", "https://news.example/two"} & set(world.fetcher.asked)
    assert not any("one-and" in url for url in world.fetcher.asked)


def test_pages_without_end_are_not_followed_without_end(world: World) -> None:
    teasing(world)
    world.fetcher.pages[HOME] = page(LINES, pager(*range(1, 99)))
    for n in range(2, 99):
        world.fetcher.pages[f"{HOME}/{n}"] = page([f"{n} {x}" for x in LINES], pager())
    world.look()
    assert len([u for u in world.fetcher.asked if u.startswith(HOME)]) == 10


def test_the_settings_overrule_the_judgement(world: World) -> None:
    rules = PageRules(body="aside", author=".who", strip=("nav",))
    ruled(world, follow=True, page=rules)
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.fetcher.pages[HOME] = page(LINES)
    teasing(world)
    world.look()
    article = world.article(HOME)
    assert "Buy our jars" in article.body
    assert "jar was left" not in article.body
    assert [a.name for a in article.authors] == ["Nobody"]
