"""Pages that are asked again, by decay: what was edited, what is gone, what is back.

This comes after the looks of a pass, and what it brings is settled as what those did.
Imported only where a page is due.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from syndicator import html, likeness, schedule, urls
from syndicator.errors import FetchError, ParseError
from syndicator.model import Article, RawEntry
from syndicator.pipeline import entries, pages, remembered
from syndicator.pipeline.ingest import SourceReport
from syndicator.pipeline.visit import Visit, besides
from syndicator.ports import Known, News, Recheck, Validators

_SOURCES_AT_ONCE = 8
_FEW = 2  # pages of a source that may all be missing at once and be believed
_ALIKE = 0.5  # of the words of a page that redirects elsewhere


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking for one page came to: it stands, says something else, or neither."""

    recheck: Recheck
    known: Known
    validators: Validators | None = None  # None where it was not to be had
    raw: RawEntry | None = None  # the article, where the page has changed
    error: FetchError | ParseError | None = None

    @property
    def missing(self) -> bool:
        return isinstance(self.error, FetchError) and self.error.missing


@dataclass(slots=True)
class Reread:
    """What asking for some pages of one source brought; nothing of it is settled yet."""

    visit: Visit
    asked: list[Asked] = field(default_factory=list)
    dropped: list[Recheck] = field(default_factory=list)
    wait_seconds: int = 0  # how long the source asked to be left alone

    @property
    def believed(self) -> bool:
        """A site that has lost most of its pages at once has a fault of its own."""
        asked = [each for each in self.asked if not each.recheck.gone]
        missing = sum(each.missing for each in asked)
        return missing <= _FEW or 2 * missing <= len(asked)


def reread_all(
    visits: Sequence[Visit], due: Mapping[str, Sequence[Recheck]]
) -> list[SourceReport]:
    """Ask for the pages that are due at some sources, at several of them at once."""
    with ThreadPoolExecutor(_SOURCES_AT_ONCE) as pool:
        done = list(pool.map(lambda v: reread(v, due[v.source.name]), visits))
    return [settle(each) for each in done]


def reread(visit: Visit, due: Sequence[Recheck]) -> Reread:
    """Ask for the pages that are due, and for others where all may be missing."""
    done = Reread(visit)
    suspects = sum(each.missed_at is not None for each in due)
    spare = 2 * suspects - len(due) if suspects > _FEW else 0
    more = visit.store.sound(visit.source.name, visit.now, spare) if spare > 0 else []
    known = visit.store.known(visit.source.name, [r.key for r in (*due, *more)], ())
    for recheck in (*due, *more):
        about = known.get(f"key:{recheck.key}")
        if about is None or not _concerns(recheck, about.article):
            done.dropped.append(replace(recheck, due_at=None))
            continue
        asked = _ask(visit, recheck, about)
        done.asked.append(asked)
        if isinstance(asked.error, FetchError) and asked.error.wait_seconds:
            done.wait_seconds = asked.error.wait_seconds
            break
    return done


def settle(done: Reread) -> SourceReport:
    """Store what asking brought, as if a look had; and when to ask again."""
    visit = done.visit
    if not done.believed:
        many = sum(each.missing for each in done.asked)
        words = f"{many} of {len(done.asked)} pages are missing: that is not believed"
        visit.report(visit.source.name, words)
    gone = {a.known.article.key: _why(a) for a in done.asked if _is_gone(done, a)}
    news = _news(visit, done.asked, gone)
    rechecks = [*done.dropped, *(_next(done, each) for each in done.asked)]
    visit.store.settle(news, rechecks)
    pages_of, _ = besides(visit.source.name)
    visit.store.save_problems(pages_of, visit.problems)
    if done.wait_seconds:
        remembered.leave_alone(visit, done.wait_seconds)
    return SourceReport(
        source=visit.source.name,
        news=tuple(news),
        problems=tuple(visit.problems),
        faulty=visit.faulty,
    )


# ---------------------------------------------------------------- asking


