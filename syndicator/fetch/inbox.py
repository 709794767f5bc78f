"""What was pushed, as the documents of its source."""

from collections.abc import Callable, Sequence

from syndicator.model import Source
from syndicator.ports import Document, Fetched, Parcel

Inbox = Callable[[str], Sequence[Parcel]]


def fetched(source: Source, parcels: Sequence[Parcel]) -> Fetched:
    """A look at the inbox of a source: each parcel is a document, named by its key."""
    found = tuple(_document(source, parcel) for parcel in parcels)
    last = found[-1].mark if found else ""
    return Fetched(documents=found, unchanged=not found, cursor=last)


def _document(source: Source, parcel: Parcel) -> Document:
    return Document(
        name=parcel.key,
        url=parcel.url or source.url,
        body=parcel.body,
        media_type=parcel.media_type,
        charset=parcel.charset,
        mark=str(parcel.number),
    )
