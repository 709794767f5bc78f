"""Issues of letters: when one is due, what it holds, and that it stays as it was made.

    schedule ─ what waits ─ policy ─ draw ─ audit ─▶ store, in one transaction ─▶ publish

What draws and audits them is in issuing.py, imported where there is one to be made.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

from syndicator import dates, html, policy, schedule, text, urls
from syndicator.codec import digest
from syndicator.errors import ConfigError
from syndicator.model import (
    Article,
    Channel,
    Held,
    Issue,
    IssueFile,
    Item,
    Letter,
    Revision,
)
from syndicator.pipeline.plan import Plan
from syndicator.pipeline.products import of_our_sources, recipe
from syndicator.ports import LetterState, Problem, Store
from syndicator.subjects import EVERYTHING, matches

IN_FEED = 30  # issues
_MOST = 500  # waiting articles looked at for one issue
_SLUG = 80  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What keeping the schedules came to."""

    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A published file of an issue: its bytes are in the store."""

    issue: Issue
    file: IssueFile


def scheduled(plan: Plan) -> Iterator[Letter]:
    """The letters that come in issues."""
    return (x for x in plan.letters if x.schedule)


# ---------------------------------------------------------------- when


def keep_schedules(plan: Plan, store: Store, now: datetime) -> Kept:
    """Make the issues that are due, one a letter however many turns were missed.

    A turn is kept once an issue is made or there is too little for one. Where one is
    refused, the turn stays due and is tried again when something has changed.
    """
    notes: list[str] = []
    problems: list[Problem] = []
    for letter in scheduled(plan):
        refused = _keep_schedule(plan, letter, store, now, notes)
        problems += _report(letter, store, now, refused)
    return Kept(notes=tuple(notes), problems=tuple(problems))


def _keep_schedule(
    plan: Plan, letter: Letter, store: Store, now: datetime, notes: list[str]
) -> str | None:
    """Why there is no issue although one is due; None where nothing was tried."""
    state = begun(letter, store, now)
    if not _is_due(plan, letter, state, now):
        return None
    basis = digest(recipe(plan, letter), store.generation({EVERYTHING}), state.pinned)
    if state.refused == basis:
        return None
    outcome = make(plan, letter, store, now, at_least=letter.minimum, turn=True)
    notes += outcome.notes
    if outcome.refused:
        store.save_letter_state(replace(state, refused=basis))
    return outcome.refused


def begun(letter: Letter, store: Store, now: datetime) -> LetterState:
    """How far a letter has come; it begins when its schedule is first seen."""
    state = store.letter_state(letter.name)
    if state.began is None:
        first = store.generation({EVERYTHING})
        state = replace(state, began=now, kept=now, first=first)
        store.save_letter_state(state)
    return state


def next_turn(plan: Plan, letter: Letter, state: LetterState) -> datetime | None:
    """When the letter's next issue is due; None where it has not begun."""
    zone = dates.zone(letter.timezone or plan.site.timezone)
    if state.kept is None:
        return None
    return schedule.next_issue(letter.schedule, zone, state.kept)


def _is_due(plan: Plan, letter: Letter, state: LetterState, now: datetime) -> bool:
    turn = next_turn(plan, letter, state)
    return turn is not None and turn <= now


# ---------------------------------------------------------------- what


def candidates(
    plan: Plan,
    letter: Letter,
    state: LetterState,
    made: Sequence[Issue],
    store: Store,
) -> list[Article]:
    """What the next issue would hold, in its order."""
    pins = pinned(letter, state, store)
    since, oldest = _since(letter, state, made)
    waiting = store.waiting(
        letter.name, of_our_sources(plan, letter), since, oldest, _MOST
    )
    return arrange(letter, pins, waiting, partial(is_let_through, plan, letter))


def is_let_through(plan: Plan, letter: Letter, article: Article) -> bool:
    """Say whether the policy allows an article in a letter."""
    channel = Channel(medium="email", name=letter.name)
    return isinstance(policy.apply(article, channel, plan.policy), Item)


def _since(
    letter: Letter, state: LetterState, made: Sequence[Issue]
) -> tuple[int, datetime]:
    """From which generation and from which day on articles may be in the next issue.

    That is since the last issue, and as long before it as articles may wait. It depends
    on what was made and not on the hour, so that looking twice finds the same.
    """
    back = timedelta(days=letter.lookback_days)
    old = (i for i in made if i.made <= made[0].made - back)
    base = next(old, None)
    if base is not None:
        return base.seen, base.made - back
    if state.began is None:
        return 0, datetime.min.replace(tzinfo=UTC)
    return state.first, state.began - back


def pinned(letter: Letter, state: LetterState, store: Store) -> list[Article]:
    """The articles that come first: live, and held by no issue before."""
    names = dict.fromkeys((*letter.pinned, *state.pinned))
    found = {a.id: a for name in names for a in store.find(name) if a.status == "live"}
    held = store.issued(letter.name, found)
    return [article for article in found.values() if article.id not in held]


