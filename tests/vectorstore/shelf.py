"""A library in memory for tests of the index, through the same seam as the real one."""

from dataclasses import dataclass
from pathlib import Path

from ingest.policy import Policy

POLICIES = Path(__file__).parents[2] / "ingest" / "policies"


@dataclass(frozen=True)
class Record:
    policy_id: str
    version: str


class Shelf:
    def __init__(self, *policies: Policy) -> None:
        self.policies = {policy.policy_id: policy for policy in policies}
        self.loads = 0

    def current(self) -> tuple[Record, ...]:
        return tuple(Record(policy.policy_id, policy.version) for policy in self.policies.values())

    def load(self, policy_id: str, version: str | None = None) -> Policy:
        self.loads += 1
        return self.policies[policy_id]


def bundled() -> Shelf:
    return Shelf(*(Policy(path.stem, path.stem, path.read_bytes().decode("utf-8")) for path in sorted(POLICIES.glob("*.txt"))))
