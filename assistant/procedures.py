"""A procedure as an answer: its steps in order, then the documents, fee, address and reply channel from their own clauses."""

from collections.abc import Sequence

from assistant.draft import DraftClaim
from assistant.evidence import Evidence
from assistant.lists import list_claims


def procedure_claims(evidence: Evidence, rows: Sequence[int]) -> tuple[DraftClaim, ...]:
    """The steps around the best passages; nothing where there are none. `rows` are best first."""
    return list_claims(evidence, rows)
