import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.benchmarks.__main__ import main
from evals.benchmarks.characters import Place, estimate, merged, official_overlap, overlap, within
from ingest.policy import Span


def test_overlapping_spans_count_once_except_officially() -> None:
    found = [Place("a", 0, 10), Place("a", 5, 15), Place("b", 0, 5)]
    gold = [Span(0, 10)]
    assert merged([Span(5, 15), Span(0, 10), Span(20, 20)]) == [Span(0, 15)]
    assert overlap(found, gold, "a").precision == 10 / 20
    assert overlap(found, gold, "a").recall == 1
    assert official_overlap(found, gold, "a").recall == 1.5
    assert overlap([], gold, "a").f1 == 0


def test_a_budget_cuts_the_last_result() -> None:
    assert within([Place("a", 0, 10), Place("a", 20, 30), Place("a", 40, 50)], 15) == [Place("a", 0, 10), Place("a", 20, 25)]


def test_an_interval_resamples_whole_policies() -> None:
    same = estimate([0.0, 1.0, 0.0, 1.0], ["a", "a", "b", "b"])
    assert (same.mean, same.low, same.high) == (0.5, 0.5, 0.5)
    apart = estimate([0.0, 0.0, 1.0, 1.0], ["a", "a", "b", "b"])
    assert (apart.low, apart.high) == (0, 1)
    assert estimate([], []).mean == 0


def test_a_benchmark_is_run_from_its_folder(
    new_home: Callable[[], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# Fees\n\nDisclosure costs 300 yen.\n\n# Contact\n\nWrite to the desk.\n"
    (tmp_path / "Acme.txt").write_text(text, encoding="utf-8")
    start = text.index("Disclosure")
    row = {"id": "1", "question": "how much is it?", "query_official": 'Consider "Acme"\'s privacy policy; how much is it?'}
    row |= {"doc_path": "Acme.txt", "spans": [{"start": start, "end": start + 25}]}
    (tmp_path / "dev.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main(["privacyqa", str(tmp_path), "--json", "--home", str(new_home())]) == 0
    for rows in json.loads(capsys.readouterr().out).values():
        assert rows["P@1"]["mean"] == 1
        assert rows["wrong document, first 8"]["mean"] == 0


@pytest.mark.parametrize("line", ["{", '{"id": 1}'])
def test_a_line_that_is_no_question_is_named(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dev.jsonl").write_text(line + "\n", encoding="utf-8")
    assert main(["privacyqa", str(tmp_path)]) == 1
    assert "dev.jsonl:1: not a question" in capsys.readouterr().err
    assert main(["policyqa", str(tmp_path)]) == 1
    assert "cannot be read" in capsys.readouterr().err
