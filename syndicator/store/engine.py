"""The database: opened, brought up to date, and each of its errors made a StoreError.

Transactions that write are one after the other on both databases: SQLite's by its own
lock, PostgreSQL's by an advisory one. So generations become visible in their order.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    QueuePool,
    Table,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from syndicator.errors import StoreError

SCHEMA = "0007"  # the newest of migrations/versions
CHUNK = 500  # values in one IN list

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

# Run once on each new connection.
_SESSION = {
    "sqlite": (
        "PRAGMA busy_timeout = 30000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
    ),
    "postgresql": ("SET timezone = 'UTC'", "SET lock_timeout = '30s'"),
}

# Advisory locks live beside those of other programs: this is our own number space.
LOCKS = int.from_bytes(b"synd")
WRITE_LOCK, RUN_LOCK = 1, 2
_BEGIN_WRITING = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": f"SELECT pg_advisory_xact_lock({LOCKS}, {WRITE_LOCK})",
}

# What the database's own words mean to the operator; the first that fits.
_ADVICE = (
    ("unable to open", "check that the folder exists and may be written to"),
    ("readonly", "make the file and its folder writable"),
    ("locked", "another program keeps the database locked: stop it, then run again"),
    ("lock timeout", "another program keeps a table locked: stop it, then run again"),
    ("full", "free some space, then run again"),
    ("no space", "free some space, then run again"),
    ("malformed", "the file is damaged: restore a backup"),
    ("not a database", "the file is something else: name another one"),
    ("no such table", "the database is not whole: restore a backup"),
    ("password", "check the user and the password in the store's URL"),
    (
        "does not exist",
        "check the names in the store's URL, and create what is missing",
    ),
    (
        "permission denied",
        "give the user of the store's URL all rights on the database",
    ),
    ("connect", "check that the server runs and that the store's URL names it"),
)
_VALUE_ADVICE = "the value cannot be stored, or was changed in the database by hand"
_USUAL_ADVICE = "run again; where it stays, restore a backup"


class Database:
    """An engine whose transactions raise StoreError; `name` holds no password."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = shown(engine.url)
        self.file = _file(engine.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Lend a connection that only reads; each statement sees what is then written."""
        with self.wrapped(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run one transaction that is written whole or, on any exception, not at all."""
        engine = self.engine.execution_options(writes=True)
        with self.wrapped(), engine.begin() as connection:
            yield connection

    @contextmanager
    def wrapped(self) -> Iterator[None]:
        """Turn what the database, or a row that cannot be read, raises into StoreError."""
        try:
            yield
        except (SQLAlchemyError, OSError, ValueError) as error:
            # The statement SQLAlchemy shows holds whole articles: its cause does not.
            cause = getattr(error, "orig", None) or error
            raise StoreError(f"{self.name}: {_explained(cause)}") from error


def open_database(url: str) -> Database:
    """Open the database at `url` and migrate it where it is behind."""
    parsed = _parsed(url)
    try:
        database = Database(_engine(parsed))
    except ImportError as error:
        raise StoreError(
            f"{shown(parsed)}: the driver for PostgreSQL is missing; "
            "install syndicator[postgres]"
        ) from error
    try:
        with database.wrapped(), _alone(database.file):
            _migrate(database)
    except StoreError:
        database.engine.dispose()
        raise
    return database


def shown(url: URL) -> str:
    """Return the URL fit for a message: without its password, wherever it stands."""
    return url.difference_update_query(["password"]).render_as_string()


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield the distinct values, sorted, in lists short enough for an IN."""
    distinct = sorted(set(values))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    keep: Sequence[str] = (),
) -> None:
    """Insert rows; where one is there already, set all but its columns in `keep`."""
    if not rows:
        return
    insert = _INSERT[connection.dialect.name](table)
    new = {
        column.name: insert.excluded[column.name]
        for column in table.columns
        if not column.primary_key and column.name not in keep
    }
    statement = (
        insert.on_conflict_do_update(index_elements=table.primary_key, set_=new)
        if new
        else insert.on_conflict_do_nothing()
    )
    connection.execute(statement, rows)


# ---------------------------------------------------------------- opening


@contextmanager
def _alone(file: Path | None) -> Iterator[None]:
    """Make a SQLite file's folder, and keep other openers out of it meanwhile.

    The first connection turns WAL on, and at that SQLite does not wait for others: of
    several that open a new file at once, some would find it locked.
    """
    if not file:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        return parsed.set(drivername=_DRIVERS[parsed.drivername])
    except (ArgumentError, KeyError, ValueError):
        # The cause would show the URL, and with it the password.
        scheme = url.partition(":")[0]
        raise StoreError(
            f"the store's URL ({scheme[:20]}:…) cannot be used; "
            "write sqlite:///folder/file.db or postgresql://user:password@host/database"
        ) from None


def _file(url: URL) -> Path | None:
    """The SQLite file; None for a database in memory or on a server."""
    on_disk = url.get_backend_name() == "sqlite" and url.database
    return Path(on_disk) if on_disk and on_disk != ":memory:" else None


def _engine(url: URL) -> Engine:
    options: dict[str, Any] = {"pool_pre_ping": True}
    if url.get_backend_name() == "sqlite":
        options = {
            "poolclass": QueuePool,
            "connect_args": {"check_same_thread": False},
        }
        if not _file(url):  # such a database lives as long as its one connection
            options |= {"pool_size": 1, "max_overflow": 0}
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _session(engine))
    event.listen(engine, "begin", _begin)
    return engine


def _session(engine: Engine) -> Any:
    dialect = engine.dialect.name

    def on_connect(connection: Any, _record: object) -> None:
        if dialect == "sqlite":
            connection.isolation_level = None  # BEGIN is ours to say: see _begin
        cursor = connection.cursor()
        for statement in _SESSION[dialect]:
            cursor.execute(statement)
        cursor.close()
        connection.commit()

    return on_connect


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(_BEGIN_WRITING[connection.dialect.name])


def _explained(cause: BaseException) -> str:
    message = str(cause).strip()
    advice = (advice for words, advice in _ADVICE if words in message.casefold())
    usual = _VALUE_ADVICE if isinstance(cause, ValueError) else _USUAL_ADVICE
    return f"{message.partition(chr(10))[0]}; {next(advice, usual)}"


# ---------------------------------------------------------------- migrating


def _migrate(database: Database) -> None:
    with database.read() as connection:
        version = _version(connection)
    if version == SCHEMA:
        return
    if version > SCHEMA:
        raise StoreError(
            f"{database.name}: written by a newer syndicator (schema {version}, "
            f"this one knows {SCHEMA}); install that version, or restore a backup"
        )
    with database.write() as connection:
        if _version(connection) < SCHEMA:  # nobody else was faster
            from syndicator.store.upgrade import upgrade  # costs half a second

            upgrade(connection)


def _version(connection: Connection) -> str:
    """The schema's version, "" of an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
