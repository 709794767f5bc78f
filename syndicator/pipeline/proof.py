"""What was made, held against what the policy demands of it, by readers not our own."""

from collections.abc import Iterable, Mapping, Sequence

from syndicator import urls
from syndicator.audit import Demand, Duty, Finding, audit
from syndicator.model import Item, Letter, Site
from syndicator.pipeline.plan import Plan
from syndicator.render import tools


def findings(
    plan: Plan, files: Mapping[str, bytes], items: Sequence[Item]
) -> list[Finding]:
    """Every way in which files break the policy of the items they must show."""
    demand = _demand(plan)
    return [f for path, body in files.items() for f in audit(path, body, items, demand)]


def in_words(found: Iterable[Finding]) -> str:
    """The findings of one file on one line, each thing said once."""
    return "; ".join(dict.fromkeys(f"{f.rule}: {f.text}" for f in found))


def _demand(plan: Plan) -> Demand:
    links = plan.links
    return Demand(
        own_hosts=(urls.host(plan.site.url), *links.own),
        commercial_hosts=links.commercial,
        labels=(links.label, *links.labels.values()),
        kinds=plan.disclaimers,
        letters={x.name: duty(x, plan.site) for x in plan.letters},
    )


def duty(letter: Letter, site: Site) -> Duty:
    """What a letter must show of its sender, and to get out."""
    tool = tools.tool_of(letter)
    own = "" if tool.keeps_address else site.postal_address
    return Duty(
        unsubscribe=tool.unsubscribe.html,
        unsubscribe_text=tool.unsubscribe.text,
        address=own or tool.address.html,
        address_text=own or tool.address.text,
    )
