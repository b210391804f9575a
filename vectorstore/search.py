"""Every passage in scope is scored: by meaning, by words, and by what its neighbours and its section say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vectorstore.encoder import Encoder, Vectors
from vectorstore.index import PolicyIndex
from vectorstore.lexical import tokenize
from vectorstore.partition import Partition
from vectorstore.retrieval import RetrievedClause

Scores = NDArray[np.float32]

# Weights relative to the cosine of a passage (1.0), chosen on development questions about other policies than the bundled five.
LEXICAL_WEIGHT = 0.35
# An answer seldom stands alone: the sentences around it speak of the same thing.
NEIGHBOUR_WEIGHT = 0.15
# The best passage of a section speaks for the section.
SECTION_WEIGHT = 0.15
# Up to so many passages in scope all of them are scored: some milliseconds. Beyond, the policies to score are looked up first.
EXACT_PASSAGES = 5_000
# Nearest passages looked up in each leg, and policies scored whole, when the scope is larger than that.
CANDIDATE_PASSAGES = 100
CANDIDATE_POLICIES = 12


@dataclass(frozen=True)
class PassageScores:
    """Scores of all n passages of a partition; higher is better. `dense` is the cosine, `lexical` a share from 0 to about 1."""

    partition: Partition
    dense: Scores
    lexical: Scores
    score: Scores

    def best(self, limit: int) -> NDArray[np.intp]:
        """Rows of the best passages, best first; equal scores in document order."""
        return np.argsort(-self.score, kind="stable")[:limit]


def _with_context(own: Scores, sections: NDArray[np.int32]) -> Scores:
    if len(own) == 0:
        return own
    around = np.zeros_like(own)
    same = sections[1:] == sections[:-1]
    around[1:] += np.where(same, own[:-1], 0)
    around[:-1] += np.where(same, own[1:], 0)
    count = np.zeros_like(own)
    count[1:] += same
    count[:-1] += same
    neighbours = around / np.maximum(count, 1)
    best = np.zeros(int(sections.max()) + 1, dtype=np.float32)
    np.maximum.at(best, sections, own)
    result: Scores = own + NEIGHBOUR_WEIGHT * neighbours + SECTION_WEIGHT * best[sections]
    return result


class Searcher:
    """Searches an opened index. Safe to call from several threads."""

    def __init__(self, index: PolicyIndex, encoder: Encoder) -> None:
        self.index = index
        self._encoder = encoder
        self._vector = lru_cache(maxsize=256)(self._encode)

    def _encode(self, query: str) -> Vectors:
        vector: Vectors = self._encoder.encode([query])[0]
        return vector

    def score(self, query: str, policy_id: str) -> PassageScores:
        """Score every passage of one policy. UnknownPolicy when the index does not hold it."""
        partition = self.index.partition(policy_id)
        dense: Scores = partition.vectors @ self._vector(query)
        lexical = partition.lexical.scores(dict.fromkeys(tokenize(query), 1.0))
        own: Scores = dense + np.float32(LEXICAL_WEIGHT) * lexical
        return PassageScores(partition, dense, lexical, _with_context(own, partition.sections))

    def search(self, query: str, policy_ids: Sequence[str] | None = None, limit: int = 10) -> list[RetrievedClause]:
        """The best passages of the policies in scope (of all for None), best first, ranks from 1."""
        scope = [entry.policy_id for entry in self.index.policies] if policy_ids is None else list(dict.fromkeys(policy_ids))
        sizes = {entry.policy_id: entry.passages for entry in self.index.policies}
        if sum(sizes.get(policy_id, 0) for policy_id in scope) > EXACT_PASSAGES:
            everything = None if len(scope) == len(sizes) else scope
            near = self.index.candidates(self._vector(query), tokenize(query), everything, CANDIDATE_PASSAGES)
            scope = near[:CANDIDATE_POLICIES]
        found: list[tuple[float, Partition, int]] = []
        for policy_id in scope:
            scores = self.score(query, policy_id)
            found += [(float(scores.score[row]), scores.partition, int(row)) for row in scores.best(limit)]
        found.sort(key=lambda entry: -entry[0])
        return [
            RetrievedClause(
                clause=partition.tree[partition.passages[row].clause_id],
                policy=partition.policy,
                span=partition.passages[row].span,
                score=score,
                rank=rank,
            )
            for rank, (score, partition, row) in enumerate(found[:limit], start=1)
        ]
