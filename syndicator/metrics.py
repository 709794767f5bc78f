"""The state of the service as Prometheus text, for a textfile collector to pick up.

Format: prometheus.io/docs/instrumenting/exposition_formats.
"""

from collections.abc import Iterator
from datetime import datetime

from syndicator.app import App
from syndicator.pipeline import frozen, issues

_HELP = {
    "syndicator_source_last_success_timestamp_seconds": "When a source was last read.",
    "syndicator_source_next_poll_timestamp_seconds": "When a source is due next.",
    "syndicator_source_failures": "Failures of a source in a row.",
    "syndicator_source_parked": "Whether a source's publisher ended it (410).",
    "syndicator_published_items": "Items a published file shows.",
    "syndicator_published_bytes": "Size of a published file.",
    "syndicator_letter_issues": "Issues of a letter.",
    "syndicator_letter_last_issue_timestamp_seconds": "When the latest was made.",
    "syndicator_letter_next_issue_timestamp_seconds": "When the next one is due.",
    "syndicator_problem_since_timestamp_seconds": "What is left out, held back or in"
    " doubt, and since when.",
}
Sample = tuple[str, dict[str, str], float]


def exposition(app: App) -> Iterator[str]:
    """Lines of the exposition, each metric with its help before its samples."""
    samples = sorted(
        [*_sources(app), *_published(app), *_letters(app), *_problems(app)],
        key=lambda s: str(s[:2]),
    )
    for name, told in _HELP.items():
        yield f"# HELP {name} {told}"
        yield f"# TYPE {name} gauge"
        yield from (_line(s) for s in samples if s[0] == name)


def _line(sample: Sample) -> str:
    name, labels, value = sample
    told = ",".join(f'{k}="{_escaped(v)}"' for k, v in labels.items())
    return f"{name}{{{told}}} {value:.15g}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _sources(app: App) -> Iterator[Sample]:
    for source in app.plan.sources:
        state, labels = app.store.state(source.name), {"source": source.name}
        yield "syndicator_source_failures", labels, state.failures
        yield "syndicator_source_parked", labels, state.gone_at is not None
        instants = {"last_success": state.succeeded_at, "next_poll": state.next_at}
        if state.gone_at:
            del instants["next_poll"]  # it is never due
        for name, at in instants.items():
            yield f"syndicator_source_{name}_timestamp_seconds", labels, _seconds(at)


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0


def _published(app: App) -> Iterator[Sample]:
    for path, artifact in app.store.artifacts().items():
        if frozen.is_living(path):
            yield "syndicator_published_items", {"path": path}, artifact.items
            yield "syndicator_published_bytes", {"path": path}, artifact.size


def _letters(app: App) -> Iterator[Sample]:
    for letter in frozen.scheduled(app.plan):
        labels, made = {"letter": letter.name}, app.store.issues(letter.name)
        due = issues.next_turn(app.plan, letter, app.store.letter_state(letter.name))
        yield "syndicator_letter_issues", labels, len(made)
        instants = {"last": made[0].made if made else None, "next": due}
        for name, at in instants.items():
            yield (
                f"syndicator_letter_{name}_issue_timestamp_seconds",
                labels,
                _seconds(at),
            )


def _problems(app: App) -> Iterator[Sample]:
    for p in app.store.problems():
        labels = {"where": p.source, "subject": p.subject, "reason": p.reason}
        yield "syndicator_problem_since_timestamp_seconds", labels, _seconds(p.since)
