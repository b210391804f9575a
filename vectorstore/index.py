"""The index: vectors of all passages, derived from the library, published whole under its fingerprint, never changed."""

import os
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import RLock

import numpy as np

from ingest.clauses import CLAUSE_PARSER_VERSION, parse_clauses
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
from vectorstore.partition import Partition, make_partition
from vectorstore.passages import PASSAGE_VERSION, embedded_text, passages_of

INDEX_FOLDER = "index"
VECTORS_FILE = "vectors.npy"
# Partitions kept in memory: some hundreds of policies, well under a gigabyte.
PARTITION_MEMORY_BYTES = 400 * 1024 * 1024
# How many policies are checked against the encoder when an index is opened: one passage, embedded anew, must find itself.
PROBE_COSINE = 0.98

Progress = Callable[[str, int, int], None]
"""Called with (policy id, policies done, policies in all)."""


def _silent(_policy_id: str, _done: int, _total: int) -> None:
    return None


def build_index(source: PolicySource, encoder: Encoder, home: Path, progress: Progress | None = None) -> Path:
    """Build and publish the index of a library's current policies; vectors of unchanged policies are taken over.

    The caller holds the library's writer lock. Returns the published folder. Nothing is published half: a killed build
    leaves a folder whose name begins with a dot, which the next build removes.
    """
    report = progress or _silent
    root = home / INDEX_FOLDER
    root.mkdir(parents=True, exist_ok=True)
    for leftover in root.glob(".build-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fingerprint = fingerprint_of(source, encoder)
    known = _known_vectors(root, encoder)
    scratch = Path(tempfile.mkdtemp(prefix=".build-", dir=root))
    try:
        records = sorted(source.current(), key=lambda record: record.policy_id)
        blocks: list[Vectors] = []
        entries: list[IndexedPolicy] = []
        first = 0
        for done, record in enumerate(records, start=1):
            block = known.get((record.policy_id, record.version))
            if block is None:
                tree = parse_clauses(source.load(record.policy_id, record.version))
                block = encoder.encode([embedded_text(tree, passage) for passage in passages_of(tree)])
            blocks.append(block)
            entries.append(IndexedPolicy(policy_id=record.policy_id, version=record.version, first=first, passages=len(block)))
            first += len(block)
            report(record.policy_id, done, len(records))
        vectors = np.concatenate(blocks) if blocks else np.zeros((0, encoder.dimension), np.float32)
        manifest = Manifest(
            format=FORMAT,
            fingerprint=fingerprint,
            encoder=encoder.name,
            encoder_sha256=encoder.sha256,
            precision=encoder.precision,
            dimension=encoder.dimension,
            parser=CLAUSE_PARSER_VERSION,
            passage_version=PASSAGE_VERSION,
            policies=tuple(entries),
        )
        with (scratch / VECTORS_FILE).open("wb") as handle:
            np.save(handle, vectors)
            handle.flush()
            os.fsync(handle.fileno())
        with (scratch / MANIFEST_FILE).open("w", encoding="utf-8") as text:
            text.write(manifest.model_dump_json(indent=1))
            text.flush()
            os.fsync(text.fileno())
        return _publish(scratch, root / fingerprint)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


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


def ensure_index(source: PolicySource, encoder: Encoder, home: Path, progress: Progress | None = None) -> PolicyIndex:
    """Open the library's index, building it from the library when it is missing or damaged. For a holder of the writer lock."""
    try:
        return PolicyIndex.open(home, source, encoder)
    except (IndexMissing, IndexDamaged) as reason:
        if isinstance(reason, IndexDamaged):
            shutil.rmtree(home / INDEX_FOLDER / fingerprint_of(source, encoder), ignore_errors=True)
    build_index(source, encoder, home, progress)
    return PolicyIndex.open(home, source, encoder)
