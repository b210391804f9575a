"""Answers, comparisons and found clauses as the JSON and CSV that programs rely on. Keys and their order are an interface."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Claim, Comparison

if TYPE_CHECKING:
    from vectorstore.retrieval import RetrievedClause

# A spreadsheet runs a cell that begins with one of these as a formula; a policy's words must not become one.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def citation_to_json(citation: Citation) -> dict[str, object]:
    """A citation with its marker; `start` and `end` are `str` indexes into that version's text."""
    return {
        "marker": citation.marker,
        "company": citation.company,
        "policy_id": citation.policy_id,
        "version": citation.version,
        "clause_id": citation.clause_id,
        "label": citation.label,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "url": citation.url,
        "date": citation.date,
    }


def claim_to_json(claim: Claim) -> dict[str, object]:
    """A claim; `citations` are markers."""
    return {"text": claim.text, "company": claim.company, "status": claim.status.value, "citations": list(claim.citations)}


def answer_to_json(answer: Answer, *, show_dropped: bool = False) -> dict[str, object]:
    """An answer without an id; keys after `elapsed_ms` may grow, those before stay.

    With `show_dropped` the key `refused` holds what a chat model wrote that did not stand, each with its fault.
    """
    refused = {"refused": list(answer.refused)} if show_dropped else {}
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "companies": list(answer.companies),
        "status": answer.status.value,
        "text": answer.text,
        "claims": [claim_to_json(claim) for claim in answer.claims],
        "citations": [citation_to_json(citation) for citation in answer.citations],
        "answerer": answer.answerer,
        "elapsed_ms": round(answer.elapsed_ms, 3),
        "clauses_checked": answer.clauses_checked,
        "nearest": [citation_to_json(citation) for citation in answer.nearest],
        "dropped": answer.dropped,
        "prompt_sha256": answer.prompt_sha256,
        "repairs": answer.repairs,
        "tokens": answer.tokens,
        "first_claim_ms": round(answer.first_claim_ms, 3),
        **refused,
    }


def comparison_to_json(comparison: Comparison) -> dict[str, object]:
    """The question and a row a company, in the comparison's order."""
    return {
        "question": comparison.question,
        "rows": [{"company": _company(row), **answer_to_json(row)} for row in comparison.rows],
    }


_COLUMNS = ("company", "status", "text", "citations")


def comparison_to_csv(comparison: Comparison) -> str:
    """The columns company, status, text, citations; lines end in CRLF (RFC 4180). Several citations are joined by a newline."""
    return _csv(_COLUMNS, (_cells(row) for row in comparison.rows))


def comparisons_to_csv(comparisons: Sequence[Comparison]) -> str:
    """The same for several questions, with the question in a column before."""
    cells = ((comparison.question, *_cells(row)) for comparison in comparisons for row in comparison.rows)
    return _csv(("question", *_COLUMNS), cells)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return lines.getvalue()


def _cells(row: Answer) -> tuple[str, ...]:
    citations = "\n".join(f"({citation.marker}) {citation.label}: “{citation.quote}”" for citation in row.citations)
    return _company(row), row.status.value, row.text, citations


def results_to_json(query: str, results: Sequence["RetrievedClause"]) -> dict[str, object]:
    """Found clauses, best first; `start` and `end` delimit the text that matched, a sentence or a list item."""
    return {"query": query, "results": [_result_to_json(result) for result in results]}


def _result_to_json(result: "RetrievedClause") -> dict[str, object]:
    policy, span = result.policy, result.span
    return {
        "rank": result.rank,
        "score": round(result.score, 6),
        "company": policy.company,
        "policy_id": policy.policy_id,
        "version": policy.version,
        "clause_id": result.clause.clause_id,
        "label": result.clause.label,
        "text": policy.text[span.start : span.end],
        "start": span.start,
        "end": span.end,
    }


def _company(row: Answer) -> str:
    return ", ".join(row.companies)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
