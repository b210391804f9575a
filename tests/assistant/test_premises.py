"""A false premise is set right with the clause of the company asked about; a true one costs nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer, Status
from assistant.named_values import Agreement, agreement, in_days, named_values, people_in
from assistant.pipeline import Assistant
from assistant.premises import NOT_SO, premise_of
from assistant.question import read_question
from assistant.settings import Settings

QUILLON = """# Quillon privacy notice

Effective: March 3, 2021

## Fees

A handling fee of 700 yen will be charged for requests for disclosure. No fee will be charged for requests for correction.

## Storage

Inactive accounts are deleted after 18 months. Usage history will not be disclosed to anybody.

## Contact

Data protection officer: Jane Example
Open on weekdays from 9:00 to 17:00.
"""
BRANDEC = """# Brandec privacy notice

Effective: May 5, 2022

A handling fee of 900 yen will be charged for requests for disclosure. Inactive accounts are deleted after 6 months.

Data protection officer: Ann Other
"""


@pytest.fixture(scope="module")
def assistant(new_home: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("premises")
    (folder / "Quillon.md").write_text(QUILLON, encoding="utf-8")
    (folder / "Brandec.md").write_text(BRANDEC, encoding="utf-8")
    opened = Assistant.open(Settings(home=new_home()), bundled=False)
    opened.ingest([folder])
    yield opened
    opened.close()


def begins(answer: Answer) -> str:
    return answer.text.partition(" Quillon:")[0]


@pytest.mark.parametrize(
    ("question", "quoted", "opening"),
    [
        ("Since Quillon charges 900 yen for disclosure, how do I pay it?", "700 yen", NOT_SO),
        ("Quillon discloses my usage history to friends. How do I stop that?", "will not be disclosed", NOT_SO),
        ("Why does Quillon disclose my usage history?", "will not be disclosed", NOT_SO),
        ("Quillon's disclosure fee is 900 yen, isn't it?", "700 yen", "No"),
        ("Why does Quillon delete inactive accounts after just 6 months?", "18 months", NOT_SO),
        ("Is Ann Other the data protection officer of Quillon?", "Jane Example", "No"),
        ("Quillon's notice took effect on May 5, 2022, right?", "March 3, 2021", "No"),
        ("Since Quillon discloses usage history, how do I order it?", "will not be disclosed", NOT_SO),
    ],
)
def test_a_false_premise_is_set_right_by_the_company_asked_about(
    assistant: Assistant, question: str, quoted: str, opening: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.STATED
    assert begins(answer) == f"{opening}."
    assert quoted in answer.text
    assert {citation.company for citation in answer.citations} == {"Quillon"}


def test_how_to_pay_what_is_free_is_answered_by_its_being_free(assistant: Assistant) -> None:
    answer = assistant.ask("To which bank account do I pay the fee for a correction at Quillon?")
    assert answer.status is Status.STATED
    assert "No fee will be charged for requests for correction" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Since Quillon charges 700 yen for disclosure, how do I pay it?",
        "Since Quillon deletes inactive accounts after 18 months, is mine gone?",
        "As Quillon charges 700 yen for disclosure, what does correction cost?",
        "On average, how long until Quillon deletes inactive accounts?",
        "They lost my usage history. Whom do I tell at Quillon?",
    ],
)
def test_a_premise_that_holds_is_passed_over(assistant: Assistant, question: str) -> None:
    assert NOT_SO not in assistant.ask(question).text


def test_what_a_person_says_of_themselves_is_no_premise() -> None:
    for text in (
        "Since I moved to another town last year, how do I correct my address?",
        "They turned my request down. What must they tell me?",
        "If the fee is 900 yen, can I pay in cash?",
        "How long is data kept?",
    ):
        found = premise_of(read_question(text), text)
        assert found is None or not found.values, text


def test_values_are_equal_however_they_are_written() -> None:
    held = named_values("It answers within one month and charges 1,100 yen.")
    assert agreement(held, "We answer within 30 days; the fee is 1100 yen.") is Agreement.HOLDS
    assert agreement(held, "We answer within 90 days; the fee is 1,100 yen.") is Agreement.DIFFERS
    assert agreement(held, "We answer at once.") is Agreement.SILENT
    assert in_days("2 year") == in_days("24 month")


def test_another_currency_is_not_compared() -> None:
    assert agreement(named_values("The fee is 500 yen."), "The fee is 5 euros.") is Agreement.SILENT


def test_offices_and_things_are_not_taken_for_people() -> None:
    assert people_in("Data Protection Officer: Prof. Dr. Jane Example, Privacy Policy") == ("Jane Example",)


def test_ages_and_dates_of_ones_own_claim_nothing() -> None:
    assert not named_values("my account from 2015").entities
