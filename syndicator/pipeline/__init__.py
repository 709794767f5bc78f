"""The order of work, and nothing else.

    ingest  source ─ fetch ─ parse ─ normalize ─ decide ─▶ store
    emit    store ─ policy ─ render ─▶ publish
    announce     published ─▶ hubs

Knows the stages and the ports. Reports, does not print; what fails for one source, one
entry or one item is a value in the report.
"""

from syndicator.pipeline.announce import announce
from syndicator.pipeline.emit import EmitReport, emit
from syndicator.pipeline.ingest import (
    Looked,
    SourceReport,
    look,
    settle,
    settled,
    wants_look,
)
from syndicator.pipeline.plan import Plan

__all__ = [
    "EmitReport",
    "Looked",
    "Plan",
    "SourceReport",
    "announce",
    "emit",
    "look",
    "settle",
    "settled",
    "wants_look",
]
