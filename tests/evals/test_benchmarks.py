import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.benchmarks import ablation, growth, plot
from evals.benchmarks.__main__ import main
from evals.benchmarks.characters import Place, estimate, merged, official_overlap, overlap, within
from ingest.policy import Span


@pytest.mark.parametrize("part", ablation.PARTS, ids=lambda part: part.name)
def test_a_part_can_be_switched_off_and_on_again(part: ablation.Part) -> None:
    before = [getattr(module, name) for module, name, _ in part.off]
    with ablation.switched_off(part):
        assert [getattr(module, name) for module, name, _ in part.off] == [value for _, _, value in part.off]
    assert [getattr(module, name) for module, name, _ in part.off] == before


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


def test_a_growing_library_is_measured_and_drawn(
    new_home: Callable[[], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Acme.txt").write_text("# Fees\n\nDisclosure at Acme costs 300 yen.\n\nCall the desk.\n", encoding="utf-8")
    figures, svg = tmp_path / "growth.json", tmp_path / "growth.svg"
    arguments = [str(tmp_path), "--home", str(new_home()), "--out", str(figures), "--questions", "2"]
    assert growth.main([*arguments, "--policies", "1", "3", "--clauses", "20"]) == 0
    first, second, last = plot.read_stages(figures)
    assert (first.policies, second.policies) == (1, 3)
    assert last.clauses >= 20
    # The sentence without a company's name is the same in all of them.
    assert 0 < second.added_encoded < second.added_passages
    assert min(last.reader.ask.p50_ms, last.reader.search_unscoped.p50_ms, last.reader.resident_mib) > 0
    assert plot.main([str(svg), "--growth", str(figures)]) == 0
    assert ElementTree.fromstring(svg.read_text(encoding="utf-8")).tag.endswith("svg")
    capsys.readouterr()
    assert growth.main([*arguments, "--policies", "1"]) == 1
    assert "holds policies already" in capsys.readouterr().err


def test_without_figures_there_is_nothing_to_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plot.main([str(tmp_path / "a.svg"), "--growth", str(tmp_path / "none.json")]) == 1
    assert "benchmarks.growth FOLDER first" in capsys.readouterr().err
    (tmp_path / "odd.json").write_text("[]", encoding="utf-8")
    assert plot.main([str(tmp_path / "a.svg"), "--growth", str(tmp_path / "odd.json")]) == 1
    assert "run it again" in capsys.readouterr().err


def test_every_made_up_company_has_a_name_of_its_own() -> None:
    names = [growth.company_name(number) for number in range(2_000)]
    assert len(set(names)) == len(names)
