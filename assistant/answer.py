"""What the assistant returns: an answer made of claims, each resting on verbatim citations."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How an answer, or a claim in it, stands to the policies."""

    STATED = "stated"
    UNSPECIFIED = "unspecified"
    NOT_STATED = "not_stated"
    UNKNOWN_COMPANY = "unknown_company"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFY = "clarify"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: `quote` is the text of that policy version at `start:end`, always."""

    marker: str
    company: str
    policy_id: str
    version: str
    clause_id: str
    label: str
    quote: str
    start: int
    end: int
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the answer about one company; `citations` are markers."""

    text: str
    company: str
    status: Status
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A verified answer. Made by `assistant.verify` alone.

    `nearest` are clauses offered to read when nothing states an answer; they support no claim. `clauses_checked` counts the
    leaf clauses that were scored. `dropped` counts draft claims that failed verification. `elapsed_ms` is wall time.
    With a chat model, `repairs` counts claims that stood after one turn of mending, `tokens` those of prompts and replies;
    `first_claim_ms` is the time to the first claim that stood. `refused` are dropped claims with their faults, for who asks for
    them: nothing of them is verified.
    """

    question: str
    standalone_question: str
    companies: tuple[str, ...]
    status: Status
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    answerer: str = "quote"
    elapsed_ms: float = 0.0
    clauses_checked: int = 0
    nearest: tuple[Citation, ...] = ()
    dropped: int = 0
    prompt_sha256: str = ""
    repairs: int = 0
    tokens: int = 0
    first_claim_ms: float = 0.0
    refused: tuple[str, ...] = ()

    def citation(self, marker: str) -> Citation:
        """The citation with this marker; KeyError when there is none."""
        for citation in self.citations:
            if citation.marker == marker:
                return citation
        raise KeyError(marker)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same question put to several policies: one answer a company, in the order asked for."""

    question: str
    rows: tuple[Answer, ...]
