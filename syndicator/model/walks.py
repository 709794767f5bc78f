"""A walk over a source: what is asked of it, and what each answer held."""

from dataclasses import dataclass
from datetime import datetime

from syndicator.model.settings import Source
from syndicator.model.stages import RawEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One address of a source to ask.

    `part` is the walker's own word for what it expects there, and the reader's.
    `conditional`: its answer may be that nothing has changed since the last look.
    `asks` are keys of articles: those its answer does not list are no more. Where no
    request asks so, all the listed pages together are all the source has.
    """

    url: str
    part: str = ""
    conditional: bool = False
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A further document that an answer names, and when that last changed, if told."""

    url: str
    updated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one answer held.

    `listed` are the keys it says the source has, where it is a page of a listing of
    all of them, else None; `gone` the keys it says are no more. `next` is where the
    answer goes on and `cursor` from where to ask at the next look, both in the words of
    the source. `past`: what it holds has been there long; where it is not known, it was
    never wanted.
    """

    entries: tuple[RawEntry, ...] = ()
    documents: tuple[Listed, ...] = ()
    listed: tuple[str, ...] | None = None
    gone: tuple[str, ...] = ()
    next: str = ""
    cursor: str = ""
    pace_seconds: int = 0  # between looks, as the source itself asks
    remarks: tuple[str, ...] = ()  # on what is wrong with the answer, for the operator
    past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What a look is to bring.

    What has changed since `cursor`, or the newest where that is "". With `sweep` a
    listing of all the source has, too; with `deep` its past, back to `since`. `known`
    are the keys of its articles that need not be brought again; only after the first
    answer is it told. `now` is when it is made: no cursor is to be later. `unfinished`:
    there was no look before, or it left something for this one.
    """

    source: Source
    cursor: str = ""
    sweep: bool = False
    deep: bool = False
    since: datetime | None = None
    known: frozenset[str] = frozenset()
    now: datetime | None = None
    unfinished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What is wrong in a JSON document; `pointer` says where (RFC 6901)."""

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """An article somebody pushed: to be taken in, or what is wrong with it.

    `body` is what is kept of it, b"" where it is to be `gone`.
    """

    key: str = ""
    media_type: str = ""
    body: bytes = b""
    gone: bool = False
    mistakes: tuple[Mistake, ...] = ()
