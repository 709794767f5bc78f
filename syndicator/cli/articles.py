"""Commands that look at articles and at what was made of them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.common import DEFAULT, ConfigOption, app, settings_of, utc_now

if TYPE_CHECKING:
    from syndicator.ports import News, Store

ArticleArgument = Annotated[
    str, typer.Argument(help="An article's id, URL or file name.")
]


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
    article: ArticleArgument,
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
        said = service.store.held(a.id for a in found) if why else {}
        trust = {s.name: s.trust for s in service.plan.sources}
    if not found:
        typer.echo(f"no article has the id, URL or key {article!r}", err=True)
        raise typer.Exit(1)
    for each in found:
        typer.echo(tables.article(each))
        if each.id in said:
            raw, _ = said[each.id]
            typer.echo("\n" + "\n".join(tables.why(raw, trust.get(each.source, {}))))


@app.command()
def withdraw(
    article: ArticleArgument,
    reason: Annotated[
        str, typer.Option("--reason", help="Why; readers of Atom and JSON are told.")
    ],
    config: ConfigOption = DEFAULT,
) -> None:
    """Take an article out of all feeds and letters, whatever its source still has."""
    from syndicator.pipeline import orders

    def order(store: "Store", now: datetime) -> "News":
        return orders.withdraw(store, article, reason, now)

    _carry_out("withdraw", config, order)


@app.command()
def restore(article: ArticleArgument, config: ConfigOption = DEFAULT) -> None:
    """Undo `withdraw`: the article is back with its id and dates."""
    from syndicator.pipeline import orders

    def order(store: "Store", now: datetime) -> "News":
        return orders.restore(store, article, now)

    _carry_out("restore", config, order)


@app.command()
def correct(
    article: ArticleArgument,
    note: Annotated[
        str, typer.Argument(help='What was wrong, for every reader; "" takes it away.')
    ],
    config: ConfigOption = DEFAULT,
) -> None:
    """Show a correction above an article, in every feed and letter."""
    from syndicator.pipeline import orders

    def order(store: "Store", now: datetime) -> "News":
        return orders.correct(store, article, note, now)

    _carry_out("correct", config, order)


def _carry_out(
    command: str, config: Path, order: "Callable[[Store, datetime], News]"
) -> None:
    from syndicator import log, report
    from syndicator.app import carry_out, opened

    log.set_up(verbose=False)
    with opened(settings_of(config)) as service:
        news, result = carry_out(service, command, utc_now, order)
    report.log_news(news)
    report.log_pass(result)
    raise typer.Exit(1 if result.failed else 0)
