"""A model that reads well makes answers better, over real HTTP and through every check; whole: python -m tests.model.gold."""

from typing import TYPE_CHECKING

import pytest

from evals.case import CASES, read_cases, sample_of
from evals.systems import Product
from tests.model.gold import blocks_in, claims_of, run_beside

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

# Enough to hold every kind of question, few enough for some seconds.
SAMPLE = 40
PROMPT = "BEGIN CLAUSES 1\n[A] Maple - Fee\nA fee.\nDue at once.\n\n[B] Oak - Fee\nNone.\nEND CLAUSES 1\n\nBEGIN QUESTION 1"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(variable, raising=False)


def test_a_good_model_is_not_below_the_quoting_answerer(assistant: "Assistant") -> None:
    done = run_beside(Product(assistant), sample_of(read_cases(CASES), SAMPLE))
    plain, worded = (sum(result.score.passed for result in results) for results in (done.without_model, done.results))
    assert worded >= plain
    assert not any(result.score.wrong_company for result in done.results)
    assert all(result.score.verbatim == result.score.quotes for result in done.results)
    table = {name: (one, other) for name, one, other in done.beside}
    assert int(table["answers worded by the model"][1].split()[0]) > SAMPLE / 4
    assert table["answers while it was unavailable"][1] == "0"
    assert int(table["tokens"][1]) > 0


def test_the_clauses_of_a_prompt_are_read_with_their_keys() -> None:
    blocks = blocks_in(PROMPT)
    assert {key: (company, text.split()) for key, (company, text) in blocks.items()} == {
        "A": ("Maple", ["A", "fee.", "Due", "at", "once."]),
        "B": ("Oak", ["None."]),
    }


def test_the_good_model_quotes_nothing_that_it_was_not_given() -> None:
    case = next(case for case in read_cases(CASES) if case.expected.gold and not case.must_abstain)
    assert claims_of(case, {}) == []
    assert claims_of(case, {"C": ("x", "\n".join(group[0].text for group in case.expected.gold))})[0]["quotes"]
