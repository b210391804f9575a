"""What is written for the product is what was trained."""

from pathlib import Path

import numpy as np
import pytest

from evals.training.practice_data import AnnotatedPolicy, PracticeData
from evals.training.train_two_towers import matches, measured, train, write_arrays
from vectorstore.encoder import BUNDLED_SHA256, file_sha256
from vectorstore.surroundings import Surroundings
from vectorstore.two_towers import ARRAYS_FILE, FACTS_FILE, load_two_towers


def _data() -> tuple[PracticeData, Surroundings, np.ndarray]:
    chance = np.random.default_rng(0)
    vectors, asked = chance.normal(size=(9, 8)).astype(np.float32), chance.normal(size=(6, 8)).astype(np.float32)
    near = Surroundings(np.zeros(9, dtype=np.int32), 1.5)
    seen = np.concatenate([vectors, near.average(vectors), near.average(vectors)], axis=1)
    gold = np.zeros((6, 9), dtype=np.float32)
    gold[np.arange(6), np.arange(6)] = 1
    policy = AnnotatedPolicy("maple.md", seen, np.zeros((6, 9), dtype=np.float32), gold)
    return PracticeData(tuple("abcdef"), asked, (policy,)), near, vectors


def test_the_product_computes_the_mean_of_the_members(tmp_path: Path) -> None:
    data, near, vectors = _data()
    members = [train(data, data.policies, range(6), seed) for seed in (0, 1)]
    write_arrays(members, tmp_path / ARRAYS_FILE)
    facts = f'{{"sha256": "{file_sha256(tmp_path / ARRAYS_FILE)}", "encoder_sha256": "{BUNDLED_SHA256}"}}'
    (tmp_path / FACTS_FILE).write_text(facts, encoding="utf-8")
    towers = load_two_towers(folder=tmp_path)
    assert towers is not None
    seen = towers.of_passages(vectors, near, near)
    made = np.stack([seen @ towers.of_question(vector) for vector in data.vectors])
    mean = np.mean([matches(member, data.vectors, data.policies[0].seen) for member in members], axis=0)
    assert np.allclose(made, mean, atol=5e-3)


def test_training_raises_what_answers() -> None:
    data, _, _ = _data()
    policy = data.policies[0]
    before = measured(policy.first, policy.gold)
    after = measured(matches(train(data, data.policies, range(6), 0), data.vectors, policy.seen), policy.gold)
    assert sum(p1 for p1, _ in after) > sum(p1 for p1, _ in before)


def test_questions_that_a_policy_does_not_answer_are_not_measured() -> None:
    gold = np.array([[0, 0, 0], [0, 1, 0]], dtype=np.float32)
    [(first, among)] = measured(np.array([[3, 2, 1], [1, 2, 3]], dtype=np.float32), gold)
    assert (first, among) == (0.0, pytest.approx(1 / 3))
