"""Frozen values: what the operator asks for, and an article at each stage of its way.

RawEntry (as the source said it) → Draft (in our terms) → Article (settled, stored)
→ Item (as one channel shows it). No behaviour, no I/O, no clock.
Unknown text is "", an unknown number is 0; instants are aware and in UTC.
"""

from syndicator.model.issues import Issue, IssueFile, IssueRecord, Listed, Revision
from syndicator.model.parts import (
    Author,
    Claim,
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
    Part,
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
    "Claim",
    "Content",
    "Credit",
    "Disclaimer",
    "Draft",
    "Enclosure",
    "Feed",
    "Held",
    "Image",
    "Issue",
    "IssueFile",
    "IssueRecord",
    "Item",
    "Letter",
    "Link",
    "LinkKind",
    "LinkRules",
    "Listed",
    "Notice",
    "Origin",
    "Part",
    "Place",
    "PolicyRule",
    "Precision",
    "RawEntry",
    "Rendition",
    "Revision",
    "Selection",
    "Site",
    "Source",
    "Statement",
    "Status",
    "Utm",
    "Waiver",
    "Wording",
]
