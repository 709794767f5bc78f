"""What every command shares: the application, its options, and the clock."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from syndicator.config import Settings

app = typer.Typer(
    help="Articles in; feeds and newsletter-ready HTML out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
ConfigOption = Annotated[
    Path,
    typer.Option("--config", envvar="SYNDICATOR_CONFIG", help="The settings file."),
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Log what did not change, too.")
]
DEFAULT = Path("syndicator.toml")


def utc_now() -> datetime:
    """The one place where the clock is asked; it goes in as an argument."""
    return datetime.now(UTC)


def print_table(table: "Table") -> None:
    """Print a table: as wide as the terminal, and wide enough for a file."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 160
    Console(width=width, markup=False, emoji=False, highlight=False).print(table)


def settings_of(config: Path) -> "Settings":
    from syndicator.app import load_settings

    return load_settings(config, os.environ)
