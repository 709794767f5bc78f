"""Commands that run the service and look at it."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.common import (
    DEFAULT,
    ConfigOption,
    VerboseOption,
    app,
    print_table,
    settings_of,
    utc_now,
)

if TYPE_CHECKING:
    from syndicator.config import Settings
    from syndicator.model import Source
    from syndicator.pipeline import SourceReport


@app.command()
def run(config: ConfigOption = DEFAULT, verbose: VerboseOption = False) -> None:
    """Poll, publish and serve until stopped (SIGTERM; SIGHUP rereads the settings)."""
    from syndicator import daemon, log

    log.set_up(verbose=verbose)
    daemon.run(config, os.environ, utc_now, _announce)


def _announce(settings: "Settings") -> None:
    from syndicator.log import line, logger

    logger.info(line("running", settings=settings.file, publish=settings.publish.path))
    if settings.serve.enabled:
        where = f"http://{settings.serve.host}:{settings.serve.port}/"
        logger.info(line("serving", url=where))


@app.command()
def once(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Only these sources, by name; those that are parked, too."),
    ] = None,
    config: ConfigOption = DEFAULT,
    verbose: VerboseOption = False,
) -> None:
    """One pass over all sources, for cron; exits 1 where some source failed."""
    from syndicator import log, report
    from syndicator.app import opened, run_pass

    log.set_up(verbose=verbose)
    settings = settings_of(config)
    only = _named(settings, sources or [])
    with (
        opened(settings) as service,
        _progress(len(only or service.plan.sources)) as advance,
    ):

        def on_source(done: "SourceReport") -> None:
            advance()
            report.log_source(done)

        result = run_pass(
            service,
            "once",
            utc_now,
            due_only=False,
            only=only,
            on_source=on_source,
            on_pages=report.log_pages,
        )
    report.log_pass(result)
    raise typer.Exit(1 if result.failed else 0)


def _named(settings: "Settings", names: list[str]) -> "tuple[Source, ...]":
    by_name = {source.name: source for source in settings.sources}
    for name in names:
        if name not in by_name:
            known = ", ".join(by_name) or "none at all"
            raise typer.BadParameter(f"no source is called {name!r}; there is {known}")
    return tuple(source for name, source in by_name.items() if name in names)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Sources", total=total)
        yield lambda: bar.advance(task)


@app.command()
def serve(config: ConfigOption = DEFAULT) -> None:
    """Serve what is published, and do nothing else, until stopped."""
    from syndicator import daemon

    settings = settings_of(config)
    where = f"http://{settings.serve.host}:{settings.serve.port}/"
    daemon.serve(settings, lambda: typer.echo(where))


@app.command()
def check(config: ConfigOption = DEFAULT) -> None:
    """Check the settings, and that every source, the store and the files are in reach.

    Stores and publishes nothing.
    """
    from syndicator import checks
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        findings = checks.run(service, utc_now())
    for finding in findings:
        typer.echo(
            f"{'ok  ' if finding.well else 'FAIL'} {finding.subject}: {finding.text}"
        )
    raise typer.Exit(next((f.exit_code for f in findings if not f.well), 0))


@app.command()
def status(
    config: ConfigOption = DEFAULT,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="The same as Prometheus text.")
    ] = False,
) -> None:
    """Tables: sources with their last success, next look and error; feeds with items."""
    from syndicator import metrics as prometheus
    from syndicator import tables
    from syndicator.app import opened

    with opened(settings_of(config)) as service:
        if metrics:
            typer.echo("\n".join(prometheus.exposition(service)))
            return
        for table in tables.status(service):
            print_table(table)
