"""What a pass came to, as log lines."""

import logging

from syndicator.app import PassReport
from syndicator.dates import rfc3339
from syndicator.log import line, logger
from syndicator.pipeline import EmitReport, SourceReport
from syndicator.ports import News

_KINDS = ("new", "changed", "refreshed", "restored", "withdrawn")


def log_source(report: SourceReport) -> None:
    counts = {k: n for k in _KINDS if (n := report.count(k))}
    if report.error:
        logger.error(line("source failed", source=report.source, error=report.error))
    elif report.gone_since:
        since = rfc3339(report.gone_since)
        logger.warning(line("source parked", source=report.source, since=since))
    elif report.left_until:
        until = rfc3339(report.left_until)
        logger.info(line("source left alone", source=report.source, until=until))
    else:
        what = "source unchanged" if report.unchanged and not counts else "source read"
        logger.info(line(what, source=report.source, **counts))
    _log_details(report)
    if report.moved_to:
        logger.warning(line("source moved", source=report.source, to=report.moved_to))


def log_pages(report: SourceReport) -> None:
    """Log what asking again for pages of a source came to."""
    counts = {k: n for k in _KINDS if (n := report.count(k))}
    logger.info(line("pages read again", source=report.source, **counts))
    _log_details(report)


def _log_details(report: SourceReport) -> None:
    for news in report.news:
        log_news(news)
    for problem in report.problems:
        facts = {"subject": problem.subject, "reason": problem.reason}
        logger.warning(line("left out", source=report.source, **facts))


def log_news(news: News) -> None:
    facts = {"article": news.article.url, "reason": news.reason}
    level = logging.DEBUG if news.kind in ("same", "refreshed") else logging.INFO
    logger.log(level, line(f"article {news.kind}", **facts))


def log_emitted(report: EmitReport) -> None:
    for problem in report.held:
        facts = {"article": problem.subject, "reason": problem.reason}
        logger.warning(line("item held back", where=problem.source, **facts))
    for note in report.notes:
        logger.warning(line("note", text=note))
    for path in report.written:
        logger.info(line("published", path=path))
    for path in report.removed:
        logger.info(line("removed", path=path))


def log_pass(report: PassReport) -> None:
    """Log what was published; sources are logged as they come in."""
    log_emitted(report.emitted)
    for problem in report.untold:
        where = {"feed": problem.subject, "to": problem.source}
        logger.warning(line("not announced", **where, reason=problem.reason))
    if not report.sources and not report.emitted.written:
        return  # a tick with nothing to do
    facts = {
        "sources": len(report.sources),
        "failed": sum(bool(s.error) for s in report.sources),
        "written": len(report.emitted.written),
    }
    logger.info(line("done", **facts))
