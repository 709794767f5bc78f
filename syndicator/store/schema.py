"""The tables, and the two types by which SQLite and PostgreSQL hold the same values."""

import re
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

_ESCAPE = "\x1a"
_UNSTORABLE = re.compile(f"[\0{_ESCAPE}\ud800-\udfff]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]{{4}})")


def escape(text: str) -> str:
    """Write NULs and lone surrogates, which databases refuse, as U+001A and 4 digits.

    A file name that is not UTF-8 holds such surrogates (PEP 383).
    """
    return _UNSTORABLE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", text)


def unescape(text: str) -> str:
    """Undo `escape`."""
    if _ESCAPE not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class Words(TypeDecorator[str]):
    """Any text at all, sorted by code point."""

    impl = Text().with_variant(Text(collation="C"), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unescape(value)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept and handed back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        # SQLite keeps no zone: what it hands back is naive, and is UTC.
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _words(name: str, *more: ForeignKey, primary_key: bool = False) -> Column[str]:
    return Column(name, Words, *more, primary_key=primary_key, nullable=False)


metadata = MetaData()

source = Table(
    "source",
    metadata,
    _words("name", primary_key=True),
    _words("data"),  # SourceState
)

problem = Table(
    "problem",
    metadata,
    Column("id", Integer, primary_key=True),
    _words("source"),
    _words("subject"),
    _words("reason"),
    Column("since", Instant, nullable=False),
    Index("problem_source", "source"),
)

# Pages to be asked again; `name` is the digest of the entry's key, as in alias.
recheck = Table(
    "recheck",
    metadata,
    _words("source", primary_key=True),
    _words("name", primary_key=True),
    Column("due", Instant, nullable=False),
    Column("missing", Boolean, nullable=False),
    _words("data"),  # Recheck
    Index("recheck_due", "due", "source"),
    Index("recheck_missing", "source", "missing", "due"),
)

backfill = Table(
    "backfill",
    metadata,
    _words("source", primary_key=True),
    _words("data"),  # Backfill
)

# Links that were not taken: of the past, or with no article behind them.
skipped = Table(
    "skipped",
    metadata,
    Column("id", Integer, primary_key=True),
    _words("source"),
    _words("key"),
    _words("mark"),
    Index("skipped_source", "source"),
)

# The columns hold what is asked for by SQL, `data` the rest of the article. Keys and
# URLs may be of any length, which an index cannot hold: they are looked up in alias.
article = Table(
    "article",
    metadata,
    _words("id", primary_key=True),
    _words("source"),
    _words("key"),
    _words("url"),
    _words("status"),
    Column("published", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("withdrawn", Instant),
    Column("generation", Integer, nullable=False),  # of its last touch
    _words("precision"),
    _words("digest"),
    _words("said"),
    _words("recipe"),
    _words("mark"),
    Column("sequence", Integer, nullable=False),  # generation when first live, 0 never
    Column("past", Boolean, nullable=False, server_default=false()),  # by a backfill
    _words("data"),  # Article, without the columns above
    _words("raw"),  # RawEntry
    Index("article_source", "source", "recipe"),
    Index("article_withdrawn", "withdrawn"),
    Index("article_generation", "generation"),
)
Index("article_newest", article.c.status, article.c.published.desc(), article.c.id)

# Every name an article has ever had: digest("key:…") and digest("url:…").
alias = Table(
    "alias",
    metadata,
    _words("name", primary_key=True),
    _words("source", primary_key=True),
    _words("article", ForeignKey("article.id"), primary_key=True),
)

member = Table(
    "member",
    metadata,
    _words("article", ForeignKey("article.id"), primary_key=True),
    _words("subject", primary_key=True),
    Index("member_subject", "subject", "article"),
)

# The row of "*" is the counter: whatever is touched, everything is, too.
touched = Table(
    "touched",
    metadata,
    _words("subject", primary_key=True),
    Column("generation", Integer, nullable=False),
    Index("touched_generation", "generation"),
)

# The words some selection asks for: those of the articles' that are kept as subjects.
keyword = Table("keyword", metadata, _words("subject", primary_key=True))

# How far each feed's history has been brought up to date.
history = Table(
    "history",
    metadata,
    _words("feed", primary_key=True),
    _words("recipe"),
    Column("generation", Integer, nullable=False),
)

# Page 0 is the feed's own document; pages from 1 on are archive documents. How long an
# article stays in page 0 counts from an instant that need not be its date.
chronicle = Table(
    "chronicle",
    metadata,
    _words("feed", primary_key=True),
    _words("article", ForeignKey("article.id"), primary_key=True),
    Column("page", Integer, nullable=False),
    Column("counted", Instant),  # None, as it once was: from its date
    Index("chronicle_page", "feed", "page"),
)

# The archive documents, each with the generation of its last change.
archive = Table(
    "archive",
    metadata,
    _words("feed", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("generation", Integer, nullable=False),
)

# Values that have a feed of their own; once named, a value keeps its name.
facet = Table(
    "facet",
    metadata,
    _words("feed", primary_key=True),
    _words("subject", primary_key=True),
    _words("name"),
    _words("label"),
    UniqueConstraint("feed", "name"),
)

fragment = Table(
    "fragment",
    metadata,
    _words("scope", primary_key=True),
    _words("article", primary_key=True),
    _words("key"),
    Column("body", LargeBinary, nullable=False),
)

artifact = Table(
    "artifact",
    metadata,
    _words("path", primary_key=True),
    _words("recipe"),
    Column("generation", Integer, nullable=False),
    _words("made_from"),
    _words("digest"),
    Column("size", Integer, nullable=False),
    Column("items", Integer, nullable=False),
)

letter = Table(
    "letter",
    metadata,
    _words("name", primary_key=True),
    _words("data"),  # LetterState
)

issue = Table(
    "issue",
    metadata,
    _words("letter", primary_key=True),
    Column("number", Integer, primary_key=True),
    _words("data"),  # Issue
    _words("record"),  # IssueRecord
)

issue_file = Table(
    "issue_file",
    metadata,
    _words("letter", primary_key=True),
    Column("number", Integer, primary_key=True),
    _words("suffix", primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# An article is in one issue of a letter at most, whatever happens to it later.
issue_article = Table(
    "issue_article",
    metadata,
    _words("letter", primary_key=True),
    _words("article", primary_key=True),
    Column("number", Integer, nullable=False),
    Column("shown", Boolean, nullable=False),
)

# The name of each article's page in a letter, as it was first given.
page = Table(
    "page",
    metadata,
    _words("letter", primary_key=True),
    _words("name", primary_key=True),
    _words("article"),
    Index("page_article", "letter", "article", unique=True),
)

# What was pushed and is not settled yet. A number is never given twice: one that was
# read says what may be taken away, and nothing that came in its place meanwhile.
inbox = Table(
    "inbox",
    metadata,
    Column("number", Integer, primary_key=True),
    _words("source"),
    _words("key"),
    _words("url"),
    _words("media_type"),
    _words("charset"),
    Column("body", LargeBinary, nullable=False),
    Index("inbox_source", "source", "number"),
    sqlite_autoincrement=True,
)

media = Table(
    "media",
    metadata,
    _words("name", primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
