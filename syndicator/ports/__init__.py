"""What the pipeline needs of the outside world, as small Protocols, with their values.

Implementations live in fetch/, store/ and publish/; only app.py knows which is used.
"""

from syndicator.ports.fetching import (
    Document,
    Fetched,
    Fetcher,
    FileFacts,
    Look,
    Picture,
    Validators,
)
from syndicator.ports.publishing import Announcer, Mail, Publisher, Pusher
from syndicator.ports.records import (
    Artifact,
    Backfill,
    Facet,
    Known,
    LetterState,
    Move,
    News,
    NewsKind,
    Parcel,
    Problem,
    Recheck,
    SourceState,
)
from syndicator.ports.services import Answer, Caller, Sandbox
from syndicator.ports.store import Store

__all__ = [
    "Announcer",
    "Answer",
    "Artifact",
    "Backfill",
    "Caller",
    "Document",
    "Facet",
    "Fetched",
    "Fetcher",
    "FileFacts",
    "Known",
    "LetterState",
    "Look",
    "Mail",
    "Move",
    "News",
    "NewsKind",
    "Parcel",
    "Picture",
    "Problem",
    "Publisher",
    "Pusher",
    "Recheck",
    "Sandbox",
    "SourceState",
    "Store",
    "Validators",
]
