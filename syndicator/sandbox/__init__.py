"""A pure function called in a child process, where it can do no harm.

What a hostile page or picture makes of a parser, a hang, a crash, all the memory there
is, ends there: the child is killed, the call is an error of its source, and the next
call gets a new child. A child that is well is kept, as starting one takes time.
"""

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore
from typing import TypeVar

from syndicator.errors import ParseError
from syndicator.sandbox.child import Child, Died

T = TypeVar("T")

SECONDS = 5  # of CPU in one call; three times as many by the clock
MEGABYTES = 300  # in one call, besides what the child has already
_CALLS = 500  # after which a child makes room for a fresh one: parsers leak


class ProcessSandbox:
    """Children that call functions, `at_once` at the most; they start when needed."""

    def __init__(
        self, *, at_once: int = 2, seconds: int = SECONDS, megabytes: int = MEGABYTES
    ) -> None:
        self._limits = (seconds, megabytes)
        self._turns = BoundedSemaphore(at_once)
        self._idle: SimpleQueue[Child] = SimpleQueue()

    def call(self, subject: str, function: Callable[..., T], *arguments: object) -> T:
        """What `function` returns; it and all values are pickled.

        A SourceError it raises is raised here as a ParseError. So is whatever else goes
        wrong, out of time, out of memory and dead included, in the name of `subject`.
        """
        with self._turns:
            child = self._child()
            try:
                answer = child.ask(function, arguments)
            except Died as death:
                child.kill()
                raise ParseError(subject, str(death)) from death
            if child.calls < _CALLS:
                self._idle.put(child)
            else:
                child.kill()
        if answer.reason:
            raise ParseError(answer.subject or subject, answer.reason)
        made: T = answer.made
        return made

    def close(self) -> None:
        """End the children."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().kill()

    def _child(self) -> Child:
        with suppress(Empty):
            while True:
                child = self._idle.get_nowait()
                if child.is_alive():
                    return child
                child.kill()
        return Child(*self._limits)
