"""The library: every version of every policy on disk, as plain files. The truth; indexes are derived from it.

    HOME/library/<policy_id>/<version>/policy.txt, policy.json    a version's text and what is known of it
    HOME/library/<policy_id>/versions.json                        the versions, oldest first, and which one is in force
    HOME/library/catalog.json                                     derived from the others (`ingest.catalog`)

Every file is written to a temporary name, flushed to disk and renamed. versions.json comes last: a process killed at any moment
leaves the state before or the state after. Reading takes no lock and creates nothing.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from ingest.catalog import Catalog
from ingest.errors import LibraryDamaged, LibraryError, UnknownPolicyId, UnknownVersion
from ingest.library_files import (
    LIBRARY_FOLDER,
    REMOVED_FOLDER,
    TEMPORARY,
    TEXT_FILE,
    VERSION_FILE,
    VERSIONS_FILE,
    Facts,
    PolicyRecord,
    Versions,
    read_json,
    sync_folder,
    write_file,
)
from ingest.policy import VERSION_DIGITS, Policy, text_version
from ingest.policy_id import is_policy_id

# Ids named in a message; more would make it unreadable.
_NAMED_IDS = 12
_REMEDY = "ingest the policy's file again: policy-assistant ingest PATH"


class Library:
    """The policies of a home. Whoever changes it holds `ingest.lock.writer_lock`; any number may read at the same time."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / LIBRARY_FOLDER

    def current(self) -> tuple[PolicyRecord, ...]:
        """A record of each policy, of the version in force, sorted by id. Raises LibraryDamaged."""
        return tuple(self._records(Catalog(self.folder)))

    def write_catalog(self) -> None:
        """Note what all policies are in one file, which makes `current` quick. The caller holds the writer lock."""
        catalog = Catalog(self.folder)
        known = [record.policy_id for record in self._records(catalog)]
        if known:
            catalog.write(known)

    def _records(self, catalog: Catalog) -> list[PolicyRecord]:
        records = []
        for policy_id in self._policy_ids():
            record = catalog.record(policy_id)
            if record is None:
                try:
                    version = self._versions(policy_id).current
                    stamps = catalog.stamps(policy_id, version)
                    facts = self._facts(policy_id, version)
                except UnknownPolicyId:
                    continue  # removed since the folder was listed
                catalog.note(policy_id, version, facts, stamps)
                record = facts.record(policy_id, version)
            records.append(record)
        return records

    def load(self, policy_id: str, version: str | None = None) -> Policy:
        """A policy with its text; of the version in force unless one is named.

        Raises UnknownPolicyId, UnknownVersion, and LibraryDamaged when the text on disk is not the one of that version.
        """
        versions = self._versions(policy_id)
        if version is None:
            version = versions.current
        elif version not in versions.versions:
            raise UnknownVersion(f"policy '{policy_id}' has no version {version}; it has {', '.join(versions.versions)}")
        facts = self._facts(policy_id, version)
        path = self.folder / policy_id / version / TEXT_FILE
        try:
            text = path.read_bytes().decode("utf-8", "surrogatepass")
        except (OSError, UnicodeDecodeError) as error:
            raise LibraryDamaged(f"{path}: the text cannot be read; {_REMEDY}") from error
        if text_version(text) != version:
            raise LibraryDamaged(f"{path}: the text is not that of version {version}; {_REMEDY}")
        return facts.policy(policy_id, text)

    def versions(self, policy_id: str) -> tuple[str, ...]:
        """All versions of a policy, the one ingested first at the beginning. Raises UnknownPolicyId."""
        return self._versions(policy_id).versions

    def put(self, policy: Policy) -> Literal["added", "updated", "unchanged"]:
        """Make a policy's text the version in force. An earlier text becomes so again; a damaged one is repaired.

        Changed facts (company, aliases, …) of the same text count as updated. The caller holds the writer lock.
        """
        if not is_policy_id(policy.policy_id):
            raise LibraryError(f"'{policy.policy_id}' cannot be a policy's id; use letters and digits joined by hyphens")
        try:
            return self._put(policy)
        except OSError as error:
            raise LibraryError(f"{self.folder}: cannot be written: {error.strerror}; make room or check permissions") from error

    def _put(self, policy: Policy) -> Literal["added", "updated", "unchanged"]:
        self._sweep(policy.policy_id)
        folder = self.folder / policy.policy_id
        version = policy.version
        facts = Facts.of(policy)
        known = self._known_versions(policy.policy_id)
        if known is not None and known.current == version and self._is_whole(policy, facts):
            return "unchanged"
        (folder / version).mkdir(parents=True, exist_ok=True)
        write_file(folder / version / TEXT_FILE, policy.text.encode("utf-8", "surrogatepass"))
        write_file(folder / version / VERSION_FILE, facts.model_dump_json(indent=1).encode())
        sync_folder(folder / version)
        earlier = known.versions if known is not None else ()
        listed = earlier if version in earlier else (*earlier, version)
        write_file(folder / VERSIONS_FILE, Versions(current=version, versions=listed).model_dump_json(indent=1).encode())
        for place in (folder, self.folder, self.home):
            sync_folder(place)
        return "added" if known is None else "updated"

    def remove(self, policy_id: str) -> None:
        """Remove a policy with all its versions. Raises UnknownPolicyId. The caller holds the writer lock."""
        folder = self._folder_of(policy_id)
        try:
            self._sweep(policy_id)
            removed = self.folder / REMOVED_FOLDER
            removed.mkdir()
            folder.rename(removed / policy_id)
            sync_folder(self.folder)
            shutil.rmtree(removed, ignore_errors=True)
        except OSError as error:
            raise LibraryError(f"{folder}: cannot be removed: {error.strerror}; check its permissions") from error

    def _policy_ids(self) -> list[str]:
        try:
            names = os.listdir(self.folder)  # noqa: PTH208 - Path.iterdir makes a Path of each name
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise LibraryError(f"{self.folder}: cannot be read: {error.strerror}; check its permissions") from error
        return sorted(name for name in names if is_policy_id(name))

    def _folder_of(self, policy_id: str) -> Path:
        folder = self.folder / policy_id
        if is_policy_id(policy_id) and (folder / VERSIONS_FILE).exists():
            return folder
        known = [name for name in self._policy_ids() if (self.folder / name / VERSIONS_FILE).exists()]
        named = ", ".join(known[:_NAMED_IDS]) + (f" and {len(known) - _NAMED_IDS} more" if len(known) > _NAMED_IDS else "")
        there = f"there are {named}" if known else "there is none yet: policy-assistant ingest PATH"
        raise UnknownPolicyId(f"no policy '{policy_id}' in the library; {there}")

    def _versions(self, policy_id: str) -> Versions:
        path = self._folder_of(policy_id) / VERSIONS_FILE
        try:
            return read_json(path, Versions)
        except FileNotFoundError:
            raise UnknownPolicyId(f"no policy '{policy_id}' in the library") from None
        except (OSError, ValueError) as error:
            raise LibraryDamaged(f"{path}: cannot be read; {_REMEDY}") from error

    def _known_versions(self, policy_id: str) -> Versions | None:
        """The versions of a policy; where versions.json is damaged, what the folders say. None for a new policy."""
        try:
            return self._versions(policy_id)
        except UnknownPolicyId:
            return None
        except LibraryDamaged:
            folder = self.folder / policy_id
            found = [path for path in folder.iterdir() if len(path.name) == VERSION_DIGITS and (path / VERSION_FILE).is_file()]
            found.sort(key=lambda path: path.stat().st_mtime)
            names = tuple(path.name for path in found)
            return Versions(current=names[-1], versions=names) if names else None

    def _facts(self, policy_id: str, version: str) -> Facts:
        path = self.folder / policy_id / version / VERSION_FILE
        try:
            return read_json(path, Facts)
        except (OSError, ValueError) as error:
            if not (self.folder / policy_id).exists():
                raise UnknownPolicyId(f"no policy '{policy_id}' in the library") from None
            raise LibraryDamaged(f"{path}: cannot be read; {_REMEDY}") from error

    def _is_whole(self, policy: Policy, facts: Facts) -> bool:
        try:
            return self.load(policy.policy_id).text == policy.text and self._facts(policy.policy_id, policy.version) == facts
        except LibraryDamaged:
            return False

    def _sweep(self, policy_id: str) -> None:
        """Take away what a killed writer left half done: of this policy, and of removed ones."""
        shutil.rmtree(self.folder / REMOVED_FOLDER, ignore_errors=True)
        for pattern in (f"{TEMPORARY}*", f"*/{TEMPORARY}*"):
            for left in (self.folder / policy_id).glob(pattern):
                left.unlink(missing_ok=True)


@contextmanager
def writer_lock(home: Path) -> Iterator[None]:
    """Hold the home's writer lock. Raises HomeLocked, at once, naming who holds it; LibraryError when it cannot be written."""
    from ingest.lock import hold  # noqa: PLC0415 - readers need no lock and do not pay for its import

    with hold(home):
        yield
