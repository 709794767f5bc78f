"""What feeds cost beside an unsafe f-string template, feedgen alone, and npm's generators.

    python tests/benchmarks/feeds.py --articles 5000 --rounds 5 --node path/node_modules

The ways run turn about, so that what else the machine does hits them alike: CPU seconds,
and of each round the ratio to the template, of which the median is told. The template
escapes and does nothing else: no cleaning, no policy, no second look.
"""

import argparse
import json
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from feedgen.feed import FeedGenerator

from syndicator import policy
from syndicator.model import (
    Article,
    Author,
    Channel,
    Disclaimer,
    Feed,
    Image,
    Item,
    LinkRules,
    RawEntry,
    Site,
    Source,
)
from syndicator.pipeline import Plan, emit, making, proof
from syndicator.ports import News
from syndicator.publish.files import FilePublisher
from syndicator.render import body
from syndicator.render.feeds import FORMATS
from syndicator.render.frame import Chain, FeedFrame
from syndicator.store import open_store

AT = datetime(2026, 5, 30, tzinfo=UTC)
PLAN = Plan(
    site=Site(title="Lab", url="https://lab.example/"),
    base_url="https://feeds.example/",
    sources=(Source(kind="folder", name="lab", url="https://lab.example/"),),
    feeds=(Feed(name="all", max_kilobytes=1_000_000),),
    disclaimers=(Disclaimer(kind="research", text="For information.", always=True),),
    links=LinkRules(commercial=("shop.example",)),
)
FRAME = FeedFrame(
    site=PLAN.site, base_url=PLAN.base_url, feed=PLAN.feeds[0], updated=AT
)
PARAGRAPH = (
    "<p>Nine jars stood a hundred days at three temperatures – from cool to warm –, and"
    " every one of them was fed at the same hour with the same flour from one batch of"
    ' the mill; for the method see <a href="https://lab.example/{n}/{p}">part {p} &amp;'
    " the notes</a>.</p>"
)


def article(number: int) -> Article:
    """Some 12 kB with forty links and a picture; every second article sells something."""
    shop = '<p>Jars: <a href="https://shop.example/jar?aff=7">a shop</a>.</p>'
    told = "".join(PARAGRAPH.format(n=number, p=part) for part in range(40))
    at = AT - timedelta(hours=number)
    return Article(
        id=f"urn:lab:{number}",
        source="lab",
        key=str(number),
        url=f"https://lab.example/a/{number}",
        title=f"A hundred days of sourdough & more, part {number}",
        body=told + shop * (number % 2),
        summary="Nine jars, a hundred days and three temperatures.",
        published=at,
        updated=at,
        authors=(Author(name="Ada Miller", url="https://lab.example/ada"),),
        tags=("sourdough", "method"),
        images=(
            Image(
                url=f"https://lab.example/{number}.jpg",
                alt="Nine jars",
                type="image/jpeg",
                width=1200,
                height=800,
                length=54321,
            ),
        ),
        lead=True,
    )


def under_policy(articles: Sequence[Article]) -> list[Item]:
    channel = Channel(medium="feed", name="all")
    found = (policy.apply(a, channel, PLAN.policy) for a in articles)
    return [item for item in found if isinstance(item, Item)]


# ---------------------------------------------------------------- the ways

Drawn = Sequence[tuple[Item, str]]  # an item, and what there is to say of it as HTML


