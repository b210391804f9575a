"""The policies that an evaluation is about, with exact texts: what gold, quotes and clause ids are checked against."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from evals.errors import ShelfError
from ingest.clauses import parse_clauses
from ingest.corpus import BUNDLED, Failure, read_corpus
from ingest.policy import ClauseTree, Policy


class Shelf:
    """Policies by id, one version of each."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self.policies = tuple(policies)
        self._by_key = {(policy.policy_id, policy.version): policy for policy in self.policies}
        self._trees: dict[str, ClauseTree] = {}
        self._leaves: dict[str, int] = {}

    @classmethod
    def read(cls, folder: Path = BUNDLED) -> "Shelf":
        """The policies of a folder. ShelfError names the first file that gives none."""
        policies: list[Policy] = []
        for found in read_corpus([folder]):
            if isinstance(found, Failure):
                raise ShelfError(f"{found.path}: {found.error}")
            policies.append(found)
        return cls(policies)

    @cached_property
    def companies(self) -> frozenset[str]:
        """The names that answers use."""
        return frozenset(policy.company for policy in self.policies)

    @cached_property
    def sha256(self) -> str:
        """Changes with any text, name, alias, date or address."""
        made_of = "\n".join(sorted(repr((policy.version, replace(policy, text="", source=""))) for policy in self.policies))
        return sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def find(self, policy_id: str, version: str) -> Policy | None:
        """This version of the policy."""
        return self._by_key.get((policy_id, version))

    def of_id(self, policy_id: str) -> Policy | None:
        """The policy with this id, whatever its version."""
        return next((policy for policy in self.policies if policy.policy_id == policy_id), None)

    def names(self, company: str) -> tuple[str, ...]:
        """The company's name, its legal name and its aliases."""
        policy = next((policy for policy in self.policies if policy.company == company), None)
        return () if policy is None else tuple(name for name in (company, policy.legal_name, *policy.aliases) if name)

    def leaves(self, policy: Policy) -> int:
        """How many leaf clauses the policy has."""
        if policy.policy_id not in self._leaves:
            self._leaves[policy.policy_id] = sum(1 for _ in self.tree(policy).leaves())
        return self._leaves[policy.policy_id]

    def tree(self, policy: Policy) -> ClauseTree:
        """The clauses of one of its policies."""
        if policy.policy_id not in self._trees:
            self._trees[policy.policy_id] = parse_clauses(policy)
        return self._trees[policy.policy_id]
