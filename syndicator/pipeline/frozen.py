"""Issues as they were made: their files, and what lists and feeds say of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from syndicator import html, text
from syndicator.model import Article, Issue, IssueFile, Letter, Revision
from syndicator.pipeline.plan import Plan
from syndicator.ports import Store

IN_FEED = 30  # issues
Issued = Mapping[str, Sequence[Issue]]  # by letter, the newest first
_FILE = re.compile(r"letters/[^/]+/\d{4}-\d\d-\d\d(?:-\d+)?\.(?:html|txt|json)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A published file of an issue: its bytes are in the store."""

    issue: Issue
    file: IssueFile


def scheduled(plan: Plan) -> Iterator[Letter]:
    """The letters that come in issues."""
    return (x for x in plan.letters if x.schedule)


def issued(plan: Plan, store: Store) -> Issued:
    """The issues there are of every letter that comes in issues."""
    return {letter.name: store.issues(letter.name) for letter in scheduled(plan)}


def files(issued: Issued) -> dict[str, Frozen]:
    """Path → file, of every issue there is; the newest is `latest`, too."""
    found: dict[str, Frozen] = {}
    for letter, made in issued.items():
        for issue in made:
            for file in issue.files:
                each = Frozen(issue=issue, file=file)
                names = (issue.name, "latest") if issue is made[0] else (issue.name,)
                for name in names:
                    found[f"letters/{letter}/{name}{file.suffix}"] = each
    return found


def withdrawn(letter: Letter, store: Store) -> list[tuple[int, Article]]:
    """Withdrawn articles that issues show, by number, but those that are to stay."""
    found = store.withdrawn(letter.name)
    if not found:
        return []
    left = {issue.number: issue.left for issue in store.issues(letter.name)}
    return [(n, article) for n, article in found if article.id not in left[n]]


def is_living(path: str) -> bool:
    """Say whether a published file may change: no picture, no issue's own."""
    return not (path.startswith("media/") or _FILE.fullmatch(path))


def subjects_of(issued: Issued) -> dict[str, str]:
    """Letter → the subject of its latest issue, where there is one."""
    return {letter: made[0].subject for letter, made in issued.items() if made}


def as_article(plan: Plan, letter: Letter, issue: Issue) -> Article:
    """An issue as what a feed of issues shows: a list of what it holds."""
    address = f"{plan.base_url}letters/{letter.name}/{issue.name}.html"
    return Article(
        id=issue.id,
        source="",
        key="",
        url=address,
        title=issue.subject,
        body="".join(_listing(issue)),
        summary=issue.preheader,
        published=issue.made,
        updated=issue.updated,
        language=plan.site.language,
        site=plan.site.title,
    )


def _listing(issue: Issue) -> Iterator[str]:
    part = ""
    for article in issue.articles:
        if article.part != part:
            part = article.part
            yield f"<h2>{html.escape(part)}</h2>"
        link, title = html.escape(article.link), html.escape(article.title)
        yield f'<p><a href="{link}">{title}</a></p>'
    for revision in issue.revisions:
        yield f"<p>{html.escape(revision_note(revision))}</p>"


def revision_note(revision: Revision) -> str:
    """What readers are told of a change to an issue they may have read."""
    return f"Revised {revision.at.date().isoformat()}: {text.collapse(revision.reason)}"
