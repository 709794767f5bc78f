"""Links: where they lead, what they carry, how they are marked; and the credit line.

Addresses are held against each other unquoted: a letter may percent-encode more of one,
so that no tool takes it for a tag.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote

from syndicator import urls
from syndicator.audit.case import Case, Fault
from syndicator.audit.mailtext import trim
from syndicator.audit.shown import Anchor, Block
from syndicator.audit.terms import Demand
from syndicator.audit.wordings import squeeze
from syndicator.model import Credit, Item, Link

_UTM = re.compile(r"[?&;]utm_[a-z]+=", re.IGNORECASE)


def address(case: Case) -> Iterator[Fault]:
    """The item's own link is the one this channel has for it."""
    wanted = case.item.link or case.item.article.url
    if unquote(case.shown.link) != unquote(urls.ascii_url(wanted.strip())):
        yield "item-link", f"{case.shown.link} should be {wanted}"


def targets(case: Case) -> Iterator[Fault]:
    """Every link of a whole item leads where it should; no commercial one is new."""
    shown = {unquote(a.href) for a in case.anchors}
    if case.whole:
        for link in _demanded(case):
            if not shown & {unquote(u) for u in (trim(link.target), link.target)}:
                yield "target", f"no link leads to {link.target}"
    allowed = _allowed(case.item)
    for href in sorted({a.href for a in case.anchors}):
        if unquote(href) not in allowed and case.demand.is_commercial(href):
            yield "target", f"a commercial link nobody asked for: {href}"


def _demanded(case: Case) -> Iterator[Link]:
    """The links that can be clicked on; of those in text, the web's."""
    clickable = {a.href for a in case.said.anchors}
    if case.plain:
        clickable -= case.said.unlinked
    for link in case.item.links:
        if link.url in clickable and not (case.plain and _is_mute(link, case)):
            yield link


def _is_mute(link: Link, case: Case) -> bool:
    """Say whether plain text has no address for it: no web's, or within the article."""
    within = urls.key(link.url) == urls.key(case.item.article.url)
    return not urls.is_web(link.target) or ("#" in link.url and within)


@lru_cache(maxsize=128)  # two checks in each format ask for it
def _allowed(item: Item) -> frozenset[str]:
    """Every address an item may link to, unquoted."""
    article = item.article
    found = [
        *(link.target for link in item.links),
        *(author.url for author in article.authors),
        *(file.url for file in article.enclosures),
        *(image.url for image in article.images),
        item.link,
        article.url,
        article.origin.url,
        item.credit.url if item.credit else "",
    ]
    return frozenset(unquote(spelt) for url in found for spelt in (url, trim(url)))


def parameters(case: Case) -> Iterator[Fault]:
    """Nobody adds UTM parameters to the links of others."""
    own = case.demand.own_hosts
    allowed = _allowed(case.item)
    for href in sorted({a.href for a in case.anchors}):
        if unquote(href) in allowed:
            continue
        if _UTM.search(href) and not urls.host_in(href, own):
            yield "utm", f"added to somebody else's link: {href}"


def is_paid(url: str, item: Item, demand: Demand) -> bool:
    """Say whether a link is commercial: by its host, or by what the policy says of it."""
    spelt = unquote(url)
    return demand.is_commercial(url) or any(
        spelt in (unquote(link.target), unquote(trim(link.target)))
        for link in item.links
        if link.kind == "commercial"
    )


def marks(case: Case) -> Iterator[Fault]:
    """Commercial links carry their rel, and their label in words."""
    called = {a.href: a.words for a in case.said.anchors}
    facts = {unquote(u): x for x in case.item.links for u in (x.target, trim(x.target))}
    for anchor in case.anchors:
        if is_paid(anchor.href, case.item, case.demand):
            link = facts.get(unquote(anchor.href))
            name = anchor.words or (called.get(link.url, "") if link else "")
            yield from marked(anchor, case.demand, link, name)


def around(anchors: Iterable[Anchor], demand: Demand) -> Iterator[Fault]:
    """Commercial links outside of all items are marked like any other."""
    for anchor in anchors:
        if demand.is_commercial(anchor.href):
            yield from marked(anchor, demand, None, anchor.words)


def marked(
    anchor: Anchor, demand: Demand, link: Link | None, name: str
) -> Iterator[Fault]:
    """Faults of one commercial link, of which the policy says `link` if anything."""
    wanted = {"sponsored", *(link.rel if link else ())}
    if anchor.rel is not None and not wanted <= set(anchor.rel):
        yield "rel", f"{anchor.href} has rel {' '.join(anchor.rel)!r}"
    said = (link.label,) if link and link.label else demand.labels
    labels = [label.casefold() for label in said if label]
    yield from _labelled(anchor, f"{name} {anchor.behind}".casefold(), labels)


def _labelled(anchor: Anchor, beside: str, labels: Sequence[str]) -> Iterator[Fault]:
    if labels and not any(label in beside for label in labels):
        yield "label-missing", f"nothing beside {anchor.href} says {labels[0]!r}"
    for label in labels:
        once = re.escape(label)
        if re.search(rf"(?<!\w){once}\W{{1,5}}{once}(?!\w)", beside):
            yield "label-doubled", f"{label!r} is said twice beside {anchor.href}"


# ---------------------------------------------------------------- credit


def credit(case: Case) -> Iterator[Fault]:
    """One line, to be seen, with the canonical address and no parameter added."""
    wanted = case.item.credit
    if wanted is None:
        return
    opening = squeeze(f"{wanted.text}:")
    lines = [b for b in case.blocks if squeeze(b.words).startswith(opening)]
    seen = [line for line in lines if not line.hidden]
    if not seen:
        why = f", {lines[0].hidden}" if lines else ""
        yield "credit-missing", f"there is no line “{wanted.text}: …” to be seen{why}"
    if len(seen) > 1:
        yield "credit-doubled", f"“{wanted.text}” is said {len(seen)} times"
    for line in seen:
        shown = squeeze(unquote(line.words)).removeprefix(squeeze(unquote(opening)))
        yield from _credited(line, wanted, shown)


def _credited(line: Block, wanted: Credit, said: str) -> Iterator[Fault]:
    address = unquote(wanted.url)
    right = {squeeze(address), squeeze(address.partition("://")[2])}
    led = {unquote(a.href) for a in line.anchors}
    wrong = sorted({said} - right) + sorted(led - {address, unquote(trim(wanted.url))})
    for url in wrong:
        rule = "utm" if _UTM.search(url) else "credit-changed"
        yield rule, f"the credit should read {wanted.url} and reads {url}"
