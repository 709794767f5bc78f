"""The child: calls what it is asked to within its limits, until the parent is gone."""

import resource
import sys
from collections.abc import Callable
from math import ceil
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

from syndicator.errors import SourceError
from syndicator.sandbox.child import Answer

_MEGABYTE = 1 << 20


def main(pipe: Connection, seconds: int, megabytes: int) -> None:
    while True:
        try:
            function, arguments = pipe.recv()
        except EOFError:
            return
        _limit(seconds, megabytes)
        pipe.send_bytes(_called(function, arguments, megabytes))


def _limit(seconds: int, megabytes: int) -> None:
    """So much more than what has been used until now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = ceil(used.ru_utime + used.ru_stime) + seconds
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    memory = pages * resource.getpagesize() + megabytes * _MEGABYTE
    for kind, soft in ((resource.RLIMIT_CPU, cpu), (resource.RLIMIT_AS, memory)):
        resource.setrlimit(kind, (soft, resource.getrlimit(kind)[1]))


def _called(
    function: Callable[..., Any], arguments: tuple[Any, ...], megabytes: int
) -> memoryview:
    """The answer, as it is sent."""
    try:
        return ForkingPickler.dumps(Answer(made=function(*arguments)))
    except SourceError as error:
        answer = Answer(reason=error.reason, subject=error.subject)
    except MemoryError:
        answer = Answer(reason=f"takes more than {megabytes} MB")
    except Exception as error:  # noqa: BLE001
        answer = Answer(reason=f"our reader fails at it: {error!r:.300}")
    return ForkingPickler.dumps(answer)


if __name__ == "__main__":
    descriptor, *limits = map(int, sys.argv[1:])
    main(Connection(descriptor), *limits)
