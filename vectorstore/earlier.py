"""What earlier indexes hold that a new one can take over: whole policies, and vectors of texts met before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import numpy as np

from vectorstore.encoder import Encoder, Vectors
from vectorstore.errors import IndexDamaged, IndexMissing
from vectorstore.manifest import IndexedPolicy, Manifest, read_manifest
from vectorstore.segment_file import SegmentFile
from vectorstore.vector_file import DIGEST_BYTES, read_texts, read_topics_file, read_vectors


def text_digest(text: str) -> bytes:
    """Identifies an embedded text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()


@dataclass(frozen=True)
class Kept:
    """A policy as an earlier index holds it."""

    segment: bytes
    vectors: Vectors
    digests: list[bytes]


@dataclass(frozen=True)
class _Held:
    """One policy of one earlier index; whether its bytes are what was written is looked up at its first use."""

    entry: IndexedPolicy
    vectors: Vectors
    digests: list[bytes]
    segments: SegmentFile | None

    @property
    def rows(self) -> slice:
        return slice(self.entry.first, self.entry.first + self.entry.passages)


@dataclass
class Earlier:
    """The usable parts of the indexes in a folder; `topics` are the vectors of the topics' sentences."""

    topics: Vectors | None = None
    _policies: dict[tuple[str, str], _Held] = field(default_factory=dict)
    _texts: dict[bytes, Vectors] = field(default_factory=dict)

    @classmethod
    def found(cls, root: Path, encoder: Encoder) -> "Earlier":
        """Whatever the indexes of a home offer to this encoder; damaged parts offer nothing."""
        earlier = cls()
        for folder in root.iterdir():
            try:
                manifest = read_manifest(folder)
                if earlier.topics is None and manifest.same_topics(encoder):
                    earlier.topics = read_topics_file(folder, manifest)
                if manifest.same_encoder(encoder):
                    earlier._take(folder, manifest)
            except (IndexMissing, IndexDamaged):
                continue
        return earlier

    def _take(self, folder: Path, manifest: Manifest) -> None:
        vectors, digests = read_vectors(folder, manifest), read_texts(folder, manifest)
        segments = SegmentFile(folder, manifest) if manifest.same_segments() else None
        for entry in manifest.policies:
            held = _Held(entry, vectors, digests, segments)
            rows = vectors[held.rows]
            if not entry.holds(rows):
                continue
            if segments is not None:
                self._policies[entry.policy_id, entry.version] = held
            self.remember(digests[held.rows], rows)

    def policy(self, policy_id: str, version: str) -> Kept | None:
        """A policy version as it was indexed before; None when it was not, or not by the code of today."""
        held = self._policies.get((policy_id, version))
        if held is None or held.segments is None:
            return None
        try:
            segment = bytes(held.segments.read(held.entry))
        except IndexDamaged:
            return None
        return Kept(segment, held.vectors[held.rows], held.digests[held.rows])

    def vectors(self, texts: Sequence[str], dimension: int) -> tuple[list[bytes], Vectors, list[int]]:
        """Digests of the texts, (len(texts), dimension) vectors, and the rows of those texts that have none yet."""
        digests = [text_digest(text) for text in texts]
        vectors = np.zeros((len(texts), dimension), dtype=np.float32)
        waiting = []
        for row, digest in enumerate(digests):
            known = self._texts.get(digest)
            if known is None:
                waiting.append(row)
            else:
                vectors[row] = known
        return digests, vectors, waiting

    def remember(self, digests: Sequence[bytes], vectors: Vectors) -> None:
        """Vectors for texts that may come again."""
        self._texts.update(zip(digests, vectors, strict=True))
