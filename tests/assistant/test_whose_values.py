"""A value is the one that was asked for: of the right policy in a file, of the right body, of the person who was appointed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings

POLICY = """# Privacy Policy

Fernhill Ltd. handles personal information with care and tells here what it does with it.

Established: April 1, 2011
Revised: June 1, 2023

## Administrator

The Company shall appoint the following person to be the Personal Information Administrator.

Personal Information Administrator
Records Group Manager, Operations Department
TEL: 03-1111-2222

## Fees

The following fee is charged for a request for disclosure:

- Transfer 800 yen for each request to our bank

No fee is charged for correction.

## Complaints

Complaints about Fernhill are also heard by an independent organization.

Association for Fair Data (AFD), Complaints Organization
9 Harbour Building, Osaka 530-0001
TEL: 06-3333-4444

## Contact

Fernhill Ltd., Privacy Office
1-2-3 Ginza, Tokyo 104-0061
TEL: 03-5555-6666

# Basic Policy on Handling of Staff Numbers

Fernhill Ltd. handles numbers of its staff by law and for nothing else.

Established: May 2, 2018
Revised: June 1, 2023
"""


@pytest.fixture(scope="module")
def fernhill(tmp_path_factory: pytest.TempPathFactory, new_home: Callable[[], Path]) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("fernhill")
    (folder / "fernhill.md").write_text(POLICY, "utf-8")
    opened = Assistant.open(Settings(home=new_home()), bundled=False)
    opened.ingest([folder / "fernhill.md"])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("When was the privacy policy first established?", "April 1, 2011", "May 2, 2018"),
        ("When was the basic policy on handling of staff numbers established?", "May 2, 2018", "April 1, 2011"),
        ("What is the phone number?", "03-5555-6666", "06-3333-4444"),
        ("What is the phone number of the outside organization that hears complaints?", "06-3333-4444", "03-5555-6666"),
        ("What is the telephone number of AFD?", "06-3333-4444", "03-5555-6666"),
        ("Who has been appointed Personal Information Administrator?", "Records Group Manager", "no name is given"),
        ("Which independent organization can I turn to with a complaint?", "AFD", "Fernhill Ltd., Privacy Office"),
        ("What does disclosure cost?", "charged for a request for disclosure", "Tokyo"),
    ],
)
def test_the_value_is_the_one_asked_for(fernhill: Assistant, question: str, told: str, untold: str) -> None:
    answer = fernhill.ask(question, companies=["fernhill"])
    assert told in answer.text
    assert untold not in answer.text
