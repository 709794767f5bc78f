"""What an audit goes by and what it says: the demand, the findings, their rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache

from syndicator import urls
from syndicator.model import Disclaimer

RULES = {
    "unreadable": "The file cannot be read as what its name promises.",
    "item-missing": "An item that belongs here is not here.",
    "item-doubled": "An item is here more than once.",
    "item-extra": "An item is here that the policy has not let through.",
    "item-link": "An item's own address is not the one this channel links to.",
    "notice-missing": "A notice the item must show is not shown.",
    "notice-doubled": "A notice is said more than once.",
    "notice-altered": "A notice is not in its approved wording, letter by letter.",
    "notice-form": "A notice stands in its short form beside a whole item, or the"
    " other way round.",
    "notice-extra": "A notice of a kind that nothing here calls for.",
    "notice-leftover": "A source's own wording was left in beside the approved one.",
    "notice-late": "A notice stands below what it must stand above.",
    "notice-early": "A notice that belongs below the body stands above its end.",
    "notice-misplaced": "A notice several items need stands in one of them.",
    "notice-hidden": "A notice is there, but not for readers to see.",
    "notice-astray": "A notice, or a part of one, in a title, excerpt or preheader.",
    "metadata": "The machine-readable copy of notices and credit says other than they.",
    "rel": "A commercial link lacks the rel it must carry.",
    "label-missing": "A commercial link has no visible label in it or right behind it.",
    "label-doubled": "A link is labelled twice in a row.",
    "target": "A link does not lead where the policy says, byte for byte.",
    "utm": "A link carries UTM parameters that nobody may add to it.",
    "credit-missing": "The line that credits the first publication is not shown.",
    "credit-doubled": "An item is credited more than once.",
    "credit-changed": "The credit names another address than the canonical one.",
    "placeholder": "A placeholder of a wording was left unfilled.",
    "unsubscribe": "A letter lacks the way to unsubscribe, by the tool's own tag.",
    "address": "A letter does not show the sender's postal address.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One broken rule: where, of which item ("" for the whole file), and what it is."""

    path: str
    item: str
    rule: str  # a key of RULES
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What a letter must show besides its items, in HTML and in plain text."""

    unsubscribe: str  # the tool's tag or a URL, as the file has it
    unsubscribe_text: str
    address: str
    address_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The operator's policy as far as published bytes can show it.

    A host stands for its sub-domains too; a commercial one may be "host/path*".
    `labels` are the words that mark a commercial link; any one will do. `kinds` are
    all disclosures the operator has configured, with their texts read in.
    """

    own_hosts: tuple[str, ...] = ()
    commercial_hosts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kinds: tuple[Disclaimer, ...] = ()
    letters: Mapping[str, Duty] = field(default_factory=dict)  # by name

    def is_commercial(self, url: str) -> bool:
        """Say whether the operator calls this address commercial."""
        return any(_matches(url, pattern) for pattern in self.commercial_hosts)


@lru_cache(maxsize=8192)  # each link is asked for by several checks in each format
def _matches(url: str, pattern: str) -> bool:
    name, slash, path = pattern.rpartition("://")[2].partition("/")
    parts = urls.split(url)
    if parts is None or not urls.host_in(url, (name,)):
        return False
    return not slash or fnmatchcase(parts.path, f"/{path}")
