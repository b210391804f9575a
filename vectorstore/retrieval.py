"""What a search returns."""

from dataclasses import dataclass

from ingest.policy import Clause, Policy, Span


@dataclass(frozen=True, slots=True)
class RetrievedClause:
    """A clause and the part of it that matched: `policy.text[span.start:span.end]`. `rank` counts from 1."""

    clause: Clause
    policy: Policy
    span: Span
    score: float
    rank: int

    @property
    def text(self) -> str:
        """The matched words, verbatim."""
        return self.policy.text[self.span.start : self.span.end]
