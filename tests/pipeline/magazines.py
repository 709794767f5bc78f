"""A magazine as a source, over real HTTP: what a look brings, and what it asks for."""

from collections.abc import Iterator
from contextlib import contextmanager

from magazine import Magazine
from servers import Server
from world import World

from syndicator.fetch import Fetchers
from syndicator.model import Source


@contextmanager
def read_by(
    world: World, made: Magazine, kind: str, path: str, stories: int
) -> Iterator[Magazine]:
    """Some stories, an hour apart, and a source that reads them."""
    for n in range(stories):
        made.add(f"Story {n}")
    with Server(made.answers) as server:
        source = Source(
            kind=kind,
            name="magazine",
            url=server.url + path,
            images="link",
            allow_networks=("127.0.0.0/8",),
        )
        world.change(sources=(source,))
        world.fetcher = Fetchers(version="0", contact="https://lab.example/")
        made.server = server
        yield made
        world.fetcher.close()


def paths(magazine: Magazine) -> list[str]:
    """What was asked for since the last time."""
    found = magazine.server.paths()
    magazine.server.requests.clear()
    return found


def look(world: World, magazine: Magazine) -> list[str]:
    """What a look an hour later brings, as "kind slug"."""
    report = world.look("magazine")
    magazine.now = world.now
    assert report.error == ""
    news = (n for n in report.news if n.kind != "same")
    return sorted(f"{n.kind} {n.article.url.rpartition('/')[2]}" for n in news)
