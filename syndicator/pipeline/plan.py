"""What the pipeline goes by: the operator's settings without the machinery."""

from dataclasses import dataclass, field, replace
from datetime import date

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    site: Site
    base_url: str  # where what is published is served; ends in a slash
    sources: tuple[Source, ...] = ()
    feeds: tuple[Feed, ...] = ()
    letters: tuple[Letter, ...] = ()
    disclaimers: tuple[Disclaimer, ...] = ()
    rules: tuple[PolicyRule, ...] = ()
    links: LinkRules = field(default_factory=LinkRules)
    waivers: tuple[Waiver, ...] = ()

    def as_of(self, day: date) -> "Plan":
        """The plan with the wordings and waivers that are in force on a day."""
        return replace(
            self,
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
