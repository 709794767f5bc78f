"""Commands that put sources into the settings: `add`, and `init` for a new file."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.common import DEFAULT, ConfigOption, app, print_table, utc_now
from syndicator.errors import SourceError

if TYPE_CHECKING:
    from syndicator.adding import Search, Wish
    from syndicator.model import Trial

THERE_ALREADY = 73
CHECK = "syndicator check, then syndicator once"

NameOption = Annotated[
    str, typer.Option("--name", help="What to call the source; default: by its host.")
]
KindOption = Annotated[str, typer.Option("--kind", help="Only ways of this kind.")]
PickOption = Annotated[
    int, typer.Option("--pick", min=0, help="A way by its number, instead of the best.")
]
TokenOption = Annotated[
    str, typer.Option("--token", help="What an API asks for, as Ghost's content key.")
]
NetworkOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-network", help="A private network the site is in, as a CIDR."
    ),
]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Show it; write nothing.")]
JsonOption = Annotated[bool, typer.Option("--json", help="All of it, as JSON.")]


@app.command()
def add(
    address: Annotated[str, typer.Argument(help="A site, a feed, or a folder.")],
    name: NameOption = "",
    kind: KindOption = "",
    pick: PickOption = 0,
    token: TokenOption = "",
    allow_network: NetworkOption = None,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """Find the best way to read a site, and add it to the settings with the reason.

    Exits 73 where the settings have that source already.
    """
    from syndicator import adding
    from syndicator.config import text_of

    wish = _wish(address, name, kind, pick, token, allow_network)
    now = utc_now()
    search = _searched(config, text_of(config), wish, now)
    trial = _chosen(search, wish, as_json=as_json)
    table = adding.table(trial, search.found, config, now)
    _show(search, trial, table, as_json=as_json)
    if there := adding.twin(search.settings, trial):
        _there_already(f"{config} has this source already: [sources.{there}]")
    if not dry_run:
        adding.write(config, table, os.environ)
    _end(f"added to {config}", CHECK, dry_run=dry_run, as_json=as_json)


@app.command()
def init(
    address: Annotated[
        str, typer.Argument(help="The site to begin with; none: a file to fill in.")
    ] = "",
    name: NameOption = "",
    kind: KindOption = "",
    pick: PickOption = 0,
    token: TokenOption = "",
    allow_network: NetworkOption = None,
    dry_run: DryOption = False,
    as_json: JsonOption = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """Write a first settings file for a site, with the best way to read it.

    Exits 73, and leaves the file as it is, where there is one already.
    """
    from syndicator import adding

    if config.exists():
        _there_already(f"{config} is there already; `syndicator add` adds to it")
    if not address and sys.stdin.isatty():
        address = typer.prompt("The site's address", "", show_default=False)
    text, next_step = adding.blank(), f"fill in [site] in {config}; syndicator add URL"
    if address:
        wish = _wish(address, name, kind, pick, token, allow_network)
        now = utc_now()
        search = _searched(config, text, wish, now)
        trial = _chosen(search, wish, as_json=as_json)
        table = adding.table(trial, search.found, config, now)
        text, next_step = adding.begun(search, table, os.environ), CHECK
        _show(search, trial, text, as_json=as_json)
    if not dry_run and not adding.create(config, text):
        _there_already(f"{config} is there already")
    _end(f"wrote {config}", next_step, dry_run=dry_run, as_json=as_json)


def _wish(
    address: str,
    name: str,
    kind: str,
    pick: int,
    token: str,
    networks: list[str] | None,
) -> "Wish":
    from syndicator.adding import Wish

    return Wish(
        address=address,
        name=name,
        kind=kind,
        pick=pick,
        token=token,
        allow_networks=tuple(networks or ()),
    )


def _searched(config: Path, text: str, wish: "Wish", now: datetime) -> "Search":
    """Search, with a word on a terminal that it takes a while."""
    from rich.console import Console

    from syndicator import adding

    terminal = Console(stderr=True)
    with terminal.status(f"Looking at {wish.address} …"):
        return adding.search(config, text, wish, os.environ, now)


def _chosen(search: "Search", wish: "Wish", *, as_json: bool) -> "Trial":
    from syndicator import adding, offers

    try:
        return adding.chosen(search.found, wish)
    except SourceError:
        if as_json:
            _print_json(offers.as_json(search.found, None, ""))
        raise


def _show(search: "Search", trial: "Trial", text: str, *, as_json: bool) -> None:
    """The ways there are, the newest articles of the chosen one, what is written."""
    from syndicator import offers

    if as_json:
        _print_json(offers.as_json(search.found, trial, text))
    elif sys.stdout.isatty():
        print_table(offers.ways(search.found))
        print_table(offers.newest(trial))
    else:
        for line in (*offers.way_lines(search.found), *offers.newest_lines(trial)):
            typer.echo(line)
    if not as_json:
        typer.echo(f"\n{text}\n")


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _there_already(words: str) -> None:
    typer.echo(f"syndicator: {words}", err=True)
    raise typer.Exit(THERE_ALREADY)


def _end(done: str, next_step: str, *, dry_run: bool, as_json: bool) -> None:
    if not as_json:
        typer.echo("nothing was written" if dry_run else done)
        typer.echo(f"next: {next_step}")
