"""Frozen values: what the operator asks for, and an article at each stage of its way.

RawEntry (as the source said it) → Draft (in our terms) → Article (settled, stored)
→ Item (as one channel shows it). No behaviour, no I/O, no clock.
Unknown text is "", an unknown number is 0; instants are aware and in UTC.
"""

from syndicator.model.parts import (
    Author,
    Enclosure,
    Image,
    Origin,
    Rendition,
    Statement,
)
from syndicator.model.settings import (
    Disclaimer,
    Feed,
    Letter,
    LinkRules,
    Place,
    PolicyRule,
    Selection,
    Site,
    Source,
    Utm,
    Waiver,
    Wording,
)
from syndicator.model.stages import (
    Article,
    Channel,
    Content,
    Credit,
    Draft,
    Held,
    Item,
    Link,
    LinkKind,
    Notice,
    Precision,
    RawEntry,
    Status,
)

__all__ = [
    "Article",
    "Author",
    "Channel",
    "Content",
    "Credit",
    "Disclaimer",
    "Draft",
    "Enclosure",
    "Feed",
    "Held",
    "Image",
    "Item",
    "Letter",
    "Link",
    "LinkKind",
    "LinkRules",
    "Notice",
    "Origin",
    "Place",
    "PolicyRule",
    "Precision",
    "RawEntry",
    "Rendition",
    "Selection",
    "Site",
    "Source",
    "Statement",
    "Status",
    "Utm",
    "Waiver",
    "Wording",
]
