"""Gates and recorded runs."""

import json
from pathlib import Path

import pytest

from evals.case import Case, read_cases
from evals.errors import GateError, RecordError
from evals.fingerprint import Fingerprint, cases_sha, folder_sha
from evals.gates import GATES, check_gates, read_gates
from evals.metrics import Scored, by_company, funnel, measure
from evals.run_record import RunRecord, baseline_path, difference, read_record
from evals.score import Outcome, score
from tests.evals import maple
from tests.evals.answers import right_answer, with_text
from tests.evals.maple import fee_row, silence_row, write_cases

MADE_OF = Fingerprint(
    cases="c", policies="p", index="i", encoder="e", model="m", settings="s", prompts="p", code="c", scorer="s", product="0"
)


def cases_of(tmp_path: Path, count: int = 8) -> tuple[Case, ...]:
    rows = [fee_row(f"fee-{n}", f"What is the fee, {n}?") for n in range(count)]
    return read_cases(write_cases(tmp_path / "cases.jsonl", *rows, silence_row()))


def scored(cases: tuple[Case, ...], wrong: frozenset[str] = frozenset()) -> list[Scored]:
    shelf = maple.shelf()
    answers = {case.case_id: right_answer(case, shelf) for case in cases}
    answers |= {case_id: with_text(answers[case_id], "There is a fee.") for case_id in wrong}
    return [Scored(case, score(case, Outcome(answers[case.case_id]), shelf)) for case in cases]


def gates_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_committed_gates_hold_what_was_reached_and_allow_no_wrong_company_or_quote() -> None:
    gates = {(row.metric, row.kind): (row.at_least, row.at_most) for row in read_gates(GATES).gate}
    baseline = json.loads((GATES.parent / "baselines" / "extractive.json").read_text(encoding="utf-8"))
    reached = baseline["metrics"]["strict"]["value"]
    least = gates["strict", None][0] or 0.0
    assert reached - 0.04 <= least <= reached, "a gate a few points below what was reached guards it"
    assert gates["wrong_company", None] == (None, 0.0)
    assert gates["verbatim", None] == (1.0, None)


def test_a_gate_holds_or_is_missed(tmp_path: Path) -> None:
    gates = read_gates(gates_file(tmp_path, '[[gate]]\nmetric = "strict"\nat_least = 0.9\n'))
    cases = cases_of(tmp_path)
    assert [result.holds for result in check_gates(gates, scored(cases), None)] == [True]
    (missed,) = check_gates(gates, scored(cases, frozenset({"fee-1"})), None)
    assert not missed.holds
    assert (missed.name, missed.wanted, missed.measured) == ("strict", "at least 0.9", "0.8889 (n = 9)")


