"""Hubs: told of what has changed, once it is live, and again where they could not be."""

from dataclasses import replace

import pytest
from world import LAB, page

from syndicator.errors import PublishError
from syndicator.pipeline import announce
from syndicator.pipeline.announce import hub_name

HUB, OTHER = "https://hub.example/", "https://other.example/"
FEEDS = "https://feeds.example/feeds/"
ALL = [f"{FEEDS}all.{s}" for s in ("atom", "json", "rss")]
SLEEP = [f"{FEEDS}sleep.{s}" for s in ("atom", "json", "rss")]


class Hubs:
    """Keeps what each hub was told; those in `down` fail."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.asked = 0
        self.down: set[str] = set()

    def announce(self, hub: str, topic: str) -> None:
        self.asked += 1
        if hub in self.down:
            raise PublishError("no answer")
        self.told.append((hub, topic))

    def topics(self, hub: str = HUB) -> list[str]:
        found = [topic for told, topic in self.told if told == hub]
        self.told = [each for each in self.told if each[0] != hub]
        return found


@pytest.fixture
def hubs() -> Hubs:
    return Hubs()


@pytest.fixture
def told(world, hubs):
    """Make one pass with these hubs; return what could not be told."""

    def told(*named: str):
        world.change(site=replace(world.plan.site, hubs=named))
        report = world.run()
        return announce(world.plan, world.store, hubs, report.written, world.now)

    world.fetcher.folders["lab"] = {"a.html": page("Alpha", tags=("sleep",))}
    return told


def waiting(world) -> list[str]:
    return [p.subject for p in world.store.problems() if p.source == hub_name(HUB)]


def test_hub_is_told_of_every_feed_and_of_nothing_else(told, hubs):
    assert told(HUB) == ()
    assert hubs.topics() == ALL + SLEEP


def test_hub_is_told_of_what_has_changed_only(world, told, hubs):
    told(HUB)
    hubs.told.clear()
    assert (told(HUB), hubs.asked) == ((), 6)
    world.fetcher.folders[LAB.name]["b.html"] = page("Beta")
    told(HUB)
    assert hubs.topics() == ALL


def test_archive_page_is_no_topic(world, told, hubs):
    told(HUB)
    hubs.told.clear()
    paths = ["feeds/all/archive/1.rss", "feeds/all/sleep.rss", "feeds/all.html"]
    announce(world.plan, world.store, hubs, paths, world.now)
    assert hubs.topics() == [f"{FEEDS}all/sleep.rss"]


def test_hub_that_fails_is_told_with_the_next_pass(world, told, hubs):
    hubs.down = {HUB}
    failed = told(HUB, OTHER)
    assert [p.subject for p in failed] == ALL + SLEEP == waiting(world)
    assert failed[0].reason == "the hub was not told: no answer"
    assert hubs.topics(OTHER) == ALL + SLEEP
    hubs.down = set()
    assert told(HUB, OTHER) == ()
    assert hubs.topics() == ALL + SLEEP
    assert (hubs.topics(OTHER), waiting(world)) == ([], [])


def test_hub_that_keeps_failing_is_left_alone_for_now(told, hubs):
    hubs.down = {HUB}
    assert len(told(HUB)) == 6
    assert hubs.asked == 3


def test_hub_that_is_named_no_more_is_forgotten(world, told, hubs):
    hubs.down = {HUB}
    told(HUB)
    assert told() == ()
    assert waiting(world) == []
    assert hubs.told == []
