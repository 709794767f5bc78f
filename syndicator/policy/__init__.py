"""Item → Item, or held back: the policy adds facts and draws nothing."""

from syndicator.errors import PolicyError
from syndicator.model import Article, Channel, Held, Item
from syndicator.policy import attribution, corrections, disclaimers
from syndicator.policy.rule import Rule, Terms

# Links come first: a commercial link calls for its disclosure.
RULES: tuple[Rule, ...] = (
    attribution.mark_links,
    attribution.refuse_doubts,
    disclaimers.attach,
    corrections.attach,
    attribution.credit,
)


def apply(
    article: Article, channel: Channel, terms: Terms, position: int = 0
) -> Item | Held:
    """Bring an article under the policy as `channel` will show it.

    Fails closed: what cannot meet its policy comes back held, with the reason. Under a
    waiver it goes out with what can be met, and says that it does.
    """
    item = Item(
        article=article,
        channel=channel,
        position=position if _counts(channel, terms) else 0,
        waived=_waiver(article, terms),
    )
    for rule in RULES:
        try:
            item = rule(item, terms)
        except PolicyError as error:
            if not item.waived:
                return Held(article=article, reason=str(error))
    return item


def _counts(channel: Channel, terms: Terms) -> bool:
    """Say whether positions matter: a new item moves all others by one."""
    templates = getattr(terms.links.utm, channel.medium)
    return any("{position}" in t for t in templates.values())


def _waiver(article: Article, terms: Terms) -> str:
    named = (w for w in terms.waivers if w.article in (article.id, article.url))
    return next((f"waived until {w.until}: {w.reason}" for w in named), "")
