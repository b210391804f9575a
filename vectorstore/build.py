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
from vectorstore.earlier import Earlier
from vectorstore.encoder import Encoder, Vectors
from vectorstore.manifest import FORMAT, MANIFEST_FILE, IndexedPolicy, Manifest, PolicySource, fingerprint_of
from vectorstore.passages import PASSAGE_VERSION, embedded_text
from vectorstore.segment import Segment, StoredSegment, pack, segment_of, segment_version, unpack
from vectorstore.segment_file import SEGMENTS_FILE, SegmentWriter
from vectorstore.topics import Scores, TopicVectors, encode_topics, topics_version
from vectorstore.vector_file import (
    TOPIC_SCORES_FILE,
    TOPICS_FILE,
    VECTORS_FILE,
    VectorWriter,
    write_texts,
    write_vectors,
)
from vectorstore.word_index import BM25_FOLDER, WordCounter

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
    """Build and publish the index of a library's current policies.

    Unchanged policies are taken over from earlier indexes; of others only the passages whose text was never encoded are.
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
        _Build(scratch, fingerprint, encoder, Earlier.found(root, encoder), chroma_url).run(source, progress or _silent)
        _publish(scratch, root / fingerprint)
        return root / fingerprint
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass
class _Read:
    """A policy on its way into the index; of `vectors` the rows of `texts` are still to be encoded."""

    version: str
    segment: Segment | StoredSegment
    packed: bytes
    digests: list[bytes]
    vectors: Vectors
    waiting: list[int]
    texts: list[str]


@dataclass
class _Build:
    folder: Path
    fingerprint: str
    encoder: Encoder
    earlier: Earlier
    chroma_url: str
    words: WordCounter = field(default_factory=WordCounter)
    digests: list[bytes] = field(default_factory=list)
    entries: list[IndexedPolicy] = field(default_factory=list)
    rows: int = 0

    def run(self, source: PolicySource, report: Progress) -> None:
        topics = self.earlier.topics
        topics = encode_topics(self.encoder) if topics is None else topics
        write_vectors(self.folder / TOPICS_FILE, topics)
        nearness = TopicVectors(topics)
        store = ChromaStore.create(self.fingerprint, None if self.chroma_url else self.folder / CHROMA_FOLDER, self.chroma_url)
        try:
            with (
                VectorWriter(self.folder / VECTORS_FILE, self.encoder.dimension) as vectors,
                VectorWriter(self.folder / TOPIC_SCORES_FILE, nearness.count) as topic_scores,
                SegmentWriter(self.folder / SEGMENTS_FILE) as segments,
            ):
                records = sorted(source.current(), key=lambda record: record.policy_id)
                group: list[_Read] = []
                for record in records:
                    group.append(self._read(source, record.policy_id, record.version))
                    if sum(len(read.texts) for read in group) >= GROUP_PASSAGES or record is records[-1]:
                        self._encode(group)
                        for read in group:
                            scores = nearness.of_passages(read.vectors)
                            vectors.add(read.vectors)
                            topic_scores.add(scores)
                            self._write(read, store, scores, segments.add(read.packed))
                            report(read.segment.tree.policy.policy_id, len(self.entries), len(records))
                        group = []
            store.flush()
        finally:
            store.close()
        self.words.write(self.folder / BM25_FOLDER)
        write_texts(self.folder, self.digests)
        self._write_manifest(crc32(np.ascontiguousarray(topics).data))

    def _read(self, source: PolicySource, policy_id: str, version: str) -> _Read:
        policy = source.load(policy_id, version)
        kept = self.earlier.policy(policy_id, version)
        if kept is not None:
            segment = unpack(memoryview(kept.segment), policy)
            return _Read(version, segment, kept.segment, kept.digests, kept.vectors, [], [])
        parsed = segment_of(parse_clauses(policy))
        texts = [embedded_text(parsed.tree, passage) for passage in parsed.passages]
        digests, vectors, waiting = self.earlier.vectors(texts, self.encoder.dimension)
        return _Read(version, parsed, pack(parsed), digests, vectors, waiting, [texts[row] for row in waiting])

    def _encode(self, group: list[_Read]) -> None:
        # Policies share sentences: a text that stands in several is encoded once.
        places = {text: number for number, text in enumerate(dict.fromkeys(text for read in group for text in read.texts))}
        encoded = self.encoder.encode(list(places))
        for read in group:
            if read.texts:
                read.vectors[read.waiting] = encoded[[places[text] for text in read.texts]]
                self.earlier.remember([read.digests[row] for row in read.waiting], read.vectors[read.waiting])

    def _write(self, read: _Read, store: ChromaStore, scores: Scores, segment_start: int) -> None:
        block = np.ascontiguousarray(read.vectors, dtype=np.float32)
        store.add(self.rows, read.version, read.segment.passages, block)
        self.words.add(read.segment.postings)
        self.digests += read.digests
        entry = IndexedPolicy(
            policy_id=read.segment.tree.policy.policy_id,
            version=read.version,
            clauses=len(read.segment.tree.clauses),
            first=self.rows,
            passages=len(block),
            crc32=crc32(block.data),
            topic_scores_crc32=crc32(scores.data),
            segment_start=segment_start,
            segment_bytes=len(read.packed),
            segment_crc32=crc32(read.packed),
        )
        self.entries.append(entry)
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
            segment_version=segment_version(),
            topics_version=topics_version(),
            topics_crc32=topics_crc32,
            chroma_url=self.chroma_url,
            policies=tuple(self.entries),
        )
        with (self.folder / MANIFEST_FILE).open("w", encoding="utf-8") as text:
            text.write(manifest.sealed().model_dump_json(indent=1, exclude_unset=True))
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
