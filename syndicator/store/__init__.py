"""The service's memory, on SQLite or PostgreSQL: one implementation of ports.Store."""

from contextlib import AbstractContextManager

from syndicator.ports import Store
from syndicator.store.articles import Articles
from syndicator.store.engine import open_database
from syndicator.store.histories import Histories
from syndicator.store.inbox import Inbox
from syndicator.store.issues import Issues
from syndicator.store.ledger import Ledger
from syndicator.store.lock import lock
from syndicator.store.rechecks import Rechecks
from syndicator.store.sources import Sources


class SqlStore(Articles, Histories, Sources, Rechecks, Inbox, Ledger, Issues):
    """The whole of the Store; its methods may be called from several threads."""

    def lock(self, holder: str) -> AbstractContextManager[None]:
        return lock(self._database, holder)

    def close(self) -> None:
        self._database.engine.dispose()


def open_store(url: str) -> Store:
    """Open the store at `sqlite:///path` or `postgresql://user@host/database`.

    It is made, or brought up to date, where needed. Raise StoreError where it cannot
    be, naming the URL without its password.
    """
    return SqlStore(open_database(url))
