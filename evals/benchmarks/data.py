"""Reads the questions of a benchmark from its folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.errors import EvalError
from ingest.policy import Span

QUESTIONS = {"privacyqa": "dev.jsonl", "policyqa": "doc_dev_core.jsonl"}
"""The benchmarks, each with the file of questions in its folder."""
NAMES = {"privacyqa": "LegalBench-RAG PrivacyQA", "policyqa": "PolicyQA"}


class _Span(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    start: int
    end: int


class _Row(BaseModel):
    """One line of a file of questions; what is not needed is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    doc_path: str
    spans: tuple[_Span, ...]
    query_official: str = ""
    query_named: str = ""


@dataclass(frozen=True, slots=True)
class BenchmarkQuestion:
    """A question, how the benchmark words it when it names the policy, and where the answer stands."""

    question_id: str
    question: str
    naming_query: str
    document: Path
    gold: tuple[Span, ...]

    @property
    def company(self) -> str:
        """The name that the document is ingested under: its file's stem."""
        return self.document.stem


def read_questions(file: Path) -> Iterator[BenchmarkQuestion]:
    """The answerable questions of a file. EvalError names the line that is none."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise EvalError(f"{file}: cannot be read ({error.strerror}); give the benchmark's folder") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = _Row.model_validate_json(line)
        except ValidationError as error:
            raise EvalError(f"{file}:{number}: not a question of the benchmark ({error.error_count()} problems)") from error
        if row.spans:
            gold = tuple(Span(span.start, span.end) for span in row.spans)
            naming = row.query_official or row.query_named or row.question
            yield BenchmarkQuestion(row.id, row.question, naming, file.parent / row.doc_path, gold)
