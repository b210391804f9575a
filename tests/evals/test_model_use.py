"""A run with a chat model tells what the model did."""

from assistant.answer import Answer, Status
from evals.model_use import model_use

QUOTED = Answer("q", "q", ("Maple",), Status.STATED, "Maple: x")


def answer(answerer: str, dropped: int, repairs: int, tokens: int) -> Answer:
    made = {"answerer": answerer, "dropped": dropped, "repairs": repairs, "tokens": tokens, "prompt_sha256": "0123456789abcdef"}
    return Answer("q", "q", ("Maple",), Status.STATED, "Maple: x", **made)  # type: ignore[arg-type]


def test_nothing_is_told_of_a_run_without_a_model() -> None:
    assert model_use([QUOTED, QUOTED]) == ""


def test_worded_quoted_dropped_and_repaired_are_counted() -> None:
    answers = [
        QUOTED,
        answer("openai:x", 1, 2, 100),
        answer("quote (no claim of openai:x held)", 3, 0, 50),
        answer("quote (model unavailable: openai:x: gone)", 0, 0, 0),
    ]
    assert model_use(answers) == (
        "chat model: 1 of 3 answers worded by it, the others quoted (1 while it was unavailable); "
        "claims dropped 4, repaired 2; tokens 150; prompts 0123456789ab"
    )
