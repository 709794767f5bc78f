"""What every command shares: the application, its options, and the clock."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
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


def settings_of(config: Path) -> "Settings":
    from syndicator.app import load_settings

    return load_settings(config, os.environ)
