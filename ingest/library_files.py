"""The library's files: what is in each, and how one is written so that it is there whole or not at all."""

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from ingest.policy import VERSION_DIGITS, Policy

LIBRARY_FOLDER = "library"
TEXT_FILE = "policy.txt"
VERSION_FILE = "policy.json"
VERSIONS_FILE = "versions.json"
# Begin with a dot and a hyphen, which no policy id does.
TEMPORARY = ".writing-"
REMOVED_FOLDER = ".removed"

_VERSION = rf"^[0-9a-f]{{{VERSION_DIGITS}}}$"
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """What the library knows of one policy version, without its text."""

    policy_id: str
    company: str
    version: str
    legal_name: str = ""
    aliases: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    language: str = ""
    effective_date: date | None = None
    revised_date: date | None = None
    retrieved: date | None = None
    source: str = ""


class Facts(BaseModel):
    """Contents of policy.json."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    company: str
    legal_name: str = ""
    aliases: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    language: str = ""
    effective_date: date | None = None
    revised_date: date | None = None
    retrieved: date | None = None
    source: str = ""

    @classmethod
    def of(cls, policy: Policy) -> "Facts":
        """The facts of a policy, without its id and text."""
        return cls(**{name: getattr(policy, name) for name in _FACTS})

    def policy(self, policy_id: str, text: str) -> Policy:
        """The policy these are the facts of."""
        return Policy(policy_id=policy_id, text=text, **{name: getattr(self, name) for name in _FACTS})

    def record(self, policy_id: str, version: str) -> PolicyRecord:
        """The record of one version of the policy these are the facts of."""
        return PolicyRecord(policy_id=policy_id, version=version, **{name: getattr(self, name) for name in _FACTS})


_FACTS = tuple(name for name in Facts.model_fields if name != "format")


class Versions(BaseModel):
    """Contents of versions.json; `versions` in the order they came, `current` the one in force."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    current: str = Field(pattern=_VERSION)
    versions: tuple[str, ...]


def read_json(path: Path, model: type[Model]) -> Model:
    """A file's contents, validated. Raises OSError and ValueError."""
    return model.model_validate_json(path.read_bytes())


def write_file(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file so that at any moment its name leads to the old contents or to the new ones, also after a power cut."""
    descriptor, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Flush a folder's names to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
