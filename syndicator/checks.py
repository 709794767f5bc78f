"""`syndicator check`: whether everything the settings name is in reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryFile

from syndicator.app import App
from syndicator.dates import rfc3339
from syndicator.errors import SourceError
from syndicator.model import Held, Letter, Source, Walk
from syndicator.pipeline import frozen, issues, walking
from syndicator.pipeline.products import current, under_policy
from syndicator.pipeline.visit import Visit
from syndicator.ports import Validators
from syndicator.server import NAME, Server


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `exit_code` is what it is worth where it is not well."""

    subject: str
    text: str
    well: bool = True
    exit_code: int = 0


def run(app: App, now: datetime) -> list[Finding]:
    """Look at each source, the store, the publish path and the policy; change nothing."""
    return [
        Finding("settings", str(app.settings.file)),
        Finding("store", app.settings.store.url.rpartition("@")[2]),
        _publish_path(app.settings.publish.path),
        *_server(app),
        *(_source(app, source, now) for source in app.plan.sources),
        *_policy(app, now),
        *(f for letter in frozen.scheduled(app.plan) for f in _issues(app, letter)),
    ]


def _policy(app: App, now: datetime) -> Iterator[Finding]:
    """What is stored and would be held back today, each article once."""
    plan = app.plan.as_of(now.date())
    results = (
        result
        for product in current(plan, frozen.issued(plan, app.store), app.store)
        for result in under_policy(plan, product, app.store)
    )
    held = {r.article.url: r.reason for r in results if isinstance(r, Held)}
    for url, reason in held.items():
        yield Finding("policy", f"{url} is held back: {reason}", False, 1)
    if not held:
        yield Finding("policy", "nothing is held back")


def _issues(app: App, letter: Letter) -> Iterator[Finding]:
    """When the next issue is due, and what frozen ones show that was withdrawn."""
    subject = f"letter {letter.name}"
    due = issues.next_turn(app.plan, letter, app.store.letter_state(letter.name))
    yield Finding(subject, f"next issue {rfc3339(due)}" if due else "not begun yet")
    for number, article in frozen.withdrawn(letter, app.store):
        words = f"issue {number} shows {article.url}, which was withdrawn"
        yield Finding(subject, words, False, 1)


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
        if any(s.kind == "push" for s in app.plan.sources):
            words = "serve.enabled is not set: nobody can push articles"
            yield Finding("serve", words, False, 1)
        return
    address = f"{where.host}:{where.port}"
    try:
        Server(where.host, where.port, app.settings.publish.path).server_close()
        yield Finding("serve", address)
    except OSError as error:
        if _is_ours(where.host, where.port):
            yield Finding("serve", f"{address}: served by a syndicator already")
        else:
            yield Finding("serve", f"{address}: {error.strerror}", False, 1)


def _is_ours(host: str, port: int) -> bool:
    """Say whether it is a Syndicator that listens there: settings are checked under it."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().headers["Server"] == NAME
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _source(app: App, source: Source, now: datetime) -> Finding:
    subject = f"source {source.name}"
    visit = Visit(source, app.plan, app.fetcher, app.store, now, app.sandbox)
    try:
        walk = Walk(source=source)
        done = walking.walked(
            visit, walk, *walking.begun(visit, walk, Validators(), {})
        )
    except SourceError as error:
        return Finding(subject, str(error), False, 1)
    unread = [f"{p.subject}: {p.reason}" for p in visit.problems]
    entries = sum(len(found.entries) for _, found in done.answers)
    if unread and not entries:
        return Finding(subject, unread[0], False, 1)
    left_out = f"; cannot read {', '.join(unread)}" if unread else ""
    return Finding(subject, f"{entries} articles{left_out}")
