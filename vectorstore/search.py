"""Every passage in scope is scored: by meaning, words, topic, what is asked for, and what stands around."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vectorstore.answer_kinds import kinds_asked
from vectorstore.encoder import Encoder, Vectors
from vectorstore.framing import without_frame
from vectorstore.index import PolicyIndex
from vectorstore.lexical import tokenize
from vectorstore.partition import Partition
from vectorstore.retrieval import RetrievedClause

Scores = NDArray[np.float32]

# All weights are relative to the cosine of a passage (1.0), chosen on development questions about many policies by paired
# comparison. The first results are chosen by what a passage says itself, those after them by the part of the policy it is in.
FIRST_RESULTS = 6
LEXICAL_WEIGHT = 0.35
KIND_WEIGHT = 0.3
# A question as near to the topics as TOPIC_SURE is answered by topic as well; one farther than TOPIC_DOUBT is not.
TOPIC_DOUBT, TOPIC_SURE = 0.3, 0.8
TOPIC_WEIGHT = 0.4
NEAR_TOPIC_WEIGHT = 1.2
# What stands around a passage matters half as much for a specific question as for one about a topic.
NEAR_WEIGHT = 0.4
REGION_LEXICAL_WEIGHT = 0.5
REGION_WEIGHT = 5.0
REGION_TOPIC_WEIGHT = 0.5
REGION_NEAR_TOPIC_WEIGHT = 1.0
# A passage's own meaning, beside what it counts as one of those around it: the encoder has learned what answers.
MEANING_WEIGHT = 1.0
# Up to so many passages in scope all of them are scored: some milliseconds. Beyond, the policies to score are looked up first.
EXACT_PASSAGES = 5_000
# Nearest passages looked up in each leg, and policies scored whole, when the scope is larger than that.
CANDIDATE_PASSAGES = 100
CANDIDATE_POLICIES = 12


@dataclass(frozen=True)
class PassageScores:
    """Scores of all n passages of a partition; higher is better.

    `dense` is the cosine, `lexical` a share from 0 to about 1, `topic` the cosine to what policies say on the question's
    topics, `kind` 1 where a passage holds the kind of thing asked for. `score` is all of it for the passage, `region` for
    its part of the policy.
    """

    partition: Partition
    dense: Scores
    lexical: Scores
    score: Scores
    topic: Scores
    kind: Scores
    region: Scores

    def best(self, limit: int) -> NDArray[np.intp]:
        """Rows of the best passages, best first; equal scores in document order."""
        return np.argsort(-self.score, kind="stable")[:limit]

    def best_regions(self, limit: int) -> NDArray[np.intp]:
        """Rows of the passages in the best parts of the policy, best first."""
        return np.argsort(-self.region, kind="stable")[:limit]


class _Query(NamedTuple):
    """What is the same of a query for every policy that it is put to."""

    vector: Vectors
    tokens: tuple[str, ...]
    topics: Scores
    nearness: float
    kinds: NDArray[np.bool_]


class Searcher:
    """Searches an opened index. Safe to call from several threads."""

    def __init__(self, index: PolicyIndex, encoder: Encoder) -> None:
        self.index = index
        self.encoder = encoder
        self.vector = lru_cache(maxsize=256)(self._encode)
        self._read = lru_cache(maxsize=16)(self._read_query)

    def _encode(self, query: str) -> Vectors:
        vector: Vectors = self.encoder.encode([query])[0]
        return vector

    def _read_query(self, query: str) -> _Query:
        vector = self.vector(query)
        topics, nearness = self.index.topics.of_question(vector)
        return _Query(vector, tuple(tokenize(query)), topics, nearness, kinds_asked(query))

    def topic_nearness(self, query: str) -> float:
        """The cosine of a query to the nearest sentence of any topic."""
        return self._read(without_frame(query)).nearness

    def score(self, query: str, policy_id: str) -> PassageScores:
        """Score every passage of one policy. UnknownPolicy when the index does not hold it."""
        query = without_frame(query)
        partition = self.index.partition(policy_id)
        asked = self._read(query)
        dense: Scores = partition.vectors @ asked.vector
        lexical = partition.lexical.scores(dict.fromkeys(asked.tokens, 1.0))
        topic: Scores = partition.topics @ asked.topics
        kind: Scores = np.any(partition.kinds & asked.kinds, axis=1).astype(np.float32, copy=False)
        if not len(dense):
            return PassageScores(partition, dense, lexical, dense, topic, kind, dense)
        sure = np.float32(min(max((asked.nearness - TOPIC_DOUBT) / (TOPIC_SURE - TOPIC_DOUBT), 0.0), 1.0))
        own = dense + np.float32(LEXICAL_WEIGHT) * lexical
        around = np.float32(NEAR_WEIGHT) * (1 + sure) / 2 * own + sure * np.float32(NEAR_TOPIC_WEIGHT) * topic
        score = own + np.float32(KIND_WEIGHT) * kind + sure * np.float32(TOPIC_WEIGHT) * topic + partition.near.average(around)
        broad = dense + np.float32(REGION_LEXICAL_WEIGHT) * lexical
        region = broad + np.float32(REGION_TOPIC_WEIGHT) * topic + np.float32(REGION_WEIGHT) * partition.region.average(broad)
        region += np.float32(REGION_NEAR_TOPIC_WEIGHT) * partition.near.average(topic)
        score += np.float32(MEANING_WEIGHT) * dense
        region += np.float32(MEANING_WEIGHT) * dense
        return PassageScores(partition, dense, lexical, score.astype(np.float32), topic, kind, region.astype(np.float32))

    def search(
        self,
        query: str,
        policy_ids: Sequence[str] | None = None,
        limit: int = 10,
        *,
        weigh: Callable[[Sequence[PassageScores]], Sequence[Scores]] | None = None,
    ) -> list[RetrievedClause]:
        """The best passages of the policies in scope (of all for None), best first, ranks from 1.

        The first few are the best by themselves; after them come passages of the best parts of the policies. `weigh` may judge
        the first few better than the scores do: for every policy (n,) for its n passages, higher is better, -inf for those that
        are not among the FIRST_RESULTS best of all.
        """
        query = without_frame(query)
        scored = [self.score(query, policy_id) for policy_id in self._scope(query, policy_ids)]
        first: list[tuple[float, PassageScores, int]] = []
        for found, judged in zip(scored, [found.score for found in scored] if weigh is None else weigh(scored), strict=True):
            best = np.argsort(-judged, kind="stable")[:FIRST_RESULTS]
            first += [(float(judged[row]), found, int(row)) for row in best if judged[row] > -np.inf]
        first = sorted(first, key=lambda entry: -entry[0])[: min(limit, FIRST_RESULTS)]
        taken = {(id(found), row) for _, found, row in first}
        rest = [
            (float(found.region[row]), found, int(row))
            for found in scored
            if limit > len(first)
            for row in found.best_regions(limit)
            if (id(found), int(row)) not in taken
        ]
        rest = sorted(rest, key=lambda entry: -entry[0])[: limit - len(first)]
        # Scores fall from result to result, also where the second list begins.
        drop = rest[0][0] - first[-1][0] if rest else 0.0
        chosen = first + [(score - drop, found, row) for score, found, row in rest]
        return [_result(found.partition, row, score, rank) for rank, (score, found, row) in enumerate(chosen, start=1)]

    def _scope(self, query: str, policy_ids: Sequence[str] | None) -> list[str]:
        """The policies to score whole: those asked for, or where they are too many those that hold near passages."""
        scope = [entry.policy_id for entry in self.index.policies] if policy_ids is None else list(dict.fromkeys(policy_ids))
        sizes = {entry.policy_id: entry.passages for entry in self.index.policies}
        if sum(sizes.get(policy_id, 0) for policy_id in scope) <= EXACT_PASSAGES:
            return scope
        everything = None if len(scope) == len(sizes) else scope
        near = self.index.candidates(self._read(query).vector, self._read(query).tokens, everything, CANDIDATE_PASSAGES)
        return near[:CANDIDATE_POLICIES]


def _result(partition: Partition, row: int, score: float, rank: int) -> RetrievedClause:
    passage = partition.passages[row]
    return RetrievedClause(partition.tree[passage.clause_id], partition.policy, passage.span, score, rank)
