"""An issue drawn, held against its policy, and frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from syndicator.model import (
    Issue,
    IssueFile,
    IssueItem,
    IssueRecord,
    Item,
    Letter,
    Revision,
)
from syndicator.pipeline import making, proof
from syndicator.pipeline.choosing import headings
from syndicator.pipeline.frozen import revision_note
from syndicator.pipeline.letters import path
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.trial import without_faults
from syndicator.render import letter as letters
from syndicator.render import letterjson
from syndicator.render.frame import LetterFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An issue as it may be kept; not where there are `faults`, in words."""

    issue: Issue
    record: IssueRecord
    files: Mapping[str, bytes] = field(default_factory=dict)  # by suffix
    faults: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What is settled of an issue before it is drawn; as in Issue."""

    number: int
    name: str
    made: datetime
    seen: int
    id: str = ""  # "" for a new one
    revisions: tuple[Revision, ...] = ()


def draft(
    plan: Plan,
    letter: Letter,
    heading: Heading,
    items: Sequence[Item],
    parts: Mapping[str, str],
) -> Draft:
    """Draw an issue and hold it against the policy of `plan`.

    Items that are too much for its size, or that our renderer fails at, are left out
    and wait for the next. `parts` are the headings items stand under, by article.
    Raises what our renderer does where it fails at all of them.
    """
    frame = _frame(plan, letter, heading)

    def drawn(some: Sequence[Item]) -> letters.LetterBytes:
        starts = headings({i.article.id: parts[i.article.id] for i in some})
        return letters.render(replace(frame, parts=starts), some)

    mail, items, faults = without_faults(drawn, items)
    shown = tuple(i for i in items if i.article.id not in mail.left_out)
    files = {
        ".html": mail.html,
        ".txt": mail.text,
        ".json": letterjson.document(frame, shown, mail, parts, heading.revisions),
    }
    lacking = (f"{url} left out: {why}" for url, why in faults)
    paths = {path(letter, f"{heading.name}{s}"): body for s, body in files.items()}
    return Draft(
        issue=replace(
            _headed(frame, heading, mail),
            articles=tuple(_listed(i, parts[i.article.id]) for i in shown),
            files=tuple(_file(suffix, body) for suffix, body in files.items()),
            notes=(*lacking, *making.cuts(letter, mail)),
        ),
        record=_record(plan, letter, shown),
        files=files,
        faults=proof.in_words(proof.findings(plan, paths, shown)),
    )


def _frame(plan: Plan, letter: Letter, heading: Heading) -> LetterFrame:
    return LetterFrame(
        site=plan.site,
        base_url=plan.base_url,
        letter=_with_notes(letter, heading.revisions),
        date=heading.made,
        file=heading.name,
        number=heading.number,
    )


def _headed(frame: LetterFrame, heading: Heading, mail: letters.LetterBytes) -> Issue:
    """The issue, but for what it holds."""
    return Issue(
        id=heading.id or _new_id(frame),
        letter=frame.letter.name,
        number=heading.number,
        name=heading.name,
        made=heading.made,
        seen=heading.seen,
        subject=mail.subject,
        preheader=mail.preheader,
        revisions=heading.revisions,
    )


def plan_of(plan: Plan, record: IssueRecord) -> Plan:
    """The plan with the policy, and the letter, as they were when an issue was frozen."""
    others = (each for each in plan.letters if each.name != record.letter.name)
    return replace(
        plan,
        site=record.site,
        letters=(*others, record.letter),
        disclaimers=record.disclaimers,
        links=record.links,
    )


def _record(plan: Plan, letter: Letter, shown: tuple[Item, ...]) -> IssueRecord:
    return IssueRecord(
        items=shown,
        letter=letter,
        site=plan.site,
        disclaimers=plan.disclaimers,
        links=plan.links,
    )


def _new_id(frame: LetterFrame) -> str:
    return uuid5(NAMESPACE_URL, f"{frame.address('')} {frame.date.isoformat()}").urn


def _with_notes(letter: Letter, revisions: Sequence[Revision]) -> Letter:
    """The letter with what was changed since it went out told at its end."""
    notes = (revision_note(revision) for revision in revisions)
    return replace(letter, outro="\n\n".join((letter.outro, *notes)))


def _listed(item: Item, part: str) -> IssueItem:
    article = item.article
    return IssueItem(id=article.id, title=article.title, link=article.url, part=part)


def _file(suffix: str, body: bytes) -> IssueFile:
    return IssueFile(suffix=suffix, digest=sha256(body).hexdigest(), size=len(body))
