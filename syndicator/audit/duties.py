"""What every mail must show whatever its items: where it comes from, and the way out.

CAN-SPAM, 15 U.S.C. 7704(a)(5). A theme of an operator's own may have dropped either.
"""

from collections.abc import Iterator
from html import unescape

from syndicator import urls
from syndicator.audit.case import Fault
from syndicator.audit.markup import decoded
from syndicator.audit.shown import Block, Reading
from syndicator.audit.terms import Duty
from syndicator.audit.wordings import squeeze


def check(body: bytes, reading: Reading, duty: Duty) -> Iterator[Fault]:
    """Faults of one letter as HTML or as plain text."""
    tag = duty.unsubscribe_text if reading.plain else duty.unsubscribe
    blocks = [*reading.head, *reading.foot]
    blocks += [block for item in reading.items for block in item.blocks]
    seen = [block for block in blocks if not block.hidden]
    times = decoded(body).count(tag)
    if times != 1 and not (times and urls.is_web(tag)):  # other links may begin so
        yield (
            "unsubscribe",
            f"the way out, {tag}, is there {times} times, byte for byte",
        )
    elif not (reading.plain or tag.startswith("<") or _leads_to(seen, unescape(tag))):
        yield "unsubscribe", f"the way out, {tag}, is no link that is seen"
    said = squeeze(" ".join(block.words for block in seen))
    address = duty.address_text if reading.plain else duty.address
    if squeeze(address) not in said:
        yield "address", f"the postal address is not shown: {address}"


def _leads_to(blocks: list[Block], tag: str) -> bool:
    return any(a.href == tag and a.shows for block in blocks for a in block.anchors)