def arrange(
    letter: Letter,
    pins: Sequence[Article],
    found: Sequence[Article],
    fits: Callable[[Article], bool] = lambda _: True,
) -> list[Article]:
    """As many articles as the letter has room for, those of a part together.

    First the pinned, then what no part wants, then each part.
    """
    leading = {article.id for article in pins}
    rooms = [0, *(part.limit for part in letter.parts)]
    placed: list[list[Article]] = [[] for _ in rooms]
    others = (article for article in found if article.id not in leading)
    for article in (*pins, *others):
        if sum(map(len, placed)) == letter.limit:
            break
        n = 0 if article.id in leading else _part(letter, article)
        has_room = not rooms[n] or len(placed[n]) < rooms[n]
        if has_room and fits(article):
            placed[n].append(article)
    return [article for some in placed for article in some]


def _part(letter: Letter, article: Article) -> int:
    """The number of the first part that wants the article, from 1; 0 where none does."""
    wanting = (n for n, p in enumerate(letter.parts, 1) if matches(p, article))
    return next(wanting, 0)


def part_titles(
    letter: Letter, articles: Iterable[Article], pins: Iterable[Article]
) -> dict[str, str]:
    """Article id → the heading it stands under; pinned ones stand above them all."""
    titles = ("", *(part.title for part in letter.parts))
    leading = {article.id for article in pins}
    return {a.id: "" if a.id in leading else titles[_part(letter, a)] for a in articles}


def headings(parts: Mapping[str, str]) -> dict[str, str]:
    """Of headings by article id, in order, those that differ from the one before."""
    starts: dict[str, str] = {}
    last = ""
    for article, title in parts.items():
        if title and title != last:
            starts[article] = title
        last = title
    return starts


# ---------------------------------------------------------------- made


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An issue, or why there is none; `refused` is empty where there is too little."""

    issue: Issue | None = None
    notes: tuple[str, ...] = ()
    refused: str = ""


def make(
    plan: Plan,
    letter: Letter,
    store: Store,
    now: datetime,
    *,
    at_least: int,
    turn: bool = False,
) -> Outcome:
    """Make an issue of what waits and keep it; `turn` says that its schedule asks.

    The issue, what it holds and how far the schedule has been kept are written in one
    transaction: killed before it, nothing has happened.
    """
    seen = store.generation({EVERYTHING})
    state = begun(letter, store, now)
    kept = replace(state, kept=now, refused="") if turn else state
    made = store.issues(letter.name)
    articles = candidates(plan, letter, state, made, store)
    if len(articles) < at_least:
        store.save_letter_state(kept)
        few = f"{len(articles)} of at least {at_least} new articles"
        return Outcome(notes=(f"letter {letter.name}: no issue: {few}",))
    from syndicator.pipeline import issuing

    name = _name(plan, letter, made, now)
    channel = Channel(medium="email", name=letter.name, issue=name)
    heading = issuing.Heading(number=len(made) + 1, name=name, made=now, seen=seen)
    items = _items(plan, channel, articles)
    parts = part_titles(letter, articles, pinned(letter, state, store))
    draft = issuing.draft(plan, letter, heading, items, parts)
    if draft.faults:
        return Outcome(refused=draft.faults)
    shown = {item.article.id for item in draft.record.items}
    kept = replace(kept, pinned=tuple(p for p in kept.pinned if p not in shown))
    store.save_issue(draft.issue, draft.record, draft.files, kept)
    return Outcome(issue=draft.issue, notes=(_told(draft.issue), *draft.notes))


def _items(
    plan: Plan, channel: Channel, articles: Sequence[Article]
) -> tuple[Item, ...]:
    terms = plan.policy
    results = (policy.apply(a, channel, terms, n) for n, a in enumerate(articles, 1))
    return tuple(r for r in results if isinstance(r, Item))


def _name(plan: Plan, letter: Letter, made: Sequence[Issue], now: datetime) -> str:
    """The day where the letter is at home, with -2 for that day's second issue."""
    zone = dates.zone(letter.timezone or plan.site.timezone)
    day = now.astimezone(zone).date().isoformat()
    taken = {issue.name for issue in made}
    names = (day if n == 1 else f"{day}-{n}" for n in count(1))
    return next(name for name in names if name not in taken)


def _told(issue: Issue) -> str:
    number = len(issue.articles)
    return f"letter {issue.letter}: issue {issue.number} of {issue.name}, {number} articles"


# ---------------------------------------------------------------- revised


