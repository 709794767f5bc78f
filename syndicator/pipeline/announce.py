"""published → the hubs of the site: each changed feed, once it is live."""

import re
from collections.abc import Iterable
from datetime import datetime

from syndicator.errors import PublishError
from syndicator.pipeline.plan import Plan
from syndicator.ports import Announcer, Problem, Store

# The feeds themselves; nobody subscribes to a page of their archives.
_TOPIC = re.compile(
    r"(?:feeds/(?!.*/archive/\d+\.).+|letters/[^/]+/issues)\.(?:rss|atom|json)"
)
_FAILURES = 3  # after which a hub is left alone until the next pass


def announce(
    plan: Plan,
    store: Store,
    announcer: Announcer,
    written: Iterable[str],
    now: datetime,
) -> tuple[Problem, ...]:
    """Tell every hub of the feeds among the paths `written`; return what failed.

    That is kept among the problems, by hub, and tried again with the next pass.
    """
    changed = {f"{plan.base_url}{p}" for p in written if _TOPIC.fullmatch(p)}
    kept = store.problems() if plan.site.hubs else []
    failed: list[Problem] = []
    for hub in plan.site.hubs:
        name = hub_name(hub)
        waiting = {p.subject for p in kept if p.source == name}
        if changed | waiting:
            untold = _tell(announcer, hub, sorted(changed | waiting), now)
            store.save_problems(name, untold)
            failed += untold
    return tuple(failed)


def hub_name(hub: str) -> str:
    """What a hub's problems are kept under."""
    return f"hub {hub}"


def _tell(
    announcer: Announcer, hub: str, topics: list[str], now: datetime
) -> list[Problem]:
    failed: list[Problem] = []
    for topic in topics:
        reason = failed[-1].reason if len(failed) >= _FAILURES else ""
        try:
            if not reason:
                announcer.announce(hub, topic)
                continue
        except PublishError as error:
            reason = f"the hub was not told: {error}"
        failed.append(
            Problem(source=hub_name(hub), subject=topic, reason=reason, since=now)
        )
    return failed
