"""Averages of scores over the passages around each passage: an answer seldom stands alone."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

# Over how many passages to either side an average falls to a third: an answer and what completes it, a part of a policy.
NEAR_PASSAGES = 1.5
REGION_PASSAGES = 4.0
# Farther passages than this weigh next to nothing.
REACH = 8
# What a passage of another section counts, beside one of the same.
ACROSS_SECTIONS = 0.3


class Surroundings:
    """A weighted average, itself included: weights fall as exp(-distance / width), distance counted in passages."""

    def __init__(self, sections: NDArray[np.int32], width: float) -> None:
        count = len(sections)
        self._bands: list[tuple[int, Scores]] = []
        total = np.zeros(count, dtype=np.float32)
        for offset in range(-min(REACH, count - 1), min(REACH, count - 1) + 1):
            here, there = _overlap(count, offset)
            same = sections[here] == sections[there]
            weights = np.float32(np.exp(-abs(offset) / width)) * np.where(same, np.float32(1), np.float32(ACROSS_SECTIONS))
            total[here] += weights
            self._bands.append((offset, weights))
        self._total = total

    def average(self, scores: Scores) -> Scores:
        """(n,) for (n,), (n, m) for (n, m)."""
        columns = (-1,) + (1,) * (scores.ndim - 1)
        result = np.zeros(scores.shape, dtype=np.float32)
        for offset, weights in self._bands:
            here, there = _overlap(len(result), offset)
            result[here] += weights.reshape(columns) * scores[there]
        averaged: Scores = result / self._total.reshape(columns)
        return averaged


def _overlap(count: int, offset: int) -> tuple[slice, slice]:
    """Rows that have a neighbour at this offset, and those neighbours."""
    return slice(max(0, -offset), min(count, count - offset)), slice(max(0, offset), min(count, count + offset))
