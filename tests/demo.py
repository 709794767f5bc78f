"""The demo publisher, taken in and published by one pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from syndicator.app import App, load_settings, opened, run_pass

SETTINGS = Path(__file__).parents[1] / "config/demo/syndicator.toml"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@contextmanager
def published(folder: Path) -> Iterator[App]:
    """The application over its own store and files, all below `folder`."""
    environment = {
        "SYNDICATOR_STORE__URL": f"sqlite:///{folder}/state.db",
        "SYNDICATOR_PUBLISH__PATH": str(folder / "public"),
    }
    with opened(load_settings(SETTINGS, environment)) as app:
        report = run_pass(app, "test", lambda: NOW, due_only=False)
        assert not report.failed
        assert not report.emitted.held
        yield app
