"""Issues of letters, and when an article first went live."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def upgrade() -> None:
    op.add_column(
        "article",
        sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
    )
    # What has been live is as old as can be: no letter takes it for new.
    op.execute("UPDATE article SET sequence = 1 WHERE status <> 'scheduled'")
    op.create_table(
        "letter", _words("name"), _words("data"), sa.PrimaryKeyConstraint("name")
    )
    op.create_table(
        "issue",
        _words("letter"),
        _number("number"),
        _words("data"),
        _words("record"),
        sa.PrimaryKeyConstraint("letter", "number"),
    )
    op.create_table(
        "issue_file",
        _words("letter"),
        _number("number"),
        _words("suffix"),
        _bytes("body"),
        sa.PrimaryKeyConstraint("letter", "number", "suffix"),
    )
    op.create_table(
        "issue_article",
        _words("letter"),
        _words("article"),
        _number("number"),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("letter", "article"),
    )
    op.create_table(
        "page",
        *map(_words, ("letter", "name", "article")),
        sa.PrimaryKeyConstraint("letter", "name"),
    )
    op.create_index("page_article", "page", ["letter", "article"], unique=True)
