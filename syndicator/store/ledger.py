"""What was made: fragments, the ledger of published files, and mirrored pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import delete, select

from syndicator.errors import StoreError
from syndicator.ports import Artifact
from syndicator.store.engine import Database, chunks, upsert
from syndicator.store.schema import artifact, fragment, media


class Ledger:
    """The Store's methods that deal with what was made of articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fragments(self, scope: str) -> dict[str, tuple[str, bytes]]:
        named = select(fragment.c.article, fragment.c.key, fragment.c.body)
        with self._database.read() as connection:
            rows = connection.execute(named.where(fragment.c.scope == scope)).all()
            return {article: (key, body) for article, key, body in rows}

    def save_fragments(
        self, scope: str, fragments: Mapping[str, tuple[str, bytes]]
    ) -> None:
        ours = fragment.c.scope == scope
        query = select(fragment.c.article, fragment.c.key).where(ours)
        with self._database.write() as connection:
            kept = {row.article: row.key for row in connection.execute(query)}
            for some in chunks(kept.keys() - fragments.keys()):
                gone = delete(fragment).where(ours, fragment.c.article.in_(some))
                connection.execute(gone)
            rows = [
                {"scope": scope, "article": each, "key": key, "body": body}
                for each, (key, body) in fragments.items()
                if kept.get(each) != key
            ]
            upsert(connection, fragment, rows)

    def artifacts(self) -> dict[str, Artifact]:
        with self._database.read() as connection:
            rows = connection.execute(select(artifact)).mappings()
            return {row["path"]: Artifact(**row) for row in rows}

    def save_artifacts(
        self, made: Sequence[Artifact], gone: Sequence[str] = ()
    ) -> None:
        with self._database.write() as connection:
            for some in chunks(gone):
                connection.execute(delete(artifact).where(artifact.c.path.in_(some)))
            upsert(connection, artifact, [asdict(each) for each in made])

    def media(self, name: str) -> bytes:
        query = select(media.c.body).where(media.c.name == name)
        with self._database.read() as connection:
            body: bytes | None = connection.scalar(query)
        if body is None:
            raise StoreError(f"{self._database.name}: no picture is named {name}")
        return body

    def save_media(self, name: str, body: bytes) -> None:
        with self._database.write() as connection:
            upsert(connection, media, [{"name": name, "body": body}])
