"""A yes or no that a clause only seems to say is held back."""

import pytest

from assistant.held_back import held_back
from assistant.question import read_question


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Does the company ignore complaints?", "We will rapidly engage in an investigation of complaints."),
        ("Does the company skip identity verification?", "We shall verify the identity of a customer."),
        ("Is it false that a fee of 1,000 yen is charged?", "A fee of 1,000 yen is charged."),
        ("Can I opt out of cookies?", "You may not opt out of cookies."),
        ("Is my request free?", "A fee will be charged for disclosure. No fee will be charged for correction."),
        ("Does the company charge a fee?", "We do not charge a fee unless you request disclosure."),
        ("Is Mika Sato the president?", "Personal Information Protection Manager: Mika Sato"),
    ],
)
def test_a_verdict_that_the_words_only_suggest_is_held_back(question: str, clause: str) -> None:
    assert held_back(read_question(question), clause)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Does the company use cookies?", "We do not use cookies."),
        ("Is there a fee for disclosure?", "We do not charge a fee for disclosure."),
        ("Can the company change an entry?", "Entries cannot be changed."),
        ("Can I cancel by telephone?", "We cannot accept requests by telephone."),
        ("Is Mika Sato the protection manager?", "Personal Information Protection Manager: Mika Sato"),
    ],
)
def test_a_plain_verdict_is_not(question: str, clause: str) -> None:
    assert not held_back(read_question(question), clause)
