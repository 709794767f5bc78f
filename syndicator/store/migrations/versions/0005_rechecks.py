"""Pages that are asked again, how far backfills have come, and what those brought."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "recheck",
        sa.Column("source", TEXT, primary_key=True),
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("missing", sa.Boolean(), nullable=False),
        sa.Column("data", TEXT, nullable=False),
    )
    op.create_index("recheck_due", "recheck", ["due", "source"])
    op.create_index("recheck_missing", "recheck", ["source", "missing", "due"])
    op.create_table(
        "backfill",
        sa.Column("source", TEXT, primary_key=True),
        sa.Column("data", TEXT, nullable=False),
    )
    op.add_column(
        "article",
        sa.Column("past", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
