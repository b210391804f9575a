"""A real and bad chat model: whatever it invents, nothing unverified shows. Run by `make test-model`."""

import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Answer
from assistant.settings import Settings
from evals.case import Case, read_cases
from evals.score import Outcome, Score, score
from evals.shelf import Shelf
from tests.model.fetch import fetch
from tests.model.server import ANSWER_TOKENS, CONTEXT_TOKENS, MODEL, smollm2

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "evals" / "cases"
WEIGHTS = ROOT / ".cache" / "model"
# Every so manyth case: the model takes some seconds for each.
EVERY = int(os.environ.get("MODEL_TEST_EVERY", "20"))
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Pair:
    """A case answered without and with the model."""

    case: Case
    plain: Answer
    worded: Answer
    plain_score: Score
    worded_score: Score


@pytest.fixture(scope="module")
def pairs(home: Path) -> Iterator[Sequence[Pair]]:
    """A sample of the evaluation's cases over all kinds, each answered twice."""
    from assistant.pipeline import Assistant

    with smollm2(fetch(WEIGHTS)) as url:
        settings = Settings(
            home=home,
            chat_base_url=url,
            chat_context_tokens=CONTEXT_TOKENS,
            chat_answer_tokens=ANSWER_TOKENS,
            chat_timeout_seconds=300,
        )
        assistant = Assistant.open(settings)
        shelf = Shelf(assistant.library.load(record.policy_id) for record in assistant.library.current())
        yield [_pair(assistant, case, shelf) for case in read_cases(CASES)[::EVERY]]
        assistant.close()


def _pair(assistant: "Assistant", case: Case, shelf: Shelf) -> Pair:
    plain = assistant.ask(case.question, history=case.history, companies=case.companies or None)
    worded = assistant.ask(case.question, history=case.history, companies=case.companies or None, model=MODEL)
    return Pair(case, plain, worded, score(case, Outcome(plain), shelf), score(case, Outcome(worded), shelf))


def test_the_model_is_asked_and_its_inventions_are_dropped(pairs: Sequence[Pair]) -> None:
    assert sum(pair.worded.tokens for pair in pairs) > 0
    assert sum(pair.worded.dropped for pair in pairs) > 0
    assert not [pair.worded.answerer for pair in pairs if "unavailable" in pair.worded.answerer]


def test_no_other_company_is_cited(pairs: Sequence[Pair]) -> None:
    assert not [pair.case.case_id for pair in pairs if pair.worded_score.wrong_company and not pair.plain_score.wrong_company]
    for pair in pairs:
        assert pair.worded.companies == pair.plain.companies
        assert {citation.company for citation in pair.worded.citations} <= set(pair.worded.companies)


def test_every_quote_is_verbatim(pairs: Sequence[Pair]) -> None:
    assert all(pair.worded_score.verbatim == pair.worded_score.quotes for pair in pairs)


def test_every_number_of_a_claim_stands_in_a_quote_it_cites(pairs: Sequence[Pair]) -> None:
    for pair in pairs:
        for claim in pair.worded.claims:
            if claim.citations:
                text = claim.text.removeprefix(f"{claim.company}: ")
                held = "".join(pair.worded.citation(marker).quote for marker in claim.citations).replace(",", "")
                assert all(number in held for number in re.findall(r"\d+", text.replace(",", ""))), (pair.case.case_id, claim)


def test_strict_accuracy_is_at_most_three_points_lower_than_without_it(
    pairs: Sequence[Pair], record_property: Callable[[str, object], None]
) -> None:
    plain, worded = (
        sum(one.passed for one in scores) for scores in zip(*[(p.plain_score, p.worded_score) for p in pairs], strict=True)
    )
    lost = [pair.case.case_id for pair in pairs if pair.plain_score.passed and not pair.worded_score.passed]
    told = (
        f"strict {plain} without, {worded} with {MODEL} of {len(pairs)}; lost {lost}; "
        f"worded {sum(p.worded.answerer == MODEL for p in pairs)}, "
        f"dropped {sum(p.worded.dropped for p in pairs)}, repaired {sum(p.worded.repairs for p in pairs)}, "
        f"tokens {sum(p.worded.tokens for p in pairs)}, slowest {max(p.worded.elapsed_ms for p in pairs):.0f} ms"
    )
    record_property("model", told)
    logging.getLogger(__name__).info(told)
    assert worded >= plain - max(1, round(0.03 * len(pairs))), told
