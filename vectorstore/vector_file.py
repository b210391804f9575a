"""The vectors of an index as one file, memory-mapped by its readers."""

import os
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from vectorstore.encoder import Vectors
from vectorstore.errors import IndexDamaged
from vectorstore.manifest import Manifest

VECTORS_FILE = "vectors.npy"
TOPICS_FILE = "topics.npy"


def write_vectors(path: Path, blocks: Sequence[Vectors], dimension: int) -> None:
    """Write the blocks one after the other, and to the disk."""
    with path.open("wb") as handle:
        np.save(handle, np.concatenate([np.zeros((0, dimension), np.float32), *blocks]))
        handle.flush()
        os.fsync(handle.fileno())


def read_vectors(folder: Path, manifest: Manifest) -> Vectors:
    """Float32 (passages, dimension), memory-mapped; IndexDamaged when the file is not what the manifest says."""
    path = folder / VECTORS_FILE
    try:
        if manifest.passages == 0 and path.is_file():
            return np.zeros((0, manifest.dimension), np.float32)
        vectors: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamaged(f"{path}: not readable ({error}); it will be rebuilt from the library") from error
    if vectors.shape != (manifest.passages, manifest.dimension) or vectors.dtype != np.float32:
        what = f"{vectors.shape} instead of {(manifest.passages, manifest.dimension)}"
        raise IndexDamaged(f"{path}: holds {what}; it will be rebuilt from the library")
    return vectors


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
