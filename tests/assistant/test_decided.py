"""Of the clauses quoted, the one that says yes or no stands first."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.pipeline import Assistant
from assistant.settings import Settings

TEXT = """Privacy Policy of Maplewood

1. Video check
Maplewood may ask for a video check when you reset your password.
No biometric processing of the video is performed by Maplewood.

2. Sharing
We do not share your e-mail address with advertisers.
We encrypt backups of the order history.

3. Third parties
Maplewood does not provide data to third parties without consent. However, the following cases are exceptions:
- When a court orders it.
- When a life has to be protected.
Maplewood stops the use of data after a leak of more than 2,000 records.
If Maplewood decides not to accept a complaint, it notifies the person of the reason.

Visits
Maplewood Office, 12 Mill Street, Mapleham 12345
We do not accept walk-in visitors.

4. Deletion
You may ask us to delete your account.
You always receive a confirmation when your account has been deleted.
"""

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(new_home: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory) -> Ask:
    file = tmp_path_factory.mktemp("policies") / "Maplewood.txt"
    file.write_text(TEXT, encoding="utf-8")
    opened = Assistant.open(Settings(home=new_home()), bundled=False)
    opened.ingest([file])
    return opened.ask


@pytest.mark.parametrize(
    ("question", "said", "quote"),
    [
        ("Does Maplewood perform biometric processing of the video?", "No", "No biometric processing"),
        ("Does Maplewood share my e-mail address with advertisers?", "No", "We do not share"),
        ("Can I drop by the Mapleham office of Maplewood?", "No", "We do not accept walk-in"),
        ("Will I get a confirmation when my account has been deleted?", "Yes", "You always receive"),
    ],
)
def test_the_deciding_quote_stands_first(ask: Ask, question: str, said: str, quote: str) -> None:
    answer = ask(question)
    assert answer.text.startswith(f"{said}. ")
    assert answer.citations[0].quote.startswith(quote)


def test_beside_a_yes_or_no_only_the_deciding_quote_stands(ask: Ask) -> None:
    assert len(ask("Does Maplewood share my e-mail address with advertisers?").citations) == 1


def test_a_question_no_quote_decides_gets_neither_yes_nor_no(ask: Ask) -> None:
    assert not ask("Are backups of the order history sold?").text.startswith(("Yes", "No"))


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("Can Maplewood provide data to third parties without consent when a court orders it?", "No"),
        ("Does Maplewood stop the use of data after a leak of 300 records?", "Yes"),
        ("Does Maplewood notify me if it does not accept a complaint?", "No"),
    ],
)
def test_an_exception_another_number_and_a_case_that_is_asked_about_decide_nothing(ask: Ask, question: str, wrong: str) -> None:
    answer = ask(question)
    assert answer.citations
    assert not answer.text.removeprefix("Maplewood: ").startswith(wrong)


def test_a_general_no_stands_where_nothing_of_the_exceptions_is_asked_about(ask: Ask) -> None:
    assert ask("Does Maplewood provide data to third parties without consent?").text.startswith("No")
