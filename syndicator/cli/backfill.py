"""The command that brings in what a source published before we knew it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import sleep
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.common import DEFAULT, ConfigOption, app, settings_of, utc_now

if TYPE_CHECKING:
    from syndicator.backfilling import Progress
    from syndicator.config import Settings
    from syndicator.model import Source

_INTERRUPTED = 130  # as a shell has it: 128 + SIGINT


@app.command()
def backfill(
    source: Annotated[str, typer.Argument(help="The name of a source.")],
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Nothing from before this day."),
    ] = None,
    most: Annotated[
        int, typer.Option("--max", min=1, help="So many articles, in all its runs.")
    ] = 500,
    config: ConfigOption = DEFAULT,
) -> None:
    """Bring in a source's past; killed or interrupted, it goes on where it was."""
    from syndicator import log, report
    from syndicator.app import opened
    from syndicator.backfilling import Backfilling, Progress

    log.set_up(verbose=False)
    settings = settings_of(config)
    chosen, done = _named(settings, source), Progress(most=most)
    day = since.replace(tzinfo=UTC) if since else None
    try:
        with opened(settings) as service, _shown(source, most) as on_step:
            work = Backfilling(service, chosen, utc_now, sleep, done, on_step)
            published = work.run(day)
    except KeyboardInterrupt:
        typer.echo(f"{_said(source, done)}; interrupted: run it again to go on")
        raise typer.Exit(_INTERRUPTED) from None
    report.log_pass(published)
    typer.echo(f"{_said(source, done)}; {done.stopped or _end(done)}")
    raise typer.Exit(1 if done.failed or published.failed else 0)


def _named(settings: "Settings", name: str) -> "Source":
    by_name = {source.name: source for source in settings.sources}
    if name not in by_name:
        known = ", ".join(by_name) or "none at all"
        raise typer.BadParameter(f"no source is called {name!r}; there is {known}")
    return by_name[name]


def _said(source: str, done: "Progress") -> str:
    back = f", back to {done.reached:%Y-%m-%d}" if done.reached else ""
    articles = "1 article" if done.taken == 1 else f"{done.taken} articles"
    return f"{source}: {articles}{back}"


def _end(done: "Progress") -> str:
    unread = "; some pages could not be had now: run it again to try them"
    return f"that is all there is{unread if done.unread else ''}"


@contextmanager
def _shown(source: str, most: int) -> Iterator["Callable[[Progress], None]"]:
    """A bar on a terminal, elsewhere a line for each step."""
    if not sys.stderr.isatty():
        said = [""]

        def tell(done: "Progress") -> None:
            line = _said(source, done)
            if line != said[0]:
                typer.echo(line)
            said[0] = line

        yield tell
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(source, total=most)

        def show(done: "Progress") -> None:
            bar.update(task, completed=done.taken, description=_said(source, done))

        yield show
