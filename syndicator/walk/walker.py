"""What a kind of source has to say of the way through it."""

from collections.abc import Callable
from dataclasses import dataclass

from syndicator.model import Found, Request, Source, Walk

First = Callable[[Walk], tuple[Request, ...]]
Then = Callable[[Walk, Request, Found], tuple[Request, ...]]
Cursor = Callable[[Walk, Request, Found], str]


def nothing(walk: Walk, request: Request, found: Found) -> tuple[Request, ...]:
    """No answer leads any further."""
    return ()


def said(walk: Walk, request: Request, found: Found) -> str:
    """The source itself says from where to ask the next time."""
    return found.cursor


def always(source: Source) -> bool:
    """Every source of the kind does."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Walker:
    """`first` are the requests of a look, `then` those an answer leads to.

    `cursor` is from where to ask the next time, after an answer; "" where it does not
    tell. `links`: its entries are but links, and the article is on their page.
    `listing`: it can list all it has, when that is asked for. `ordered`: its answers
    come in the order of its cursor, so that the next look goes on where one had to stop.
    `token` is the query parameter that the source's token is told in: it is put there on
    the way out, and no request, document or error has it.
    `many`: a look brings many documents, and one that cannot be read is no failure of the
    source. `tells` says whether a source that can list all it has is set to tell what is
    no more.
    """

    first: First
    then: Then = nothing
    cursor: Cursor = said
    links: bool = False
    listing: bool = False
    ordered: bool = False
    token: str = ""
    many: bool = False
    tells: Callable[[Source], bool] = always
