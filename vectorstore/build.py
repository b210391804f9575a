"""Builds an index from the library and publishes it whole, under its fingerprint."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np

from ingest.clauses import CLAUSE_PARSER_VERSION, parse_clauses
from vectorstore.chroma_store import CHROMA_FOLDER, ChromaStore
from vectorstore.encoder import Encoder, Vectors
from vectorstore.errors import IndexDamaged, IndexMissing
from vectorstore.manifest import FORMAT, MANIFEST_FILE, IndexedPolicy, Manifest, PolicySource, fingerprint_of, read_manifest
from vectorstore.partition import words_of
from vectorstore.passages import PASSAGE_VERSION, Passage, embedded_text, passages_of
from vectorstore.topics import encode_topics, topics_version
from vectorstore.vector_file import TOPICS_FILE, VECTORS_FILE, read_topics_file, read_vectors, write_vectors
from vectorstore.word_index import BM25_FOLDER, write_word_index

INDEX_FOLDER = "index"
# Passages encoded together: enough that texts of one length meet, few enough to show progress.
GROUP_PASSAGES = 1_024

Progress = Callable[[str, int, int], None]
"""Called with (policy id or stage, done, in all)."""


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
        known, topics = _known_vectors(root, encoder), _known_topics(root, encoder)
        _Build(scratch, fingerprint, encoder, known, topics, chroma_url).run(source, progress or _silent)
        _publish(scratch, root / fingerprint)
        return root / fingerprint
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass
class _Parsed:
    """A policy on its way into the index; `vectors` are those of an earlier index, None when it has to be encoded."""

    policy_id: str
    version: str
    passages: tuple[Passage, ...]
    texts: list[str]
    vectors: Vectors | None


@dataclass
class _Build:
    folder: Path
    fingerprint: str
    encoder: Encoder
    known: dict[tuple[str, str], Vectors]
    topics: Vectors | None
    chroma_url: str
    blocks: list[Vectors] = field(default_factory=list)
    words: list[list[str]] = field(default_factory=list)
    entries: list[IndexedPolicy] = field(default_factory=list)
    rows: int = 0

    def run(self, source: PolicySource, report: Progress) -> None:
        store = ChromaStore.create(self.fingerprint, None if self.chroma_url else self.folder / CHROMA_FOLDER, self.chroma_url)
        try:
            records = sorted(source.current(), key=lambda record: record.policy_id)
            group: list[_Parsed] = []
            for record in records:
                group.append(self._parse(source, record.policy_id, record.version))
                waiting = sum(len(parsed.texts) for parsed in group)
                if waiting >= GROUP_PASSAGES or record is records[-1]:
                    self._write(group, store)
                    for parsed in group:
                        report(parsed.policy_id, len(self.entries) - len(group) + group.index(parsed) + 1, len(records))
                    group = []
        finally:
            store.close()
        write_word_index(self.folder / BM25_FOLDER, self.words)
        write_vectors(self.folder / VECTORS_FILE, self.blocks, self.encoder.dimension)
        topics = encode_topics(self.encoder) if self.topics is None else self.topics
        write_vectors(self.folder / TOPICS_FILE, [topics], self.encoder.dimension)
        self._write_manifest(crc32(np.ascontiguousarray(topics).data))

    def _parse(self, source: PolicySource, policy_id: str, version: str) -> _Parsed:
        tree = parse_clauses(source.load(policy_id, version))
        passages = passages_of(tree)
        self.words += words_of(tree, passages)
        vectors = self.known.get((policy_id, version))
        if vectors is not None and len(vectors) == len(passages):
            return _Parsed(policy_id, version, passages, [], vectors)
        return _Parsed(policy_id, version, passages, [embedded_text(tree, passage) for passage in passages], None)

    def _write(self, group: list[_Parsed], store: ChromaStore) -> None:
        encoded = self.encoder.encode([text for parsed in group for text in parsed.texts])
        taken = 0
        for parsed in group:
            vectors = parsed.vectors
            if vectors is None:
                vectors = encoded[taken : taken + len(parsed.texts)]
                taken += len(parsed.texts)
            block = np.ascontiguousarray(vectors, dtype=np.float32)
            store.add(self.rows, parsed.version, parsed.passages, block)
            entry = IndexedPolicy(
                policy_id=parsed.policy_id,
                version=parsed.version,
                first=self.rows,
                passages=len(block),
                crc32=crc32(block.data),
            )
            self.entries.append(entry)
            self.blocks.append(block)
            self.rows += len(block)

    def _write_manifest(self, topics_crc32: int) -> None:
        manifest = Manifest(
            format=FORMAT,
            fingerprint=self.fingerprint,
            encoder=self.encoder.name,
            encoder_sha256=self.encoder.sha256,
            precision=self.encoder.precision,
            dimension=self.encoder.dimension,
            parser=CLAUSE_PARSER_VERSION,
            passage_version=PASSAGE_VERSION,
            topics_version=topics_version(),
            topics_crc32=topics_crc32,
            chroma_url=self.chroma_url,
            policies=tuple(self.entries),
        )
        with (self.folder / MANIFEST_FILE).open("w", encoding="utf-8") as text:
            text.write(manifest.sealed().model_dump_json(indent=1))
            text.flush()
            os.fsync(text.fileno())


def _publish(scratch: Path, folder: Path) -> None:
    # The folder of an index before this one; only a damaged index is built again under its own name.
    aside = scratch.with_name(scratch.name + "-old")
    if folder.exists():
        folder.rename(aside)
    scratch.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
    descriptor = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    # The index before this one stays for readers that are just opening it; older ones have no reader to come.
    others = [path for path in folder.parent.iterdir() if path != folder and not path.name.startswith(".")]
    for old in sorted(others, key=lambda path: path.stat().st_mtime)[:-1]:
        shutil.rmtree(old, ignore_errors=True)


def _known_vectors(root: Path, encoder: Encoder) -> dict[tuple[str, str], Vectors]:
    known: dict[tuple[str, str], Vectors] = {}
    for folder in root.iterdir():
        try:
            manifest = read_manifest(folder)
            if not manifest.same_vectors(encoder):
                continue
            vectors = read_vectors(folder, manifest)
        except (IndexMissing, IndexDamaged):
            continue
        for entry in manifest.policies:
            rows = vectors[entry.first : entry.first + entry.passages]
            if entry.holds(rows):
                known[entry.policy_id, entry.version] = rows
    return known


def _known_topics(root: Path, encoder: Encoder) -> Vectors | None:
    for folder in root.iterdir():
        try:
            manifest = read_manifest(folder)
            if manifest.same_topics(encoder):
                return read_topics_file(folder, manifest)
        except (IndexMissing, IndexDamaged):
            continue
    return None
