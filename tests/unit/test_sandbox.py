"""Functions called in a child process: what they return, and every way they can end."""

import math
import operator
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from syndicator.errors import ParseError
from syndicator.parse import parse_page
from syndicator.ports import Document
from syndicator.sandbox import ProcessSandbox


@pytest.fixture
def sandbox() -> Iterator[ProcessSandbox]:
    made = ProcessSandbox(at_once=2, seconds=1, megabytes=100)
    yield made
    made.close()


def test_a_value_comes_back_from_another_process(sandbox: ProcessSandbox) -> None:
    assert sandbox.call("a", math.hypot, 3, 4) == 5
    child = sandbox.call("a", os.getpid)
    assert child != os.getpid()
    assert sandbox.call("b", os.getpid) == child, "a child that is well is kept"


def test_an_error_of_the_source_keeps_its_words(sandbox: ProcessSandbox) -> None:
    document = Document(name="a.html", url="https://s.example/", body=b"%PDF-1")
    with pytest.raises(ParseError, match=r"^a\.html: a PDF file where a page"):
        sandbox.call("x", parse_page, document)


@pytest.mark.parametrize(
    ("function", "arguments", "reason"),
    [
        (operator.truediv, (1, 0), "our reader fails at it: ZeroDivisionError"),
        (bytes, (500 << 20,), "takes more than 100 MB"),
        (os.abort, (), r"crashed the reader \(SIGABRT\)"),
        (os._exit, (3,), r"ended the reader \(status 3\)"),
        pytest.param(time.sleep, (60,), "not done after 3 s$", marks=pytest.mark.slow),
        pytest.param(
            sum, (range(10**12),), r"not done after \d s", marks=pytest.mark.slow
        ),
    ],
)
def test_whatever_goes_wrong_is_an_error_of_the_subject(
    sandbox: ProcessSandbox,
    function: object,
    arguments: tuple[object, ...],
    reason: str,
) -> None:
    start = time.monotonic()
    with pytest.raises(ParseError, match=f"^page: .*{reason}"):
        sandbox.call("page", function, *arguments)  # type: ignore[arg-type]
    assert time.monotonic() - start < 10
    assert sandbox.call("next", abs, -1) == 1, "the next call gets a child that works"


def test_what_cannot_be_sent_back_is_told(sandbox: ProcessSandbox) -> None:
    with pytest.raises(ParseError, match="our reader fails at it"):
        sandbox.call("page", compile, "x", "x", "eval")
    assert sandbox.call("next", abs, -1) == 1


def test_a_child_killed_from_outside_is_replaced(sandbox: ProcessSandbox) -> None:
    child = sandbox.call("a", os.getpid)
    os.kill(child, 9)
    time.sleep(0.1)
    assert sandbox.call("a", os.getpid) != child


def test_threads_share_the_children(sandbox: ProcessSandbox) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: sandbox.call("a", os.getpid), range(12)))
    assert len(set(found)) <= 2
