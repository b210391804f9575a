"""Answers and search results on disk, as the cache and a run's results hold them."""

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, Citation, Claim, Status
from assistant.answer_json import answer_to_json
from evals.score import Hit, Outcome


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class CitationRecord(_Record):
    """A citation of a recorded answer."""

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

    def citation(self) -> Citation:
        """The same, for inside."""
        return Citation(**{name: getattr(self, name) for name in type(self).model_fields})


class ClaimRecord(_Record):
    """A claim of a recorded answer."""

    text: str
    company: str
    status: Status
    citations: tuple[str, ...] = ()


class AnswerRecord(_Record):
    """An answer as `policy-assistant ask --json` writes it."""

    question: str
    standalone_question: str
    companies: tuple[str, ...]
    status: Status
    text: str
    claims: tuple[ClaimRecord, ...] = ()
    citations: tuple[CitationRecord, ...] = ()
    answerer: str = ""
    elapsed_ms: float = 0.0
    clauses_checked: int = 0
    nearest: tuple[CitationRecord, ...] = ()
    dropped: int = 0
    prompt_sha256: str = ""
    repairs: int = 0
    tokens: int = 0
    first_claim_ms: float = 0.0

    def answer(self) -> Answer:
        """The same, for inside."""
        return Answer(
            question=self.question,
            standalone_question=self.standalone_question,
            companies=self.companies,
            status=self.status,
            text=self.text,
            claims=tuple(Claim(claim.text, claim.company, claim.status, claim.citations) for claim in self.claims),
            citations=tuple(citation.citation() for citation in self.citations),
            answerer=self.answerer,
            elapsed_ms=self.elapsed_ms,
            clauses_checked=self.clauses_checked,
            nearest=tuple(citation.citation() for citation in self.nearest),
            dropped=self.dropped,
            prompt_sha256=self.prompt_sha256,
            repairs=self.repairs,
            tokens=self.tokens,
            first_claim_ms=self.first_claim_ms,
        )


class HitRecord(_Record):
    """A search result's span."""

    policy_id: str
    version: str
    start: int
    end: int

    @classmethod
    def of(cls, hit: Hit) -> "HitRecord":
        """A hit, for disk."""
        return cls(policy_id=hit.policy_id, version=hit.version, start=hit.start, end=hit.end)


class OutcomeRecord(_Record):
    """What a system gave for one case."""

    answer: AnswerRecord | None = None
    hits: tuple[HitRecord, ...] = ()
    error: str = ""

    @classmethod
    def of(cls, outcome: Outcome) -> "OutcomeRecord":
        """An outcome, for disk."""
        answer = None if outcome.answer is None else AnswerRecord.model_validate(answer_to_json(outcome.answer))
        hits = tuple(
            HitRecord(policy_id=hit.policy_id, version=hit.version, start=hit.start, end=hit.end) for hit in outcome.hits
        )
        return cls(answer=answer, hits=hits, error=outcome.error)

    def outcome(self, cached: bool = False) -> Outcome:
        """The same, for inside."""
        hits = tuple(Hit(hit.policy_id, hit.version, hit.start, hit.end) for hit in self.hits)
        return Outcome(None if self.answer is None else self.answer.answer(), hits, self.error, cached)
