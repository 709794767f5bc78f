"""What `syndicator backfill` does: bring in the past of a source, politely.

The store is held only while a batch is stored, so that the daemon's passes go on.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from syndicator import app as composition
from syndicator.app import App, Clock, PassReport
from syndicator.errors import Busy, FetchError, ParseError
from syndicator.model import Source
from syndicator.pipeline import backfill, remembered
from syndicator.pipeline.backfill import Answer
from syndicator.pipeline.entries import Entries
from syndicator.pipeline.visit import Visit, besides
from syndicator.ports import Backfill, Problem

_PATIENCE = 600  # seconds for which another run may hold the store
_SHORT = 120  # seconds that are worth waiting when a server asks for them
_FAILURES = 3  # documents in a row that cannot be had: the source is not at home
_REST = 5  # seconds after the first of them
_WAITS = 20  # that a server may ask for in one run
_AGAIN = "run it again to go on"

Sleep = Callable[[float], object]


@dataclass(slots=True)
class Progress:
    """How a backfill goes: `taken` articles, in all its runs, of `most`."""

    most: int
    taken: int = 0
    documents: int = 0  # asked in this run
    reached: datetime | None = None  # the oldest article of this run
    problems: list[Problem] = field(default_factory=list)
    unread: bool = False  # some articles could not be had now
    stopped: str = ""  # why it is not at the end of the past
    failed: bool = False  # and that is somebody's fault


class _Stop(Exception):
    """The run ends here, for a reason; what was brought in stays."""


class _Enough(_Stop):
    """It is as much as was wanted."""


@dataclass(slots=True)
class Backfilling:
    """A run over the past of a source, from where an earlier one left off.

    `sleep` waits for so many seconds. Raises ConfigError for a folder, Busy where
    another run holds the store for long or is at the same work.
    """

    app: App
    source: Source
    clock: Clock
    sleep: Sleep
    progress: Progress
    on_step: Callable[[Progress], object] = lambda _: None
    _state: Backfill = field(init=False)
    _waits: int = 0

    def run(self, since: datetime | None = None) -> PassReport:
        """Bring in as much as there is or is wanted, and publish it."""
        with self._alone():
            self._state = backfill.begun(self._visit(), since)
            self.app.store.settle([], backfill=self._state)
        self.progress.taken = self._state.taken
        try:
            self._go_on()
        except _Stop as stop:
            self.progress.stopped = str(stop)
            self.progress.failed = not isinstance(stop, _Enough)
        with self._alone():
            _, name = besides(self.source.name)
            self.app.store.save_problems(name, self.progress.problems)
            return composition.publish(self.app, (), self.clock)

    # ------------------------------------------------------------ documents

    def _go_on(self) -> None:
        failures = 0
        self._heed()
        while self._state.pending:
            if self._room <= 0:
                many = self.progress.most
                raise _Enough(
                    f"{many} articles are in, and there are more: raise --max"
                )
            try:
                self._document()
                failures = 0
            except FetchError as error:
                failures += not error.missing
                self._failed(error, failures)
            except ParseError as error:
                self._give_up(error)
            self.on_step(self.progress)
        if backfill.is_endless(self._state):
            raise _Stop(f"{len(self._state.seen)} documents are as many as it asks")

    @property
    def _room(self) -> int:
        return self.progress.most - self.progress.taken

    def _document(self) -> None:
        """Take in what the next document holds."""
        visit = self._visit()
        answer = backfill.ask(visit, self._state)
        self.progress.documents += 1
        for batch in backfill.batches(visit, self._state, answer):
            room = self._room
            drafts = backfill.drafted(visit, self._state, batch[:room])
            self._settle(visit, drafts)
            if len(batch) > room:
                return None  # the rest is left for a run that may have more
            if visit.wait_seconds:
                return self._wait(visit.wait_seconds)
        self._pass(visit, answer)

    def _settle(self, visit: Visit, drafts: Entries) -> None:
        with self._same():
            self._state, news = backfill.settle(visit, self._state, drafts)
        dates = [n.article.published for n in news if n.kind == "new"]
        oldest = (d for d in (self.progress.reached, *dates) if d)
        self.progress.reached = min(oldest, default=None)
        self.progress.taken = self._state.taken
        self.on_step(self.progress)

    def _pass(self, visit: Visit, answer: Answer) -> None:
        self.progress.problems += visit.problems
        self.progress.unread |= visit.retry
        self._save(backfill.passed(self._state, answer.further))

    # ------------------------------------------------------------ what goes wrong

    def _failed(self, error: FetchError, failures: int) -> None:
        """Wait where that is asked for; else ask for the others first."""
        if error.missing:
            self._give_up(error)
        elif error.wait_seconds:
            self._wait(error.wait_seconds)
        elif failures == _FAILURES:
            raise _Stop(f"{error}; {_AGAIN}")
        else:
            self.sleep(_REST * failures)
            self._save(backfill.postponed(self._state))

    def _give_up(self, error: FetchError | ParseError) -> None:
        """Go on without a document that will be no better the next time."""
        visit = self._visit()
        visit.report(error.subject, error.reason)
        self.progress.problems += visit.problems
        self._save(backfill.passed(self._state))

    def _wait(self, seconds: int) -> None:
        self._waits += 1
        if seconds <= _SHORT and self._waits <= _WAITS:
            self.sleep(seconds)
            return
        with self._alone():
            remembered.leave_alone(self._visit(), seconds)
        self._heed()

    def _heed(self) -> None:
        """Stop where the source is not to be asked now."""
        if why := remembered.is_to_be_left(self._visit()):
            raise _Stop(f"{why}; {_AGAIN}")

    # ------------------------------------------------------------ the store

    def _visit(self) -> Visit:
        app = self.app
        edges = (app.plan, app.fetcher, app.store, self.clock(), app.sandbox)
        return Visit(self.source, *edges, past=True)

    def _save(self, state: Backfill) -> None:
        with self._same():
            self.app.store.settle([], backfill=state)
            self._state = state

    @contextmanager
    def _same(self) -> Iterator[None]:
        """Hold the store, where nobody else is at the same work."""
        with self._alone():
            if self.app.store.backfill(self.source.name) != self._state:
                raise Busy(f"another backfill of {self.source.name} is under way")
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the store; a pass under way is waited for."""
        with ExitStack() as held:
            for second in range(_PATIENCE + 1):
                try:
                    holder = composition.holder("backfill", self.clock())
                    held.enter_context(self.app.store.lock(holder))
                    break
                except Busy:
                    if second == _PATIENCE:
                        raise
                    self.sleep(1)
            yield
