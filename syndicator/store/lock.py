"""One run at a time: a lock that names its holder, and that dies with it."""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, text

from syndicator.errors import Busy
from syndicator.store.engine import LOCKS, RUN_LOCK, Database


def lock(database: Database, holder: str) -> AbstractContextManager[None]:
    """Hold `database` in the name of `holder`, or raise Busy at once."""
    if database.file:
        return _file_lock(database, database.file, holder)
    if database.engine.dialect.name == "postgresql":
        return _advisory_lock(database, holder)
    return nullcontext()  # a database in memory is its process's own


def _busy(database: Database, holder: str) -> Busy:
    who = holder or "another run"
    return Busy(f"{database.name}: {who} is at work; wait for it to end, or stop it")


@contextmanager
def _file_lock(database: Database, path: Path, holder: str) -> Iterator[None]:
    """flock(2) on a file beside the database: freed even by kill -9.

    The file stays: where it was removed, two runs could each lock their own.
    """
    with database.wrapped():
        file = path.with_name(f"{path.name}.lock").open(
            "a+", encoding="utf-8", errors="backslashreplace"
        )
    with file:
        with database.wrapped():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise _busy(database, file.read()) from None
            file.truncate(0)
            file.write(holder)
            file.flush()
        yield


@contextmanager
def _advisory_lock(database: Database, holder: str) -> Iterator[None]:
    """An advisory lock on a connection of its own: it ends with the connection."""
    with database.wrapped():
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        connection = engine.connect()
    connection.detach()  # closing it really closes it
    with connection:
        with database.wrapped():
            _acquire(database, connection, holder)
        yield


def _acquire(database: Database, connection: Connection, holder: str) -> None:
    key = {"space": LOCKS, "number": RUN_LOCK}
    if not connection.scalar(text(_TRY), key):
        raise _busy(database, connection.scalar(text(_WHO), key) or "")
    connection.execute(text(_NAME), {"holder": holder.replace("\0", "")})


_TRY = "SELECT pg_try_advisory_lock(:space, :number)"
# The server keeps 63 bytes of it, and of those the printable ASCII ones.
_NAME = "SELECT set_config('application_name', :holder, false)"
_WHO = """
    SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 2
      AND classid = :space AND objid = :number
      AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
