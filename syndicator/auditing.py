"""`syndicator audit`: every published file, read afresh, against today's policy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from syndicator.app import App
from syndicator.audit import Finding, unjudged
from syndicator.errors import ConfigError
from syndicator.model import Item
from syndicator.pipeline import frozen, issuing
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import (
    FRONT,
    Product,
    archives,
    current,
    let_through,
    under_policy,
)
from syndicator.pipeline.proof import findings
from syndicator.ports import Artifact, Problem

_HELD = ("held back", "not published")
_Demand = tuple[Plan, Sequence[str], Sequence[Item]]  # files, and what they must show


@dataclass(frozen=True, slots=True)
class Audit:
    """What was audited: the findings, and how many files and items they are of."""

    found: tuple[Finding, ...]
    files: int
    items: int
    unjudged: tuple[str, ...]
    held: tuple[Problem, ...] = ()  # what is not published for the policy's sake


def run(app: App, day: date, path: Path | None = None) -> Audit:
    """Audit all that is published, or the one file `path`, or a copy in a folder `path`.

    Raises ConfigError where `path` is none of these.
    """
    plan = app.plan.as_of(day)
    root, only = _where(app.settings.publish.path, path)
    found: list[Finding] = []
    files = items = 0
    issued = frozen.issued(plan, app.store)
    demands = (*_demands(app, plan, issued), *_frozen(app, plan, issued))
    for terms, paths, shown in demands:
        for name in paths:
            if only in (None, name):
                files, items = files + 1, items + len(shown)
                found += _look(terms, root, name, shown)
    held = (p for p in app.store.problems() if p.reason.startswith(_HELD))
    return Audit(tuple(found), files, items, unjudged(_others(root)), tuple(held))


def _where(published: Path, path: Path | None) -> tuple[Path, str | None]:
    if path is None:
        return published, None
    if path.is_dir():
        return path, None
    try:
        inside = path.resolve().relative_to(published.resolve())
    except ValueError:
        reason = f"is neither a folder nor a file below {published}"
        raise ConfigError([f"{path}: {reason}"]) from None
    return published, inside.as_posix()


def _demands(app: App, plan: Plan, issued: frozen.Issued) -> Iterator[_Demand]:
    """Each product's files with the items they must show; the front with all."""
    everything: dict[str, Item] = {}
    ledger = app.store.artifacts()
    for product in current(plan, issued, app.store):
        items = _items(app, plan, product, ledger)
        if product.paths[0].startswith("feeds/"):
            everything |= {f"{i.channel.name} {i.article.id}": i for i in items}
        yield plan, product.paths, items
    yield plan, FRONT, tuple(everything.values())
    for product in archives(plan, app.store):
        yield plan, product.paths, _items(app, plan, product, ledger)


def _frozen(app: App, plan: Plan, issued: frozen.Issued) -> Iterator[_Demand]:
    """Each issue's files with what it was made of, under the policy of its day."""
    paths: dict[tuple[str, int], list[str]] = {}
    for path, file in frozen.files(issued).items():
        paths.setdefault((file.issue.letter, file.issue.number), []).append(path)
    for (letter, number), own in paths.items():
        record = app.store.issue_record(letter, number)
        yield issuing.plan_of(plan, record), own, record.items


def _items(
    app: App, plan: Plan, product: Product, ledger: Mapping[str, Artifact]
) -> tuple[Item, ...]:
    """The items that the product was last made to show."""
    items = let_through(under_policy(plan, product, app.store))
    entry = ledger.get(product.paths[0])
    return items[: entry.items] if entry and entry.items else items


def _look(plan: Plan, root: Path, name: str, shown: Sequence[Item]) -> list[Finding]:
    try:
        body = (root / name).read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        return [Finding(path=name, item="", rule="unreadable", text=reason)]
    return findings(plan, {name: body}, shown)


def _others(root: Path) -> list[str]:
    files = (p for p in sorted(root.rglob("*")) if p.is_file())
    return [p.relative_to(root).as_posix() for p in files]
