"""Commands that look at sources and what would come of them."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from syndicator.cli.common import DEFAULT, ConfigOption, app, settings_of


@app.command()
def extract(
    page: Annotated[str, typer.Argument(help="A page's address, or a file.")],
    url: Annotated[
        str, typer.Option(help="The address of a file's page, for its links.")
    ] = "https://page.example/",
    source: Annotated[
        str, typer.Option(help="The source whose settings for pages are to be used.")
    ] = "",
    config: ConfigOption = DEFAULT,
    as_json: Annotated[
        bool, typer.Option("--json", help="All that is known of it, as JSON.")
    ] = False,
) -> None:
    """Show the article on a page as it would come out: title, people, date and body."""
    from syndicator.app import extracted
    from syndicator.model import Site, Source

    site, like = Site(title="", url=url), Source(kind="feed", url=url)
    if source or config.exists():
        settings = settings_of(config)
        site = settings.site
        like = next((s for s in settings.sources if s.name == source), like)
    if source and like.name != source:
        raise typer.BadParameter(f"there is no source {source!r} in {config}")
    if "://" not in page and not Path(page).is_file():
        raise typer.BadParameter(f"{page} is neither an address nor a file")
    found = extracted(page, url, site, like)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2, default=str))
        return
    people = ", ".join(author.name for author in found.authors)
    for line in (found.title, people, str(found.published or ""), found.url, ""):
        typer.echo(line)
    typer.echo(found.body)
