"""The strict verdict: each check fails an answer by itself, and says why."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Claim, Status
from evals.case import Case, read_cases
from evals.faithful import negations_changed, numbers_changed, numbers_without_source
from evals.score import Hit, Outcome, Score, score
from ingest.policy import Span
from tests.evals import maple
from tests.evals.answers import answer, cite, with_text
from tests.evals.maple import FEE, POLICY, SHARING, fee_row, gold, row, silence_row, write_cases

SHELF = maple.shelf()


def case_of(tmp_path: Path, one: dict[str, object]) -> Case:
    return read_cases(write_cases(tmp_path / "case.jsonl", one))[0]


def span(text: str) -> Span:
    start = maple.TEXT.index(text)
    return Span(start, start + len(text))


def right() -> Answer:
    return answer("fee?", Status.STATED, ["Maple"], f"Maple: “{FEE}” (A)", [cite(SHELF, POLICY, span(FEE))])


def verdict(tmp_path: Path, given: Answer, one: dict[str, object] | None = None) -> Score:
    return score(case_of(tmp_path, one or fee_row()), Outcome(given), SHELF)


def test_a_right_answer_passes(tmp_path: Path) -> None:
    got = verdict(tmp_path, right())
    assert got.reasons == ()
    assert (got.precision, got.recall, got.verbatim, got.quotes) == (1.0, 1.0, 1, 1)
    assert got.facts_right
    assert not got.wrong_company


Spoil = Callable[[Answer], Answer]
oak = cite(SHELF, maple.OAK, Span(0, 16))
SPOILED: list[tuple[Spoil, str]] = [
    (lambda given: replace(given, status=Status.UNSPECIFIED), "status: unspecified, expected stated"),
    (lambda given: with_text(given, "Maple charges a fee. (A)"), "missing: money “500 yen”"),
    (lambda given: with_text(given, f"{given.text} Or 700 yen."), "forbidden: money “700 yen”"),
    (lambda given: with_text(given, f"{given.text} It takes 30 days."), "number: 30 stands in no cited quote"),
    (lambda given: with_text(given, given.text + " " * 400), "length: "),
    (lambda given: replace(given, citations=(oak,)), "wrong company: cites Oak"),
    (lambda given: replace(given, companies=("Oak",)), "wrong company: is about Oak, not about Maple"),
    (lambda given: replace(given, companies=()), "company left out: Maple"),
    (lambda given: replace(given, citations=(replace(given.citations[0], quote="A fee"),)), "not verbatim"),
    (lambda given: replace(given, citations=(replace(given.citations[0], version="0" * 16),)), "no version"),
    (lambda given: replace(given, citations=(replace(given.citations[0], company="Oak"),)), "maple is of Maple, not of Oak"),
    (lambda given: replace(given, citations=(replace(given.citations[0], clause_id="x"),)), "no clause x"),
    (lambda given: replace(given, citations=given.citations * 2), "two have the same marker"),
    (lambda given: replace(given, claims=(Claim("x", "Maple", Status.STATED, ("B",)),)), "cites B, which is no citation"),
    (lambda given: replace(given, claims=(Claim("x", "Maple", Status.STATED),)), "“x” cites nothing"),
    (lambda given: replace(given, citations=(cite(SHELF, POLICY, span(SHARING)),)), "gold not cited"),
    (lambda given: replace(given, citations=()), "an answer without any"),
]


@pytest.mark.parametrize(("spoil", "reason"), SPOILED, ids=[reason for _, reason in SPOILED])
def test_each_check_fails_an_answer_and_says_why(tmp_path: Path, spoil: Spoil, reason: str) -> None:
    got = verdict(tmp_path, spoil(right()))
    assert any(reason in one for one in got.reasons), got.reasons
    assert got.wrong_company == ("Oak" in reason)


def test_every_group_of_gold_is_needed_and_any_alternative_will_do(tmp_path: Path) -> None:
    both = fee_row(gold=[[gold(FEE)], [gold(SHARING), gold("TEL: 03-1234-5678")]])
    got = verdict(tmp_path, right(), both)
    assert got.recall == 0.5
    assert any(reason.startswith("gold not cited") for reason in got.reasons)
    phone = cite(SHELF, POLICY, span("TEL: 03-1234-5678"), "B")
    assert verdict(tmp_path, replace(right(), citations=(*right().citations, phone)), both).passed


def test_a_citation_touches_gold_when_it_overlaps_by_half_of_the_shorter(tmp_path: Path) -> None:
    start, end = span(FEE)
    for shift, touches in ((len(FEE) // 2 - 1, True), (len(FEE) // 2 + 2, False)):
        shifted = cite(SHELF, POLICY, Span(start - shift, end - shift))
        got = verdict(tmp_path, replace(right(), citations=(shifted,)), fee_row(required=[]))
        assert any(reason.startswith("gold not cited") for reason in got.reasons) != touches


def test_an_abstention_passes_where_nothing_is_stated(tmp_path: Path) -> None:
    text = "Maple: not stated in the policy (4 clauses checked)."
    silent = replace(answer("cookies?", Status.NOT_STATED, ["Maple"], text), clauses_checked=4)
    got = verdict(tmp_path, silent, silence_row())
    assert got.reasons == ()
    assert got.abstained
    assert not got.answerable
    assert verdict(tmp_path, silent).reasons == ("status: not_stated, expected stated",)
    assert verdict(tmp_path, right(), silence_row()).reasons == ("status: stated, expected not_stated",)


def test_an_abstention_that_is_allowed_beside_an_answer_has_nothing_to_state(tmp_path: Path) -> None:
    silent = answer("fee?", Status.NOT_STATED, ["Maple"], "Maple: not stated.")
    assert verdict(tmp_path, silent, fee_row(status=["stated", "not_stated"])).passed


def test_yes_must_begin_the_answer(tmp_path: Path) -> None:
    one = row("x", "Is it shared?", gold=[[gold(SHARING)]], required=[{"type": "polarity", "value": "no"}])
    quote = [cite(SHELF, POLICY, span(SHARING))]
    assert verdict(tmp_path, answer("?", Status.STATED, ["Maple"], f"No. Maple: “{SHARING}” (A)", quote), one).passed
    assert not verdict(tmp_path, answer("?", Status.STATED, ["Maple"], f"Maple: “{SHARING}” (A)", quote), one).passed


def test_a_question_that_ended_in_an_error_fails_with_it(tmp_path: Path) -> None:
    got = score(case_of(tmp_path, fee_row()), Outcome(None, error="OSError: no space"), SHELF)
    assert got.reasons == ("error: OSError: no space",)


def test_recall_counts_gold_among_the_first_results(tmp_path: Path) -> None:
    elsewhere = [Hit("maple", POLICY.version, 0, 10)] * 3
    hits = (*elsewhere, Hit("oak", POLICY.version, *span(FEE)), Hit("maple", POLICY.version, *span(FEE)))
    got = score(case_of(tmp_path, fee_row()), Outcome(right(), hits), SHELF)
    assert got.retrieved == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("A fee of 1,000 yen", ()),
        ("a fee of 1000 yen, revised 2024-09-01", ()),
        ("a fee of 1,100 yen", ("1100",)),
        ("on September 11", ("11",)),
    ],
)
def test_numbers_are_compared_by_value_and_whole(text: str, extra: tuple[str, ...]) -> None:
    assert numbers_without_source(text, ["A fee of 1,000 yen applies.", "Revised: September 1, 2024"]) == extra


QUOTE = "The Company will not provide it to others. No fee will be charged, and we can't recover it. Open from 9:00 to 18:00."


@pytest.mark.parametrize(
    "text",
    [
        QUOTE,
        f"No. Maple: “{QUOTE}”",
        "No, the Company will not provide it to others.",
        "we cannot recover it",
        "Others get nothing from the Company.",
    ],
)
def test_wording_that_keeps_to_its_quote_is_left_alone(text: str) -> None:
    assert negations_changed(text, [QUOTE]) == ()
    assert numbers_changed(text, [QUOTE]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Company will provide it to others.",
        "Yes. Fee will be charged, and so on",
        "and we can recover it",
        "The Company will not provide it to others. No fee will not be charged, and",
    ],
)
def test_a_negation_lost_or_added_is_seen(text: str) -> None:
    assert negations_changed(text, [QUOTE]) != ()


def test_a_number_in_the_place_of_another_is_seen_though_it_stands_elsewhere() -> None:
    assert numbers_changed("Open from 9:00 to 9:00.", [QUOTE]) != ()