def template_rss(items: Drawn) -> bytes:
    parts = []
    for item, content in items:
        a = item.article
        picture = a.images[0]
        tags = "".join(f"<category>{escape(tag)}</category>" for tag in a.tags)
        parts.append(
            f"<item><title>{escape(a.title)}</title><link>{escape(item.link)}</link>"
            f"<description>{escape(a.summary)}</description>"
            f"<content:encoded>{escape(content)}</content:encoded>"
            f'<guid isPermaLink="false">{a.id}</guid>'
            f"{tags}"
            f'<enclosure url="{escape(picture.url)}" length="{picture.length}"'
            f' type="{picture.type}"/>'
            f"<dc:creator>{escape(a.authors[0].name)}</dc:creator>"
            f"<pubDate>{a.published:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        )
    return f'<rss version="2.0"><channel>{"".join(parts)}</channel></rss>'.encode()


def template_atom(items: Drawn) -> bytes:
    parts = []
    for item, content in items:
        a = item.article
        picture = a.images[0]
        tags = "".join(f'<category term="{escape(tag)}"/>' for tag in a.tags)
        parts.append(
            f"<entry><id>{a.id}</id><title>{escape(a.title)}</title>"
            f"<updated>{a.updated.isoformat()}</updated>"
            f"<published>{a.published.isoformat()}</published>"
            f"<author><name>{escape(a.authors[0].name)}</name></author>"
            f'<link rel="alternate" href="{escape(item.link)}"/>'
            f'<link rel="enclosure" href="{escape(picture.url)}"/>'
            f"{tags}"
            f"<summary>{escape(a.summary)}</summary>"
            f'<content type="html">{escape(content)}</content></entry>'
        )
    return f"<feed>{''.join(parts)}</feed>".encode()


def template_json(items: Drawn) -> bytes:
    listed = [
        {
            "id": item.article.id,
            "url": item.link,
            "title": item.article.title,
            "content_html": content,
            "summary": item.article.summary,
            "image": item.article.images[0].url,
            "date_published": item.article.published.isoformat(),
            "date_modified": item.article.updated.isoformat(),
            "authors": [{"name": item.article.authors[0].name}],
            "tags": list(item.article.tags),
        }
        for item, content in items
    ]
    return json.dumps({"version": "1.1", "items": listed}, ensure_ascii=False).encode()


def _feedgen(items: Drawn) -> FeedGenerator:
    made = FeedGenerator()
    made.id(PLAN.base_url)
    made.title("Lab")
    made.description("Lab")
    made.link(href=PLAN.site.url)
    for item, content in items:
        a = item.article
        entry = made.add_entry(order="append")
        entry.id(a.id)
        entry.guid(a.id, permalink=False)
        entry.title(a.title)
        entry.link(href=item.link)
        entry.description(a.summary, isSummary=True)
        entry.content(content, type="html")
        entry.author(name=a.authors[0].name, email="a@lab.example")
        entry.category([{"term": tag} for tag in a.tags])
        picture = a.images[0]
        entry.enclosure(picture.url, picture.length, picture.type)
        entry.published(a.published)
        entry.updated(a.updated)
    return made


def ours(name: str) -> Callable[[Drawn], bytes]:
    """Cleaned, drawn from the policy's facts, escaped and spliced."""
    form = FORMATS[name]

    def build(items: Drawn) -> bytes:
        parts = [form.entry(FRAME, item, True) for item, _ in items]
        return form.document(FRAME, parts)

    return build


def ours_all(items: Drawn) -> list[bytes]:
    """Item by item, as the pipeline does it: formats share what is drawn of one."""
    forms = list(FORMATS.values())
    parts = [[form.entry(FRAME, item, True) for form in forms] for item, _ in items]
    columns = zip(*parts, strict=True)
    return [form.document(FRAME, p) for form, p in zip(forms, columns, strict=True)]


WAYS: Mapping[str, Mapping[str, Callable[[Drawn], Any]]] = {
    "RSS": {
        "template": template_rss,
        "syndicator": ours("rss"),
        "feedgen": lambda items: _feedgen(items).rss_str(),
    },
    "Atom": {
        "template": template_atom,
        "syndicator": ours("atom"),
        "feedgen": lambda items: _feedgen(items).atom_str(),
    },
    "JSON Feed": {"template": template_json, "syndicator": ours("json")},
    "All three": {
        "template": lambda items: [
            make(items) for make in (template_rss, template_atom, template_json)
        ],
        "syndicator": ours_all,
    },
}

# Run by Node beside its packages; prints the CPU seconds of each way, in one line.
_NODE = r"""
const fs = require('node:fs');
const items = JSON.parse(fs.readFileSync(process.argv[2]));
const time = (make) => {
  const start = process.cpuUsage();
  make();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};
const found = {};
const at = (item) => new Date(item.at);
try {
  const { generateRssFeed, generateAtomFeed, generateJsonFeed } = require('feedsmith');
  const rss = () => generateRssFeed({ title: 'Lab', link: 'https://lab.example/',
    description: 'Lab', items: items.map((i) => ({ title: i.title, link: i.url,
      description: i.summary, guid: { value: i.id, isPermaLink: false }, pubDate: at(i),
      categories: i.tags.map((name) => ({ name })), content: { encoded: i.html },
      dc: { creators: [i.author] },
      enclosures: [{ url: i.image, length: 54321, type: 'image/jpeg' }] })) });
  const atom = () => generateAtomFeed({ id: 'x', title: 'Lab', updated: at(items[0]),
    entries: items.map((i) => ({ id: i.id, title: i.title, updated: at(i),
      published: at(i), authors: [{ name: i.author }], summary: i.summary,
      content: i.html, categories: i.tags.map((term) => ({ term })),
      links: [{ href: i.url, rel: 'alternate' }, { href: i.image, rel: 'enclosure' }]
    })) });
  const json = () => JSON.stringify(generateJsonFeed({ title: 'Lab',
    items: items.map((i) => ({ id: i.id, url: i.url, title: i.title,
      content_html: i.html, summary: i.summary, date_published: at(i),
      authors: [{ name: i.author }], tags: i.tags, image: i.image })) }));
  found['RSS feedsmith'] = time(rss);
  found['Atom feedsmith'] = time(atom);
  found['JSON Feed feedsmith'] = time(json);
} catch (error) { if (error.code !== 'MODULE_NOT_FOUND') throw error; }
try {
  const { Feed } = require('feed');
  const filled = () => {
    const feed = new Feed({ title: 'Lab', id: 'x', link: 'https://lab.example/' });
    for (const i of items) feed.addItem({ title: i.title, id: i.id, link: i.url,
      description: i.summary, content: i.html, author: [{ name: i.author }], date: at(i),
      category: i.tags.map((name) => ({ name, term: name })),
      enclosure: { url: i.image, length: 54321, type: 'image/jpeg' } });
    return feed;
  };
  found['RSS feed'] = time(() => filled().rss2());
  found['Atom feed'] = time(() => filled().atom1());
  found['JSON Feed feed'] = time(() => filled().json1());
} catch (error) { if (error.code !== 'MODULE_NOT_FOUND') throw error; }
console.log(JSON.stringify(found));
"""


def node_seconds(modules: Path, items: Path) -> dict[str, float]:
    """ "FORMAT PACKAGE" → CPU seconds, of the packages that are there."""
    script = items.with_suffix(".cjs")
    script.write_text(_NODE, "utf-8")
    ran = subprocess.run(  # noqa: S603
        ["node", script, items],  # noqa: S607
        env={"NODE_PATH": str(modules), "PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    told: dict[str, float] = json.loads(ran.stdout)
    return told


# ---------------------------------------------------------------- measured


def seconds(make: Callable[[], object]) -> float:
    start = process_time()
    make()
    return process_time() - start


def compare(items: Drawn, rounds: int, modules: Path | None, folder: Path) -> None:
    """A whole feed from nothing, in each format, every way."""
    told = folder / "items.json"
    told.write_text(json.dumps([_plainly(*each) for each in items]), "utf-8")
    taken = [
        {
            f"{form} {name}": seconds(lambda way=way: way(items))
            for form, ways in WAYS.items()
            for name, way in ways.items()
        }
        | (node_seconds(modules, told) if modules else {})
        for _ in range(rounds)
    ]
    for form in WAYS:
        names = [name for name in taken[0] if name.startswith(f"{form} ")]
        for name in names:
            show(name, taken, name, f"{form} template", len(items))


def _plainly(item: Item, content: str) -> dict[str, object]:
    a = item.article
    return {
        "id": a.id,
        "url": item.link,
        "title": a.title,
        "summary": a.summary,
        "html": content,
        "tags": a.tags,
        "author": a.authors[0].name,
        "image": a.images[0].url,
        "at": a.published.isoformat(),
    }


def show(
    label: str, taken: Sequence[Mapping[str, float]], name: str, base: str, number: int
) -> None:
    each = median(times[name] for times in taken) / number
    ratio = median(times[name] / times[base] for times in taken)
    print(f"{label:44}{each * 1e6:10.1f} µs/item{ratio:10.3f} ×")


def rebuild(items: Sequence[Item], rounds: int, folder: Path) -> None:
    """All formats and the page of one feed of everything, through the kept fragments."""
    changed = list(items)
    middle = len(items) // 2
    taken: list[dict[str, float]] = []
    for number in range(rounds):
        old = items[middle].article
        new = replace(old, title=f"{old.title}, again {number}")
        changed[middle] = replace(items[middle], article=new)
        with closing(open_store(f"sqlite:///{folder}/rebuild-{number}.db")) as store:
            taken.append(
                {
                    name: seconds(
                        lambda what=what, store=store: making.feed_files(
                            PLAN, PLAN.feeds[0], Chain(), what, store
                        )
                    )
                    for name, what in (("cold", items), ("one", changed))
                }
            )
    show("one feed of all, cold, fragments kept", taken, "cold", "cold", len(items))
    show("  after one changed article", taken, "one", "cold", len(items))


def service(articles: Sequence[Article], rounds: int, folder: Path) -> None:
    """The whole of emit: store, policy, render, audit, files, an archive of everything."""
    taken: list[dict[str, float]] = []
    for number in range(rounds):
        times: dict[str, float] = {}
        for audited in (True, False):
            name = " with audit" if audited else " without"
            with _audit(audited):
                times |= _emits(articles, folder / f"{number}{name}", name)
        taken.append(times)
    for name in taken[0]:
        base = "cold" + name[name.index(" with") :]
        show(f"emit, {name}", taken, name, base, len(articles))


def _emits(articles: Sequence[Article], folder: Path, name: str) -> dict[str, float]:
    folder.mkdir()
    plan = replace(PLAN, feeds=(replace(PLAN.feeds[0], max_kilobytes=250),))
    now = AT + timedelta(days=1)
    with closing(open_store(f"sqlite:///{folder}/store.db")) as store:
        publisher = FilePublisher(folder / "public")

        def run() -> None:
            report = emit(plan, store, publisher, now)
            assert not report.faulty

        store.settle([_news(a, "new") for a in articles])
        times = {"cold": seconds(run)}
        middle = articles[len(articles) // 2]
        again = replace(middle, title=f"{middle.title}, again", updated=now)
        store.settle([_news(again, "changed")])
        times |= {"one changed": seconds(run), "nothing changed": seconds(run)}
    return {f"{key}{name}": value for key, value in times.items()}


def _news(settled: Article, kind: str) -> News:
    return News(
        kind="new" if kind == "new" else "changed",
        article=settled,
        raw=RawEntry(key=settled.key, url=settled.url),
        mark="1",
        said="1",
        recipe="1",
    )


@contextmanager
def _audit(wanted: bool) -> Iterator[None]:
    """Leave out the second look at each file, to see what it costs."""
    whole = proof.findings
    if not wanted:
        proof.findings = lambda *_: []
    try:
        yield
    finally:
        proof.findings = whole


def peaks(items: Drawn) -> None:
    """How much memory a document takes beyond its articles, in a process of its own."""
    for form, ways in WAYS.items():
        for name in ways:
            with get_context("fork").Pool(1) as pool:
                extra, size = pool.apply(_peak, (form, name, items))
            print(f"{f'{form} {name}, peak memory':44}{extra / size:10.2f} × the file")


def _peak(form: str, name: str, items: Drawn) -> tuple[int, int]:
    before = _most()
    made = WAYS[form][name](items)
    return _most() - before, max(map(len, [made] if type(made) is bytes else made))


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--node", type=Path, help="a node_modules with feedsmith, feed")
    asked = parser.parse_args()
    articles = [article(n) for n in range(asked.articles)]
    items = under_policy(articles)
    drawn = [(item, body.full_html(FRAME, item)) for item in items]
    modules = asked.node and asked.node.resolve()
    print(f"{asked.articles} articles, {asked.rounds} rounds, medians of CPU time")
    with tempfile.TemporaryDirectory() as folder:
        compare(drawn, asked.rounds, modules, Path(folder))
        rebuild(items, asked.rounds, Path(folder))
        service(articles, asked.rounds, Path(folder))
    peaks(drawn)


if __name__ == "__main__":
    main()
