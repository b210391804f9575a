"""A conversation as the page keeps and saves it."""

import json
import re
from dataclasses import replace

import pytest

from assistant.answer import Claim, Status
from assistant.ui.conversation import Turn, citation_text, earlier_questions, leading_citation, to_json, to_markdown
from assistant.ui.words import ENGLISH
from tests.assistant.ui.pages import HOSTILE, answer_of, cite, tree_of

FEE = cite(tree_of("Fees\n\n1. A fee of 500 yen is charged.\n"), "A fee of 500 yen is charged.")


def test_a_follow_up_may_refer_to_answered_questions_only() -> None:
    turns = [Turn("First?", answer=answer_of(FEE)), Turn("Failed?", error="no"), Turn("Waiting?")]
    assert earlier_questions(turns) == ("First?",)


def test_a_citation_is_found_by_its_place_and_only_there() -> None:
    turn = Turn("Q", answer=answer_of(FEE))
    assert turn.find("citation", 0) is FEE
    assert turn.find("citation", 1) is None
    assert turn.find("citation", -1) is None
    assert turn.find("nearest", 0) is None
    assert Turn("Q").find("citation", 0) is None


def test_a_saved_conversation_has_questions_statuses_and_citations() -> None:
    saved = to_markdown([Turn("What does it cost?", answer=answer_of(FEE)), Turn("Why?", error="Too fast.")], ENGLISH)
    assert saved.startswith("# Policy assistant\n")
    assert "## What does it cost?\n\n**stated**\n" in saved
    assert "- (A) “A fee of 500 yen is charged.” — Example, Fees › item 1 (2024-09-01)" in saved
    assert "## Why?\n\nToo fast." in saved


def test_a_rewritten_question_is_saved_too() -> None:
    turn = Turn("And?", answer=answer_of(FEE, question="And?", standalone_question="And the fee?"))
    assert "Understood as: And the fee?" in to_markdown([turn], ENGLISH)


def test_answers_are_saved_as_the_command_writes_them() -> None:
    answers = json.loads(to_json([Turn("Q", answer=answer_of(FEE)), Turn("Why?", error="no")]))["answers"]
    assert [answer["status"] for answer in answers] == ["stated"]
    assert answers[0]["citations"][0]["quote"] == FEE.quote


@pytest.mark.parametrize("text", HOSTILE)
def test_a_saved_conversation_is_inert_markdown(text: str) -> None:
    citation = cite(tree_of(f"{text} is due.", company=text, url="https://example.com"), "is due")
    saved = to_markdown([Turn(text, answer=answer_of(citation, text=text)), Turn(text, error=text)], ENGLISH)
    assert not re.search(r"(?<!\\)[<\[]|(?<!\\)!(?=\[)|https?://", saved)
    assert len(saved.splitlines()) < 30


def test_an_answer_is_shown_with_what_it_rests_on() -> None:
    tree = tree_of("Fees\n\nThe following fee is due:\n\n1. 500 yen.\n")
    lead_in, fee = cite(tree, "The following fee is due:", "A"), cite(tree, "500 yen.", "B")
    together = (Claim("The fee is 500 yen.", "Example", Status.STATED, ("A", "B")),)
    assert leading_citation(answer_of(lead_in, fee, claims=together)) is fee
    assert leading_citation(answer_of(nearest=(fee,))) is fee
    assert leading_citation(answer_of()) is None


def test_a_citation_without_date_and_address_is_still_one() -> None:
    assert citation_text(replace(FEE, date="")) == "“A fee of 500 yen is charged.” — Example, Fees › item 1"
