"""What is pushed: checked, kept, and only then answered for; the next look settles it."""

from syndicator.model import Pushed, Source
from syndicator.ports import Document, Parcel, Sandbox, Store


def take_in(
    document: Document, source: Source, key: str, store: Store, sandbox: Sandbox
) -> tuple[Pushed, ...]:
    """Keep what of a pushed document can be taken in; say of each article which.

    `key` names the article where the document does not. Raises ParseError where the
    document cannot be read, StoreError where nothing could be kept.
    """
    from syndicator.parse import pushed  # its parsers cost more than an idle pass

    found = sandbox.call(document.name, pushed.check, document, source, key)
    store.receive(source.name, [_parcel(p, document) for p in found if not p.mistakes])
    return found


def withdraw(key: str, source: Source, store: Store) -> None:
    """Keep the word that an article is no more. Raises StoreError."""
    store.receive(source.name, [Parcel(key=key)])


def _parcel(pushed: Pushed, document: Document) -> Parcel:
    return Parcel(
        key=pushed.key,
        url=document.url,
        media_type=pushed.media_type,
        charset=document.charset,
        body=pushed.body,
    )
