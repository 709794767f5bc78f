"""The command line. Each command loads only what it needs, so that --help is instant.

Exit codes: 0 all well, 1 some source failed or something is wrong, 69 the store cannot
be used, 74 cannot publish, 75 another run holds the lock, 78 the settings are wrong.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator import errors

if TYPE_CHECKING:
    from syndicator.config import Settings
    from syndicator.pipeline import SourceReport

EXIT_CODES: tuple[tuple[type[errors.SyndicatorError], int], ...] = (
    (errors.ConfigError, 78),
    (errors.Busy, 75),
    (errors.PublishError, 74),
    (errors.StoreError, 69),
    (errors.SyndicatorError, 1),
)

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


def main() -> None:
    """Run a command; errors become one message and an exit code."""
    try:
        app()
    except errors.SyndicatorError as error:
        typer.echo(f"syndicator: {error}", err=True)
        sys.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))


def _settings(config: Path) -> "Settings":
    from syndicator.app import load_settings

    return load_settings(config, os.environ)


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
def once(config: ConfigOption = DEFAULT, verbose: VerboseOption = False) -> None:
    """One pass over all sources, for cron; exits 1 where some source failed."""
    from syndicator import log, report
    from syndicator.app import opened, run_pass

    log.set_up(verbose=verbose)
    with (
        opened(_settings(config)) as service,
        _progress(len(service.plan.sources)) as advance,
    ):

        def on_source(done: "SourceReport") -> None:
            advance()
            report.log_source(done)

        result = run_pass(service, "once", utc_now, due_only=False, on_source=on_source)
    report.log_pass(result)
    raise typer.Exit(1 if result.failed else 0)


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

    settings = _settings(config)
    where = f"http://{settings.serve.host}:{settings.serve.port}/"
    daemon.serve(settings, lambda: typer.echo(where))


@app.command()
def check(config: ConfigOption = DEFAULT) -> None:
    """Check the settings, and that every source, the store and the files are in reach.

    Stores and publishes nothing.
    """
    from syndicator import checks
    from syndicator.app import opened

    with opened(_settings(config)) as service:
        findings = checks.run(service, utc_now().date())
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
    from rich.console import Console

    from syndicator import metrics as prometheus
    from syndicator import tables
    from syndicator.app import opened

    with opened(_settings(config)) as service:
        if metrics:
            typer.echo("\n".join(prometheus.exposition(service)))
            return
        width = None if sys.stdout.isatty() else 160
        console = Console(width=width, markup=False, emoji=False, highlight=False)
        for table in tables.status(service):
            console.print(table)


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

    with opened(_settings(config)) as service:
        result = auditing.run(service, utc_now().date(), path)
    for line in tables.audit(result, as_json=as_json):
        typer.echo(line)
    raise typer.Exit(1 if result.found else 0)


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="An article's id, URL or file name.")],
    config: ConfigOption = DEFAULT,
) -> None:
    """Show what is known of an article, and which disclosures were taken out of it."""
    from syndicator import tables
    from syndicator.app import opened

    with opened(_settings(config)) as service:
        found = service.store.find(article)
    if not found:
        typer.echo(f"no article has the id, URL or key {article!r}", err=True)
        raise typer.Exit(1)
    for each in found:
        typer.echo(tables.article(each))
