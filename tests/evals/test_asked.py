"""Questions on other policies are counted by where the citation stands and by the word before it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Status
from evals.benchmarks import asked
from evals.case import read_cases
from tests.evals import maple
from tests.evals.answers import right_answer
from tests.evals.maple import fee_row, write_cases


def line_of(start: int, end: int, **more: object) -> Mapping[str, Any]:
    return {"gold": [[start, end]], "also": [], "answerable": True, "verdict": "yes", **more}


def test_an_answer_is_found_where_a_citation_overlaps_a_sentence_that_answers(tmp_path: Path) -> None:
    (case,) = read_cases(write_cases(tmp_path / "cases.jsonl", fee_row()))
    answer = right_answer(case, maple.shelf())
    (cited, *_) = answer.citations
    assert asked.outcome_of(line_of(cited.end - 1, cited.end + 9), answer) == "found"
    assert asked.outcome_of(line_of(cited.end, cited.end + 9), answer) == "another clause"
    assert asked.outcome_of(line_of(cited.start, cited.end), replace(answer, status=Status.NOT_STATED)) == "silent"
    assert asked.outcome_of(line_of(cited.start, cited.end), replace(answer, status=Status.OUT_OF_SCOPE)) == "not asked"
    assert asked.said_of(replace(answer, text="Yes, it may. Maple: …")) == "yes"
    assert asked.said_of(replace(answer, text="Notice: …")) == "-"


def test_the_right_verdict_counts_only_over_the_right_clause() -> None:
    assert asked.truth_of(line_of(0, 1), "found") == "yes"
    assert asked.truth_of(line_of(0, 1), "another clause") == "another clause"
    assert asked.truth_of(line_of(0, 1, answerable=False), "found") == "policy silent"


def test_a_policy_that_is_missing_or_another_version_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"file": "Maple.md", "sha256": "0" * 64}), encoding="utf-8")
    monkeypatch.setattr(asked, "QUESTIONS", questions)
    assert asked.main([str(tmp_path)]) == 1
    assert "Maple.md: no such policy" in capsys.readouterr().err
    (tmp_path / "Maple.md").write_text("# Maple\n", encoding="utf-8")
    assert asked.main([str(tmp_path)]) == 1
    assert "not the version" in capsys.readouterr().err
