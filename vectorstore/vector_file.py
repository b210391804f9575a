"""The vectors of an index as one file, memory-mapped by its readers, and beside it which texts they are of."""

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from zlib import crc32

import numpy as np

from vectorstore.encoder import Vectors
from vectorstore.errors import IndexDamaged
from vectorstore.manifest import Manifest

VECTORS_FILE = "vectors.npy"
TEXTS_FILE = "texts.bin"
TOPICS_FILE = "topics.npy"
TOPIC_SCORES_FILE = "topic_scores.npy"
# So many bytes of a text's digest make two of a billion texts meet once in 10**20 libraries.
DIGEST_BYTES = 16


class VectorWriter:
    """Writes blocks of vectors one after the other as one .npy file, and to the disk; no more than a block is in memory."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._dimension = dimension
        self._rows = 0
        self._file = path.open("wb")
        self._write_header()

    def _write_header(self) -> None:
        # Its length does not depend on the number of rows: NumPy leaves room for an axis to grow.
        header = {"descr": "<f4", "fortran_order": False, "shape": (self._rows, self._dimension)}
        np.lib.format.write_array_header_1_0(self._file, header)

    def add(self, block: Vectors) -> None:
        """Append rows."""
        self._file.write(np.ascontiguousarray(block, dtype="<f4").data)
        self._rows += len(block)

    def __enter__(self) -> "VectorWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._file as file:
            file.seek(0)
            self._write_header()
            file.flush()
            os.fsync(file.fileno())


def write_vectors(path: Path, vectors: Vectors) -> None:
    """Write vectors that are in memory, and to the disk."""
    with VectorWriter(path, vectors.shape[1]) as writer:
        writer.add(vectors)


def read_vectors(folder: Path, manifest: Manifest) -> Vectors:
    """Float32 (passages, dimension), memory-mapped; IndexDamaged when the file is not what the manifest says."""
    return _mapped(folder / VECTORS_FILE, manifest.passages, manifest.dimension)


def read_topic_scores(folder: Path, manifest: Manifest, topics: int) -> Vectors:
    """Float32 (passages, topics), memory-mapped; IndexDamaged when the file is not what the manifest says."""
    return _mapped(folder / TOPIC_SCORES_FILE, manifest.passages, topics)


def _mapped(path: Path, rows: int, columns: int) -> Vectors:
    try:
        if rows * columns == 0 and path.is_file():
            return np.zeros((rows, columns), np.float32)
        values: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamaged(f"{path}: not readable ({error}); it will be rebuilt from the library") from error
    if values.shape != (rows, columns) or values.dtype != np.float32:
        raise IndexDamaged(f"{path}: holds {values.shape} instead of {(rows, columns)}; it will be rebuilt from the library")
    return values.view(np.ndarray)


def write_texts(folder: Path, digests: Sequence[bytes]) -> None:
    """Write the digests of the embedded texts, row for row those of the vectors."""
    with (folder / TEXTS_FILE).open("wb") as file:
        file.write(b"".join(digests))
        file.flush()
        os.fsync(file.fileno())


def read_texts(folder: Path, manifest: Manifest) -> list[bytes]:
    """The digests of the embedded texts; IndexDamaged when they are not as many as there are vectors."""
    path = folder / TEXTS_FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise IndexDamaged(f"{path}: not readable ({error}); it will be rebuilt from the library") from error
    if len(content) != manifest.passages * DIGEST_BYTES:
        raise IndexDamaged(f"{path}: not of {manifest.passages} passages; it will be rebuilt from the library")
    return [content[start : start + DIGEST_BYTES] for start in range(0, len(content), DIGEST_BYTES)]


def read_topics_file(folder: Path, manifest: Manifest) -> Vectors:
    """The vectors of the topics' sentences; IndexDamaged when they are not what the manifest says."""
    path = folder / TOPICS_FILE
    try:
        vectors: Vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamaged(f"{path}: not readable ({error}); it will be rebuilt from the library") from error
    if crc32(np.ascontiguousarray(vectors).data) != manifest.topics_crc32:
        raise IndexDamaged(f"{path}: was changed after it was written; it will be rebuilt from the library")
    return vectors
