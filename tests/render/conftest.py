"""The corpus of items for every test, and its expected bytes rewritten on demand."""

import os

import pytest
from feed_cases import ALL, FRAME, Case

from syndicator.render.frame import FeedFrame


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite expected files with what is rendered now; look at the diff",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--accept", default=False) and os.environ.get("CI"):
        raise pytest.UsageError("--accept is for people: CI compares, it never accepts")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept", default=False))


@pytest.fixture
def frame() -> FeedFrame:
    return FRAME


@pytest.fixture(params=ALL, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture
def cases() -> list[Case]:
    return ALL
