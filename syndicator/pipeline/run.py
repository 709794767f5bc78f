"""One emit while it lasts: what is published, what has been put, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from syndicator.codec import digest
from syndicator.model import Item
from syndicator.pipeline.plan import Plan
from syndicator.ports import Artifact, Problem, Publisher, Store

if TYPE_CHECKING:
    from syndicator.audit import Finding

UNMADE = Artifact(path="", recipe="", generation=0, made_from="", digest="", size=0)
_REFUSED = "refused"  # in place of a digest: made, and not published


@dataclass(slots=True)
class Run:
    """One emit, while it lasts; `ledger` is what it found, `made` what it settled."""

    plan: Plan
    store: Store
    publisher: Publisher
    now: datetime
    ledger: dict[str, Artifact]
    made: dict[str, Artifact] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    held: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faulty: bool = False

    def stands(self, path: str) -> bool:
        """Say whether a file is where and as big as the ledger has it, or was refused."""
        entry = self.ledger.get(path, UNMADE)
        return entry.digest == _REFUSED or self.publisher.size(path) == entry.size

    def fresh(self, paths: Iterable[str], recipe: str, generation: int) -> bool:
        """Say whether nothing these files are made of has been touched since."""
        return all(
            self.stands(p)
            and self.ledger[p].recipe == recipe
            and self.ledger[p].generation == generation
            for p in paths
        )

    def same(self, paths: Iterable[str], made_from: str) -> bool:
        """Say whether the files are there, made of the very same."""
        return all(
            self.stands(p) and self.ledger[p].made_from == made_from for p in paths
        )

    def put_proven(
        self, files: Mapping[str, bytes], items: Sequence[Item], like: Artifact
    ) -> dict[str, str]:
        """Put the files that keep the policy; say of the others why they were refused.

        What was published in their place stays, until they are made of something else.
        """
        from syndicator.pipeline import proof

        found: dict[str, list[Finding]] = {}
        for finding in proof.findings(self.plan, files, items):
            found.setdefault(finding.path, []).append(finding)
        for path, body in files.items():
            if path in found:
                self.faulty = True
                self.made[path] = replace(like, path=path, digest=_REFUSED)
                self.store.save_fragments(path, {})  # the fault may be in any of them
            else:
                self.put(path, body, like)
        return {p: f"not published: {proof.in_words(f)}" for p, f in found.items()}

    def put(self, path: str, body: bytes, like: Artifact) -> None:
        if self.publisher.put(path, body):
            self.written.append(path)
        bytes_are = sha256(body).hexdigest()
        self.made[path] = replace(like, path=path, digest=bytes_are, size=len(body))

    def put_changed(self, files: Mapping[str, bytes]) -> None:
        """Put files that are made of nothing but themselves, where they have changed."""
        for path, body in files.items():
            made_from = digest(body)
            if not self.same((path,), made_from):
                self.put(path, body, replace(UNMADE, made_from=made_from))

    def put_pictures(self, items: Iterable[Item]) -> None:
        """Pictures go out before what shows them, and stay: sent mails point at them."""
        images = [i for item in items for i in item.article.images if i.mirror]
        names = {i.mirror for i in images} | {i.mail.name for i in images if i.mail}
        self._put_media(f"media/{name}" for name in names)

    def restore_pictures(self) -> None:
        """Put all there ever were where they are not."""
        self._put_media(path for path in self.ledger if path.startswith("media/"))

    def _put_media(self, paths: Iterable[str]) -> None:
        for path in sorted(paths):
            if path not in self.made and not self.stands(path):
                self.put(path, self.store.media(path.removeprefix("media/")), UNMADE)

    def settle(self) -> None:
        """Enter in the ledger what has been made, so that no later kill undoes it."""
        self.publisher.flush()
        self.store.save_artifacts(list(self.made.values()))
        self.ledger |= self.made
        self.made.clear()

    def renew(self, path: str, like: Artifact) -> None:
        """Note that a file has been seen to be right as of a later generation."""
        self.made[path] = replace(
            self.ledger[path], recipe=like.recipe, generation=like.generation
        )
