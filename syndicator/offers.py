"""What `add` and `init` show: the ways to read a site, and what would come of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from statistics import median
from typing import Any

from rich.table import Table

from syndicator.dates import rfc3339
from syndicator.model import Discovery, Draft, Source, Trial

_OTHERS = 3  # ways that the settings tell of beside the one they go


def ways(found: Discovery) -> Table:
    """The ways that were tried, the best first, with what each gives or why it is none.

    Of addresses that were only guessed, those that are there.
    """
    columns = ("", "kind", "address", *_FACTS, "why, or why not")
    rows = (
        (
            str(number),
            trial.candidate.source.kind,
            where(trial.candidate.source),
            *("" if trial.error else fact(trial) for fact in _FACTS.values()),
            trial.error or trial.candidate.reason,
        )
        for number, trial in _numbered(found)
    )
    return _table("Ways to read it", columns, rows)


def way_lines(found: Discovery) -> Iterator[str]:
    """The same for a file or a pipe."""
    for number, trial in _numbered(found):
        source = trial.candidate.source
        yield f"{number}. {source.kind} {where(source)}"
        yield f"   {trial.error or f'{trial.candidate.reason}; {_gives(trial)}'}"


def _numbered(found: Discovery) -> Iterator[tuple[int, Trial]]:
    for number, trial in enumerate(found.trials, 1):
        if not (trial.error and trial.candidate.guess):
            yield number, trial


def newest(trial: Trial) -> Table:
    """The newest articles of a way, as they would come out."""
    columns = ("title", "date", "words", "pictures")
    return _table("Its newest articles", columns, map(_article, trial.articles))


def newest_lines(trial: Trial) -> Iterator[str]:
    for title, when, words, pictures in map(_article, trial.articles):
        yield f"   {when:<20} {title} ({words} words, {pictures} pictures)"


def nothing(found: Discovery, trials: Sequence[Trial]) -> str:
    """Why there is no way that can be used, with all that was tried."""
    errors = [found.error, *(_failure(t) for t in trials)]
    tried = "".join(f"\n  {error}" for error in dict.fromkeys(errors) if error)
    return f"found no way to read it, in {found.requests} requests:{tried}"


def remarks(trial: Trial, found: Discovery, day: date) -> Iterator[str]:
    """Why a way was chosen, and when, for whoever reads the settings."""
    yield f"Added {day}: {trial.candidate.reason}."
    yield f"{_gives(trial).capitalize()}."
    others = [t for t in found.trials if t is not trial and not t.error]
    for other in others[:_OTHERS]:
        source = other.candidate.source
        yield f"Another way: {source.kind} {where(source)}, score {other.score}."


def where(source: Source) -> str:
    return str(source.path) if source.kind == "folder" else source.url


def as_json(found: Discovery, trial: Trial | None, table: str) -> dict[str, Any]:
    """All of it for programs: `chosen` counts from 1, and is 0 where nothing is."""
    return {
        "url": found.home.url,
        "title": found.home.title,
        "requests": found.requests,
        "error": found.error,
        "ways": [_way(each) for each in found.trials],
        "chosen": found.trials.index(trial) + 1 if trial else 0,
        "table": table,
    }


def _way(trial: Trial) -> dict[str, Any]:
    source = trial.candidate.source
    return {
        "kind": source.kind,
        "address": where(source),
        "reason": trial.candidate.reason,
        "error": trial.error,
        "score": trial.score,
        "entries": trial.entries,
        "oldest": _instant(trial.oldest),
        "whole": trial.told,
        "edits": trial.edits,
        "deletions": trial.deletions,
        "requests": trial.requests,
        "articles": [
            {
                "title": a.title,
                "url": a.url,
                "published": _instant(a.published),
                "words": a.words,
                "pictures": len(a.images),
                "authors": [author.name for author in a.authors],
                "tags": list(a.tags),
            }
            for a in trial.articles
        ],
    }


# ---------------------------------------------------------------- in words


def _text(trial: Trial) -> str:
    words = round(median(a.words for a in trial.articles))
    whole = "whole" if trial.told == len(trial.articles) else "from the page"
    return f"{whole}, {words} words"


def _dates(trial: Trial) -> str:
    dates = [a.published for a in trial.articles if a.published]
    if len(dates) < len(trial.articles):
        return f"{len(dates)} of {len(trial.articles)}" if dates else "none"
    if any(a.precision == "day" for a in trial.articles):
        return "days"
    zoned = all(a.zone == "said" for a in trial.articles)
    return "with zone" if zoned else "without zone"


def _with(trial: Trial) -> str:
    there = {
        "pictures": any(a.images for a in trial.articles),
        "authors": any(a.authors for a in trial.articles),
        "tags": any(a.tags or a.section for a in trial.articles),
    }
    return ", ".join(name for name, has in there.items() if has) or "nothing"


def _past(trial: Trial) -> str:
    since = f" since {trial.oldest.date()}" if trial.oldest else ""
    return f"{trial.entries}{since}"


def _told(trial: Trial) -> str:
    there = {"edits": trial.edits, "deletions": trial.deletions}
    return ", ".join(name for name, has in there.items() if has) or "neither"


# What is told of a way: the word before it, and how it is told. Whatever a source does
# not tell itself, its pages do in time, as they are asked again.
_FACTS: dict[str, Callable[[Trial], str]] = {
    "score": lambda t: str(t.score),
    "text": _text,
    "dates": _dates,
    "with": _with,
    "articles": _past,
    "tells of": _told,
    "requests": lambda t: str(t.requests),
}


def _gives(trial: Trial) -> str:
    return "; ".join(f"{name} {fact(trial)}" for name, fact in _FACTS.items())


def _failure(trial: Trial) -> str:
    """Why a way is none, with its address where the error does not say it."""
    source = trial.candidate.source
    named = where(source) in trial.error
    at = "" if named else f"{where(source)}: "
    return f"{source.kind}: {at}{trial.error}" if trial.error else ""


def _article(article: Draft) -> tuple[str, str, str, str]:
    title = article.title or article.url
    when = _instant(article.published) or "no date"
    return title, when, str(article.words), str(len(article.images))


def _instant(at: datetime | None) -> str:
    return rfc3339(at) if at else ""


def _table(
    title: str, columns: Sequence[str], rows: Iterable[tuple[str, ...]]
) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
