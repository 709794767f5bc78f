"""A real store, a publisher of real files, and a fake outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from world import NEWS, World, feed

from syndicator.publish.files import FilePublisher
from syndicator.store import open_store


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    store = open_store(f"sqlite:///{tmp_path}/state.db")
    public = tmp_path / "public"
    made = World(store, FilePublisher(public), public)
    made.fetcher.feeds[NEWS.url] = feed()
    made.fetcher.folders["lab"] = {}
    yield made
    store.close()
