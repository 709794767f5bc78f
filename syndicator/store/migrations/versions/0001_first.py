"""The first schema. A migration stays as it is: the next change is the next file."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    _sources()
    _articles()
    _outputs()


def _sources() -> None:
    op.create_table(
        "source", _words("name"), _words("data"), sa.PrimaryKeyConstraint("name")
    )
    op.create_table(
        "problem",
        _number("id"),
        _words("source"),
        _words("subject"),
        _words("reason"),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("problem_source", "problem", ["source"])


def _articles() -> None:
    op.create_table(
        "article",
        *map(_words, ("id", "source", "key", "url", "status")),
        sa.Column("published", INSTANT, nullable=False),
        sa.Column("updated", INSTANT, nullable=False),
        *map(_words, ("precision", "digest", "said", "recipe", "mark", "data", "raw")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("article_source", "article", ["source", "recipe"])
    op.create_index(
        "article_newest", "article", ["status", sa.text("published DESC"), "id"]
    )
    op.create_table(
        "alias",
        *map(_words, ("name", "source", "article")),
        sa.PrimaryKeyConstraint("name", "source", "article"),
        sa.ForeignKeyConstraint(["article"], ["article.id"]),
    )
    op.create_table(
        "member",
        _words("article"),
        _words("subject"),
        sa.PrimaryKeyConstraint("article", "subject"),
        sa.ForeignKeyConstraint(["article"], ["article.id"]),
    )
    op.create_index("member_subject", "member", ["subject", "article"])


def _outputs() -> None:
    op.create_table(
        "touched",
        _words("subject"),
        _number("generation"),
        sa.PrimaryKeyConstraint("subject"),
    )
    op.create_table(
        "fragment",
        *map(_words, ("scope", "article", "key")),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("scope", "article"),
    )
    op.create_table(
        "artifact",
        _words("path"),
        _words("recipe"),
        _number("generation"),
        _words("made_from"),
        _words("digest"),
        _number("size"),
        _number("items"),
        sa.PrimaryKeyConstraint("path"),
    )
    op.create_table(
        "media",
        _words("name"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
