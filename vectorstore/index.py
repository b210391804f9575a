"""The index: vectors of all passages, derived from the library, published whole under its fingerprint, never changed."""

import os
import shutil
import tempfile
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from threading import RLock

import numpy as np

from ingest.clauses import CLAUSE_PARSER_VERSION, parse_clauses
from vectorstore.chroma_store import CHROMA_FOLDER, ChromaStore
from vectorstore.encoder import Encoder, Vectors
from vectorstore.errors import IndexDamaged, IndexMissing, UnknownPolicy
from vectorstore.manifest import (
    FORMAT,
    MANIFEST_FILE,
    IndexedPolicy,
    Manifest,
    PolicySource,
    fingerprint_of,
    read_manifest,
)
from vectorstore.partition import Partition, make_partition, words_of
from vectorstore.passages import PASSAGE_VERSION, embedded_text, passages_of
from vectorstore.word_index import BM25_FOLDER, WordIndex

INDEX_FOLDER = "index"
VECTORS_FILE = "vectors.npy"
# Partitions kept in memory: some hundreds of policies, well under a gigabyte.
PARTITION_MEMORY_BYTES = 400 * 1024 * 1024
# One passage is embedded anew when an index is opened and must find itself; int8 varies a little with its batch.
PROBE_COSINE = 0.98

Progress = Callable[[str, int, int], None]
"""Called with (policy id, policies done, policies in all)."""


def _silent(_policy_id: str, _done: int, _total: int) -> None:
    return None


