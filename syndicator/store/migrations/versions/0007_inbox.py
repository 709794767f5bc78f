"""What is pushed waits in an inbox until it has been settled."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("number", sa.Integer, primary_key=True),
        *map(_words, ("source", "key", "url", "media_type", "charset")),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_source", "inbox", ["source", "number"])
