"""What the pipeline goes by: the operator's settings without the machinery."""

from dataclasses import dataclass, field

from syndicator.model import Disclaimer, Feed, Letter, LinkRules, Site, Source
from syndicator.policy.rule import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    site: Site
    base_url: str  # where what is published is served; ends in a slash
    sources: tuple[Source, ...] = ()
    feeds: tuple[Feed, ...] = ()
    letters: tuple[Letter, ...] = ()
    disclaimers: tuple[Disclaimer, ...] = ()
    links: LinkRules = field(default_factory=LinkRules)

    @property
    def policy(self) -> Terms:
        return Terms(site=self.site, disclaimers=self.disclaimers, links=self.links)
