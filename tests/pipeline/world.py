"""A small service to look at from outside, and the words its publishers say."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakes import InProcess, MemoryFetcher

from syndicator.model import Disclaimer, Feed, Letter, Site, Source
from syndicator.pipeline import EmitReport, Plan, SourceReport, emit, look, settle
from syndicator.pipeline.rereading import reread_all
from syndicator.pipeline.visit import Visit
from syndicator.ports import Publisher, Store

NEWS = Source(kind="feed", name="news", url="https://news.example/feed.xml")
LAB = Source(kind="folder", name="lab", url="https://lab.example/")
PLAN = Plan(
    site=Site(
        title="Lab Notes",
        url="https://lab.example/",
        postal_address="Lab Notes, 1 Example Street",
    ),
    base_url="https://feeds.example/",
    sources=(NEWS, LAB),
    feeds=(Feed(name="all"), Feed(name="sleep", tags=("sleep",))),
    letters=(Letter(name="weekly", unsubscribe="https://lab.example/leave"),),
    disclaimers=(Disclaimer(kind="research", text="For research only.", always=True),),
)
SENTENCE = "People who slept longer said that they felt better the day after. "


def page(
    title: str, *, date="2026-05-04", text=SENTENCE * 3, head="", tags=()
) -> bytes:
    """An article as a site shows it."""
    named = "".join(f'<meta property="article:tag" content="{t}">' for t in tags)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
        <title>{title}</title>{head}{named}
        <meta property="article:published_time" content="{date}T08:00:00Z"></head>
        <body><article><h1>{title}</h1><p>{text}</p></article></body></html>""".encode()


def feed(*items: str) -> bytes:
    return f"""<?xml version="1.0"?><rss version="2.0"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>News</title><link>https://news.example/</link>
        <description>News.</description>{"".join(items)}</channel></rss>""".encode()


def item(name: str, *, title="", text=SENTENCE * 3, day=4, body=True) -> str:
    said = f"<p>{text}</p>".replace("<", "&lt;")
    content = f"<content:encoded>{said}</content:encoded>" if body else ""
    return f"""<item><guid isPermaLink="false">{name}</guid>
        <title>{title or name.title()}</title>
        <link>https://news.example/{name}</link>
        <description>A teaser for {name} …</description>{content}
        <pubDate>Mon, {day:02} May 2026 08:00:00 GMT</pubDate></item>"""


@dataclass
class World:
    store: Store
    publisher: Publisher
    public: Path
    fetcher: MemoryFetcher = field(default_factory=MemoryFetcher)
    plan: Plan = PLAN
    now: datetime = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def change(self, **settings: object) -> None:
        self.plan = replace(self.plan, **settings)

    def later(self, **time: int) -> None:
        self.now += timedelta(**time)

    def look(self, name: str = "news") -> SourceReport:
        """Look at one source, an hour after the last time."""
        self.later(hours=1)
        source = next(s for s in self.plan.sources if s.name == name)
        outside = (self.fetcher, self.store, self.now, InProcess())
        return settle(look(source, self.store.state(name), self.plan, *outside))

    def reread(self, name: str = "news") -> list[str]:
        """Ask again for the pages of a source that are due; the kinds of news."""
        due = self.store.rechecks([name], self.now, 20)
        if not due:
            return []
        source = next(s for s in self.plan.sources if s.name == name)
        outside = (self.fetcher, self.store, self.now, InProcess())
        (report,) = reread_all([Visit(source, self.plan, *outside)], due)
        return [n.kind for n in report.news]

    def kinds(self, name: str = "news") -> list[str]:
        return [n.kind for n in self.look(name).news]

    def emit(self) -> EmitReport:
        return emit(self.plan, self.store, self.publisher, self.now)

    def run(self) -> EmitReport:
        for source in self.plan.sources:
            self.look(source.name)
        return self.emit()

    def article(self, text: str):
        (found,) = self.store.find(text)
        return found

    def read(self, path: str) -> str:
        return (self.public / path).read_text("utf-8")

    def files(self) -> dict[str, tuple[int, int]]:
        """Every published file, with what changes when it is written."""
        return {
            p.relative_to(self.public).as_posix(): (
                p.stat().st_ino,
                p.stat().st_mtime_ns,
            )
            for p in self.public.rglob("*")
            if p.is_file()
        }
