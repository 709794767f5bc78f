"""Item → Item, or held back: the policy adds facts and draws nothing."""

from syndicator.errors import PolicyError
from syndicator.model import Article, Channel, Held, Item
from syndicator.policy import attribution, disclaimers
from syndicator.policy.rule import Rule, Terms

# Links come first: a commercial link calls for its disclosure.
RULES: tuple[Rule, ...] = (
    attribution.mark_links,
    disclaimers.attach,
    attribution.credit,
)


def apply(article: Article, channel: Channel, terms: Terms) -> Item | Held:
    """Bring an article under the policy as `channel` will show it.

    Fails closed: what cannot meet its policy comes back held, with the reason.
    """
    item = Item(article=article, channel=channel)
    for rule in RULES:
        try:
            item = rule(item, terms)
        except PolicyError as error:
            return Held(article=article, reason=str(error))
    return item
