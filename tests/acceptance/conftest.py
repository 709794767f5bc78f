"""The demo, as copied and as published."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from service import Process, Service, copied


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return copied(tmp_path)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """The demo after one `once`; not to be changed."""
    made = copied(tmp_path_factory.mktemp("first"))
    result = made.run("once")
    assert result.returncode == 0, result.stderr
    return made


@pytest.fixture
def published(first: Service, service: Service) -> Service:
    """A copy of it, its own store and files included."""
    for name in ("store", "public"):
        shutil.copytree(first.folder / name, service.folder / name)
    return service


@pytest.fixture
def started(service: Service) -> Iterator[list[Process]]:
    """Processes that are killed at the end, should they still be there."""
    processes: list[Process] = []
    yield processes
    for process in processes:
        process.kill()
