"""Kinds of sources: those that come with the service, and those others have added.

A package adds one with two entry points of the kind's name: a Walker (walk/walker.py)
in the group "syndicator.walkers", a Reader (parse/) in "syndicator.readers".
"""

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from syndicator.errors import ConfigError
from syndicator.walk import WALKERS, Walker

if TYPE_CHECKING:
    from syndicator.parse import Reader


def names() -> list[str]:
    """Every kind there is."""
    return sorted({*WALKERS, *entry_points(group="syndicator.walkers").names})


def walker(kind: str) -> Walker:
    """The way through sources of a kind; ConfigError where there is no such kind."""
    return WALKERS.get(kind) or _added("syndicator.walkers", kind)


def reader(kind: str) -> "Reader":
    """What reads an answer of such a source; ConfigError where there is no such kind."""
    from syndicator.parse import READERS  # its parsers cost more than an idle pass

    return READERS.get(kind) or _added("syndicator.readers", kind)


@cache
def _added(group: str, kind: str) -> Any:
    for point in entry_points(group=group, name=kind):
        return point.load()
    raise ConfigError([f"no package adds {kind!r} to the entry points {group}"])