def test_a_gate_of_a_kind_that_no_case_has_holds(tmp_path: Path) -> None:
    gates = read_gates(gates_file(tmp_path, '[[gate]]\nmetric = "strict"\nkind = "list"\nat_least = 0.9\n'))
    assert all(result.holds for result in check_gates(gates, scored(cases_of(tmp_path)), None))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("gate = [", "correct the file"),
        ("", "gate: Field required"),
        ('[[gate]]\nmetric = "luck"\nat_least = 1', "no metric 'luck'; known are strict"),
        ('[[gate]]\nmetric = "strict"', "give either at_least or at_most"),
        ('[[gate]]\nmetric = "strict"\nkind = "riddle"\nat_least = 1', "kind"),
    ],
)
def test_a_gate_file_that_cannot_be_read_says_why(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(GateError, match=complaint) as raised:
        read_gates(gates_file(tmp_path, text))
    assert "\n" not in str(raised.value)


def test_a_record_comes_back_as_it_was_written(tmp_path: Path) -> None:
    record = RunRecord.of(scored(cases_of(tmp_path), frozenset({"fee-1"})), MADE_OF)
    path = tmp_path / "run.json"
    path.write_text(record.text(), encoding="utf-8")
    assert read_record(path) == record
    assert len([line for line in record.text().splitlines() if '"sha"' in line]) == len(record.cases)


@pytest.mark.parametrize(
    ("content", "complaint"), [(None, "no such file"), ("{}", "not a recorded run"), ("[", "not a recorded run")]
)
def test_what_is_no_record_says_how_to_make_one(tmp_path: Path, content: str | None, complaint: str) -> None:
    path = tmp_path / "run.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=f"{complaint}.*python -m evals"):
        read_record(path)


def test_runs_are_compared_case_by_case_on_what_both_have(tmp_path: Path) -> None:
    cases = cases_of(tmp_path)
    old = RunRecord.of(scored(cases, frozenset({"fee-1", "fee-2"})), MADE_OF)
    new = RunRecord.of(scored(cases, frozenset({"fee-2", "fee-3"})), MADE_OF)
    whole = difference(old, new)
    assert (whole.won, whole.lost, len(whole.both), whole.left_out) == (("fee-1",), ("fee-3",), 9, 0)
    assert whole.paired.verdict == "not distinguishable"
    assert difference(old, new, "silence").both == ("maple-cookies",)


def test_a_case_that_changed_is_left_out_of_the_comparison(tmp_path: Path) -> None:
    old = RunRecord.of(scored(cases_of(tmp_path)), MADE_OF)
    changed = write_cases(tmp_path / "other.jsonl", fee_row("fee-0", "Another question?"), fee_row("new"))
    new = RunRecord.of(scored(read_cases(changed)), MADE_OF)
    assert (difference(old, new).both, difference(old, new).left_out) == ((), 2)


def test_worse_than_the_baseline_misses_the_gate(tmp_path: Path) -> None:
    gates = read_gates(gates_file(tmp_path, '[[gate]]\nmetric = "strict"\nat_least = 0\n'))
    cases = cases_of(tmp_path)
    good = RunRecord.of(scored(cases), MADE_OF)
    results = scored(cases, frozenset(f"fee-{n}" for n in range(6)))
    bad = RunRecord.of(results, MADE_OF)
    assert [result.holds for result in check_gates(gates, results, difference(good, bad))] == [True, False]
    assert [result.holds for result in check_gates(gates, results, difference(bad, bad))] == [True, True]
    lenient = gates.model_copy(update={"baseline": "ignored"})
    assert [result.holds for result in check_gates(lenient, results, difference(good, bad))] == [True]


def test_each_chat_model_has_its_baseline() -> None:
    assert baseline_path(None).name == "extractive.json"
    assert baseline_path("provider:some/name").name == "provider-some-name.json"


def test_metrics_count_what_their_names_say(tmp_path: Path) -> None:
    results = scored(cases_of(tmp_path), frozenset({"fee-1", "fee-2"}))
    values = {metric.name: metric.value for metric in measure(results)}
    assert values["strict"] == pytest.approx(7 / 9)
    assert values["answer_accuracy"] == 6 / 8
    assert (values["right_abstain"], values["over_abstain"], values["wrong_company"], values["verbatim"]) == (1, 0, 0, 1)
    assert [(part.name, part.rate.n) for part in by_company(results)] == [("Maple", 9)]
    assert funnel(results).answerable == 8


def test_fingerprints_follow_content_not_order_or_place(tmp_path: Path) -> None:
    cases = cases_of(tmp_path)
    assert cases_sha(cases) == cases_sha(tuple(reversed(cases)))
    assert cases_sha(cases) != cases_sha(cases[1:])
    for name in ("a", "b"):
        (tmp_path / name / "code").mkdir(parents=True)
        (tmp_path / name / "code" / "x.py").write_text("x = 1\n", encoding="utf-8")
    assert folder_sha(tmp_path / "a" / "code") == folder_sha(tmp_path / "b" / "code")
    (tmp_path / "b" / "code" / "x.py").write_text("x = 2\n", encoding="utf-8")
    assert folder_sha(tmp_path / "a" / "code") != folder_sha(tmp_path / "b" / "code")
