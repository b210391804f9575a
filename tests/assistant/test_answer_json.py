"""The JSON and CSV that programs rely on: exact keys in their order, and cells that no spreadsheet runs."""

import csv
import io

import pytest

from assistant.answer import Answer, Citation, Claim, Comparison, Status
from assistant.answer_json import answer_to_json, comparison_to_csv, comparison_to_json, results_to_json
from ingest.policy import Clause, ClauseKind, Policy, Span
from vectorstore.retrieval import RetrievedClause

CITATION = Citation(
    "A",
    "Sample",
    "sample",
    "v",
    "sample/4/5",
    "[4] › item 5",
    "A fee\nis charged.",
    3,
    20,
    "https://sample.test/",
    "2022-04-01",
)
ANSWER = Answer(
    "fee?",
    "What is the fee?",
    ("Sample",),
    Status.STATED,
    "Sample: “A fee is charged.” (A)",
    (Claim("A fee is charged.", "Sample", Status.STATED, ("A",)),),
    (CITATION,),
    elapsed_ms=12.34567,
)


def test_an_answer_has_the_promised_keys_in_their_order() -> None:
    row = answer_to_json(ANSWER)
    promised = [
        "question",
        "standalone_question",
        "companies",
        "status",
        "text",
        "claims",
        "citations",
        "answerer",
        "elapsed_ms",
    ]
    assert list(row)[: len(promised)] == promised
    assert row["claims"] == [{"text": "A fee is charged.", "company": "Sample", "status": "stated", "citations": ["A"]}]
    (citation,) = row["citations"]  # type: ignore[misc]
    keys = ["marker", "company", "policy_id", "version", "clause_id", "label", "quote", "start", "end", "url"]
    assert list(citation)[: len(keys)] == keys
    assert row["status"] == "stated"
    assert row["elapsed_ms"] == 12.346


def test_a_comparison_is_a_row_a_company() -> None:
    value = comparison_to_json(Comparison("fee?", (ANSWER, ANSWER)))
    assert value["question"] == "fee?"
    rows = value["rows"]
    assert isinstance(rows, list)
    assert [row["company"] for row in rows] == ["Sample", "Sample"]
    assert rows[0]["citations"][0]["quote"] == "A fee\nis charged."


def test_a_comparison_in_csv_reads_back() -> None:
    rows = list(csv.DictReader(io.StringIO(comparison_to_csv(Comparison("fee?", (ANSWER,))))))
    assert rows == [
        {
            "company": "Sample",
            "status": "stated",
            "text": "Sample: “A fee is charged.” (A)",
            "citations": "(A) [4] › item 5: “A fee\nis charged.”",
        }
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    answer = Answer("q", "q", (f"{start}1+1",), Status.STATED, f"{start}cmd")
    _, row = csv.reader(io.StringIO(comparison_to_csv(Comparison("q", (answer,))), newline=""))
    assert not any(cell.startswith(start) for cell in row)


def test_a_found_clause_gives_the_text_that_matched() -> None:
    policy = Policy("sample", "Sample", "On fees. A fee is charged.")
    clause = Clause("sample/1", "[1]", ClauseKind.PARAGRAPH, 0, 26)
    value = results_to_json("fee", [RetrievedClause(clause, policy, Span(9, 26), 0.5, 1)])
    assert value["query"] == "fee"
    assert value["results"] == [
        {
            "rank": 1,
            "score": 0.5,
            "company": "Sample",
            "policy_id": "sample",
            "version": policy.version,
            "clause_id": "sample/1",
            "label": "[1]",
            "text": "A fee is charged.",
            "start": 9,
            "end": 26,
        }
    ]
