"""Lint finds what would make a case measure something else than it says."""

from pathlib import Path

import pytest

from evals.case import CASES
from evals.lint import lint
from evals.shelf import Shelf
from tests.evals import maple
from tests.evals.maple import FEE, SHARING, fee_row, gold, row, silence_row, write_cases


def complaints(tmp_path: Path, *rows: dict[str, object], share: float = 0.0) -> tuple[str, ...]:
    return lint(write_cases(tmp_path / "cases.jsonl", *rows), maple.shelf(), share)


def test_the_committed_cases_have_nothing_to_complain_about() -> None:
    assert lint(CASES, Shelf.read()) == ()


def test_right_cases_pass(tmp_path: Path) -> None:
    assert complaints(tmp_path, fee_row(), silence_row(), share=0.25) == ()


WRONG = [
    (fee_row(gold=[[{**gold(FEE), "start": 0, "end": len(FEE)}]]), "gold text is not what maple has at 0:60; it stands at"),
    (fee_row(gold=[[{**gold(FEE), "text": "A fee of 600 yen"}]], required=[]), "it stands nowhere"),
    (fee_row(gold=[[{**gold(FEE), "version": "f" * 16}]]), "gold is of version ffffffffffffffff of maple"),
    (fee_row(gold=[[{**gold(FEE), "policy_id": "birch"}]]), "no policy 'birch'"),
    (fee_row(gold=[[gold(FEE.replace("500", "700"), maple.OAK)]], required=[], forbidden=[]), "gold is of Oak"),
    (fee_row(gold=[]), "needs a gold clause"),
    (fee_row(required=[{"type": "money", "value": "1,500 yen"}]), "required money “1,500 yen” does not stand in the gold text"),
    (fee_row(required=[{"type": "money", "value": "a fee"}]), "“a fee” holds no money"),
    (fee_row(forbidden=[{"type": "money", "value": "¥500"}]), "forbidden money “¥500” stands in the gold text"),
    (fee_row(companies=["Birch"]), "no policy of a company 'Birch'; known are Maple, Oak"),
    (fee_row(companies=[]), "an answer is about a company"),
    (row("x", "Do you?", kind="silence", gold=[[gold(FEE)]]), "kind silence is for what the policies leave out"),
    (row("x", "Do you?", status=["not_stated"], gold=[[gold(FEE)]]), "rests on no clause"),
    (row("x", "Do you?", kind="out_of_scope", status=["out_of_scope"]), "leave expected.companies empty"),
    ({**fee_row(), "kind": "follow_up"}, "needs a history"),
    ({**fee_row(), "twin_of": "birch-fee", "twin": "typo"}, "twin_of names no case: birch-fee"),
    ({**fee_row(), "twin_of": "maple-fee", "twin": "typo"}, "is its own twin"),
]


@pytest.mark.parametrize(("wrong", "complaint"), WRONG)
def test_a_wrong_case_is_told_with_its_place(tmp_path: Path, wrong: dict[str, object], complaint: str) -> None:
    found = complaints(tmp_path, wrong)
    assert any(complaint in line for line in found), found
    assert all("cases.jsonl:1: " in line and "\n" not in line for line in found)


def test_a_derived_fact_need_not_stand_in_the_gold_text(tmp_path: Path) -> None:
    counted = {"type": "number", "value": "2", "derived": True}
    assert complaints(tmp_path, fee_row(required=[counted, {"type": "text", "value": "Maple"}])) == ()


def test_an_id_is_taken_once_and_a_question_asked_once(tmp_path: Path) -> None:
    found = complaints(tmp_path, fee_row(), fee_row(question="WHAT does  disclosure cost at maple?"))
    assert [line.partition("maple-fee: ")[2].split(" (")[0] for line in found] == [
        f"the id is taken by {tmp_path / 'cases.jsonl'}:1",
        "asks the same as maple-fee",
    ]


def test_twins_expect_the_same(tmp_path: Path) -> None:
    twin = {**fee_row("twin", "wat does disclosure cost at Maple"), "twin_of": "maple-fee", "twin": "typo"}
    assert complaints(tmp_path, fee_row(), twin) == ()
    other = {**row("twin", "wat is shared", gold=[[gold(SHARING)]]), "twin_of": "maple-fee", "twin": "typo"}
    assert any("expects something else than maple-fee" in line for line in complaints(tmp_path, fee_row(), other))
    grandchild = {**fee_row("twin-2", "wat cost at Maple"), "twin_of": "twin", "twin": "typo"}
    assert any("name maple-fee instead" in line for line in complaints(tmp_path, fee_row(), twin, grandchild))


def test_a_quarter_of_the_cases_must_not_be_answered(tmp_path: Path) -> None:
    rows = [fee_row(f"fee-{n}", f"What is the fee, {n}?") for n in range(4)]
    assert any("0 of 4 cases must not be answered; 25% are needed" in line for line in complaints(tmp_path, *rows, share=0.25))


def test_a_line_that_is_no_case_does_not_hide_the_others(tmp_path: Path) -> None:
    path = write_cases(tmp_path / "cases.jsonl", fee_row(gold=[]))
    path.write_text("{}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    found = lint(path, maple.shelf(), 0.0)
    assert any("cases.jsonl:1: " in line for line in found)
    assert any("cases.jsonl:2: maple-fee: " in line for line in found)
