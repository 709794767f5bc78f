"""The command line. Each command loads only what it needs, so that --help is instant.

Exit codes: 0 all well, 1 some source failed or something is wrong, 69 the store cannot
be used, 73 what was to be made is there already, 74 cannot publish, 75 another run holds
the lock, 78 the settings are wrong.
"""

import sys

import typer

from syndicator import errors
from syndicator.cli import (  # each registers its commands
    adding,
    articles,
    backfill,
    issues,
    letters,
    push,
    service,
    sources,
)
from syndicator.cli.common import app

__all__ = [
    "adding",
    "app",
    "articles",
    "backfill",
    "issues",
    "letters",
    "main",
    "push",
    "service",
    "sources",
]

EXIT_CODES: tuple[tuple[type[errors.SyndicatorError], int], ...] = (
    (errors.ConfigError, 78),
    (errors.Busy, 75),
    (errors.PublishError, 74),
    (errors.StoreError, 69),
    (errors.SyndicatorError, 1),
)


def main() -> None:
    """Run a command; errors become one message and an exit code."""
    try:
        app()
    except errors.SyndicatorError as error:
        typer.echo(f"syndicator: {error}", err=True)
        sys.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))
