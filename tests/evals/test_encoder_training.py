"""Tuning the encoder: what is drawn for a step, and that a step teaches."""

import random
from pathlib import Path

import numpy as np
import pytest

from evals.training import train_encoder
from evals.training.encoder_data import Example, Shelf, held_out
from evals.training.train_encoder import PASSAGES, QUESTIONS, Network, batches, drawn, measured, train

TEXTS = tuple(f"Statement {number} about {topic}." for number, topic in enumerate(("fees", "cookies", "age", "faxes") * 40))


def example(row: int, file: str = "b.md", also: tuple[int, ...] = ()) -> Example:
    first = -np.abs(np.arange(len(TEXTS)) - (row + 1)).astype(np.float32)
    return Example(f"question {row}", file, (row,), frozenset(also), first)


def test_every_question_is_asked_once_and_a_step_is_about_one_policy() -> None:
    asked = [example(row, file) for file in ("a.md", "b.md") for row in range(QUESTIONS + 3)]
    found = list(batches(asked, random.Random(0)))
    assert sorted((one.file, one.question) for batch in found for one in batch) == sorted((e.file, e.question) for e in asked)
    assert all(len({one.file for one in batch}) == 1 and len(batch) <= QUESTIONS for batch in found)


def test_gold_passages_are_among_those_drawn_and_near_misses_come_before_any_others() -> None:
    asked = [example(row) for row in (3, 70, 120)]
    gold, among = drawn(asked, len(TEXTS), random.Random(0))
    assert gold == [(3,), (70,), (120,)]
    assert set(among[:3]) == {3, 70, 120}
    assert len(among) == len(set(among)) == PASSAGES
    assert all(min(abs(row - one.gold[0]) for one in asked) <= train_encoder.WRONG_AMONG for row in among[3:10])


def test_a_policy_is_held_out_by_its_name_wherever_its_file_lies() -> None:
    names = [f"policy-{number}.md" for number in range(600)]
    share = sum(held_out(name) for name in names) / len(names)
    assert 0.1 < share < 0.23
    assert all(held_out(name) == held_out(f"folder/{Path(name).stem}.html") for name in names[:20])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tuning_brings_what_answers_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("We bake bread.", "Money is asked for.", "Nothing is sent by fax.", "Ships sail at noon.")
    vectors = np.eye(4, dtype=np.float32)
    first = np.zeros(4, dtype=np.float32)
    questions = ("what does the first thing cost", "what does it cost then", "costs?", "is there a price to pay")
    file = next(name for name in ("a.md", "b.md", "c.md", "d.md") if not held_out(name))
    # What nobody would take for the answer: only training can bring it there.
    asked = tuple(Example(question, file, (3,), frozenset(), first) for question in questions)
    shelf = Shelf(asked, {file: texts}, {file: vectors})
    network = Network(threads=1)
    assert measured(network, shelf, asked)["cosine_first"] == 0
    monkeypatch.setattr(train_encoder, "RATE", 3e-4)
    train(network, shelf, epochs=12)
    assert measured(network, shelf, asked)["cosine_first"] == 1
