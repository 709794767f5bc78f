"""From when an article's stay in a feed counts: those that come late stay, too."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("chronicle", sa.Column("counted", sa.DateTime(timezone=True)))