def revise(
    plan: Plan,
    letter: str,
    number: int,
    store: Store,
    now: datetime,
    *,
    reason: str,
    out: Sequence[str] = (),
    renew: bool = False,
) -> Issue:
    """Take articles out of a frozen issue, or renew its wordings; told in the archive.

    Articles are named by id, URL or key. What stays is shown as it was frozen, under
    the policy of its day, or under today's where wordings are renewed. Raises
    ConfigError where that cannot be.
    """
    from syndicator.pipeline import issuing

    issue = next((i for i in store.issues(letter) if i.number == number), None)
    if issue is None:
        raise ConfigError([f"letter {letter} has no issue {number}"])
    record = store.issue_record(letter, number)
    gone = _named(record.items, out, number)
    items = tuple(item for item in record.items if item.article.id not in gone)
    if renew:
        items = _renewed(plan, items)
    day = plan if renew else issuing.plan_of(plan, record)
    titles = tuple(a.title for a in issue.articles if a.id in gone)
    heading = issuing.Heading(
        number=number,
        name=issue.name,
        made=issue.made,
        seen=issue.seen,
        id=issue.id,
        revisions=(*issue.revisions, Revision(at=now, reason=reason, out=titles)),
    )
    parts = {a.id: a.part for a in issue.articles}
    draft = issuing.draft(day, record.letter, heading, items, parts)
    if draft.faults:
        raise ConfigError([f"letter {letter}, issue {number}: {draft.faults}"])
    state = store.letter_state(letter)
    store.save_issue(draft.issue, draft.record, draft.files, state)
    return draft.issue


def _named(items: Sequence[Item], out: Sequence[str], number: int) -> set[str]:
    """The ids of the articles named; ConfigError where the issue has none such."""
    names = {
        name: item.article.id
        for item in items
        for name in (item.article.id, item.article.url, item.article.key)
    }
    strange = [name for name in out if name not in names]
    if strange:
        raise ConfigError([f"issue {number} does not show {name}" for name in strange])
    return {names[name] for name in out}


def _renewed(plan: Plan, items: Sequence[Item]) -> tuple[Item, ...]:
    """The same articles under the policy as it is now."""
    terms = plan.policy
    results = [policy.apply(i.article, i.channel, terms, i.position) for i in items]
    held = [r for r in results if isinstance(r, Held)]
    if held:
        raise ConfigError(
            [f"{r.article.url} cannot be shown: {r.reason}; take it out" for r in held]
        )
    return tuple(r for r in results if isinstance(r, Item))


# ---------------------------------------------------------------- published


def frozen(plan: Plan, store: Store) -> dict[str, Frozen]:
    """Path → file, of every issue there is; the newest is `latest`, too."""
    found: dict[str, Frozen] = {}
    for letter in scheduled(plan):
        made = store.issues(letter.name)
        for issue in made:
            for file in issue.files:
                each = Frozen(issue=issue, file=file)
                names = (issue.name, "latest") if issue is made[0] else (issue.name,)
                for name in names:
                    found[f"letters/{letter.name}/{name}{file.suffix}"] = each
    return found


def subjects_of(plan: Plan, store: Store) -> dict[str, str]:
    """Letter → the subject of its latest issue, where there is one."""
    latest = (made[0] for x in scheduled(plan) if (made := store.issues(x.name)))
    return {issue.letter: issue.subject for issue in latest}


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


def slug(article: Article) -> str:
    """A name for an article's page: the last words of its address, else its id."""
    parts = urls.split(article.url)
    last = (parts.path if parts else "").rstrip("/").rpartition("/")[2]
    plain = text.fold(re.sub(r"\.\w+$", "", last).replace("-", " "))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG].strip("-")
    taken = re.fullmatch(r"(?:index|latest|preview|issues)?|\d{4}-\d\d-\d\d.*", words)
    return re.sub(r"\W+", "-", article.id) if taken else words


# ---------------------------------------------------------------- reported


def report_name(letter: Letter) -> str:
    """Under which name what is wrong with a letter's issues is reported."""
    return f"issue of {letter.name}"


def _report(
    letter: Letter, store: Store, now: datetime, refused: str | None
) -> list[Problem]:
    """Save what an operator has to decide, where it has changed; return it."""
    name = report_name(letter)

    def problem(subject: str, reason: str) -> Problem:
        return Problem(source=name, subject=subject, reason=reason, since=now)

    known = [p for p in store.problems() if p.source == name]
    if refused is None:  # nothing was tried: what was refused still is
        found = [p for p in known if p.subject == letter.name]
    else:
        found = [problem(letter.name, f"not published: {refused}")] if refused else []
    found += [
        problem(
            article.url,
            f"withdrawn, and issue {number} shows it; take it out with"
            f" `syndicator issue revise {letter.name} {number} --out {article.url}`,"
            " or leave it",
        )
        for number, article in store.withdrawn(letter.name)
    ]
    told = {(p.subject, p.reason) for p in known}
    if {(p.subject, p.reason) for p in found} != told:
        store.save_problems(name, found)
    return [p for p in found if (p.subject, p.reason) not in told]
