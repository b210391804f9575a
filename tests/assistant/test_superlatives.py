"""The line before the rows names companies by what the rows quote, and has no figure of its own."""

from collections.abc import Mapping
from datetime import date

import pytest

from assistant.answer import Status
from assistant.draft import Draft, DraftClaim
from assistant.question import read_question
from assistant.superlatives import dated, first_line
from ingest.clauses import parse_clauses
from ingest.policy import ClauseTree, Policy, Span

TEXTS = {
    "avon": "Disclosure costs a fee of 700 yen.\n\nWe use cookies.\n\nRevised: March 3, 2021\n",
    "bela": "We do not charge a fee for disclosure.\n\nWe do not use cookies.\n\nRevised: May 5, 2022\n",
    "cato": "A fee prescribed by the company is charged for disclosure.\n",
    "dora": "Nothing is said here.\n",
}


def trees() -> Mapping[str, ClauseTree]:
    return {
        name: parse_clauses(
            Policy(
                policy_id=name,
                company=name.capitalize(),
                text=text,
                title=name,
                url="",
                language="en",
                retrieved=date(2024, 1, 1),
            )
        )
        for name, text in TEXTS.items()
    }


def draft(name: str, quote: str, status: Status = Status.STATED) -> Draft:
    if not quote:
        return Draft(name, Status.NOT_STATED)
    start = TEXTS[name].index(quote)
    return Draft(name, status, (DraftClaim(quote, (Span(start, start + len(quote)),), status),))


FEES = (
    draft("avon", "Disclosure costs a fee of 700 yen."),
    draft("bela", "We do not charge a fee for disclosure."),
    draft("cato", "A fee prescribed by the company is charged for disclosure.", Status.UNSPECIFIED),
    draft("dora", ""),
)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (
            "Which company has the cheapest fee for disclosure?",
            "Lowest fee: Bela (no fee). Left open, so not comparable: Cato. Not stated: Dora.",
        ),
        (
            "Which company charges the highest fee for disclosure?",
            "Highest fee: Avon. Left open, so not comparable: Cato. Not stated: Dora.",
        ),
        ("Which companies charge no fee for disclosure?", "By the policies: Bela."),
        ("What is the fee for disclosure?", ""),
    ],
)
def test_fees_are_ranked_with_what_is_left_open_set_apart(question: str, line: str) -> None:
    assert first_line(read_question(question), FEES, trees()) == line
    assert not any(character.isdigit() for character in line)


def test_the_only_one_is_named_only_when_it_is_alone() -> None:
    asked = read_question("Which company is the only one that uses cookies?")
    rows = (draft("avon", "We use cookies."), draft("bela", "We do not use cookies."))
    assert first_line(asked, rows, trees()) == "Only Avon."
    both = (draft("avon", "We use cookies."), Draft("bela", Status.NOT_STATED))
    assert first_line(asked, both, trees()) == "Only Avon."


def test_one_company_or_silence_gets_no_line() -> None:
    asked = read_question("Which company is the cheapest for disclosure?")
    assert first_line(asked, FEES[:1], trees()) == ""
    assert first_line(asked, (FEES[3], FEES[3]), trees()) == ""


def test_the_newest_policy_is_found_by_the_policies_own_dates() -> None:
    asked = read_question("Which policy was changed most recently?")
    rows = dated(asked, FEES, trees())
    assert first_line(asked, rows, trees()) == "Latest date: Bela. Not stated: Cato, Dora."
    assert [row.claims[0].text for row in rows if row.claims] == ["“Revised: March 3, 2021”", "“Revised: May 5, 2022”"]


def test_a_question_about_something_else_keeps_its_rows() -> None:
    assert dated(read_question("Which company is the cheapest for disclosure?"), FEES, trees()) == list(FEES)
