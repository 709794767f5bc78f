"""Links told apart: whose they are, and whether somebody pays for them."""

import re
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl

from syndicator import urls
from syndicator.model import LinkKind
from syndicator.policy.rule import Terms

# Networks and redirectors through which affiliate links run, by host.
_NETWORKS = (
    "amzn.to", "anrdoezrs.net", "avantlink.com", "awin1.com", "click.linksynergy.com",
    "commission-junction.com", "digidip.net", "dpbolvw.net", "emjcd.com", "flexoffers.com",
    "go.redirectingat.com", "go.skimresources.com", "impact.com", "jdoqocy.com",
    "kqzyfj.com", "linksynergy.com", "partnerize.com", "pepperjamnetwork.com",
    "pntra.com", "prf.hn", "redirect.viglink.com", "rstyle.me", "shareasale.com",
    "shop-links.co", "shrsl.com", "sjv.io", "skimresources.com", "sovrn.co",
    "tkqlhce.com", "tradedoubler.com", "tradetracker.net", "viglink.com", "webgains.com",
    "zanox.com",
)  # fmt: skip
# Parameters that say who is to be paid for the click.
_PAID = re.compile(
    r"(?:aff|affid|aff_?id|affiliate|affiliate_?id|aff_?code|affcode|ascsubtag|awc"
    r"|partner|partner_?id|ref|refid|ref_?code|referral|referrer_?id|irclickid|clickref"
    r"|coupon|promo_?code)$",
    re.IGNORECASE,
)
_ASSOCIATE = re.compile(
    r"[\w-]+-2\d$"
)  # an Amazon associate's tag; other tags are topics


def kind_of(url: str, rel: str, terms: Terms) -> LinkKind:
    """What a link is; the operator's word first, then what its address says.

    A shop below the publisher's own host is still a shop.
    """
    rules = terms.links
    if _listed(url, rules.commercial):
        return "commercial"
    if _listed(url, rules.hub):
        return "hub"
    if urls.host_in(url, (urls.host(terms.site.url), *rules.own)):
        return "own"
    if _listed(url, rules.user) or "ugc" in rel.split():
        return "user"
    if not _listed(url, rules.editorial) and (
        looks_paid(url) or "sponsored" in rel.split()
    ):
        return "commercial"
    return "source"


def is_covered(url: str, terms: Terms) -> bool:
    """Say whether the operator has a rule for a commercial link."""
    return _listed(url, terms.links.commercial)


def looks_paid(url: str) -> bool:
    """Say whether an address is a network's, or carries somebody's affiliate id.

    A parameter without a value says nothing, and is passed over.
    """
    parts = urls.split(url)
    if parts is None or not urls.is_web(url):
        return False
    if urls.host_in(url, _NETWORKS):
        return True
    return any(
        _PAID.match(name) or (name == "tag" and _ASSOCIATE.match(value))
        for name, value in parse_qsl(parts.query)
    )


def _listed(url: str, patterns: tuple[str, ...]) -> bool:
    return any(_matches(url, p) for p in patterns)


def _matches(url: str, pattern: str) -> bool:
    """A host with its sub-domains, or "host/path*" for the addresses it matches."""
    name, slash, path = (
        pattern.partition("://")[2].partition("/")
        if "://" in pattern
        else pattern.partition("/")
    )
    if not urls.host_in(url, (name,)):
        return False
    parts = urls.split(url)
    return not slash or bool(parts and fnmatchcase(parts.path, "/" + path))
