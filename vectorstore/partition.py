"""One policy as it is searched: its text, clauses, passages, vectors and words."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ingest.policy import ClauseTree, Policy
from vectorstore.encoder import Vectors
from vectorstore.lexical import Lexical
from vectorstore.passages import Passage
from vectorstore.postings import Postings
from vectorstore.segment import Segment
from vectorstore.surroundings import Surroundings
from vectorstore.topics import Scores
from vectorstore.two_towers import Tower, TwoTowers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vectorstore.postings import Ints

# Over how many passages to either side an average falls to a third: an answer and what completes it, a part of a policy.
NEAR_PASSAGES = 1.5
REGION_PASSAGES = 4.0


@dataclass(frozen=True)
class Partition:
    """`vectors` is (len(passages), dimension), row i for passage i, L2-normalised; `topics` is (len(passages), T).

    `towers` are those for the vectors' encoder, None where there are none for it.
    """

    policy: Policy
    segment: Segment
    vectors: Vectors
    topics: Scores
    towers: TwoTowers | None = None

    @property
    def tree(self) -> ClauseTree:
        """The policy's clauses."""
        return self.segment.tree

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages in document order."""
        return self.segment.passages

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

    @cached_property
    def tower(self) -> "Tower | None":
        """What `TwoTowers.of_passages` makes of the passages; None without towers."""
        return None if self.towers is None else self.towers.of_passages(self.vectors, self.near, self.region)

    def match(self, question: "Tower | None") -> Scores:
        """(n,) how well each passage answers, for what `TwoTowers.of_question` makes of a question; zeros without towers."""
        if question is None or self.tower is None:
            return np.zeros(len(self.vectors), dtype=np.float32)
        matched: Scores = self.tower @ question
        return matched

    @property
    def memory_bytes(self) -> int:
        """About what it keeps in memory: vectors, text, and the Python objects around them."""
        # Measured: tree and postings take near 40 bytes a character of text; the tower is a quarter as large as the vectors.
        return int(1.25 * self.vectors.nbytes) + 40 * len(self.policy.text)
