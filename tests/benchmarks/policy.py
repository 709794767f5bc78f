"""The policy beside what most tools do instead: gluing a footer to every article.

    python tests/benchmarks/policy.py --articles 10000 --rounds 5

Both run in one process, turn about, so that what else the machine does hits both. The
ratio of each round is taken before the median, and both times are shown beside it.
"""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from syndicator import policy
from syndicator.model import Article, Channel, Disclaimer, Item, LinkRules, Site
from syndicator.policy.rule import Terms
from syndicator.render import body
from syndicator.render.frame import Place

SITE = Site(title="Lab", url="https://lab.example/")
PLACE = Place(site=SITE, base_url="https://feeds.example/")
CHANNEL = Channel(medium="email", name="weekly", issue="2026-05-30")
RESEARCH = "This article is for information only."
PAID = "This article contains links to {supplier}, who pay us a commission."
TERMS = Terms(
    site=SITE,
    disclaimers=(
        Disclaimer(kind="research", text=RESEARCH, always=True),
        Disclaimer(kind="commercial", text=PAID, commercial=True),
        Disclaimer(kind="ai", text="Drafted with help.", tags=("drafted",)),
    ),
    links=LinkRules(commercial=("shop.example",)),
)
FOOTER = f"<p>{RESEARCH}</p><p>{PAID}</p>"
AT = datetime(2026, 5, 30, tzinfo=UTC)
PARAGRAPH = (
    "<p>Nine jars stood a hundred days at three temperatures, and every one of them was"
    " fed at the same hour with the same flour from one batch of the mill.</p>"
)


def article(number: int) -> Article:
    """Twelve paragraphs; every second article sells something."""
    shop = '<p>Jars: <a href="https://shop.example/jar?aff=7">a shop</a>.</p>'
    own = f'<p>See <a href="https://lab.example/{number}">more</a>.</p>'
    return Article(
        id=f"urn:{number}",
        source="lab",
        key=str(number),
        url=f"https://lab.example/a/{number}",
        title=f"A hundred days of sourdough, part {number}",
        body=PARAGRAPH * 12 + own + shop * (number % 2),
        summary="Nine jars.",
        published=AT,
        updated=AT,
    )


def glue(articles: Sequence[Article]) -> int:
    return sum(len(a.body + FOOTER) for a in articles)


def apply(articles: Sequence[Article]) -> int:
    items = (policy.apply(a, CHANNEL, TERMS, n) for n, a in enumerate(articles, 1))
    return sum(isinstance(item, Item) for item in items)


def apply_and_draw(articles: Sequence[Article]) -> int:
    items = (policy.apply(a, CHANNEL, TERMS, n) for n, a in enumerate(articles, 1))
    return sum(len(body.full_html(PLACE, i)) for i in items if isinstance(i, Item))


WAYS: tuple[Callable[[Sequence[Article]], int], ...] = (glue, apply, apply_and_draw)


def seconds(way: Callable[[Sequence[Article]], int], articles: list[Article]) -> float:
    start = perf_counter()
    way(articles)
    return perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    articles = [article(n) for n in range(asked.articles)]
    rounds = [[seconds(way, articles) for way in WAYS] for _ in range(asked.rounds)]
    print(f"{asked.articles} articles, {asked.rounds} rounds, medians")
    for number, way in enumerate(WAYS):
        each = median(times[number] for times in rounds) / asked.articles
        ratio = median(times[number] / times[0] for times in rounds)
        print(f"{way.__name__:16}{each * 1e6:12.2f} µs/article{ratio:12.1f} ×")


if __name__ == "__main__":
    main()
