"""The front: index.html and feeds.opml, of every feed and letter, and the feeds' style."""

from collections.abc import Mapping
from dataclasses import replace

from syndicator import policy
from syndicator.codec import digest
from syndicator.model import Feed, Item
from syndicator.pipeline.products import (
    FRONT,
    Listed,
    facet_feeds,
    feed_channel,
    feed_path,
    let_through,
    of_our_sources,
    recipe,
)
from syndicator.pipeline.run import UNMADE, Run
from syndicator.subjects import EVERYTHING

_SHOWN = 3  # newest items of each feed on the index page


def emit_front(run: Run, subjects: Mapping[str, str]) -> None:
    """Publish what shows every feed and letter, where something of it has changed.

    `subjects` are those of each letter's latest issue.
    """
    plan = run.plan
    generation = run.store.generation({EVERYTHING})
    sources = [s.name for s in plan.sources]
    basis = recipe(plan, (plan.feeds, plan.letters, sources, subjects))
    if run.fresh(FRONT, basis, generation):
        return
    from syndicator.pipeline import making

    listed = [_listed(run, feed) for feed in plan.feeds if not feed.farewell]
    made_from = digest(basis, listed)
    like = replace(UNMADE, recipe=basis, generation=generation, made_from=made_from)
    if run.same(FRONT, like.made_from):
        for path in FRONT:
            run.renew(path, like)
        return
    files = making.front_files(plan, listed, subjects)
    shown = tuple(dict.fromkeys(item for each in listed for item in each.latest))
    refused = run.put_proven(files, shown, like)
    run.notes += [f"{path} {why}" for path, why in refused.items()]


def _listed(run: Run, feed: Feed) -> Listed:
    """A feed for the index; facets that have become empty are served, not listed."""
    facets = (
        Listed(feed=each, items=_number(run, each))
        for each in facet_feeds(run.plan, feed, run.store)
    )
    return Listed(
        feed=feed,
        items=_number(run, feed),
        latest=_latest(run, feed),
        facets=tuple(each for each in facets if each.items),
    )


def _latest(run: Run, feed: Feed) -> tuple[Item, ...]:
    articles = run.store.select(of_our_sources(run.plan, feed), _SHOWN)
    terms = run.plan.policy
    results = (policy.apply(a, feed_channel(feed), terms) for a in articles)
    return let_through(results)


def _number(run: Run, feed: Feed) -> int:
    path = feed_path(feed, ".html")
    return (run.made.get(path) or run.ledger.get(path, UNMADE)).items
