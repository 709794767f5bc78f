"""A child process as its parent sees it: asked, waited for, killed."""

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from socket import socketpair
from typing import Any

_PATIENCE = 3  # seconds by the clock for each of CPU: other processes run, too


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: a value, or the reason why there is none."""

    made: Any = None
    reason: str = ""
    subject: str = ""  # where the function has named it


class Died(Exception):
    """The child answers no more."""


class Child:
    """One process that calls functions, one at a time."""

    def __init__(self, seconds: int, megabytes: int) -> None:
        ours, theirs = socketpair()
        with theirs:
            number = str(theirs.fileno())
            limits = (str(seconds), str(megabytes))
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "syndicator.sandbox", number, *limits],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the parent
            )
        self._pipe = Connection(ours.detach())
        self._seconds = seconds
        self.calls = 0

    def ask(
        self, function: Callable[..., Any], arguments: tuple[object, ...]
    ) -> Answer:
        """Raises Died, with the reason, where no answer comes."""
        self.calls += 1
        wait = self._seconds * _PATIENCE
        try:
            self._pipe.send((function, arguments))
            if not self._pipe.poll(wait):
                raise Died(f"not done after {wait} s")
            answer: Answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise Died(self._cause()) from error
        return answer

    def _cause(self) -> str:
        status = self._process.wait(5)
        if status == -signal.SIGXCPU:
            return f"not done after {self._seconds} s of CPU"
        if status < 0:
            return f"it crashed the reader ({signal.Signals(-status).name})"
        return f"it ended the reader (status {status})"

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._pipe.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
