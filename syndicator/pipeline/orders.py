"""What an operator orders of one article: withdrawn, restored, corrected.

Each stores its decision; publishing it is for the next emit.
"""

from datetime import datetime

from syndicator import decide, text
from syndicator.errors import ConfigError
from syndicator.ports import Known, News, Store


def withdraw(store: Store, article: str, reason: str, now: datetime) -> News:
    """Take an article out of all that is published, whatever its source still has.

    `article` is its id, URL or key. Raises ConfigError where no article, or more than
    one, answers to it, or where no reason is given.
    """
    words = text.collapse(reason)
    if not words:
        raise ConfigError(["--reason: is empty; say why, readers of Atom are told"])
    return _settled(store, decide.retract(_known(store, article), words, now))


def restore(store: Store, article: str, now: datetime) -> News:
    """Undo `withdraw`. Raises ConfigError where there is nothing to undo."""
    known = _known(store, article)
    if not known.article.withdrawal:
        state = known.article.status
        hint = " by its source, and comes back with it" if state == "withdrawn" else ""
        raise ConfigError([f"{known.article.url}: is {state}{hint}"])
    return _settled(store, decide.reinstate(known, now))


def correct(store: Store, article: str, note: str, now: datetime) -> News:
    """Have an article show a note on what was wrong with it; "" takes the note away.

    Raises ConfigError as `withdraw` does, or where the note is there already.
    """
    known = _known(store, article)
    words = text.collapse(note)
    if words == known.article.correction:
        raise ConfigError([f"{known.article.url}: says so already"])
    return _settled(store, decide.correct(known, words, now))


def _settled(store: Store, news: News) -> News:
    store.settle([news])
    return news


def _known(store: Store, asked: str) -> Known:
    found = store.find(asked)
    if not found:
        raise ConfigError([f"no article has the id, URL or key {asked!r}"])
    if len(found) > 1:
        which = ", ".join(f"{a.id} ({a.source}, {a.status})" for a in found)
        raise ConfigError([f"{asked!r} is several articles; name one: {which}"])
    (article,) = found
    _, known = store.held([article.id])[article.id]
    return known
