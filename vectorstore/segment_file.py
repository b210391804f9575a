"""All segments of an index in one file, memory-mapped by its readers."""

import mmap
import os
from pathlib import Path
from types import TracebackType
from zlib import crc32

from vectorstore.errors import IndexDamaged
from vectorstore.manifest import IndexedPolicy, Manifest

SEGMENTS_FILE = "segments.bin"
# Arrays inside a segment are read where they lie.
_ALIGN_BYTES = 8


class SegmentWriter:
    """Writes segments one after the other, and to the disk."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def add(self, packed: bytes) -> int:
        """Append a segment and return where it begins."""
        start = self._file.tell()
        self._file.write(packed + b"\0" * (-len(packed) % _ALIGN_BYTES))
        return start

    def __enter__(self) -> "SegmentWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._file as file:
            file.flush()
            os.fsync(file.fileno())


class SegmentFile:
    """The segments of an index's folder; IndexDamaged when they are not what its manifest says."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._path = folder / SEGMENTS_FILE
        ends = [entry.segment_start + entry.segment_bytes for entry in manifest.policies]
        try:
            with self._path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                self._bytes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b"")
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{self._path}: not readable ({error}); it will be rebuilt from the library") from error
        if size < max(ends, default=0):
            raise IndexDamaged(f"{self._path}: {size} bytes instead of {max(ends)}; it will be rebuilt from the library")

    def read(self, entry: IndexedPolicy) -> memoryview:
        """The bytes of one policy's segment, without a copy."""
        data = self._bytes[entry.segment_start : entry.segment_start + entry.segment_bytes]
        if crc32(data) != entry.segment_crc32:
            what = f"the segment of {entry.policy_id} was changed"
            raise IndexDamaged(f"{self._path}: {what}; it will be rebuilt from the library")
        return data
