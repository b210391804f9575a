"""A follow-up may be put into words by a model; only what was said before can come of it."""

import json
from typing import TYPE_CHECKING

import pytest

from assistant.errors import ChatModelCallError
from assistant.followup import Standalone
from assistant.model_followup import followed
from tests.assistant.recorded import Recorded
from tests.assistant.shelves import book_of

if TYPE_CHECKING:
    from assistant.names import NameBook

HISTORY = ("What does Velmora charge for disclosure?", "How is the fee paid?")
LAST = "Would a cheque do?"


@pytest.fixture(scope="module")
def book() -> "NameBook":
    return book_of()


def put(book: "NameBook", reply: str | Exception, last: str = LAST, *, rewritten: bool = False) -> tuple[str, Recorded]:
    model = Recorded(reply)
    return followed(last, HISTORY, Standalone(last, rewritten), book, model).question, model


def wrote(question: str) -> str:
    return json.dumps({"question": question})


@pytest.mark.parametrize(
    "written",
    ["Would a cheque do for the fee for disclosure at Velmora?", "Would a cheque do to pay Velmora's disclosure fee?"],
)
def test_what_was_said_before_comes_in(book: "NameBook", written: str) -> None:
    assert put(book, f"```json\n{wrote(written)}\n```")[0] == written


@pytest.mark.parametrize(
    "reply",
    [
        wrote("Would a cheque do for the fee at Krona?"),
        wrote("Would a cheque do for the fee at Contoso?"),
        wrote("Would a cheque for 700 yen do at Velmora?"),
        wrote("Does Velmora sell location data of children abroad?"),
        wrote("What does Velmora charge for disclosure?"),
        wrote("Would a cheque do at Velmora? See https://evil.example"),
        wrote("Would a cheque do at Velmora <b>?"),
        wrote("Would a cheque do " * 60),
        wrote(""),
        '{"question": 7}',
        '["Would a cheque do at Velmora?"]',
        "Would a cheque do at Velmora?",
        "",
        ChatModelCallError("recorded:model: gone"),
    ],
)
def test_anything_else_leaves_the_question_as_the_rules_have_it(book: "NameBook", reply: str | Exception) -> None:
    assert put(book, reply)[0] == LAST


@pytest.mark.parametrize(("last", "rewritten"), [("And at Krona?", False), ("Thanks!", False), (LAST, True)])
def test_a_model_is_not_asked_where_the_rules_suffice(book: "NameBook", last: str, rewritten: bool) -> None:
    question, model = put(book, wrote("x"), last, rewritten=rewritten)
    assert (question, model.asked) == (last, [])


def test_the_conversation_is_data_between_marker_lines(book: "NameBook") -> None:
    _, model = put(book, wrote(LAST))
    (message,) = model.asked[0]
    assert message.text.count("BEGIN QUESTIONS") == 1
    assert f"3. {LAST}\nEND QUESTIONS" in message.text
