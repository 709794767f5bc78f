"""Commands for the issues of letters: `syndicator issue …`."""

from typing import Annotated

import typer

from syndicator.cli.common import (
    DEFAULT,
    ConfigOption,
    app,
    print_table,
    settings_of,
    utc_now,
)

issue = typer.Typer(
    help="Issues of letters: looked at, made by hand, revised.", no_args_is_help=True
)
app.add_typer(issue, name="issue")

LetterArgument = Annotated[str, typer.Argument(help="A letter that has a schedule.")]
NumberArgument = Annotated[int, typer.Argument(help="The issue's number.")]
ArticleArgument = Annotated[str, typer.Argument(help="An article's id, URL or key.")]


@issue.command(name="list")
def list_issues(
    letter: Annotated[str, typer.Argument(help="A letter; default: all.")] = "",
    config: ConfigOption = DEFAULT,
) -> None:
    """List the issues there are, the newest first, and what was revised in them."""
    from syndicator import editing, tables
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        table = tables.issue_list(editing.listed(service, letter))
    print_table(table)


@issue.command()
def preview(
    letter: LetterArgument,
    config: ConfigOption = DEFAULT,
    form: Annotated[
        str, typer.Option("--as", help="html, txt or json: print the mail itself.")
    ] = "",
) -> None:
    """Show what the next issue would be; nothing is made."""
    from syndicator import editing, tables
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        draft, due = editing.preview(service, letter, utc_now())
    if form and f".{form}" not in draft.files:
        raise typer.BadParameter("html, txt or json", param_hint="--as")
    if form:
        typer.echo(draft.files[f".{form}"], nl=False)
    else:
        for line in tables.issue_preview(draft.issue, due):
            typer.echo(line)
        for note in draft.issue.notes:
            typer.echo(note)
    if draft.faults:
        typer.echo(f"would be refused: {draft.faults}", err=True)
        raise typer.Exit(1)


@issue.command()
def make(letter: LetterArgument, config: ConfigOption = DEFAULT) -> None:
    """Make and publish an issue now, of what is new; 1 where nothing is.

    The schedule goes on as before.
    """
    from syndicator import editing
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        outcome, emitted = editing.make(service, letter, utc_now)
    for line in (*outcome.notes, *(f"published {path}" for path in emitted.written)):
        typer.echo(line)
    if outcome.refused:
        typer.echo(f"refused: {outcome.refused}", err=True)
    raise typer.Exit(0 if outcome.issue else 1)


@issue.command()
def revise(
    letter: LetterArgument,
    number: NumberArgument,
    reason: Annotated[
        str, typer.Option(help="Why; told in the issue and its archive.")
    ],
    out: Annotated[
        list[str] | None, typer.Option(help="An article to take out: id, URL or key.")
    ] = None,
    renew: Annotated[
        bool, typer.Option("--renew", help="Show the wordings in force today.")
    ] = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """Take articles out of a frozen issue, or renew its wordings; it is told why.

    What stays is shown as it was frozen.
    """
    from syndicator import editing
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        _, emitted = editing.revise(
            service, letter, number, utc_now, reason=reason, out=out or (), renew=renew
        )
    for path in emitted.written:
        typer.echo(f"published {path}")


@issue.command()
def leave(
    letter: LetterArgument,
    number: NumberArgument,
    article: ArticleArgument,
    config: ConfigOption = DEFAULT,
) -> None:
    """Let a withdrawn article stay in a frozen issue; it is reported no more."""
    from syndicator import editing
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        editing.leave(service, letter, number, article, utc_now())


@issue.command()
def pin(
    letter: LetterArgument,
    article: ArticleArgument,
    off: Annotated[bool, typer.Option("--off", help="Take it back.")] = False,
    config: ConfigOption = DEFAULT,
) -> None:
    """Put an article first in the letter's next issue, whatever its age."""
    from syndicator import editing
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        title = editing.pin(service, letter, article, utc_now(), off=off)
    typer.echo(f"{'no longer pinned' if off else 'pinned'}: {title}")