def _concerns(recheck: Recheck, article: Article) -> bool:
    """Say whether the page is still that of the article, and not withdrawn by others."""
    away = article.status == "withdrawn" and not article.withdrawal
    return article.key == recheck.key and away == recheck.gone


def _ask(visit: Visit, recheck: Recheck, known: Known) -> Asked:
    try:
        if recheck.entry is None:
            found = visit.fetcher.there(visit.source, recheck.url, recheck.validators)
            return Asked(recheck, known, found)
        return _read(visit, recheck, recheck.entry, known)
    except (FetchError, ParseError) as error:
        if recheck.entry is not None and not Asked(recheck, known, error=error).missing:
            visit.report(error.subject, f"not read again: {error.reason}")
        return Asked(recheck, known, error=error)


def _read(visit: Visit, recheck: Recheck, entry: RawEntry, known: Known) -> Asked:
    before = Validators() if recheck.gone else recheck.validators
    document = visit.fetcher.again(visit.source, recheck.url, before)
    if document is None:
        return Asked(recheck, known, before)
    page = pages.whole(visit, recheck.url, document)
    related = visit.follow or pages.is_its_page(entry, page)
    if not related or not _is_still(page, document.url, recheck.url, known.article):
        raise ParseError(document.url, "shows something else than it did")
    raw = pages.joined(visit, entry, page, document)
    return Asked(recheck, known, document.validators, raw)


def _is_still(page: RawEntry, here: str, asked: str, article: Article) -> bool:
    """A page that redirects where it did not must still show the article."""
    usual = {urls.key(each) for each in (asked, article.url, *article.also)}
    if urls.key(here) in usual or page.title == article.title:
        return True
    sketch = likeness.sketch(html.to_text(page.body))
    return likeness.likeness(sketch, article.sketch) >= _ALIKE


# ---------------------------------------------------------------- what it means


def _is_gone(done: Reread, asked: Asked) -> bool:
    """A second time at least a day after the first."""
    recheck = asked.recheck
    return (
        asked.missing
        and done.believed
        and not recheck.gone
        and schedule.is_confirmed(recheck.missed_at, done.visit.now)
    )


def _why(asked: Asked) -> str:
    status = asked.error.status if isinstance(asked.error, FetchError) else 0
    since = asked.recheck.missed_at
    when = f" since {since:%Y-%m-%d}" if since else ""
    return f"its page is gone ({status or 'not there'}){when}"


def _news(visit: Visit, asked: Sequence[Asked], gone: dict[str, str]) -> list[News]:
    """Pages that stand, edited or back, and articles whose page is gone."""
    found = [
        (raw, each.known) for each in asked if (raw := _said(visit, each)) is not None
    ]
    marks = {k.article.key: k.mark for k in (each.known for each in asked)}
    news = entries.read_again(visit, found, gone)
    return [
        replace(n, mark=marks[n.article.key])
        if n.kind == "withdrawn" and n.article.key in gone
        else n
        for n in news
    ]


def _said(visit: Visit, asked: Asked) -> RawEntry | None:
    """What is to be taken in: the page's article, or what was there, for one back."""
    if asked.validators is None:
        return None
    if asked.raw is None and asked.recheck.gone:
        id = asked.known.article.id
        return visit.store.held([id])[id][0]
    return asked.raw


def _next(done: Reread, asked: Asked) -> Recheck:
    """When to ask this page again."""
    now, recheck = done.visit.now, asked.recheck
    if asked.validators is not None:
        since = now if recheck.gone else recheck.since
        return replace(
            recheck,
            since=since,
            due_at=schedule.next_reading(since, now),
            validators=asked.validators,
            missed_at=None,
            gone=False,
        )
    if _is_gone(done, asked):
        due = schedule.next_question(now, now)
        return replace(recheck, since=now, due_at=due, missed_at=None, gone=True)
    if recheck.gone:
        return replace(recheck, due_at=schedule.next_question(recheck.since, now))
    if asked.missing or recheck.missed_at:
        first = recheck.missed_at or (now if done.believed else None)
        return replace(recheck, due_at=schedule.second_question(now), missed_at=first)
    return replace(recheck, due_at=schedule.next_reading(recheck.since, now))
