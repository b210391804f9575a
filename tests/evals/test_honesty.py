"""The measure measures: no trick scores well, a right answer always does, and the product knows no case."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Status
from evals.case import CASES, Case, read_cases
from evals.faithful import NEGATORS
from evals.run import Result, results_of
from evals.runner import run_cases
from evals.score import Outcome, score
from evals.shelf import Shelf
from evals.systems import System
from evals.wording import normalise
from ingest.policy import Span
from tests.evals.answers import Dump, Oracle, RandomClause, Silent, cite, right_answer, with_text

ROOT = Path(__file__).resolve().parents[2]
# Words of a question or of a gold clause in a row; fewer may be common English, or the name of a law.
SHINGLE_WORDS = 8
# A whole question of so many words counts too.
QUESTION_WORDS = 5
# A trick may pass this share of the answerable cases.
TRICK = 0.05


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.read()


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return read_cases(CASES)


@pytest.fixture(scope="module")
def answerable(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    return tuple(case for case in cases if not case.must_abstain)


def passed(cases: tuple[Case, ...], system: System, shelf: Shelf) -> float:
    results = results_of(list(run_cases(cases, system)), shelf)
    return sum(result.score.passed for result in results) / len(results)


def test_an_oracle_passes_every_case(cases: tuple[Case, ...], shelf: Shelf) -> None:
    results = results_of(list(run_cases(cases, Oracle(cases, shelf))), shelf)
    assert {result.case.case_id: result.score.reasons for result in results if not result.score.passed} == {}


def test_a_system_that_always_abstains_answers_nothing(answerable: tuple[Case, ...], shelf: Shelf) -> None:
    certain = tuple(case for case in answerable if Status.NOT_STATED not in case.expected.status)
    assert len(certain) >= 0.95 * len(answerable)
    for status in Status:
        results = results_of(list(run_cases(certain, Silent(certain, status))), shelf)
        assert [result.case.case_id for result in results if result.score.passed] == []


@pytest.mark.parametrize("limit", [None, 400, 3500])
def test_a_system_that_dumps_everything_fails(cases: tuple[Case, ...], shelf: Shelf, limit: int | None) -> None:
    assert passed(cases[::4], Dump(cases, shelf, limit), shelf) <= TRICK


def test_a_system_that_quotes_any_clause_fails(cases: tuple[Case, ...], shelf: Shelf) -> None:
    assert passed(cases, RandomClause(cases, shelf), shelf) <= TRICK


# Ways to spoil a right answer; None where there is nothing to spoil.


def digit_changed(given: Answer, case: Case, shelf: Shelf) -> Answer | None:
    digits = [match.start() for match in re.finditer(r"\d", given.text)]
    if not digits:
        return None
    at = digits[len(digits) // 2]
    return with_text(given, given.text[:at] + str((int(given.text[at]) + 1) % 10) + given.text[at + 1 :])


def negation_dropped(given: Answer, case: Case, shelf: Shelf) -> Answer | None:
    # A negation among others that say the same ("not … or not …") may be lost without changing what is said around it.
    found = re.search(rf"\b\w+ \w+ (?P<word>(?:{'|'.join(sorted(NEGATORS))}) )\w+ \w+ \w+", given.text)
    if found is None or given.text not in " ".join(citation.quote for citation in given.citations):
        return None
    return with_text(given, given.text[: found.start("word")] + given.text[found.end("word") :])


def of_another_company(given: Answer, case: Case, shelf: Shelf) -> Answer | None:
    other = next((policy for policy in shelf.policies if policy.company not in case.expected.companies), None)
    if other is None or not given.citations:
        return None
    wrong = cite(shelf, other, Span(0, min(80, len(other.text))), given.citations[0].marker)
    return replace(given, citations=(wrong, *given.citations[1:]))


def claimed_of_another_company(given: Answer, case: Case, shelf: Shelf) -> Answer | None:
    other = next((policy for policy in shelf.policies if policy.company != case.expected.companies[0]), None)
    if other is None or not given.citations:
        return None
    return replace(given, citations=(replace(given.citations[0], company=other.company), *given.citations[1:]))


def quote_shifted(given: Answer, case: Case, shelf: Shelf) -> Answer | None:
    first = given.citations[0]
    return replace(given, citations=(replace(first, start=first.start + 1, end=first.end + 1), *given.citations[1:]))


def quote_reworded(given: Answer, case: Case, shelf: Shelf) -> Answer | None:
    first = given.citations[0]
    return replace(given, citations=(replace(first, quote=first.quote.swapcase()), *given.citations[1:]))


def of_an_old_version(given: Answer, case: Case, shelf: Shelf) -> Answer | None:
    return replace(given, citations=(replace(given.citations[0], version="0" * 16), *given.citations[1:]))


def uncited(given: Answer, case: Case, shelf: Shelf) -> Answer | None:
    return replace(given, citations=(), claims=tuple(replace(claim, citations=()) for claim in given.claims))


SPOILERS = [
    digit_changed,
    negation_dropped,
    of_another_company,
    claimed_of_another_company,
    quote_shifted,
    quote_reworded,
    of_an_old_version,
    uncited,
]


@pytest.mark.parametrize("spoil", SPOILERS, ids=lambda spoil: spoil.__name__)
def test_a_spoiled_answer_fails(
    answerable: tuple[Case, ...], shelf: Shelf, spoil: Callable[[Answer, Case, Shelf], Answer | None]
) -> None:
    spoiled: list[Result] = []
    for case in answerable:
        right = right_answer(case, shelf)
        wrong = spoil(right, case, shelf) if right.citations else None
        if wrong is not None and wrong != right:
            outcome = Outcome(wrong)
            spoiled.append(Result(case, outcome, score(case, outcome, shelf)))
    assert len(spoiled) >= 20, "too few cases hold anything to spoil"
    assert [(result.case.case_id, result.outcome.answer) for result in spoiled if result.score.passed] == []


# The product's code knows no case.


def product_files() -> list[Path]:
    folders = ("assistant", "vectorstore", "ingest", "prompts")
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.suffix in {".py", ".md", ".txt"}]
    return [path for path in files if (ROOT / "ingest" / "policies") not in path.parents]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", normalise(text))


def shingles(text: str, size: int = SHINGLE_WORDS) -> set[tuple[str, ...]]:
    listed = words(text)
    return {tuple(listed[at : at + size]) for at in range(len(listed) - size + 1)}


def test_no_wording_and_no_id_of_a_case_stands_in_the_product(cases: tuple[Case, ...]) -> None:
    known: dict[tuple[str, ...], str] = {}
    for case in cases:
        for text in (case.question, *case.history, *(gold.text for group in case.expected.gold for gold in group)):
            known.update(dict.fromkeys(shingles(text), case.case_id))
        if len(words(case.question)) >= QUESTION_WORDS:
            known[tuple(words(case.question))] = case.case_id
    sizes = {len(shingle) for shingle in known}
    ids = {case.case_id for case in cases}
    for path in product_files():
        text = path.read_text(encoding="utf-8")
        found = {shingle for size in sizes for shingle in shingles(text, size) & known.keys()}
        assert sorted(known[shingle] for shingle in found) == [], path
        assert sorted(ids & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text))) == [], path


def test_no_name_of_a_bundled_company_stands_in_the_product(shelf: Shelf) -> None:
    names = {name for company in shelf.companies for name in shelf.names(company)}
    pattern = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?!\w)")
    for path in product_files():
        assert pattern.findall(path.read_text(encoding="utf-8")) == [], path
