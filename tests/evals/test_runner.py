"""Running: in order, one failure never stops the others, and what is known is not asked again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer
from evals.cache import Cache, key_of
from evals.case import Case, read_cases
from evals.runner import WARM_UP, run_cases
from evals.score import Hit, Outcome
from tests.evals import maple
from tests.evals.answers import Oracle, right_answer
from tests.evals.maple import fee_row, silence_row, write_cases


@pytest.fixture
def cases(tmp_path: Path) -> tuple[Case, ...]:
    rows = [
        fee_row(),
        silence_row(),
        {**fee_row("maple-then", "And at Maple?"), "kind": "follow_up", "history": ["What cost?"]},
    ]
    return read_cases(write_cases(tmp_path / "cases.jsonl", *rows))


class Recorder:
    """An oracle that notes what it was asked, and fails on one question."""

    def __init__(self, cases: Sequence[Case], fails: str = "", error: BaseException | None = None) -> None:
        self.asked: list[tuple[str, tuple[str, ...], object]] = []
        self._oracle = Oracle(cases, maple.shelf())
        self._fails, self._error = fails, error or ValueError("two\nlines")

    def ask(
        self, question: str, *, history: Sequence[str] = (), companies: Sequence[str] | None = None, model: str | None = None
    ) -> Answer:
        self.asked.append((question, tuple(history), model))
        if question == self._fails:
            raise self._error
        return self._oracle.ask(question, history=history, companies=companies)

    def find(self, question: str, companies: Sequence[str]) -> tuple[Hit, ...]:
        return (Hit("maple", maple.POLICY.version, 0, 5),)


def test_each_case_is_asked_once_in_order_after_a_warm_up(cases: tuple[Case, ...]) -> None:
    system = Recorder(cases)
    outcomes = list(run_cases(cases, system))
    assert [question for question, _, _ in system.asked] == [WARM_UP, *(case.question for case in cases)]
    assert system.asked[-1][1] == ("What cost?",)
    assert [case for case, _ in outcomes] == list(cases)
    assert all(outcome.hits for _, outcome in outcomes)


def test_a_chat_model_is_not_paid_for_a_warm_up(cases: tuple[Case, ...]) -> None:
    system = Recorder(cases)
    list(run_cases(cases, system, model="provider:name"))
    assert [(question, model) for question, _, model in system.asked] == [(case.question, "provider:name") for case in cases]


def test_a_question_that_ends_in_an_exception_is_an_outcome(cases: tuple[Case, ...]) -> None:
    outcomes = [outcome for _, outcome in run_cases(cases, Recorder(cases, cases[1].question))]
    assert [outcome.error for outcome in outcomes] == ["", "ValueError: two lines", ""]


def test_what_is_known_is_not_asked_again(cases: tuple[Case, ...], tmp_path: Path) -> None:
    path = tmp_path / "cache.jsonl"
    first = [outcome for _, outcome in run_cases(cases, Recorder(cases), cache=Cache(path), fingerprint="a")]
    system = Recorder(cases)
    again = [outcome for _, outcome in run_cases(cases, system, cache=Cache(path), fingerprint="a")]
    assert system.asked == []
    assert [(one.answer, one.hits) for one in again] == [(one.answer, one.hits) for one in first]
    assert all(outcome.cached for outcome in again)


def test_another_system_model_or_history_is_asked_anew(cases: tuple[Case, ...]) -> None:
    case = cases[0]
    twin = Case(**{**{name: getattr(case, name) for name in Case.__slots__}, "history": ("x",)})
    keys = {key_of(case, "a", None), key_of(case, "b", None), key_of(case, "a", "m"), key_of(twin, "a", None)}
    assert len(keys) == 4


def test_an_interruption_keeps_what_was_answered(cases: tuple[Case, ...], tmp_path: Path) -> None:
    path = tmp_path / "cache.jsonl"
    system = Recorder(cases, cases[2].question, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        list(run_cases(cases, system, cache=Cache(path), fingerprint="a"))
    resumed = Recorder(cases)
    list(run_cases(cases, resumed, cache=Cache(path), fingerprint="a"))
    assert [question for question, _, _ in resumed.asked] == [WARM_UP, cases[2].question]


def test_an_error_is_tried_again_and_a_torn_line_passed_over(cases: tuple[Case, ...], tmp_path: Path) -> None:
    path = tmp_path / "cache.jsonl"
    cache = Cache(path)
    cache.put("failed", Outcome(None, error="x"))
    cache.put("kept", Outcome(right_answer(cases[0], maple.shelf())))
    with path.open("a", encoding="utf-8") as file:
        file.write('torn\t{"answer": {"que')
    Cache(path).put("after", Outcome(right_answer(cases[1], maple.shelf())))
    reread = Cache(path)
    assert reread.get("failed") is None
    assert reread.get("torn") is None
    assert reread.get("kept") is not None
    assert reread.get("after") is not None


def test_an_answer_given_while_a_model_was_unavailable_is_asked_for_again(cases: tuple[Case, ...], tmp_path: Path) -> None:
    told = right_answer(cases[0], maple.shelf())
    cache = Cache(tmp_path / "cache.jsonl")
    cache.put("gone", Outcome(replace(told, answerer="quote (model unavailable: openai:x: cannot be reached)")))
    cache.put("held", Outcome(replace(told, answerer="quote (no claim of openai:x held)")))
    assert cache.get("gone") is None
    assert cache.get("held") is not None
