"""What the library's policies are, in one file, so that opening a large library does not read a file or two of each policy.

    HOME/library/catalog.json    for each policy the version in force and its facts, with stamps of the files they are from

Derived: an entry counts only while both files still are as they were stamped. An old one costs time, nothing else.
"""

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.library_files import VERSION_FILE, VERSIONS_FILE, Facts, PolicyRecord, read_json, write_file

CATALOG_FILE = "catalog.json"

Stamp = tuple[int, int, int]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    versions_stamp: Stamp
    facts_stamp: Stamp
    version: str
    facts: Facts


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    policies: dict[str, _Entry]


class Catalog:
    """The entries of a library's folder, as they were last written or noted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries: dict[str, _Entry] = {}
        self._changed = False
        try:
            self._entries = read_json(folder / CATALOG_FILE, _File).policies
        except (OSError, ValidationError):
            self._changed = True

    def record(self, policy_id: str) -> PolicyRecord | None:
        """The record of a policy; None when its files are not those of the entry, or there is none."""
        entry = self._entries.get(policy_id)
        if entry is None:
            return None
        now = self._stamps(policy_id, entry.version)
        if now != (entry.versions_stamp, entry.facts_stamp):
            return None
        return entry.facts.record(policy_id, entry.version)

    def stamps(self, policy_id: str, version: str) -> tuple[Stamp, Stamp] | None:
        """What the files of a policy are now; taken before they are read, so that a change in between is noticed later."""
        return self._stamps(policy_id, version)

    def note(self, policy_id: str, version: str, facts: Facts, stamps: tuple[Stamp, Stamp] | None) -> None:
        """Keep what was read of a policy."""
        if stamps is not None:
            self._entries[policy_id] = _Entry(versions_stamp=stamps[0], facts_stamp=stamps[1], version=version, facts=facts)
            self._changed = True

    def write(self, policy_ids: list[str]) -> None:
        """Write the entries of these policies, where the file does not hold them yet. The caller holds the writer lock."""
        kept = {policy_id: self._entries[policy_id] for policy_id in policy_ids if policy_id in self._entries}
        if self._changed or len(kept) != len(self._entries):
            write_file(self._folder / CATALOG_FILE, _File(policies=kept).model_dump_json().encode())
            self._entries, self._changed = kept, False

    def _stamps(self, policy_id: str, version: str) -> tuple[Stamp, Stamp] | None:
        folder = os.path.join(self._folder, policy_id)  # noqa: PTH118 - a Path for each of thousands of files takes longer
        try:
            return _stamp(f"{folder}/{VERSIONS_FILE}"), _stamp(f"{folder}/{version}/{VERSION_FILE}")
        except OSError:
            return None


def _stamp(path: str) -> Stamp:
    found = os.stat(path)  # noqa: PTH116 - as above
    return found.st_size, found.st_mtime_ns, found.st_ino
