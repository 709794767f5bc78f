"""What `status` and `show` print."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from rich.table import Table

from syndicator import consensus, html
from syndicator.app import App
from syndicator.audit import RULES
from syndicator.auditing import Audit
from syndicator.dates import rfc3339
from syndicator.model import Article, Claim, Image, Issue, RawEntry
from syndicator.pipeline import frozen, issues
from syndicator.ports import SourceState

_ZONES = {
    "said": "zone as said",
    "source": "in the source's zone",
    "site": "in the site's zone",
}


def status(app: App) -> Iterator[Table]:
    """Sources, feeds and letters, and what was left out or held back, as tables."""
    yield _sources(app)
    yield _published(app)
    if any(frozen.scheduled(app.plan)):
        yield _letters(app)
    problems = app.store.problems()
    if problems:
        table = _table("Left out or held back", "where", "what", "why", "since")
        for p in problems:
            table.add_row(p.source, p.subject, p.reason, rfc3339(p.since))
        yield table


def _sources(app: App) -> Table:
    table = _table("Sources", "name", "last success", "next", "failures", "remarks")
    for source in app.plan.sources:
        state = app.store.state(source.name)
        table.add_row(
            source.name,
            _instant(state.succeeded_at, "never"),
            "parked" if state.gone_at else _instant(state.next_at, "now"),
            str(state.failures),
            state.error or _moved(state),
        )
    return table


def _moved(state: SourceState) -> str:
    to = state.move.to
    return f"it has moved: change its url to {to}" if to else ""


def _published(app: App) -> Table:
    table = _table("Published", "path", "items", "bytes")
    for path, artifact in sorted(app.store.artifacts().items()):
        if frozen.is_living(path):
            table.add_row(path, str(artifact.items or ""), str(artifact.size))
    return table


def _letters(app: App) -> Table:
    table = _table("Letters", "name", "issues", "latest", "subject", "next")
    for letter in frozen.scheduled(app.plan):
        made = app.store.issues(letter.name)
        latest = (made[0].name, made[0].subject) if made else ("", "")
        state = app.store.letter_state(letter.name)
        due = _instant(issues.next_turn(app.plan, letter, state), "not begun")
        table.add_row(letter.name, str(len(made)), *latest, due)
    return table


def issue_list(made: Iterable[Issue]) -> Table:
    """Issues, the newest first, with what was changed in them."""
    table = _table("Issues", "letter", "number", "name", "articles", "subject", "notes")
    for issue in made:
        notes = "; ".join(frozen.revision_note(r) for r in issue.revisions)
        number, articles = str(issue.number), str(len(issue.articles))
        table.add_row(issue.letter, number, issue.name, articles, issue.subject, notes)
    return table


def issue_preview(issue: Issue, due: datetime | None) -> Iterator[str]:
    """What an issue would be, a fact a line, its articles below their headings."""
    facts = {
        "due": _instant(due, "not begun"),
        "number": str(issue.number),
        "subject": issue.subject,
        "preheader": issue.preheader,
    }
    yield from (f"{name:<10} {value}" for name, value in facts.items())
    part = ""
    for article in issue.articles:
        if article.part != part:
            part = article.part
            yield f"# {part}"
        yield f"- {article.title} <{article.link}>"
    if not issue.articles:
        yield "no article is new"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _instant(at: datetime | None, otherwise: str) -> str:
    return rfc3339(at) if at else otherwise


def article(known: Article) -> str:
    """Everything known of an article, one fact a line, its words last."""
    authors = (f"{a.name} ({a.role})" if a.role else a.name for a in known.authors)
    facts = {
        "id": known.id,
        "status": known.status,
        "withdrawn": _withdrawal(known),
        "correction": known.correction,
        "source": f"{known.source}, {known.key}",
        "url": known.url,
        "title": known.title,
        "published": f"{rfc3339(known.published)} (to the {known.precision},"
        f" {_ZONES[known.zone]})",
        "updated": rfc3339(known.updated),
        "authors": ", ".join(authors),
        "section": known.section,
        "tags": ", ".join(known.tags),
        "language": known.language,
        "rights": " ".join(filter(None, (known.rights, known.license))),
        "copy of": known.twin_of,
        "words": f"{known.words}, {known.minutes} min",
        "summary": known.summary,
    }
    seldom = ("withdrawn", "correction", "copy of")
    lines = [
        f"{name:<10} {value}"
        for name, value in facts.items()
        if value or name not in seldom
    ]
    lines += [f"{'also in':<10} {c.source}: {c.url}" for c in known.carriers]
    lines += [f"{'picture':<10} {_picture(i)}" for i in known.images]
    lines += [
        f"{'taken out':<10} {s.kind}, from the {s.place}: {s.text}"
        for s in known.statements
    ]
    return "\n".join([*lines, "", *_words(known)])


def why(raw: RawEntry, trust: consensus.Trust) -> Iterator[str]:
    """Each field's claims, the believed ones marked, and the reason; one claim a line."""
    found = consensus.verdicts(raw, trust)
    for field in consensus.TRUST:
        if field in found:
            yield f"{field:<10} {found[field].why}"
            yield from _claims(raw, field, found[field])
        elif any(_worded(c) for c in consensus.own(raw, "source") if c.field == field):
            yield f"{field:<10} said once, by the source"


def _claims(raw: RawEntry, field: str, verdict: consensus.Verdict) -> Iterator[str]:
    believed = {(c.place, _worded(c)) for c in verdict.claims}
    for claim in raw.claims:
        if claim.field == field:
            mark = ">" if (claim.place, _worded(claim)) in believed else " "
            yield f"{'':<9}{mark} {consensus.PLACES[claim.place]}: {_worded(claim)}"


def _worded(claim: Claim) -> str:
    return claim.author.name if claim.author else claim.value


def _withdrawal(known: Article) -> str:
    if not known.withdrawn:
        return ""
    why = f"by command: {known.withdrawal}" if known.withdrawal else "by its source"
    return f"{rfc3339(known.withdrawn)}, {why}"


def _picture(image: Image) -> str:
    size = f"{image.width}×{image.height}" if image.width else "not measured"
    return f"{image.url or 'no address'} ({size}): {image.alt or 'no description'}"


def _words(known: Article) -> Iterator[str]:
    tree = html.fragment(known.body)
    for block in tree.find_all(
        ["p", "h2", "h3", "h4", "li", "figcaption", "tr", "pre"]
    ):
        mark = "## " if block.name.startswith("h") else ""
        yield f"{mark}{html.text_of(block)}"


def audit(result: Audit, *, as_json: bool) -> Iterator[str]:
    """Findings a line each; for people, with the sum of them by rule at the end."""
    if as_json:
        yield from (json.dumps(asdict(f), ensure_ascii=False) for f in result.found)
        return
    yield from (
        f"{f.path}: {f.rule}: {f.text}" + (f" ({f.item})" if f.item else "")
        for f in result.found
    )
    for p in result.held:
        yield f"{p.source}: {p.subject}: {p.reason}, since {rfc3339(p.since)}"
    for rule, number in sorted(Counter(f.rule for f in result.found).items()):
        yield f"{number:>5}  {rule}: {RULES[rule]}"
    yield (
        f"{len(result.found)} findings in {result.files} files that show"
        f" {result.items} items; {len(result.unjudged)} files have nothing to audit"
    )
