"""An issue as plain text, from the same words as its HTML."""

from collections.abc import Iterator

from syndicator.render import merge, tools
from syndicator.render.entries import Entry
from syndicator.render.issue import Issue
from syndicator.render.plaintext import linked
from syndicator.render.wrapping import underlined, wrap


def letter_text(issue: Issue, tool: tools.Tool) -> str:
    """The text, with slots where the tool's tags belong."""
    rule = "-" * 24
    web = issue.web and (merge.slot("web") if tool.web.text else issue.web)
    first_name = merge.slot("first_name")
    title = (underlined(issue.title, "="), issue.date)
    blocks = (
        *(_head(issue.entries[0], "=") if issue.alone else title),
        *(wrap(p).replace(tools.FIRST_NAME, first_name) for p in issue.intro),
        *(wrap(notice.plain or notice.text, whole=True) for notice in issue.top),
        *(block for entry in issue.entries for block in _content(entry, issue)),
        *(wrap(notice.plain or notice.text, whole=True) for notice in issue.bottom),
        *(wrap(p).replace(tools.FIRST_NAME, first_name) for p in issue.outro),
        rule,
        wrap(f"You receive this because you subscribed to {issue.sender}."),
        wrap(issue.address, whole=True) if issue.address else merge.slot("address"),
        f"Unsubscribe: {merge.slot('unsubscribe')}",
        f"View in a browser: {web}" if web else "",
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(entry: Entry, mark: str) -> Iterator[str]:
    yield underlined(entry.title, mark)
    yield "\n".join(line for line in (wrap(entry.byline), entry.link) if line)


def _content(entry: Entry, issue: Issue) -> Iterator[str]:
    if entry.part and not issue.alone:
        yield underlined(entry.part, "=")
    if not issue.alone:
        yield from _head(entry, "-")
    yield from (
        wrap(notice.plain or notice.text, whole=True) for notice in entry.notices
    )
    if entry.html:
        yield entry.text
    else:
        yield wrap(entry.summary)
        yield wrap(linked(f"Continue reading: {entry.title}", entry.link))
    yield from (wrap(linked(line, entry.link)) for line in entry.media)
    if entry.credit:
        yield wrap(f"{entry.credit.text}: {entry.credit.url}", whole=True)
