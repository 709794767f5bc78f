"""Histories of feeds, their facets, and the words that selections ask for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    _articles()
    _histories()
    _facets()


def _articles() -> None:
    op.add_column("article", sa.Column("withdrawn", INSTANT))
    # Those withdrawn before this was kept: their last change is all that is known.
    op.execute("UPDATE article SET withdrawn = updated WHERE status = 'withdrawn'")
    op.add_column(
        "article",
        sa.Column("generation", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("article_withdrawn", "article", ["withdrawn"])
    op.create_index("article_generation", "article", ["generation"])
    op.create_index("touched_generation", "touched", ["generation"])
    op.create_table("keyword", _words("subject"), sa.PrimaryKeyConstraint("subject"))


def _histories() -> None:
    op.create_table(
        "history",
        _words("feed"),
        _words("recipe"),
        _number("generation"),
        sa.PrimaryKeyConstraint("feed"),
    )
    op.create_table(
        "chronicle",
        _words("feed"),
        _words("article"),
        _number("page"),
        sa.PrimaryKeyConstraint("feed", "article"),
        sa.ForeignKeyConstraint(["article"], ["article.id"]),
    )
    op.create_index("chronicle_page", "chronicle", ["feed", "page"])
    op.create_table(
        "archive",
        _words("feed"),
        _number("number"),
        _number("generation"),
        sa.PrimaryKeyConstraint("feed", "number"),
    )


def _facets() -> None:
    op.create_table(
        "facet",
        *map(_words, ("feed", "subject", "name", "label")),
        sa.PrimaryKeyConstraint("feed", "subject"),
        sa.UniqueConstraint("feed", "name"),
    )
