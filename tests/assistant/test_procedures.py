"""Procedures: steps in order, and what belongs to them from clauses of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.procedures import procedure_claims
from assistant.settings import Settings

POLICY = """# Privacy Policy of Tarnwick

## Use of information

We use personal information to deliver orders and to answer questions about them. The address of a customer is used for parcels.

## Requests

### Procedure for requests

The procedure for disclosure and correction is as follows:

1. Please contact the records desk by letter.
2. The records desk sends you the request form.
3. Return the form with a copy of your passport.

### Fee

A fee of 700 yen is charged for each request for disclosure.

### Answer

We respond in writing to the address on the request form within the month.

## Newsletter

The newsletter appears once a month. You can unsubscribe by clicking the link at its end.

## Contact

Complaints about the handling of data can be sent to the address below.

Records Desk, Tarnwick Ltd
12 Mill Lane, Tarnwick
E-mail: records@tarnwick.example
"""


@pytest.fixture(scope="module")
def tarnwick(tmp_path_factory: pytest.TempPathFactory, new_home: Callable[[], Path]) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("tarnwick")
    (folder / "tarnwick.md").write_text(POLICY, "utf-8")
    opened = Assistant.open(Settings(home=new_home()), bundled=False)
    opened.ingest([folder / "tarnwick.md"])
    yield opened
    opened.close()


def ask(assistant: Assistant, question: str) -> str:
    evidence = assistant.evidence(question, "tarnwick")
    return "\n".join(claim.text for claim in procedure_claims(evidence, [int(row) for row in evidence.order[:40]]))


def test_steps_come_in_order_with_fee_and_answer(tarnwick: Assistant) -> None:
    answer = ask(tarnwick, "How do I request disclosure of my data?")
    parts = ("contact the records desk", "sends you the request form", "copy of your passport", "700 yen", "respond in writing")
    assert [answer.find(part) for part in parts] == sorted(answer.find(part) for part in parts)
    assert all(part in answer for part in parts)


def test_nothing_is_said_twice(tarnwick: Assistant) -> None:
    answer = ask(tarnwick, "What is the procedure for a disclosure request?")
    lines = [line.lstrip("– ") for line in answer.split("\n")]
    assert len(lines) == len(set(lines))


def test_one_thing_to_do_is_told_in_short(tarnwick: Assistant) -> None:
    answer = ask(tarnwick, "How do I get rid of the newsletter?")
    assert "unsubscribe by clicking the link" in answer
    assert "700 yen" not in answer
    assert len(answer) < 200


def test_the_address_that_a_step_points_at_is_given(tarnwick: Assistant) -> None:
    answer = ask(tarnwick, "How can I file a complaint about the handling of data?")
    assert "Complaints about the handling of data" in answer
    assert "records@tarnwick.example" in answer


def test_a_question_that_names_a_figure_is_about_the_figure(tarnwick: Assistant) -> None:
    assert ask(tarnwick, "How do I get the 700 yen back?") == ""
