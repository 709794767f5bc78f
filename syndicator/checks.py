"""`syndicator check`: whether everything the settings name is in reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from syndicator import parse
from syndicator.app import App
from syndicator.errors import SourceError
from syndicator.model import Source
from syndicator.ports import Validators
from syndicator.server import make_server


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `exit_code` is what it is worth where it is not well."""

    subject: str
    text: str
    well: bool = True
    exit_code: int = 0


def run(app: App) -> list[Finding]:
    """Look at each source, the store and the publish path; change nothing."""
    return [
        Finding("settings", str(app.settings.file)),
        Finding("store", app.settings.store.url.rpartition("@")[2]),
        _publish_path(app.settings.publish.path),
        *_server(app),
        *(_source(app, source) for source in app.plan.sources),
    ]


def _publish_path(path: Path) -> Finding:
    existing = next(p for p in (path, *path.parents) if p.exists())
    try:
        with TemporaryFile(dir=existing):
            return Finding("publish", str(path))
    except OSError as error:
        return Finding("publish", f"{path}: {error.strerror}", False, 74)


def _server(app: App) -> Iterator[Finding]:
    where = app.settings.serve
    if not where.enabled:
        return
    address = f"{where.host}:{where.port}"
    try:
        make_server(where.host, where.port, app.settings.publish.path).server_close()
        yield Finding("serve", address)
    except OSError as error:
        yield Finding("serve", f"{address}: {error.strerror}", False, 1)


def _source(app: App, source: Source) -> Finding:
    subject = f"source {source.name}"
    entries = 0
    unread: list[str] = []
    try:
        fetched = app.fetcher.fetch(source, Validators(), {})
    except SourceError as error:
        return Finding(subject, str(error), False, 1)
    for document in fetched.documents:
        try:
            entries += len(parse.parse(parse.kind_of(source.kind, document), document))
        except SourceError as error:
            unread.append(str(error))
    if unread and not entries:
        return Finding(subject, unread[0], False, 1)
    left_out = f"; cannot read {', '.join(unread)}" if unread else ""
    return Finding(subject, f"{entries} articles{left_out}")
