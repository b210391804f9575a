"""One policy as it is searched: its text, clauses, passages, vectors and words, all in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.clauses import parse_clauses
from ingest.policy import ClauseTree, Policy
from vectorstore.answer_kinds import kinds_held
from vectorstore.encoder import Vectors
from vectorstore.errors import IndexDamaged
from vectorstore.lexical import Lexical, tokenize
from vectorstore.passages import Passage, context_of, passages_of
from vectorstore.surroundings import Surroundings
from vectorstore.topics import Scores, TopicVectors

# Over how many passages to either side an average falls to a third: an answer and what completes it, a part of a policy.
NEAR_PASSAGES = 1.5
REGION_PASSAGES = 4.0


@dataclass(frozen=True)
class Partition:
    """`vectors` is (len(passages), dimension), row i for passage i, L2-normalised; `topics` is (len(passages), T)."""

    policy: Policy
    tree: ClauseTree
    passages: tuple[Passage, ...]
    vectors: Vectors
    topics: Scores

    @cached_property
    def lexical(self) -> Lexical:
        """BM25 over the passages' own words and, once, the words of their context."""
        return Lexical(words_of(self.tree, self.passages))

    @cached_property
    def sections(self) -> "NDArray[np.int32]":
        """(n,) number of the section (nearest clause above with a heading) that each passage stands in."""
        numbers: dict[str | None, int] = {}
        section_of: dict[str, str | None] = {}
        rows: list[int] = []
        for passage in self.passages:
            if passage.clause_id not in section_of:
                clause = self.tree[passage.clause_id]
                above = (node for node in (clause, *self.tree.ancestors(clause)) if node.heading is not None)
                nearest = next(above, None)
                section_of[passage.clause_id] = nearest.clause_id if nearest is not None else None
            rows.append(numbers.setdefault(section_of[passage.clause_id], len(numbers)))
        return np.array(rows, dtype=np.int32)

    @cached_property
    def kinds(self) -> "NDArray[np.bool_]":
        """(n, kinds) what each passage holds: a phone number, an amount, …"""
        text = self.policy.text
        return kinds_held([text[passage.start : passage.end] for passage in self.passages])

    @cached_property
    def near(self) -> Surroundings:
        """Averages over the nearest passages."""
        return Surroundings(self.sections, NEAR_PASSAGES)

    @cached_property
    def region(self) -> Surroundings:
        """Averages over the part of the policy around a passage."""
        return Surroundings(self.sections, REGION_PASSAGES)

    @property
    def memory_bytes(self) -> int:
        """About what it keeps in memory: vectors, text, and the Python objects around them."""
        # Measured: tree and postings take near 40 bytes a character of text beside the vectors.
        return int(self.vectors.nbytes) + 40 * len(self.policy.text)


def words_of(tree: ClauseTree, passages: Sequence[Passage]) -> list[list[str]]:
    """The tokens of each passage and of its context."""
    contexts: dict[str, list[str]] = {}
    documents: list[list[str]] = []
    for passage in passages:
        context = context_of(tree, passage)
        if context not in contexts:
            contexts[context] = tokenize(context)
        documents.append(tokenize(tree.policy.text[passage.start : passage.end]) + contexts[context])
    return documents


def make_partition(policy: Policy, vectors: Vectors, topics: TopicVectors) -> Partition:
    """Parse a policy and join it with its vectors; IndexDamaged when they are not of the same passages."""
    tree = parse_clauses(policy)
    passages = passages_of(tree)
    if len(passages) != len(vectors):
        what = f"{len(vectors)} vectors for {len(passages)} passages"
        raise IndexDamaged(f"{policy.policy_id}: {what}; the index will be rebuilt from the library")
    return Partition(policy, tree, passages, vectors, topics.of_passages(vectors))
