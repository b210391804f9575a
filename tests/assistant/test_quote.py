"""Which sentence is quoted, and what has to be quoted with it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.pipeline import Assistant
from assistant.settings import Settings

POLICY = """# Privacy Policy

Larkfield Ltd. handles personal information with care and tells here what it does with it.

## Requests

A request for disclosure is made on our form. If your paper bears a photograph, one copy of it is enough. Otherwise, send copies
of three papers.

## Statistics

Figures that do not allow identification of a person may be passed on in statistical form.

## Costs

If suspension of use would require excessive costs, the Company takes alternative measures to protect the rights of the person.

## Safety

These safeguards are in place:

- **Doors.** Rooms with servers are locked and watched by cameras. Visitors are led.
- **Networks.** Every line is encrypted.

## Periods

We keep your personal data only as long as is necessary for what you gave it to us for.

A reply to a request for a copy of your data is sent within one month.

We train our staff regularly. Backups are made every night.

## Offers

We may share data with firms that help us, or in a merger, sale of company assets or the like. We do not sell personal
information.

## Copies

A fee of 5 euros is charged for a copy of your data. Additional fees may apply where another medium is wished for.

A transfer is made to the bank designated by the company.
"""


@pytest.fixture(scope="module")
def larkfield(tmp_path_factory: pytest.TempPathFactory, new_home: Callable[[], Path]) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("larkfield")
    (folder / "larkfield.md").write_text(POLICY, "utf-8")
    product = Assistant.open(Settings(home=new_home()), bundled=False)
    try:
        product.ingest([folder])
        yield product
    finally:
        product.close()


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("What if my paper bears no photograph?", "Otherwise, send copies"),
        ("What if suspending the use would cost them far too much?", "alternative measures"),
        ("How do they guard the server rooms?", "led."),
        ("I asked for a copy of my data. How long do they have to reply?", "within one month"),
        ("do they share statistics that don't identify me", "statistical form"),
    ],
)
def test_the_sentence_that_answers_is_quoted_with_what_completes_it(larkfield: Assistant, question: str, quoted: str) -> None:
    assert quoted in larkfield.ask(question).text.replace("\n", " ")


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("How often do they train their staff?", Status.UNSPECIFIED),
        ("How often are backups made?", Status.STATED),
        ("How many years do they keep my personal data?", Status.UNSPECIFIED),
        ("How long do they keep my personal data?", Status.STATED),
    ],
)
def test_a_number_or_frequency_that_is_asked_for_and_left_open_is_told_as_such(
    larkfield: Assistant, question: str, status: Status
) -> None:
    assert larkfield.ask(question).status is status


def test_a_clause_on_all_subjects_asked_about_comes_before_one_on_some(assistant: Assistant) -> None:
    answer = assistant.ask("Might actio pass my My Number to partner companies for joint use?")
    assert answer.citations[0].quote.startswith("There will be no joint use of specific personal information")


def test_of_selling_the_sentence_that_speaks_of_it_is_quoted(larkfield: Assistant) -> None:
    answer = larkfield.ask("Does Larkfield sell personal information?")
    assert answer.text.startswith("No. ")
    assert answer.citations[0].quote == "We do not sell personal\ninformation."


@pytest.mark.parametrize(
    ("question", "note", "quote"),
    [
        ("How much extra do I pay at Larkfield for a copy on another medium?", "its amount is not given", "Additional fees"),
        ("Which bank does Larkfield want the transfer for a copy made to?", "not told which", "bank designated by the company"),
    ],
)
def test_what_is_left_to_the_company_is_told_so(larkfield: Assistant, question: str, note: str, quote: str) -> None:
    answer = larkfield.ask(question)
    assert answer.status is Status.UNSPECIFIED
    assert note in answer.text
    assert quote in answer.citations[0].quote
