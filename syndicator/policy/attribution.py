"""Links told apart and marked; the one line that credits where an item was published."""

from dataclasses import replace

from syndicator import html, urls
from syndicator.model import Credit, Item, Link, LinkKind
from syndicator.policy.rule import Terms, fill


def mark_links(item: Item, terms: Terms) -> Item:
    """Say of every link of the body what it is and how this channel shows it."""
    tree = html.fragment(item.article.body)
    found = {html.attr(a, "href"): html.attr(a, "rel") for a in tree.find_all("a")}
    links = tuple(_link(url, rel, item, terms) for url, rel in found.items() if url)
    address = _target(item.article.url, kind_of(item.article.url, terms), item, terms)
    return replace(item, links=links, link=address)


def kind_of(url: str, terms: Terms) -> LinkKind:
    """Commercial hosts first: a shop below the publisher's own host is still a shop."""
    if urls.host_in(url, terms.links.commercial):
        return "commercial"
    own = (urls.host(terms.site.url), *terms.links.own)
    return "own" if urls.host_in(url, own) else "other"


def _link(url: str, rel: str, item: Item, terms: Terms) -> Link:
    kind = kind_of(url, terms)
    commercial = kind == "commercial"
    rels = (*rel.split(), *(terms.links.commercial_rel if commercial else ()))
    return Link(
        url=url,
        kind=kind,
        target=_target(url, kind, item, terms),
        rel=tuple(dict.fromkeys(rels)),
        label=terms.links.label if commercial else "",
    )


def _target(url: str, kind: LinkKind, item: Item, terms: Terms) -> str:
    """Our own pages learn which channel a reader came from; others' URLs are theirs."""
    channel = item.channel
    wanted = {"feed": terms.links.utm_feeds, "email": terms.links.utm_letters}
    if kind != "own" or not wanted[channel.medium]:
        return url
    medium = {"feed": "rss", "email": "email"}[channel.medium]
    named = {"utm_source": channel.name, "utm_medium": medium}
    campaign = {"utm_campaign": channel.campaign} if channel.campaign else {}
    return urls.add_parameters(url, named | campaign)


def credit(item: Item, terms: Terms) -> Item:
    """Credit the first publication, by its own untagged address."""
    if not terms.links.credit:
        return item
    line = fill(terms.links.credit, item.article, terms)
    return replace(item, credit=Credit(text=line, url=item.article.url))
