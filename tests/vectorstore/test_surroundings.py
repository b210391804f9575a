import numpy as np
import pytest

from vectorstore.surroundings import ACROSS_SECTIONS, REACH, Surroundings


@pytest.mark.parametrize("count", [1, 2, 5, 9, 40])
def test_an_average_is_that_of_the_passages_near_by_those_of_the_same_section_first(count: int) -> None:
    chance = np.random.default_rng(count)
    sections = np.sort(chance.integers(0, 5, count)).astype(np.int32)
    scores = chance.random(count, dtype=np.float32)
    expected = []
    for row in range(count):
        rows = range(max(0, row - REACH), min(count, row + REACH + 1))
        shares = [(1 if sections[near] == sections[row] else ACROSS_SECTIONS) * np.exp(-abs(near - row) / 1.5) for near in rows]
        expected.append(np.dot(shares, scores[list(rows)]) / sum(shares))
    assert np.allclose(Surroundings(sections, 1.5).average(scores), expected, atol=1e-6)


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_columns_are_averaged_each_by_itself(count: int) -> None:
    chance = np.random.default_rng(count)
    around = Surroundings(np.sort(chance.integers(0, 5, count)).astype(np.int32), 4.0)
    scores = chance.random((count, 3), dtype=np.float32)
    averaged = around.average(scores)
    assert averaged.shape == scores.shape
    for column in range(3):
        assert np.array_equal(averaged[:, column], around.average(np.ascontiguousarray(scores[:, column])))
