"""What an index was made of: written last, read first, compared before anything else is believed."""

from hashlib import sha256
from pathlib import Path
from typing import Protocol
from zlib import crc32

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.clauses import CLAUSE_PARSER_VERSION
from ingest.policy import Policy
from vectorstore.encoder import Encoder, Vectors
from vectorstore.errors import IndexDamaged, IndexMissing
from vectorstore.passages import PASSAGE_VERSION
from vectorstore.segment import segment_version
from vectorstore.topics import topics_version

MANIFEST_FILE = "manifest.json"
FORMAT = 5


class PolicyKey(Protocol):
    """The part of a library's record that an index needs."""

    @property
    def policy_id(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102


class PolicySource(Protocol):
    """The part of `ingest.library.Library` that an index is derived from."""

    def current(self) -> "tuple[PolicyKey, ...]":
        """One record a policy, the version in force."""
        ...

    def load(self, policy_id: str, version: str | None = None) -> Policy:
        """A policy with its text."""
        ...


class IndexedPolicy(BaseModel):
    """Where a policy is: rows `first` to `first + passages` of vectors and topic scores; its part of the segments; CRCs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy_id: str
    version: str
    clauses: int = Field(ge=0)
    first: int = Field(ge=0)
    passages: int = Field(ge=0)
    crc32: int = Field(ge=0)
    topic_scores_crc32: int = Field(ge=0)
    segment_start: int = Field(ge=0)
    segment_bytes: int = Field(ge=0)
    segment_crc32: int = Field(ge=0)

    def holds(self, rows: Vectors) -> bool:
        """Whether these are the vectors that were written."""
        return len(rows) == self.passages and crc32(np.ascontiguousarray(rows).data) == self.crc32


class Manifest(BaseModel):
    """Contents of manifest.json."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    fingerprint: str
    encoder: str
    encoder_sha256: str
    precision: str
    dimension: int = Field(ge=1)
    parser: str
    passage_version: str
    segment_version: str
    topics_version: str
    topics_crc32: int
    chroma_url: str = ""
    policies: tuple[IndexedPolicy, ...]
    checksum: str = ""

    def sealed(self) -> "Manifest":
        """The same with the checksum of everything else in it."""
        body = self.model_dump_json(exclude={"checksum"}, exclude_unset=True)
        return self.model_copy(update={"checksum": sha256(body.encode()).hexdigest()[:16]})

    @property
    def passages(self) -> int:
        """Passages of all policies together."""
        return sum(policy.passages for policy in self.policies)

    def same_encoder(self, encoder: Encoder) -> bool:
        """True when the encoder would make the same vectors of the same texts."""
        return (self.format, self.encoder_sha256, self.precision) == (FORMAT, encoder.sha256, encoder.precision)

    def same_segments(self) -> bool:
        """True when segments of this index are what this code would make now of the same policy versions."""
        made_by = (self.format, self.parser, self.passage_version, self.segment_version)
        return made_by == (FORMAT, CLAUSE_PARSER_VERSION, PASSAGE_VERSION, segment_version())

    def same_topics(self, encoder: Encoder) -> bool:
        """The same for the vectors of the topics."""
        made_by = (self.encoder_sha256, self.precision, self.topics_version)
        return made_by == (encoder.sha256, encoder.precision, topics_version())


def fingerprint_of(source: PolicySource, encoder: Encoder) -> str:
    """Names the index that belongs to a library's current versions, an encoder and this clause parser."""
    made_of = [str(FORMAT), encoder.sha256, encoder.precision, CLAUSE_PARSER_VERSION, PASSAGE_VERSION]
    made_of += [segment_version(), topics_version()]
    made_of += sorted(f"{record.policy_id}\t{record.version}" for record in source.current())
    return sha256("\n".join(made_of).encode()).hexdigest()[:16]


def read_manifest(folder: Path) -> Manifest:
    """IndexMissing without the file, IndexDamaged when it is not a manifest."""
    path = folder / MANIFEST_FILE
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise IndexMissing(f"{folder}: no index; build it with: policy-assistant ingest") from error
    except (OSError, ValidationError) as error:
        raise IndexDamaged(f"{path}: not a manifest of an index; it will be rebuilt from the library") from error
    if manifest.sealed() != manifest:
        raise IndexDamaged(f"{path}: was changed after it was written; it will be rebuilt from the library")
    return manifest
