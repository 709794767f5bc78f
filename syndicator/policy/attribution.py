"""Links marked for a channel; the one line that credits where an item was published."""

from dataclasses import replace

from syndicator import html, urls
from syndicator.errors import PolicyError
from syndicator.model import Credit, Item, Link, LinkKind
from syndicator.policy.links import is_covered, kind_of
from syndicator.policy.rule import Terms, by_language, fill

# What a link of a kind says of itself, besides what its source said.
_REL: dict[LinkKind, tuple[str, ...]] = {"user": ("ugc", "nofollow")}


def mark_links(item: Item, terms: Terms) -> Item:
    """Say of every link of the body what it is and how this channel shows it.

    Raises PolicyError where a new host looks commercial and the policy is strict.
    """
    tags = map(html.attributes, html.LINK_TAG.findall(item.article.body))
    found = {tag.get("href", ""): tag.get("rel", "") for tag in tags}
    links = tuple(_link(url, rel, item, terms) for url, rel in found.items() if url)
    new = (
        x.url for x in links if x.kind == "commercial" and not is_covered(x.url, terms)
    )
    hosts = tuple(dict.fromkeys(urls.host(url) for url in new))
    doubts = tuple(
        f"links to {h} look commercial; name it in links.commercial or links.editorial"
        for h in hosts
    )
    own = kind_of(item.article.url, "", terms)
    address = _target(item.article.url, own, item, terms)
    return replace(item, links=links, link=address, doubts=doubts)


def refuse_doubts(item: Item, terms: Terms) -> Item:
    """Under `strict`, hold back what no rule covers."""
    if terms.links.strict and item.doubts:
        raise PolicyError("; ".join(item.doubts))
    return item


def _link(url: str, rel: str, item: Item, terms: Terms) -> Link:
    rules = terms.links
    kind = kind_of(url, rel, terms)
    commercial = kind == "commercial"
    rels = (*rel.split(), *(rules.commercial_rel if commercial else _REL.get(kind, ())))
    label = by_language(item.article.language, dict(rules.labels), rules.label)
    return Link(
        url=url,
        kind=kind,
        target=_target(url, kind, item, terms),
        rel=tuple(dict.fromkeys(rels)),
        label=label if commercial else "",
    )


def _target(url: str, kind: LinkKind, item: Item, terms: Terms) -> str:
    """Our own pages learn which channel a reader came from; others' URLs are theirs."""
    templates = getattr(terms.links.utm, item.channel.medium)
    if kind not in ("own", "hub") or not templates:
        return url
    known = {
        "channel": item.channel.medium,
        "feed": item.channel.name,
        "issue": item.channel.issue,
        "slug": urls.slug(item.article.title)[:60],
        "position": str(item.position),
    }
    filled = {name: text.format_map(known) for name, text in templates.items()}
    return urls.add_parameters(url, {k: v for k, v in filled.items() if v})


def credit(item: Item, terms: Terms) -> Item:
    """Credit the first publication, by its own untagged address."""
    rules = terms.links
    line = by_language(item.article.language, dict(rules.credits), rules.credit)
    if not line or not item.channel.credit:
        return item
    said = Credit(text=fill(line, item, terms), url=item.article.url)
    return replace(item, credit=said)
