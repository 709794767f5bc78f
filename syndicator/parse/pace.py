"""How rarely a feed asks to be looked at, in its own words: its head, not its entries."""

import re

from syndicator.ports import Document

_ENTRIES = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_WORD = re.compile(
    rb"<(?:\w+:)?(ttl|updatePeriod|updateFrequency)(?:\s[^<>]*)?>\s*(\w{1,20})\s*</"
)
_PERIODS = {
    b"hourly": 3600,
    b"daily": 86_400,
    b"weekly": 7 * 86_400,
    b"monthly": 30 * 86_400,
    b"yearly": 365 * 86_400,
}
_HEAD = 100_000  # bytes in which these words stand


def pace_seconds(document: Document) -> int:
    """Seconds between looks by RSS's ttl (minutes), or by the syndication module.

    0 where the feed says neither, or nothing that means anything. The longer counts.
    http://web.resource.org/rss/1.0/modules/syndication/
    """
    head = document.body[:_HEAD]
    entries = _ENTRIES.search(head)
    head = head[: entries.start()] if entries else head
    words = dict(_WORD.findall(head))
    minutes = _number(words.get(b"ttl", b""))
    times = _number(words.get(b"updateFrequency", b"")) or 1
    period = _PERIODS.get(words.get(b"updatePeriod", b"").lower(), 0)
    return max(minutes * 60, period // times)


def _number(digits: bytes) -> int:
    return int(digits[:9]) if digits.isdigit() else 0
