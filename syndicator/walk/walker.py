"""What a kind of source has to say of the way through it."""

from collections.abc import Callable
from dataclasses import dataclass

from syndicator.model import Found, Request, Walk

First = Callable[[Walk], tuple[Request, ...]]
Then = Callable[[Walk, Request, Found], tuple[Request, ...]]


def nothing(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    """No answer leads any further."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Walker:
    """`first` are the requests of a look, `then` those an answer leads to.

    `links`: its entries are but links, and the article is on their page. `listing`:
    it can list all it has, when that is asked for.
    """

    first: First
    then: Then = nothing
    links: bool = False
    listing: bool = False
