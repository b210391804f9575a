"""One policy as it is searched: its text, clauses, passages, vectors and words."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.policy import ClauseKind, ClauseTree, Policy
from vectorstore.encoder import Vectors
from vectorstore.lexical import Lexical
from vectorstore.passages import Passage
from vectorstore.postings import Postings
from vectorstore.segment import StoredSegment
from vectorstore.surroundings import NEAR_PASSAGES, REGION_PASSAGES, Surroundings
from vectorstore.topics import Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vectorstore.postings import Ints


@dataclass(frozen=True)
class Partition:
    """`vectors` is (len(passages), dimension), row i for passage i, L2-normalised; `topics` is (len(passages), T)."""

    policy: Policy
    segment: StoredSegment
    vectors: Vectors
    topics: Scores
    derived: "dict[type, Any]" = field(default_factory=dict, compare=False, repr=False)
    """What others made of this partition, by its type: kept as long as the partition is."""

    @property
    def tree(self) -> ClauseTree:
        """The policy's clauses."""
        return self.segment.tree

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages in document order."""
        return self.segment.passages

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each passage in the policy's text."""
        return [(start, end) for _, start, end in self.segment.places.tolist()]

    @property
    def clause_numbers(self) -> "Ints":
        """(n,) number of the clause that each passage is a part of, from 0 in document order."""
        return self.segment.places[:, 0]

    @property
    def clause_kinds(self) -> list[ClauseKind]:
        """The kind of the clause that each passage is a part of."""
        return self.segment.clause_kinds

    @property
    def postings(self) -> Postings:
        """The words of its passages."""
        return self.segment.postings

    @property
    def sections(self) -> "Ints":
        """(n,) number of the section that each passage stands in."""
        return self.segment.sections

    @property
    def kinds(self) -> "NDArray[np.bool_]":
        """(n, kinds) what each passage holds: a phone number, an amount, …."""
        return self.segment.kinds

    @cached_property
    def lexical(self) -> Lexical:
        """BM25 over the passages' own words and, once, the words of their context."""
        return Lexical(self.postings)

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
        """About what it keeps in memory itself, beside the parts of files that are mapped: the system lets go of those."""
        # Rather above what was measured of English policies that were asked everything: 16 bytes a character where clauses are
        # long, up to 38 where they are short. It goes with passages more than with characters.
        return 8 * len(self.policy.text) + 2_000 * len(self.vectors)
