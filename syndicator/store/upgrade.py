"""Bring a database to the newest schema. Only imported where one is behind."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", "syndicator.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
