"""Syndicator as an operator has it: real processes over a copy of the demo."""

# ruff: noqa: S603 (starting processes is what it is for)

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "config/demo"
WAIT = 60  # seconds; a slow machine is no fault


@dataclass
class Service:
    """One copy of the demo with its store and its published files."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kept = {
            name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ
        }
        self.environment = {
            **kept,
            "COLUMNS": "200",
            "SYNDICATOR_STORE__URL": f"sqlite:///{self.folder}/store/state.db",
            "SYNDICATOR_PUBLISH__PATH": str(self.public),
            "SYNDICATOR_SERVE__ENABLED": "false",
        } | self.environment

    @property
    def public(self) -> Path:
        return self.folder / "public"

    @property
    def settings(self) -> Path:
        return self.folder / "demo/syndicator.toml"

    @property
    def articles(self) -> Path:
        return self.folder / "demo/site/articles"

    def edit(self, old: str, new: str) -> None:
        """Replace what must be there once in the settings."""
        text = self.settings.read_text("utf-8")
        assert text.count(old) == 1, old
        self.settings.write_text(text.replace(old, new), "utf-8")

    def add(self, table: str) -> None:
        with self.settings.open("a", encoding="utf-8") as file:
            file.write(f"\n{table}\n")

    def add_feed_source(self, url: str, more: str = "") -> None:
        self.add(
            f'[sources.wire]\nkind = "feed"\nurl = "{url}"\n'
            f'allow_networks = ["127.0.0.0/8"]\n{more}'
        )

    def write_article(self, name: str, title: str) -> None:
        self.articles.joinpath(name).write_text(
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"<p>{'Words that make an article, one after the other. ' * 9}</p>"
            '<time datetime="2026-01-02">2 January 2026</time></article></body></html>',
            "utf-8",
        )

    def _command(self, *arguments: str) -> list[str]:
        config = ["--config", str(self.settings)] if arguments[0][0] != "-" else []
        return [sys.executable, "-m", "syndicator", *arguments, *config]

    def run(
        self, *arguments: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self._command(*arguments),
            env=self.environment | environment,
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            timeout=WAIT,
            check=False,
        )

    def start(self, *arguments: str, output: IO[str] | None = None) -> "Process":
        """Start a command; what it says goes to `output`, else to its log."""
        with (self.folder / "log.txt").open("a") as log:
            return Process(self, self._command(*arguments), output or log)

    def read(self, path: str) -> str:
        return (self.public / path).read_text("utf-8")

    def bytes(self) -> dict[str, bytes]:
        """All that is below the publish path, whatever it is called."""
        return {
            p.relative_to(self.public).as_posix(): p.read_bytes()
            for p in sorted(self.public.rglob("*"))
            if p.is_file()
        }

    def facts(self) -> dict[str, tuple[int, int]]:
        """Inode and time of every published file: what a write changes."""
        return {
            p.relative_to(self.public).as_posix(): (
                p.stat().st_ino,
                p.stat().st_mtime_ns,
            )
            for p in self.public.rglob("*")
        }


class Process:
    """A command that runs in the background."""

    def __init__(self, service: Service, command: list[str], output: IO[str]) -> None:
        self._log = service.folder / "log.txt"
        self._process = subprocess.Popen(
            command,
            env=service.environment,
            cwd=service.folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")

    def wait_for(self, words: str, times: int = 1) -> None:
        wait_until(lambda: self.log.count(words) >= times, lambda: self.log)

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; return the exit code and the seconds it took."""
        start = time.monotonic()
        self.send(number)
        code = self._process.wait(WAIT)
        return code, time.monotonic() - start

    def wait(self) -> int:
        return self._process.wait(WAIT)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(WAIT)


def wait_until(
    holds: Callable[[], object], say: Callable[[], str] = lambda: ""
) -> None:
    limit = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < limit, say()
        time.sleep(0.05)


def copied(folder: Path) -> Service:
    """The demo as it comes, below `folder`."""
    shutil.copytree(
        DEMO, folder / "demo", ignore=shutil.ignore_patterns("public", "*.db*")
    )
    return Service(folder)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def asking(port: int) -> Iterator[HTTPConnection]:
    connection = HTTPConnection("127.0.0.1", port, timeout=WAIT)
    try:
        yield connection
    finally:
        connection.close()


def get(
    port: int, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in lower case, body; the path goes out as it is written."""
    with asking(port) as connection:
        connection.putrequest(method, path)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, found, response.read()