def build_index(
    source: PolicySource, encoder: Encoder, home: Path, progress: Progress | None = None, chroma_url: str = ""
) -> Path:
    """Build and publish the index of a library's current policies; vectors of unchanged policies are taken over.

    The caller holds the library's writer lock. Returns the published folder. Nothing is published half: a killed build
    leaves a folder whose name begins with a dot, which the next build removes.
    """
    root = home / INDEX_FOLDER
    root.mkdir(parents=True, exist_ok=True)
    for leftover in root.glob(".build-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fingerprint = fingerprint_of(source, encoder)
    scratch = Path(tempfile.mkdtemp(prefix=".build-", dir=root))
    try:
        _write(scratch, fingerprint, source, encoder, _known_vectors(root, encoder), progress or _silent, chroma_url)
        return _publish(scratch, root / fingerprint)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _write(
    folder: Path,
    fingerprint: str,
    source: PolicySource,
    encoder: Encoder,
    known: "dict[tuple[str, str], Vectors]",
    report: Progress,
    chroma_url: str,
) -> None:
    records = sorted(source.current(), key=lambda record: record.policy_id)
    blocks: list[Vectors] = [np.zeros((0, encoder.dimension), np.float32)]
    words: list[list[str]] = []
    entries: list[IndexedPolicy] = []
    store = ChromaStore.create(fingerprint, None if chroma_url else folder / CHROMA_FOLDER, chroma_url)
    try:
        for done, record in enumerate(records, start=1):
            tree = parse_clauses(source.load(record.policy_id, record.version))
            passages = passages_of(tree)
            block = known.get((record.policy_id, record.version))
            if block is None or len(block) != len(passages):
                block = encoder.encode([embedded_text(tree, passage) for passage in passages])
            store.add(len(words), record.version, passages, block)
            entries.append(
                IndexedPolicy(policy_id=record.policy_id, version=record.version, first=len(words), passages=len(block))
            )
            blocks.append(block)
            words += words_of(tree, passages)
            report(record.policy_id, done, len(records))
    finally:
        store.close()
    write_word_index(folder / BM25_FOLDER, words)
    manifest = Manifest(
        format=FORMAT,
        fingerprint=fingerprint,
        encoder=encoder.name,
        encoder_sha256=encoder.sha256,
        precision=encoder.precision,
        dimension=encoder.dimension,
        parser=CLAUSE_PARSER_VERSION,
        passage_version=PASSAGE_VERSION,
        chroma_url=chroma_url,
        policies=tuple(entries),
    )
    with (folder / VECTORS_FILE).open("wb") as handle:
        np.save(handle, np.concatenate(blocks))
        handle.flush()
        os.fsync(handle.fileno())
    with (folder / MANIFEST_FILE).open("w", encoding="utf-8") as text:
        text.write(manifest.model_dump_json(indent=1))
        text.flush()
        os.fsync(text.fileno())


def _publish(scratch: Path, folder: Path) -> Path:
    if folder.exists():
        # Only a damaged index is built again under its own name.
        aside = scratch.with_name(scratch.name + "-old")
        folder.rename(aside)
        scratch.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        scratch.rename(folder)
    descriptor = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    # The index before this one stays for readers that are just opening it; older ones have no reader to come.
    others = sorted((path for path in folder.parent.iterdir() if path != folder), key=lambda path: path.stat().st_mtime)
    for old in others[:-1]:
        if not old.name.startswith("."):
            shutil.rmtree(old, ignore_errors=True)
    return folder


def _known_vectors(root: Path, encoder: Encoder) -> dict[tuple[str, str], Vectors]:
    known: dict[tuple[str, str], Vectors] = {}
    for folder in root.iterdir():
        try:
            manifest = read_manifest(folder)
            if manifest.same_vectors(encoder):
                vectors = _read_vectors(folder, manifest)
                for entry in manifest.policies:
                    known[entry.policy_id, entry.version] = vectors[entry.first : entry.first + entry.passages]
        except (IndexMissing, IndexDamaged, OSError):
            continue
    return known


def _read_vectors(folder: Path, manifest: Manifest) -> Vectors:
    path = folder / VECTORS_FILE
    try:
        if manifest.passages == 0:
            return np.zeros((0, manifest.dimension), np.float32)
        vectors: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamaged(f"{path}: not readable ({error}); it will be rebuilt from the library") from error
    if vectors.shape != (manifest.passages, manifest.dimension) or vectors.dtype != np.float32:
        what = f"{vectors.shape} instead of {(manifest.passages, manifest.dimension)}"
        raise IndexDamaged(f"{path}: holds {what}; it will be rebuilt from the library")
    return vectors


class PolicyIndex:
    """A published index, opened for reading. Keeps serving what it opened, whatever a writer does meanwhile."""

    def __init__(self, folder: Path, manifest: Manifest, vectors: Vectors, source: PolicySource) -> None:
        self.folder = folder
        self.manifest = manifest
        self.vectors = vectors
        self._source = source
        self._entries = {entry.policy_id: entry for entry in manifest.policies}
        self._partitions: OrderedDict[str, Partition] = OrderedDict()
        self._chroma_store: ChromaStore | None = None
        self._word_index: WordIndex | None = None
        self._lock = RLock()

    @classmethod
    def open(cls, home: Path, source: PolicySource, encoder: Encoder) -> "PolicyIndex":
        """Open the index that belongs to this library, encoder and parser.

        IndexMissing when it was never built, IndexDamaged when it is not what its manifest says.
        """
        fingerprint = fingerprint_of(source, encoder)
        folder = home / INDEX_FOLDER / fingerprint
        manifest = read_manifest(folder)
        if manifest.fingerprint != fingerprint or not manifest.same_vectors(encoder):
            raise IndexDamaged(f"{folder}: manifest is of another index; it will be rebuilt from the library")
        index = cls(folder, manifest, _read_vectors(folder, manifest), source)
        index._probe(encoder)
        return index

    @property
    def policies(self) -> tuple[IndexedPolicy, ...]:
        """Which policies it holds, by id."""
        return self.manifest.policies

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
            rows = np.array(self.vectors[entry.first : entry.first + entry.passages])
            partition = make_partition(policy, rows)
            self._partitions[policy_id] = partition
            while len(self._partitions) > 1 and self._kept_bytes() > PARTITION_MEMORY_BYTES:
                self._partitions.popitem(last=False)
            return partition

    def candidates(self, vector: Vectors, tokens: Sequence[str], policy_ids: Sequence[str] | None, limit: int) -> list[str]:
        """Policies that hold the nearest passages by vector (Chroma) or by words (BM25), without reading the others."""
        scope = None if policy_ids is None else set(policy_ids)
        rows = self._chroma().nearest(vector, policy_ids, limit) if self.manifest.passages else []
        by_words = self._words().nearest(tokens, limit)
        firsts = [entry.first for entry in self.policies]
        found: dict[str, None] = {}
        for pair in zip_longest(rows, by_words):
            for row in pair:
                if row is not None:
                    policy_id = self.policies[bisect_right(firsts, row) - 1].policy_id
                    if scope is None or policy_id in scope:
                        found[policy_id] = None
        return list(found)

    def _chroma(self) -> ChromaStore:
        with self._lock:
            if self._chroma_store is None:
                url = self.manifest.chroma_url
                folder = None if url else self.folder / CHROMA_FOLDER
                self._chroma_store = ChromaStore.open(self.manifest.fingerprint, folder, url, rows=self.manifest.passages)
            return self._chroma_store

    def _words(self) -> WordIndex:
        with self._lock:
            if self._word_index is None:
                self._word_index = WordIndex(self.folder / BM25_FOLDER, self.manifest.passages)
            return self._word_index

    def close(self) -> None:
        """Let go of files and connections; partitions already handed out stay usable."""
        with self._lock:
            if self._chroma_store is not None:
                self._chroma_store.close()
                self._chroma_store = None

    def _kept_bytes(self) -> int:
        return sum(partition.memory_bytes for partition in self._partitions.values())

    def _probe(self, encoder: Encoder) -> None:
        entry = next((entry for entry in self.policies if entry.passages), None)
        if entry is None:
            return
        partition = self.partition(entry.policy_id)
        middle = len(partition.passages) // 2
        vector = encoder.encode([embedded_text(partition.tree, partition.passages[middle])])[0]
        if float(partition.vectors[middle] @ vector) < PROBE_COSINE:
            what = f"passage {middle} of {entry.policy_id} does not find itself"
            raise IndexDamaged(f"{self.folder}: {what}; it will be rebuilt from the library")


def ensure_index(
    source: PolicySource, encoder: Encoder, home: Path, progress: Progress | None = None, chroma_url: str = ""
) -> PolicyIndex:
    """Open the library's index, building it from the library when missing or damaged. The caller holds the writer lock."""
    try:
        index = PolicyIndex.open(home, source, encoder)
        if index.manifest.chroma_url == chroma_url:
            return index
        index.close()
    except (IndexMissing, IndexDamaged):
        pass
    build_index(source, encoder, home, progress, chroma_url)
    return PolicyIndex.open(home, source, encoder)
