"""Commands for whoever makes letters: themes to change, a look at what comes of them."""

import os
from pathlib import Path
from typing import Annotated

import typer

from syndicator.cli.common import DEFAULT, ConfigOption, app, settings_of, utc_now


@app.command()
def theme(
    folder: Annotated[
        Path, typer.Argument(help="The copy, relative to the settings file.")
    ],
    config: ConfigOption = DEFAULT,
) -> None:
    """Copy the theme letters are drawn by into a new folder, to be changed there."""
    from syndicator import render

    copy = config.absolute().parent / folder.expanduser()
    if copy.exists():
        typer.echo(f"{copy}: is there already; name a folder that is not", err=True)
        raise typer.Exit(1)
    ours = Path(render.__file__).parent / "themes/default"
    copy.mkdir(parents=True)
    for file in sorted(ours.iterdir()):
        (copy / file.name).write_bytes(file.read_bytes())
    typer.echo(f'{copy}: a copy of the theme; name it in a letter: theme = "{folder}"')


@app.command()
def preview(
    letter: Annotated[
        str, typer.Argument(help="A letter's name, or a file's: weekly/2026-11-23.")
    ],
    config: ConfigOption = DEFAULT,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open a browser on it.")
    ] = True,
    port: Annotated[int, typer.Option(help="0 is any that is free.")] = 0,
) -> None:
    """Show a letter as mail clients do: narrow, dark, without pictures, as plain text.

    Drawn anew each time the page is loaded. Publishes nothing; stops on Ctrl-C.
    """
    from syndicator import preview as previews
    from syndicator.app import load_settings, opened

    def draw() -> previews.Mail:
        with opened(settings_of(config)) as service:
            return previews.mail(service, letter, utc_now().date())

    def media() -> tuple[str, Path]:
        settings = load_settings(config, os.environ)
        return f"{settings.publish.base_url}media/", settings.publish.path / "media"

    draw()  # what is wrong is told before a browser opens
    site = previews.Site(letter, draw, media)
    with previews.Server(site, port) as server:
        typer.echo(server.address)
        if open_browser:
            typer.launch(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("stopped")
