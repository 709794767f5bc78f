"""The migrations make the schema the code works with, and cost nothing when done."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from syndicator.errors import StoreError
from syndicator.store.engine import SCHEMA, open_database
from syndicator.store.schema import metadata

pytest_plugins = ["contract.conftest"]

ROOT = Path(__file__).parents[1]


def differences(url: str) -> list[object]:
    database = open_database(url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    database.engine.dispose()
    return list(found)


def test_an_empty_database_is_given_the_whole_schema(url: str) -> None:
    assert differences(url) == []


@pytest.mark.parametrize(
    "change",
    [
        "DROP INDEX article_source",
        "DROP INDEX member_subject",
        "ALTER TABLE artifact ADD COLUMN more TEXT",
        "ALTER TABLE problem DROP COLUMN reason",
    ],
)
def test_a_difference_would_be_seen(url: str, change: str) -> None:
    database = open_database(url)
    with database.write() as connection:
        connection.execute(text(change))
    database.engine.dispose()
    assert len(differences(url)) == 1


def indexes(url: str) -> list[str]:
    """The indexes as the database words them, their order (DESC) included."""
    database = open_database(url)
    words = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql <> ''",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    }[database.engine.dialect.name]
    with database.read() as connection:
        found = sorted(connection.scalars(text(words)).all())
    database.engine.dispose()
    return found


def test_the_newest_come_first_by_index(url: str) -> None:
    assert any("published DESC" in each for each in indexes(url))


def test_postgresql_sorts_text_by_code_point(postgres: Callable[[], str]) -> None:
    """Seen in the catalogue: a server without other locales sorts so by itself."""
    database = open_database(postgres())
    words = """
        SELECT table_name, column_name, collation_name FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'text'
    """
    with database.read() as connection:
        found = connection.execute(text(words)).all()
    database.engine.dispose()
    assert len(found) > 30
    assert {collation for _, _, collation in found} == {"C"}


def test_the_code_knows_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", "syndicator.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_a_newer_store_is_refused(url: str) -> None:
    database = open_database(url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.engine.dispose()
    with pytest.raises(StoreError, match=r"schema 9999, this one knows \d{4}"):
        open_database(url)


def test_a_failed_migration_leaves_nothing(url: str) -> None:
    """Half-made tables would be in the way of the next try."""
    database = open_database(url)
    with database.write() as connection:
        for table in ("media", "member", "alembic_version"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE source RENAME TO kept"))
    with pytest.raises(StoreError, match="already exists"):
        open_database(url)
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
    database.engine.dispose()
    assert "source" not in tables


def test_what_was_live_before_is_new_to_no_letter(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    _at(url, "0001")
    columns = (
        "source key url published updated precision digest said recipe mark data raw"
    )
    engine = create_engine(url)
    with engine.begin() as connection:
        for status in ("live", "withdrawn", "scheduled"):
            connection.execute(
                text(
                    f"INSERT INTO article (id, status, {columns.replace(' ', ', ')})"  # noqa: S608
                    f" VALUES ('{status}', '{status}'{', 0' * len(columns.split())})"
                )
            )
    engine.dispose()
    database = open_database(url)
    with database.read() as connection:
        rows = connection.execute(text("SELECT id, sequence FROM article")).all()
    database.engine.dispose()
    assert {tuple(row) for row in rows} == {
        ("live", 1),
        ("withdrawn", 1),
        ("scheduled", 0),
    }


def _at(url: str, revision: str) -> None:
    """Make a database as an older release left it."""
    config = Config()
    config.set_main_option("script_location", "syndicator.store:migrations")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def opened_at_once(url: str) -> list[BaseException]:
    failed: list[BaseException] = []
    ready = Barrier(6)

    def work() -> None:
        ready.wait()
        try:
            open_database(url).engine.dispose()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failed.append(error)

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_opened_by_several_at_once(url: str) -> None:
    """Each finds an empty database: one migrates it, the others wait."""
    assert opened_at_once(url) == []
    assert differences(url) == []


@pytest.mark.slow
def test_new_files_opened_by_several_at_once(tmp_path: Path) -> None:
    """Often, for the switch to WAL goes wrong in one round of twelve or so."""
    urls = [f"sqlite:///{tmp_path}/{number}/a.db" for number in range(80)]
    assert [error for url in urls for error in opened_at_once(url)] == []


OPEN = """
import sys
from syndicator.store import open_store
open_store(sys.argv[1]).close()
print("alembic" in sys.modules)
"""


def test_alembic_is_only_imported_where_a_migration_is_due(url: str) -> None:
    said = [
        subprocess.check_output(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", OPEN, url],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )
        for _ in range(2)
    ]
    assert said == ["True\n", "False\n"]
