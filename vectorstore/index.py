"""The index as its readers see it: derived from the library, opened whole, never changed."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from threading import RLock
from zlib import crc32

import numpy as np

from ingest.policy import Policy
from vectorstore.build import INDEX_FOLDER, Progress, build_index
from vectorstore.chroma_store import CHROMA_FOLDER, ChromaStore
from vectorstore.encoder import Encoder, Vectors
from vectorstore.errors import IndexDamaged, IndexMissing, UnknownPolicy
from vectorstore.manifest import IndexedPolicy, Manifest, PolicySource, fingerprint_of, read_manifest
from vectorstore.partition import Partition
from vectorstore.segment import StoredSegment, unpack
from vectorstore.segment_file import SegmentFile
from vectorstore.topics import Scores, TopicVectors
from vectorstore.vector_file import read_topic_scores, read_topics_file, read_vectors
from vectorstore.word_index import WordIndex

# Partitions kept in memory: near 300 policies of usual length, by `Partition.memory_bytes`.
PARTITION_MEMORY_BYTES = 256 * 1024 * 1024


class PolicyIndex:
    """A published index, opened for reading. Keeps serving what it opened, whatever a writer does meanwhile."""

    def __init__(self, folder: Path, manifest: Manifest, source: PolicySource) -> None:
        """Map the files of a folder into memory. IndexDamaged when they are not what the manifest says."""
        self.folder = folder
        self.manifest = manifest
        self.vectors = read_vectors(folder, manifest)
        self.topics = TopicVectors(read_topics_file(folder, manifest))
        self._topic_scores = read_topic_scores(folder, manifest, self.topics.count)
        self._segments = SegmentFile(folder, manifest)
        self._source = source
        self._entries = {entry.policy_id: entry for entry in manifest.policies}
        self._firsts = [entry.first for entry in manifest.policies]
        self._partitions: OrderedDict[str, Partition] = OrderedDict()
        self._chroma_store: ChromaStore | None = None
        self._word_index: WordIndex | None = None
        self._lock = RLock()

    @classmethod
    def open(cls, home: Path, source: PolicySource, encoder: Encoder) -> "PolicyIndex":
        """Open the index that belongs to this library, encoder and parser.

        IndexMissing when it was never built, IndexDamaged when it is not what its manifest says. Vectors are compared with
        the manifest as policies are first used, Chroma when it is first asked; `check` does both at once.
        """
        fingerprint = fingerprint_of(source, encoder)
        folder = home / INDEX_FOLDER / fingerprint
        return cls._opened(folder, fingerprint, source, encoder)

    @classmethod
    def latest(cls, home: Path, source: PolicySource, encoder: Encoder) -> "PolicyIndex | None":
        """The newest index that can be opened, whatever the library holds by now: for use while the next one is being built.

        None when there is none. It answers from the versions it was made of, which the library keeps.
        """
        root = home / INDEX_FOLDER
        folders = [folder for folder in root.iterdir() if not folder.name.startswith(".")] if root.is_dir() else []
        for folder in sorted(folders, key=lambda folder: folder.stat().st_mtime, reverse=True):
            try:
                return cls._opened(folder, folder.name, source, encoder)
            except (IndexMissing, IndexDamaged, OSError):
                continue
        return None

    @classmethod
    def _opened(cls, folder: Path, fingerprint: str, source: PolicySource, encoder: Encoder) -> "PolicyIndex":
        manifest = read_manifest(folder)
        if manifest.fingerprint != fingerprint or not (manifest.same_encoder(encoder) and manifest.same_segments()):
            raise IndexDamaged(f"{folder}: manifest is of another index; it will be rebuilt from the library")
        if not manifest.chroma_url and not (folder / CHROMA_FOLDER).is_dir():
            raise IndexDamaged(f"{folder / CHROMA_FOLDER}: no Chroma folder; it will be rebuilt from the library")
        return cls(folder, manifest, source)

    @property
    def policies(self) -> tuple[IndexedPolicy, ...]:
        """Which policies it holds, by id."""
        return self.manifest.policies

    def check(self) -> None:
        """Compare everything with the manifest; IndexDamaged for the first thing that differs."""
        for entry in self.policies:
            self._rows(entry)
            self._part(self._topic_scores, entry, entry.topic_scores_crc32, "topic scores")
            self._segments.read(entry)
        self._words()
        self._chroma()

    def partition(self, policy_id: str) -> Partition:
        """One policy, read on first use and kept while memory allows. UnknownPolicy, or IndexDamaged."""
        with self._lock:
            found = self._partitions.get(policy_id)
            if found is not None:
                self._partitions.move_to_end(policy_id)
                return found
            entry = self._entries.get(policy_id)
            if entry is None:
                raise UnknownPolicy(f"{policy_id}: not in the index; see: policy-assistant policies list")
            policy = self._source.load(policy_id, entry.version)
            topics = self._part(self._topic_scores, entry, entry.topic_scores_crc32, "topic scores")
            partition = Partition(policy, self._segment(entry, policy), self._rows(entry), topics)
            self._partitions[policy_id] = partition
            while len(self._partitions) > 1 and self._kept_bytes() > PARTITION_MEMORY_BYTES:
                _, evicted = self._partitions.popitem(last=False)
                # What was made of it refers to it: without this both stay until the garbage collector's next round.
                evicted.derived.clear()
            return partition

    def candidates(self, vector: Vectors, tokens: Sequence[str], policy_ids: Sequence[str] | None, limit: int) -> list[str]:
        """Policies that hold the nearest passages by vector (Chroma) or by words (BM25), without reading the others.

        `limit` counts passages of each leg. IndexDamaged when Chroma or the word index is not what was written.
        """
        scope = None if policy_ids is None else set(policy_ids)
        by_vector = self._chroma().nearest(vector, policy_ids, limit) if self.manifest.passages else []
        by_words = self._words().nearest(tokens, limit)
        found: dict[str, None] = {}
        for pair in zip_longest(by_vector, by_words):
            for row in pair:
                if row is not None:
                    policy_id = self.policies[bisect_right(self._firsts, row) - 1].policy_id
                    if scope is None or policy_id in scope:
                        found[policy_id] = None
        return list(found)

    def close(self) -> None:
        """Let go of files and connections; partitions already handed out stay usable."""
        with self._lock:
            if self._chroma_store is not None:
                self._chroma_store.close()
                self._chroma_store = None

    def _segment(self, entry: IndexedPolicy, policy: Policy) -> StoredSegment:
        segment = unpack(self._segments.read(entry), policy)
        if len(segment.places) != entry.passages:
            what = f"{entry.passages} vectors for {len(segment.places)} passages of {entry.policy_id}"
            raise IndexDamaged(f"{self.folder}: {what}; it will be rebuilt from the library")
        return segment

    def _rows(self, entry: IndexedPolicy) -> Vectors:
        rows: Vectors = self.vectors[entry.first : entry.first + entry.passages]
        if not entry.holds(rows):
            raise IndexDamaged(f"{self.folder}: vectors of {entry.policy_id} were changed; it will be rebuilt from the library")
        return rows

    def _part(self, values: Scores, entry: IndexedPolicy, expected_crc32: int, what: str) -> Scores:
        rows: Scores = values[entry.first : entry.first + entry.passages]
        if crc32(np.ascontiguousarray(rows).data) != expected_crc32:
            raise IndexDamaged(f"{self.folder}: {what} of {entry.policy_id} were changed; it will be rebuilt from the library")
        return rows

    def _chroma(self) -> ChromaStore:
        with self._lock:
            if self._chroma_store is None:
                url, rows = self.manifest.chroma_url, self.manifest.passages
                folder = None if url else self.folder / CHROMA_FOLDER
                store = ChromaStore.open(self.manifest.fingerprint, folder, url, rows=rows)
                if rows:
                    store.check(rows // 2, self.vectors[rows // 2])
                self._chroma_store = store
            return self._chroma_store

    def _words(self) -> WordIndex:
        with self._lock:
            if self._word_index is None:
                self._word_index = WordIndex(self.folder, self.manifest.passages)
            return self._word_index

    def _kept_bytes(self) -> int:
        return sum(partition.memory_bytes for partition in self._partitions.values())


def ensure_index(
    source: PolicySource,
    encoder: Encoder,
    home: Path,
    progress: Progress | None = None,
    chroma_url: str = "",
    *,
    thorough: bool = False,
) -> PolicyIndex:
    """Open the library's index, building it from the library when missing or damaged. The caller holds the writer lock.

    `thorough` also reads all vectors and asks Chroma, which takes a second; for use after an IndexDamaged.
    """
    try:
        index = PolicyIndex.open(home, source, encoder)
        if index.manifest.chroma_url == chroma_url:
            if thorough:
                index.check()
            return index
    except (IndexMissing, IndexDamaged):
        pass
    build_index(source, encoder, home, progress, chroma_url)
    return PolicyIndex.open(home, source, encoder)
