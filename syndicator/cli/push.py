"""The command that hands a letter to the tool that sends it."""

from typing import Annotated

import typer

from syndicator.cli.common import DEFAULT, ConfigOption, app, settings_of


@app.command()
def push(
    letter: Annotated[str, typer.Argument(help="A letter that [listmonk] lists.")],
    config: ConfigOption = DEFAULT,
    issue: Annotated[
        str, typer.Option(help="An issue, as its file is called: 2026-11-23.")
    ] = "latest",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent; send nothing.")
    ] = False,
) -> None:
    """Leave a published letter in listmonk as a draft campaign; twice is once.

    A campaign that is no longer a draft is left alone.
    """
    from syndicator import pushing
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        mail = pushing.mail(service, letter, issue)
        pusher = service.pusher
        typer.echo(pusher.request(mail) if dry_run else pusher.push(mail))
