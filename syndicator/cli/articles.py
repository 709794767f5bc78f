"""Commands that look at articles and at what was made of them."""

from pathlib import Path
from typing import Annotated

import typer

from syndicator.cli.common import DEFAULT, ConfigOption, app, settings_of, utc_now


@app.command()
def audit(
    path: Annotated[
        Path | None,
        typer.Argument(help="One published file, or a copy in a folder; default: all."),
    ] = None,
    config: ConfigOption = DEFAULT,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a finding, nothing else.")
    ] = False,
) -> None:
    """Read what is published afresh and hold it against the policy; 1 on any finding."""
    from syndicator import auditing, tables
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        result = auditing.run(service, utc_now().date(), path)
    for line in tables.audit(result, as_json=as_json):
        typer.echo(line)
    raise typer.Exit(1 if result.found else 0)


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="An article's id, URL or file name.")],
    config: ConfigOption = DEFAULT,
    why: Annotated[
        bool,
        typer.Option("--why", help="What each place said, and why it is believed."),
    ] = False,
) -> None:
    """Show what is known of an article, and which disclosures were taken out of it."""
    from syndicator import tables
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        found = service.store.find(article)
        said = {a.id: service.store.said(a.id) for a in found} if why else {}
        trust = {s.name: s.trust for s in service.plan.sources}
    if not found:
        typer.echo(f"no article has the id, URL or key {article!r}", err=True)
        raise typer.Exit(1)
    for each in found:
        typer.echo(tables.article(each))
        raw = said.get(each.id)
        if raw:
            typer.echo("\n" + "\n".join(tables.why(raw, trust.get(each.source, {}))))
