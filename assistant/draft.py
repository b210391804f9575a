"""What an answerer proposes, before anything of it is believed: claims with the places of their quotes."""

from dataclasses import dataclass

from assistant.answer import Status
from ingest.policy import Span


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """One proposed statement about one company. `quotes` are spans of the policy's text that it rests on."""

    text: str
    quotes: tuple[Span, ...]
    status: Status = Status.STATED


@dataclass(frozen=True, slots=True)
class Draft:
    """What one policy says to the question. `nearest` are spans offered for reading when nothing answers it.

    `verdict` is what stands before the claims ("Yes", "No"), empty where the question asks for neither. `checked` counts the
    clauses that were looked at; `confidence` is the probability that the policy answers the question.
    """

    policy_id: str
    status: Status
    claims: tuple[DraftClaim, ...] = ()
    nearest: tuple[Span, ...] = ()
    verdict: str = ""
    checked: int = 0
    confidence: float = 0.0
    dropped: int = 0
