"""What the pipeline goes by: the operator's settings without the machinery."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from syndicator.model import (
    Disclaimer,
    Feed,
    Letter,
    LinkRules,
    PolicyRule,
    Site,
    Source,
    Waiver,
)
from syndicator.policy.disclaimers import in_force
from syndicator.policy.rule import Terms

FAREWELL = timedelta(days=30)  # for which a feed that ends says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    site: Site
    base_url: str  # where what is published is served; ends in a slash
    sources: tuple[Source, ...] = ()
    feeds: tuple[Feed, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)  # former names of feeds
    ended: tuple[str, ...] = ()  # feeds that are no more
    letters: tuple[Letter, ...] = ()
    disclaimers: tuple[Disclaimer, ...] = ()
    rules: tuple[PolicyRule, ...] = ()
    links: LinkRules = field(default_factory=LinkRules)
    waivers: tuple[Waiver, ...] = ()

    def as_of(self, day: date) -> "Plan":
        """The plan with the feeds, wordings and waivers that there are on a day."""
        ended = tuple(f for f in self.feeds if f.retired and f.retired <= day)
        return replace(
            self,
            feeds=tuple(_as_of(f, day) for f in self.feeds if f not in ended),
            ended=(*self.ended, *(f.name for f in ended)),
            disclaimers=in_force(self.disclaimers, day),
            waivers=tuple(w for w in self.waivers if day <= w.until),
        )

    @property
    def policy(self) -> Terms:
        return Terms(
            site=self.site,
            disclaimers=self.disclaimers,
            rules=self.rules,
            links=self.links,
            waivers=self.waivers,
        )

    @property
    def elsewhere(self) -> dict[str, str]:
        """Names at which there is no feed now: where it is, "" where it is no more."""
        moved = {
            old: "" if new in self.ended else new for old, new in self.moved.items()
        }
        return dict.fromkeys(self.ended, "") | moved


def _as_of(feed: Feed, day: date) -> Feed:
    """The feed, with its farewell only when it is time for that."""
    if feed.retired and day < feed.retired - FAREWELL:
        return replace(feed, retired=None, farewell="")
    return feed
